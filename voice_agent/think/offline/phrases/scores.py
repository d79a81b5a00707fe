"""How a song shall be sung, read off the words around it.

scored(Clause("sing", "sing la la la on C4, E4 and G4, one second each, with a piano"))
    -> spans text "la la la", notes "C4 E4 G4", durations "1", accompaniment "piano"

A score follows rules that a model need not learn: notes are names or MIDI numbers in a line,
durations are numbers in a line.
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.reading import Clause, Span

# Small letters are words, too; with an octave they are notes.
_NAME = r"(?:[A-G](?:#|b|♯|♭| sharp| flat)?-?\d?(?:/[A-G][#b]?\d?)?|[a-g][#b♯♭]?\d)"
_NOTE = rf"(?:{_NAME}(?::\d+(?:\.\d+)?)?|rest)"
_KEY = r"(?:3[6-9]|[4-8]\d|9[0-6]|rest)"  # MIDI numbers that somebody may sing
_APART = r"(?:\s*[|,;]\s*(?:and\s+)?|\s+and\s+|\s+)"
_NUMBER = r"\d*\.?\d+(?:/\d+)?"
_INTRODUCED = (
    r"(?P<by>(?i:\b(?:(?:on|to|with|over|using|and|in)\s+)?(?:the\s+)?(?:(?:midi|piano)\s+)?"
    r"(?:notes?|pitches|keys|melody|tune)(?:\s+sequence)?(?:\s+(?:is|are|of))?\s*:?\s*"
    r"|\b(?:on|to|over)\s+))"
)
_NOTES = re.compile(rf"{_INTRODUCED}(?P<line>{_NOTE}(?:{_APART}{_NOTE})+)(?![\w#])")
_KEYS = re.compile(rf"{_INTRODUCED}(?P<line>{_KEY}(?:{_APART}{_KEY})+)(?![\w#.:/])")
_TIMED = re.compile(
    rf"\b(?:with|and|in|for|lasting|of|durations?|lengths?)(?:\s+(?:of|are|is|the|durations?"
    rf"|lengths?|sequence))*\s*:?\s*(?P<line>{_NUMBER}(?:(?:\s*[|,;]\s*|\s+){_NUMBER})+"
    r"(?P<unit>\s*(?:beats?|seconds?|s)\b)?(?P<tempo>\s+at\s+\d+(?:\s*bpm)?)?)",
    re.IGNORECASE,
)
_LONG = (
    rf"\b(?P<many>half an?|a quarter(?: of an?)?|an?|one|two|three|{_NUMBER})\s+"
    r"(?P<unit>second|beat)s?\b"
)
_EACH = re.compile(rf"{_LONG}\s+(?:each|for each|a note|per note)\b", re.IGNORECASE)
_EACH_FOR = re.compile(
    r"\b(?:each|every)(?:\s+(?:one|note|of (?:them|these|the notes)))?(?:\s+(?:is|being|lasts?"
    rf"|lasting|held|for|of|with))*\s+{_LONG}",
    re.IGNORECASE,
)
_TEMPO = re.compile(r"\bat\s+(?:a tempo of\s+)?(\d+)\s*(?:bpm|beats (?:per|a) minute)\b", re.I)
_HEIGHT = re.compile(
    r"\b(?:(?:transposed|moved)\s+)?(?:(?P<way>up|down)\s+(?:by\s+)?)?"
    r"(?P<many>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\s+"
    r"(?P<unit>octaves?|tones? and a half"
    r"|semitones?|half ?(?:steps?|tones?)|whole ?(?:steps?|tones?)|tones?)"
    r"(?:\s+(?P<side>higher|lower|up|down|deeper))?\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:an? )?(?:(?:bit|little) )?(?P<side>higher|lower|deeper)\b", re.IGNORECASE
)
_LOW = re.compile(
    r"\b(?:(?:really|very|quite|super|so|extremely) |in an? (?:\w+ )?)(?P<side>low|high|deep)\b",
    re.I,
)
_A_BIT = 3  # semitones
_PLAYED = re.compile(
    r"[\s,]*\b(?:accompanied\s+by|with|over|to)\s+(?:an?\s+|the\s+|some\s+)?(?P<instrument>piano"
    r"|guitar|harp|strings|organ|marimba|vibraphone|music box|celesta|choir|violins?|cellos?)"
    r"(?:\s+(?:accompaniment|along|playing(?:\s+along)?|underneath|backing))?(?=\W|$)",
    re.IGNORECASE,
)
_SOFTLY = re.compile(
    r"\b(?:(?:really|very|so|nice and) (?:quiet|soft|gentle)|quietly|softly|gently|in a whisper)\b",
    re.IGNORECASE,
)
# By whom it shall be sung: there is one voice, which can be lower.
_SINGER = re.compile(
    r"[\s,]*\b(?:(?:as|like)(?: if (?:by|you were))? (?:an?|the) (?:[\w-]+ )?(?:man|woman|boy|girl"
    r"|child|choir|singer|star|soprano|alto|tenor|baritone|bass|robot|male|female|crooner)"
    r"|(?:in|with) an? (?:[\w-]+ )?(?:male|female|man['’]s|woman['’]s) voice)\b"
    r"(?=\W*(?:please\W*)?$)",
    re.IGNORECASE,
)
_DEEP = re.compile(r"\b(?:man|male|man['’]s|baritone|bass|tenor|crooner)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"[\s,]*\b(?P<how>twice|thrice|(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|10) times)"
    r"(?:,? (?:in a row|over|please|for me|and|very|really|slowly|fast|quickly|softly|quietly))*"
    r"\W*$",
    re.IGNORECASE,
)
# Words on so many notes, which nobody named.
_COUNTED = re.compile(
    r"^.*?\bsing (?:me |us )?(?P<words>(?!it\b|that\b|this\b|something\b|an?\b)\w.*?)"
    r" (?:to|on|with|over|using) (?:just |only )?(?:\d+|an?|two|three|four|five|six|seven|eight)"
    r" (?:different |single )?notes?\b",
    re.IGNORECASE,
)
_PACE = re.compile(
    r"\b(?:(?:very|really)\s+)?(?:slowly|slower|fast|faster|quickly|quicker)\b", re.I
)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<!\w)'[^']*'(?!\w)|‘[^’]*’(?!\w)")
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def scored(clause: Clause) -> Clause:
    """A clause of ``sing`` with everything that its words say about the score."""
    text = clause.text
    bare = _QUOTED.sub(lambda match: "\0" * len(match[0]), text)  # lyrics are no orders
    found: dict[str, str] = {}
    cuts: list[int] = []
    notes = _NOTES.search(bare) or _KEYS.search(bare)
    rest = bare
    if notes:
        found["notes"] = text[notes.start("line") : notes.end("line")]
        cuts.append(notes.start())
        rest = bare[: notes.start()] + "\1" * len(notes[0]) + bare[notes.end() :]
    timed = _TIMED.search(rest) if notes or clause.get("notes") else None
    each = _EACH.search(rest) or _EACH_FOR.search(rest)
    if timed:
        found["durations"] = timed["line"]
        cuts.append(timed.start())
    elif each:
        found["durations"] = _length(each)
        cuts.append(each.start())
    tempo = _TEMPO.search(rest)
    if tempo and not timed and found.get("notes"):
        found["notes"] += f" at {tempo[1]} bpm"
        cuts.append(tempo.start())
    height = _HEIGHT.search(rest) or _VAGUE.search(rest) or _LOW.search(rest)
    if height and (semitones := _semitones(height)):
        found["transpose"] = str(semitones)
        cuts.append(height.start())
    if singer := _SINGER.search(rest):
        cuts.append(singer.start())
        low = _DEEP.search(singer[0]) and "transpose" not in found
        found |= {"transpose": str(-_A_BIT)} if low else {}
    often = _OFTEN.search(rest)
    if often:
        cuts.append(often.start())
    around = rest.replace(clause.get("text") or "\0", " ")
    if clause.get("energy") is None and _SOFTLY.search(around):
        found["energy"] = "quietly"
    if played := _PLAYED.search(rest):
        found["accompaniment"] = played["instrument"].lower()
        cuts.append(played.start())
    pace = _PACE.search(rest)
    more = [match["how"] if match.re is _OFTEN else match[0] for match in (pace, often) if match]
    return _with(_told_notes(clause), found, cuts, more)


def _with(clause: Clause, found: dict[str, str], cuts: list[int], more: list[str]) -> Clause:
    """The clause with what was found; its words to sing end where that begins, and ``more`` that
    the song book understands stands behind them."""
    spans: list[Span] = []
    for span in clause.spans:
        if span.role in found or (span.role == "durations" and span.text in found.get("notes", "")):
            continue
        if span.role == "text":
            start = clause.text.find(span.text)
            end = min([cut for cut in cuts if start < cut] + [start + len(span.text)])
            words = span.text[: end - start] if start >= 0 else span.text
            for how in more:
                words = words if how in words else f"{words.strip(' ,')}, {how}"
            span = Span("text", words.strip(" ,.;:|"))
            if not span.text:
                continue
        spans.append(span)
    spans += [Span(role, words) for role, words in found.items()]
    return Clause(
        clause.task, clause.text, clause.confidence, tuple(spans), clause.first, clause.alternatives
    )


def _told_notes(clause: Clause) -> Clause:
    """The clause with its words where only the count of the notes is told: "hi to 3 notes"."""
    counted = _COUNTED.match(clause.text)
    if counted is None or clause.get("text") or clause.get("notes"):
        return clause
    return replace(clause, spans=(*clause.spans, Span("text", counted["words"])))


def _length(match: re.Match[str]) -> str:
    words = match["many"].lower()
    if words.startswith("half"):
        many = "0.5"
    elif words.startswith("a quarter"):
        many = "0.25"
    else:
        many = str(_COUNTS.get(words, words))
    return f"{many} {match['unit'].lower()}s"


def _semitones(match: re.Match[str]) -> int:
    """Signed; 0 where no direction is told."""
    if match.re in (_VAGUE, _LOW):
        return _A_BIT if match["side"].lower().startswith("high") else -_A_BIT
    side = (match["side"] or match["way"] or "").lower()
    if not side:
        return 0
    words = match["many"].lower()
    many = _COUNTS[words] if words in _COUNTS else int(words)
    unit = match["unit"].lower()
    if unit.endswith("and a half"):
        return (2 * many + 1) * (1 if side in ("higher", "up") else -1)
    size = 12 if unit.startswith("octave") else 1 if unit.startswith(("semi", "half")) else 2
    return many * size * (1 if side in ("higher", "up") else -1)


_BIRTHDAY = re.compile(
    r"(?:the )?happy birthday(?: song)?(?: to| for)?(?: (?:my|our|his|her|their) \w+.*)?", re.I
)
_NAMED = re.compile(r"\b(?:name(?:['’]s| is)|called|named|for|to) ([A-Z][\w'’-]+)")
_WHOSE = re.compile(r"\b(?:for|to) ((?:my|our|his|her|their) \w+(?: [A-Z][\w'’-]+)?)")


def for_whom(span: Span, text: str) -> Span:
    """The birthday song with the name that is told beside it: "... for my niece, her name is
    Odile"."""
    whose = _NAMED.search(text) or _WHOSE.search(text)
    if span.role != "text" or not whose or not _BIRTHDAY.fullmatch(span.text):
        return span
    return Span("text", f"happy birthday to {whose[1]}")
