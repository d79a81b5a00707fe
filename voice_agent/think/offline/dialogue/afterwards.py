"""Short words after an action that can only be about it: "again", "heavier", "out loud please".

after(clause, exchange)  -> the clause as it is meant after that exchange, or None
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue import abroad, recomposing, remaking, rewording
from voice_agent.think.offline.phrases import moods
from voice_agent.think.offline.phrases.arguments import is_same_voice
from voice_agent.think.offline.phrases.completing import prosody_of
from voice_agent.think.offline.phrases.languages import find_language
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange, Step

_LEAD = r"^\W*(?:(?:no|and|now|then|ok|okay|please|so|but|can|could|you|just|a bit|a little|much"
_LEAD += r"|another one|a second one|one more|the same|same)\W+)*"
_END = r"(?: please| now| for me| thanks| though| this time| too| as ?well| also)*\W*$"
# What is made of words or from the microphone may be made again.
_ANEW = {
    "generate_audio", "compose_music", "sing", "synthesize_speech", "transfer_style",
    "record_audio", "play_audio",
}  # fmt: skip
_AGAIN = re.compile(
    _LEAD + r"(?:(?:do|say|sing|play|make|read|speak|try|record|repeat) (?:it|that|this) )?"
    r"(?:(?:once|one time) (?:more|again)|one more time|again)" + _END,
    re.IGNORECASE,
)
_ALOUD = re.compile(
    _LEAD + r"(?:(?:i want to |i'd like to |let me |i )?(?:say|speak|read|pronounce|hear|voice)"
    r" (?:it|that|this|the (?:translation|result|\w+ one))"
    r"(?: out| aloud| loud| out loud| to me| spoken)*"
    r"|(?:i want to |i'd like to |let me |i )?(?:hear|have|get|give me|speak|say|read)"
    r" (?:the|that|this) [a-z]+ (?:spoken|as speech|as audio|out loud|aloud|read out)"
    r"|(?:an? |the )?(?:spoken|audio) version(?: of (?:it|that|this))?|as (?:speech|audio)"
    r"|(?:out loud|aloud|spoken|with (?:a |the )?(?:sound|audio|voice|speech)))" + _END,
    re.IGNORECASE,
)
MANNERS = {
    "louder": "loud", "quieter": "quiet", "softer": "soft", "heavier": "heavy", "lighter": "light",
    "stronger": "strong", "weaker": "weak", "gentler": "gentle", "calmer": "calm",
    "closer": "close", "nearer": "near", "faster": "fast", "slower": "slow", "deeper": "deep",
    "wilder": "wild", "harder": "hard", "bigger": "big", "smaller": "small",
}  # fmt: skip
_MANNER = re.compile(
    _LEAD + r"(?:(?:make|i want|i need|let) (?:it|that|this|them|the \w+)(?: sound| be)? )?"
    r"(?:(?:a bit|a little|much|even|way) )*"
    rf"({'|'.join(MANNERS)}|(?:further|farther|more) (?:away|distant))"
    r"(?:,? and (?:(?:a bit|a little|much|way|more) )?(?!further|farther)[a-z]+er"
    r"|,? and more \w+)?(?: (\w+))?"
    r"(?P<where>,? (?:and )?(?:on|onto|against|inside|in|through|over|under) (?:an? |the )?"
    r"(?!background|distance|it\b|that\b|my\b|me\b)[\w -]+?)?" + _END,
    re.IGNORECASE,
)
# "Louder please, that one sounded like my dad."
_REMARK = re.compile(
    r"[,.;!]\s+(?:that one|this one|that (?:was|sounded|sounds)|that['’]s|it (?:was|is|sounds"
    r"|sounded)|it['’]s|because|since|cause)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
IT_OUT = re.compile(
    _LEAD + r"(?:(?:cut|take|pull|get) (?:it|that|them) out|(?:remove|extract|isolate|get rid of)"
    r" (?:it|that|them))" + _END,
    re.IGNORECASE,
)
_UP = re.compile(_LEAD + r"(higher|lower)(?: up| down)?" + _END, re.IGNORECASE)
_HEAR_IT = re.compile(
    _LEAD + r"(?:(?:play|let me hear|let me listen to|i want to hear)(?: me)? (?:just |only )?"
    r"|(?:give me|i want|i need) (?:just|only) )"
    r"(?:the |that )?(.+?)(?: alone| on its own| by itself)?" + _END,
    re.IGNORECASE,
)
_SAYS = {"synthesize_speech", "transfer_style"}
_TO_SAY = re.compile(
    r"^\W*(?:(?:and|now|ok|okay|please|so|but|no|sorry|actually|wait)\W+)*"
    r"(?:change|make) (?:it|that|this) (?:to|say|into) (.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LINE = re.compile(r":\s*(\S[^:]*[^\s.:])\.?\s*$")
_POINTING = re.compile(r"(?:it|this|that|them|the sound)?", re.IGNORECASE)


def after(clause: Clause, just: Exchange) -> Clause | None:
    """The clause as it is meant right after ``just``; None where it is no such short word."""
    step = just.plan.steps[-1]
    text = clause.text
    if said_there := abroad.followed(clause, just):
        return said_there
    if clause.task == "repeat" and step.tool in _ANEW and _AGAIN.match(text):
        return replace(clause, task="redo", confidence=1.0, spans=())
    if (said := _reworded(step, text)) or (step.tool in _SAYS and (said := _other_words(text))):
        return Clause("redo", text, 1.0, (Span("text", said),))
    voice = clause.get("voice")
    same = voice is None or is_same_voice(voice)
    if clause.task == step.tool == "transfer_style" and same:
        spans = tuple(span for span in clause.spans if span.role != "voice")
        return replace(clause, task="redo", spans=spans)
    if clause.task == "redo" and step.tool in _SAYS and not clause.get("text"):
        line = _LINE.search(text)
        return replace(clause, spans=(*clause.spans, Span("text", line[1]))) if line else None
    if step.tool == "translate_speech" and not step.arguments.get("speak") and _ALOUD.match(text):
        return Clause("redo", text, 1.0, (Span("aloud", text),))
    if step.tool == "generate_audio" and (how := _manner(text)):
        return _in_manner(clause, str(step.arguments.get("description", "")), how)
    taken = str(step.arguments.get("description", "")).lower()
    heard = _HEAR_IT.match(text) if clause.task == step.tool == "extract_sound" else None
    if heard and heard[1].lower() == taken:
        return Clause("play_audio", text, 1.0, (Span("file", f"extracted {taken}"),))
    if step.tool.startswith("detect_target") and IT_OUT.match(text):
        return Clause("extract_sound", text, 1.0, ())
    if step.tool == "binauralize":
        return _placed_again(clause)
    return None


def _reworded(step: Step, words: str) -> str:
    """What was spoken or sung, with other words in it."""
    text = step.arguments.get("text")
    literal = isinstance(text, str) and text[:1] != "$" and step.tool in {*_SAYS, "sing"}
    return rewording.reworded(str(text), words) if literal else ""


def leads_on(text: str) -> bool:
    """Whether a clause is such a short word though another one follows it: "make it heavier and let
    it go round my head"."""
    return bool(IT_OUT.match(text) or _MANNER.match(text))


def is_translation_aloud(clause: Clause, just: Exchange) -> bool:
    """Whether the translation that was just written shall be spoken, in its own language:
    "thanks, and I want to hear the Spanish spoken"."""
    step = just.plan.steps[-1]
    written = step.tool == "translate_speech" and not step.arguments.get("speak")
    said = clause.get("text")
    named = said is None or find_language(said, exactly=True) is not None
    return written and clause.task == "synthesize_speech" and named


def back_to(words: str, context: Context) -> Context:
    """The dialogue up to its last song for "sing it again", up to what was said last for "say
    it again", where other work was done since; and without what was only played for "the same,
    but in D" and "three variations of that"."""
    verb = _ONCE_MORE.match(words)
    last = context.last_action
    anew = recomposing.is_change(words) or remaking.asks_several(words)
    if last is not None and _plays(last) and anew:
        made = tuple(exchange for exchange in context.exchanges if not _plays(exchange))
        return replace(context, exchanges=made)
    if verb is None or last is None or (verb[1].lower() == "read" and not moods.shifted(words)):
        return context
    wanted = {"sing"} if verb[1].lower() == "sing" else _SAYS
    if last.plan.steps[-1].tool in wanted:
        return context
    for number, exchange in reversed(list(enumerate(context.exchanges))):
        if exchange.plan.kind == "act" and {step.tool for step in exchange.plan.steps} & wanted:
            return replace(context, exchanges=context.exchanges[: number + 1])
    return context


def _plays(exchange: Exchange) -> bool:
    steps = exchange.plan.steps
    return bool(steps) and all(step.tool == "play_audio" for step in steps)


_ONCE_MORE = re.compile(
    _LEAD
    + r"(sing|say|speak|read) (?:it|that|this|the song|the same)(?: song)? (?:again|once more)\b",
    re.IGNORECASE,
)


def _other_words(text: str) -> str:
    """What shall be said instead: "change that to be there at four"; "" where it is no words."""
    match = _TO_SAY.match(text)
    if not match or prosody_of(match[1]) or find_language(match[1], exactly=True):
        return ""
    return match[1].strip(" .\"'")


def _manner(text: str) -> re.Match[str] | None:
    """How a sound shall be changed, also after a remark: "rather tame. Make it heavier"."""
    text = _REMARK.sub("", text)
    last = re.split(r"[.!,;:]\s+", text.strip(" .!"))[-1]
    return _MANNER.match(text) or _MANNER.match(last)


def _in_manner(clause: Clause, old: str, how: re.Match[str]) -> Clause:
    """A sound made in another way: "heavier" after rain is heavy rain."""
    word = how[1].lower()
    where = re.sub(r"^\W+(?:and )?", " ", how["where"] or "")
    words = f"{MANNERS[word]} {old}{where}" if word in MANNERS else f"{old}{where} in the distance"
    return Clause("redo", words, 1.0, (Span("description", words),))


def _placed_again(clause: Clause) -> Clause | None:
    """The same sound put elsewhere: nobody places what was placed already."""
    if up := _UP.match(clause.text):
        return Clause("redo", clause.text, 1.0, (Span("elevation", up[1]),))
    named = (clause.get("file") or "").strip()
    places = {span.role for span in clause.spans} & {"azimuth", "elevation", "motion"}
    if clause.task == "binauralize" and places and _POINTING.fullmatch(named):
        spans = tuple(span for span in clause.spans if span.role != "file")
        return replace(clause, task="redo", confidence=1.0, spans=spans)
    return None
