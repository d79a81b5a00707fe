"""A piece of music played otherwise: an instrument louder or gone, one that joins in the second
half, a fade, a loop. What is to be changed is written into its description.

arranged("a folk tune", "the drums are way too loud", ())  -> "a folk tune, much quieter drums"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think.offline.dialogue import levels, running
from voice_agent.think.offline.dialogue.levels import again, softer, stronger, without

_LONGEST = 300  # characters of a change that are read
NAMED = (
    "electric piano|music box|double bass|bass guitar|electric guitar|piano|organ|guitar|harp"
    "|violin|fiddle|cello|viola|bass|flute|clarinet|oboe|bassoon|saxophone|sax|trumpet|trombone"
    "|horn|brass|tuba|accordion|harmonica|marimba|xylophone|vibraphone|glockenspiel|chimes|bells?"
    "|strings|synth|synthesi[sz]er|drums?|drumming|percussion|beat|choir|harpsichord|melody|tune"
)
# What an instrument is called that nobody can name, and which it may be.
_NICKNAMES = (
    (r"plink\w*|plonk\w*|tinkl\w*|twinkl\w*|ting\w*|jingl\w*",
     ("music box", "bells", "vibraphone", "marimba", "harp", "piano")),
    (r"boom\w*|thump\w*|thud\w*|bang\w*|crash\w*|tapp?ing|clatter\w*", ("drums",)),
    (r"low|deep|rumbl\w*", ("bass", "electric bass", "sub", "synth bass", "cello", "tuba")),
    (r"whin\w*|squeak\w*|screech\w*|high|shrill|scrap\w*|whistl\w*",
     ("violin", "fiddle", "flute", "oboe", "lead", "square")),
    (r"parp\w*|honk\w*|toot\w*", ("saxophone", "trumpet", "brass", "tuba", "oboe")),
    (r"strumm\w*|twang\w*", ("guitar", "nylon guitar", "electric guitar")),
)  # fmt: skip
_THING = r"(?:things?|ones?|bits?|sounds?|instruments?|stuff|noises?)"
_THE = r"(?:(?:the|that|those|this|your|its|any|some|an?) )?"
_X = rf"(?P<x>(?:{NAMED})s?|(?:{'|'.join(cue for cue, _ in _NICKNAMES)}) {_THING})\b"
_BE = r"(?:is|are|was|were|['’]s|['’]re|sounds?|seems?|gets?|comes? (?:out|across))"
_HOW_MUCH = (
    r"(?:(?P<much>much|way|far|a lot|a good deal|really|miles)|(?P<bit>a (?:little|bit|touch|tad"
    r"|shade)(?: bit)?|slightly|somewhat|still|just|rather|so|very|quite))"
)
_SOFT = (
    r"(?:quieter|softer|lower|less loud|fainter|gentler|further back|(?:more )?in the background)"
)
_STRONG = r"(?:louder|stronger|more prominent|up front|more present|clearer|further forward)"
_LESS = (
    rf"\b(?:the |that |those )?{_X} ?{_BE} (?:{_HOW_MUCH} )*(?:too (?:loud|strong|heavy|prominent"
    r"|dominant|much|big)|loud\b|drowning|overpower|overwhelm)",
    rf"\b(?:too much|(?:a bit |a little |much )?less|not so much|not as much|fewer) {_THE}{_X}",
    rf"\b{_X} (?:drown|overpower|overwhelm|bury|burie|cover)",
    rf"\bturn(?:ing)? {_THE}{_X} (?:right |way |{_HOW_MUCH} )?down\b",
    rf"\b(?:turn|bring|tone|take|pull|dial) (?:down|back) {_THE}{_X}",
    rf"\b(?:bring|take|pull|push|tone|dial|move|have|put) {_THE}{_X} (?:right |way |{_HOW_MUCH} )*"
    r"(?:down|back)\b(?! in)",
    rf"\b{_X} (?:{_HOW_MUCH} )?(?:down|back)(?=[,.;!?]|$| a bit| please)",
    rf"\b(?:ease|go eas(?:y|ier)|back|hold) (?:off |back )?(?:on |off )?(?:with )?{_THE}{_X}",
    rf"(?:{_HOW_MUCH} )?{_SOFT} {_THE}{_X}",
    rf"\b{_X} (?:(?:be|to be|played|play|a|{_HOW_MUCH}) )*{_SOFT}",
)
_MORE = (
    rf"\b(?:the |that |those )?{_X} ?{_BE} (?:{_HOW_MUCH} )*(?:too (?:quiet|soft|faint|low|weak"
    r"|far back|buried)|(?:lost|buried|drowned|hidden|inaudible))",
    rf"\b(?:not enough) {_THE}{_X}",
    rf"\b(?:can(?:['’]?t|not| not| hardly| barely)|hardly|barely|couldn['’]?t|can only just)"
    rf" (?:really |even )?hear {_THE}{_X}",
    rf"\bturn(?:ing)? (?:up {_THE}{_X}|{_THE}(?P<y>{NAMED}) (?:{_HOW_MUCH} )?up\b)",
    rf"\b(?:bring|push|pull) (?:up|out|forward) {_THE}{_X}",
    rf"\b(?:bring|push|pull|have|put) {_THE}{_X} (?:right |{_HOW_MUCH} )*(?:up|forward|out)\b",
    rf"\b{_X} (?:{_HOW_MUCH} )?up(?=[,.;!?]|$| a bit| please)",
    rf"(?:{_HOW_MUCH} )?{_STRONG} {_THE}{_X}",
    rf"\b{_X} (?:(?:be|to be|played|play|a|{_HOW_MUCH}) )*{_STRONG}",
)
_GONE = (
    r"\b(?:without|no|lose|losing|drop|remove|ditch|kill|scrap|leave out|take (?:out|off|away)"
    r"|cut out|cut|get rid of|mute|do without|forget|skip|silence|bin|chuck|strip out)"
    rf" (?:out |off )?(?:all )?(?:of )?{_THE}{_X}(?! (?:down|back|a bit))",
    rf"\b(?:take|leave|cut|drop|get|pull|keep) {_THE}{_X} (?:right |back )?(?:out|off|away)\b",
    rf"\b(?:the |that |those ){_X} (?:(?:has|have|['’]s|['’]ve) (?:got )?to go|out\b|must go"
    r"|is (?:annoying|awful|horrible|doing my head in|driving me))",
    rf"\b(?:the |that |those ){_X}(?:['’]s|['’]re| are) (?:annoying|awful|horrible|doing my head in"
    r"|driving me)",
)
_BACK = (
    rf"\b(?:put|bring|have|get|want|give me) (?:back {_THE}{_X}|{_THE}(?P<y>{NAMED}) back)\b",
    rf"\bi (?:do |rather |quite )?miss(?:ed)? {_THE}{_X}",
)
_SWAP = re.compile(
    rf"\b(?:swap|exchange|replace|change|trade) (?:{_THE}{_X}|it|that|them) (?:for|with|to|by|into)"
    rf" {_THE}(?P<y>{NAMED})\b",
    re.IGNORECASE,
)
_MORE_OF = re.compile(rf"\b(?:more|another) {_THE}{_X}", re.IGNORECASE)
_WITH = re.compile(rf"\bwith {_THE}{_X}", re.IGNORECASE)
_HALF = (
    (r"(?:in|for|during|from|of) the first half|until (?:the middle|half ?way)",
     "in the first half"),
    (r"(?:in|for|during|from|of) the (?:second|last|other) half|half ?way(?: through)?"
     r"|(?:from|after|in) the middle(?: on\w*)?", "in the second half"),
    (r"(?:right |only |just )*(?:at|towards|near|for|in) the (?:very )?(?:end|ending|finish)\b"
     r"(?! of (?:my|the|a))", "at the end"),
    (r"(?:right |only |just )*(?:at|for|in) the (?:very )?(?:beginning|start|opening|intro)\b",
     "at the beginning"),
    (r"a (?:bit|little|while) later|later(?: on)?|too (?:early|soon)"
     r"|after (?:a while|the (?:beginning|start|intro))",
     "later"),
)  # fmt: skip
_JOIN = re.compile(
    rf"\b(?:{_X} (?:\w+ ){{0,4}}?(?:comes?|coming|joins?|joining|enters?|starts?|kicks?|in|only)"
    rf"|(?:add|with|bring(?: in)?|want|have|put|an?|some|more) {_THE}(?P<y>{NAMED}))\b",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"\b(?:the |its |that )?(?P<part>first half|second half|last half|end(?:ing)?|beginning|start"
    r"|opening|intro|middle)\b(?P<then>[^.;!?]*)",
    re.IGNORECASE,
)
_WARMER = re.compile(r"\b(?:warmer|fuller|richer|lusher|bigger|swell|grow)\w*\b", re.IGNORECASE)
_QUIETER = re.compile(
    r"\b(?:quieter|softer|gentler|calmer|too (?:loud|much|busy)|less loud)\b", re.I
)
_LOUDER = re.compile(r"\b(?:louder|stronger|too (?:quiet|soft|weak))\b", re.I)
_SAID = re.compile(r"[.!?;]\s+|,\s+|\s+(?:and|but|then|so)\s+(?!(?:out|down|up|soft|quiet)\b)")


def arranged(old: str, words: str, playing: Sequence[str] = ()) -> str:
    """A piece's description with how ``words`` want it played; ``old`` where they tell nothing of
    that. ``playing`` are its instruments."""
    new, subject = old, ""
    for said in _SAID.split(words[:_LONGEST]):
        new, subject = _with(new, said.strip(), playing, subject)
    return running.as_told(new, words[:_LONGEST])


def is_change(words: str, playing: Sequence[str] = ()) -> bool:
    """Whether ``words`` could only change how a piece is played."""
    return arranged("music", words, playing) != "music"


_ORDER = re.compile(
    r"\b(?:play (?!it)|play (?:it|that|this)(?: to me| back| again)?\W*$|sing|say|read|save|tell"
    r"|record|what|which|how|transcribe|translate|and then)\b",
    re.IGNORECASE,
)


def is_only_change(words: str, playing: Sequence[str]) -> bool:
    """Whether ``words`` change how a piece is played, and order nothing else."""
    return is_change(words, playing) and not orders_more(words)


def orders_more(words: str) -> bool:
    """Whether ``words`` order something besides a change, or ask."""
    return bool(_ORDER.search(words))


def _with(old: str, said: str, playing: Sequence[str], subject: str) -> tuple[str, str]:
    """The description with what one part of the words tells, and the instrument they are about."""
    swapped = _SWAP.search(said)
    if swapped and (gone := _name(swapped, playing, swapped["x"] or "") or subject):
        return levels.swapped(old, gone, swapped["y"].lower()), ""
    when = next((then for cue, then in _HALF if re.search(rf"\b(?:{cue})", said, re.I)), "")
    for cues, make in (
        (_GONE, without),
        (_BACK, again),
        (_LESS, softer),
        (_MORE, stronger),
    ):
        for cue in cues:
            found = re.search(cue, said, re.IGNORECASE)
            name = found and _name(found, playing)
            if found and name:
                much = (found.groupdict().get("much") or "") and "much "
                much = much or ("a bit " if _A_BIT.search(said) else "")
                return make(old, name, when, much), name
    if subject and (it := next((make for cue, make in _IT if cue.search(said)), None)):
        return it(old, subject, when, ""), subject
    more = _MORE_OF.search(said)
    name = _name(more, playing) if more else ""
    if name and name in playing:
        return stronger(old, name, when, ""), name
    back = _WITH.search(said)
    if back and not when and (name := _name(back, playing)):
        if re.search(rf"\bwithout {re.escape(name)}s?\b", old):
            return again(old, name, "", ""), name
        if "strings in the" in old.rpartition(",")[2]:  # "warmer there, with a cello perhaps"
            return re.sub(r"strings(?= in the [a-z ]+$)", name, old), name
    joins = _JOIN.search(said) if when else None
    if joins and (name := _name(joins, playing)):
        return f"{levels.untold(old, name)}, {name} {when}", name
    part = _HALVES.search(said)
    if part:
        where = {"opening": "beginning", "start": "beginning", "intro": "beginning",
                 "ending": "end", "last half": "second half"}.get(part["part"].lower())  # fmt: skip
        where = where or part["part"].lower()
        place = f"{'at' if where in ('end', 'beginning') else 'in'} the {where}"
        if _QUIETER.search(said):
            return f"{old}, quieter {place}", subject
        if _WARMER.search(said):
            return f"{old}, strings {place}", subject
        if _LOUDER.search(said):
            return f"{old}, louder {place}", subject
    about = _ABOUT.search(said)
    return old, (_name(about, playing) if about else "") or subject


_ABOUT = re.compile(rf"\b(?:the|that|those|its) {_X}", re.IGNORECASE)
_A_BIT = re.compile(r"\b(?:a (?:little|bit|touch|tad|shade)|slightly|somewhat)\b", re.IGNORECASE)


def _name(found: re.Match[str], playing: Sequence[str], said: str | None = None) -> str:
    """The instrument that is meant; "" where nobody plays what words are for."""
    groups = found.groupdict()
    said = (groups.get("x") or groups.get("y") or "").lower() if said is None else said.lower()
    for cue, meant in _NICKNAMES:
        if re.match(rf"(?:{cue}) {_THING}$", said):
            return next((name for name in meant if name in playing), "")
    if said in ("drum", "drumming", "beat", "percussion", "beats"):
        return "drums"
    if re.fullmatch(r"(?:.*[^s])s", said) and said not in ("strings", "drums", "bells", "chimes"):
        return said.removesuffix("s") if said != "brass" else said
    return said


_THAT = r"(?:it|that|them|those)"
# What is done with an instrument that was named just before.
_IT = (
    (re.compile(rf"\b(?:take|leave|cut|drop|get|pull) {_THAT} (?:right )?out\b"
                rf"|\b(?:lose|drop|remove|mute|get rid of|do without) {_THAT}\b", re.I), without),
    (re.compile(rf"\b(?:make|have|play) {_THAT} (?:(?:a bit|a little|much) )?{_SOFT}"
                rf"|\bturn {_THAT} (?:right |way )?down\b", re.I), softer),
    (re.compile(rf"\b(?:make|have|play) {_THAT} (?:(?:a bit|a little|much) )?{_STRONG}"
                rf"|\bturn {_THAT} (?:right |way )?up\b", re.I), stronger),
)  # fmt: skip
