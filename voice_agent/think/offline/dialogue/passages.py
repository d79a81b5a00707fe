"""A spoken text of which one passage is to sound otherwise: its last sentence slower, a longer
pause, a name pronounced in another way. What is changed is written as SSML.

passaged("It leaves at nine. Mind the gap.", "the last sentence slower")
    -> <speak>It leaves at nine.<break time="0.35s"/>
       <prosody rate="80%">Mind the gap.</prosody></speak>
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from voice_agent.think.offline.phrases import moods, values

_LONGEST = 300  # characters of a change that are read
_USUAL, _PAUSE, _LONG, _SHORT = 0.35, 0.9, 1.6, 0.5  # seconds between two passages
_LONGEST_PAUSE = 10.0
_NOUN = (
    r"(?:sentences?|lines?|parts?|bits?|passages?|phrases?|words?|ones?|halves|half|paragraphs?)"
)
_LAST = re.compile(
    rf"\b(?:last|final|closing) (?:two |few )?{_NOUN}\b|\b(?:the|its) (?:very )?end(?:ing)?\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:first|opening) {_NOUN}\b|\b(?:at|in) the (?:very )?(?:beginning|start)\b"
    r"|(?<!from )\bthe (?:beginning|opening)\b",
    re.IGNORECASE,
)
_NTH = re.compile(rf"\b(second|third|fourth|fifth) {_NOUN}\b", re.IGNORECASE)
_PLACES = ("first", "second", "third", "fourth", "fifth")
_ABOUT = re.compile(
    rf"\b(?:the|that|this) {_NOUN}(?: (?:about|where|with|that says?|saying|on|when|of|which))+"
    r"(?: (?:it|you|she|he))?(?: says?)? (?P<about>.+)$|\b(?:when|where) (?:you|she|he|it) says?"
    r" (?P<says>.+)$|\babout (?P<topic>the [\w' -]+)",
    re.IGNORECASE,
)
# How a passage is to sound: rate as a factor, pitch in semitones, level in dB.
_HOW: tuple[tuple[str, tuple[float, float, float]], ...] = (
    (r"slower|more slow(?:ly)?|slow(?:ing|ed)? (?:\w+ )?down|slowly|rush\w*|too (?:fast|quick)\w*"
     r"|gabbl\w*|hurr(?:y|ies|ied|ying)|take (?:your|her|his|its) time|(?:won['’]t|can['’]t) catch",
     (0.8, 0.0, 0.0)),
    (r"faster|quicker|more quickly|too slow\w*|speed (?:\w+ )?up|drags?", (1.25, 0.0, 0.0)),
    (r"louder|too quiet\w*|more (?:force|emphasis|weight|power)|stand out|shout\w*|stress\w*"
     r"|emphasi[sz]e\w*", (0.95, 0.5, 4.0)),
    (r"quieter|softer|too loud\w*|more (?:quietly|softly)|whisper\w*", (0.95, 0.0, -5.0)),
    (r"higher", (1.0, 2.0, 0.0)),
    (r"lower|deeper", (1.0, -2.0, 0.0)),
)  # fmt: skip
_GRAVE = (0.92, -1.5, -1.0)  # where a passage has too much of a mood
_GAP = r"(?:pauses?|gaps?|breaks?|silences?|space|beats?|breaths?|breathing space|breathe|wait)"
_PAUSED = re.compile(
    rf"\b(?:(?P<long>longer|bigger|more(?: of an?)?|long|big|proper|decent)|(?P<short>shorter|short"
    rf"|little|small|tiny|slight|brief|less(?: of an?)?))?(?: an?)? ?{_GAP}\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:in ?)?between\b|\b(?:after|before) (?:each|every) {_NOUN}", re.IGNORECASE
)
_WHERE = re.compile(
    r"\b(?P<side>after|before) (?:the )?(?:words? |name |bit |part )?[\"“'‘]?"
    r"(?P<what>[^\"”.,;!?]+)",
    re.IGNORECASE,
)
_SAID_LIKE = re.compile(
    r"\b(?:say|says|saying|pronounce|pronouncing|read|it['’]s)\b,? (?:the (?:name|word) )?"
    r"[\"“'‘]?(?P<old>[A-Za-z][\w'’]*)[\"”'’]?,?(?: with [^,]*,| more)?"
    r" (?:like|as|as in|pronounced) [\"“'‘]?(?P<new>[A-Za-z][A-Za-z -]*?)[\"”'’]?"
    r"(?=[.,!?;]|$| please)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]{4,}")
# A word with another spelling for the voice, as it is written and as it is held in a passage.
_SUB = re.compile(r'<sub alias="([^"<>]*)">([^<>]*)</sub>')
_HELD = re.compile("\ue000([^\ue000-\ue002]*)\ue001([^\ue000-\ue002]*)\ue002")


@dataclass(frozen=True)
class Passage:
    """Words under one setting; ``pause`` seconds come before them, None: as usual."""

    text: str
    rate: float = 1.0
    pitch: float = 0.0
    level: float = 0.0
    pause: float | None = None

    @property
    def manner(self) -> tuple[float, float, float]:
        return self.rate, self.pitch, self.level


def passaged(text: str, words: str) -> str:
    """``text``, plain or what this made of it before, with a passage as ``words`` want it; ""
    where they name none or tell nothing that can be done to it."""
    words = words.strip()[:_LONGEST]
    said = _SAID_LIKE.search(words)
    if said and (respelled := _pronounced(text, said["old"], said["new"])):
        return respelled
    passages = _parts(text)
    if not passages:
        return ""
    paused = _PAUSED.search(words)
    changed = (_with_pause(passages, paused) if paused else []) or _sounding(passages, words)
    return written(changed) if changed else ""


def plain(text: str) -> str:
    """A text without its markup."""
    if not _is_marked(text):
        return text
    return _HELD.sub(r"\1", " ".join(passage.text for passage in _parts(text)))


def _is_marked(text: str) -> bool:
    return text.lstrip().startswith("<speak>")


def _sounding(passages: list[Passage], words: str) -> list[Passage]:
    """The passages, those that are meant as ``words`` want them; [] where none is."""
    manner = _manner(words)
    places = _meant(passages, words) if manner else []
    if not manner or not places or len(passages) < 2:
        return []
    rate, pitch, level = manner
    meant = set(places)
    return [
        replace(
            passage,
            rate=round(min(2.0, max(0.5, passage.rate * rate)), 3),
            pitch=passage.pitch + pitch,
            level=passage.level + level,
        )
        if place in meant
        else passage
        for place, passage in enumerate(passages)
    ]


def _manner(words: str) -> tuple[float, float, float] | None:
    for cue, manner in _HOW:
        if re.search(rf"\b(?:{cue})\b", words, re.IGNORECASE):
            return manner
    shifted = tuple(float(span.text) for span in moods.shifted(words))
    if len(shifted) != 3:
        return None
    return _GRAVE if shifted == (1.0, 0.0, 0.0) else (shifted[0], shifted[1], shifted[2])


def _meant(passages: Sequence[Passage], words: str) -> list[int]:
    """The places of the passages that ``words`` name."""
    if _LAST.search(words):
        return [len(passages) - 1]
    if _FIRST.search(words):
        return [0]
    if nth := _NTH.search(words):
        place = _PLACES.index(nth[1].lower())
        return [place] if place < len(passages) else []
    about = _ABOUT.search(words)
    named = next((part for part in about.groups() if part), "") if about else ""
    return _nearest(passages, named)


def _nearest(passages: Sequence[Passage], named: str) -> list[int]:
    """The passage that has most of the words named; none where none has any."""
    wanted = {word[:6] for word in _WORDS.findall(named.lower())}
    shared = [
        len(wanted & {word[:6] for word in _WORDS.findall(passage.text.lower())})
        for passage in passages
    ]
    most = max(shared, default=0)
    return [shared.index(most)] if most else []


def _with_pause(passages: list[Passage], asked: re.Match[str]) -> list[Passage]:
    """The passages with a pause where it is asked for; [] where that is nowhere."""
    told = values.seconds(asked.string) if values.has_unit(asked.string) else None
    seconds = told or (_LONG if asked["long"] else _SHORT if asked["short"] else _PAUSE)
    seconds = min(seconds, _LONGEST_PAUSE)
    if _BETWEEN.search(asked.string) and len(passages) > 1:
        return [replace(p, pause=seconds) if n else p for n, p in enumerate(passages)]
    where = _WHERE.search(asked.string)
    if where is None:
        return []
    after, named = where["side"].lower() == "after", where["what"].strip(" '’")
    places = _meant(passages, where[0])
    exact = re.compile(rf"(?<!\w){re.escape(named)}(?!\w)[,.;:!?]*", re.IGNORECASE)
    for place, passage in enumerate(passages):
        found = exact.search(passage.text)
        cut = (found.end() if after else found.start()) if found else 0
        if found and 0 < cut < len(passage.text):
            head = replace(passage, text=_open(passage.text[:cut].strip()))
            tail = replace(passage, text=passage.text[cut:].strip(), pause=seconds)
            return [*passages[:place], head, tail, *passages[place + 1 :]]
        if found:
            places = [place]
    place = (places[0] + 1 if after else places[0]) if places else 0
    if not 0 < place < len(passages):
        return []
    return [replace(p, pause=seconds) if n == place else p for n, p in enumerate(passages)]


def _open(text: str) -> str:
    """Words after which the sentence goes on, for the voice."""
    return text if text[-1:] in ".,;:!?…" else f"{text},"


def _pronounced(text: str, old: str, new: str) -> str:
    """The text with a word said by another spelling: "HAL-um" for "Hallam"."""
    spoken = re.sub(r"[\s-]+", "", new).lower()
    body = text if _is_marked(text) else f"<speak>{escape(text)}</speak>"
    found = re.search(rf"(?<![\w<>/]){re.escape(old)}(?![\w>])", body, re.IGNORECASE)
    if found is None or not spoken or spoken == old.lower():
        return ""
    told = f'<sub alias="{spoken}">{found[0]}</sub>'
    return re.sub(rf"(?<![\w<>/\"]){re.escape(old)}(?![\w>\"])", told, body, flags=re.IGNORECASE)


def _parts(text: str) -> list[Passage]:
    """The sentences of a text, or the passages that were made of it."""
    if not _is_marked(text):
        return [Passage(sentence) for sentence in _sentences(text)]
    try:
        root = ElementTree.fromstring(_SUB.sub("\ue000\\2\ue001\\1\ue002", text))
    except ElementTree.ParseError:
        return []
    passages: list[Passage] = []
    pause: float | None = None
    said = [(root.text, Passage(""))]
    for child in root:
        if child.tag == "break":
            said.append((None, Passage("", pause=_seconds(child))))
        else:
            said.append(("".join(child.itertext()), _read(child)))
        said.append((child.tail, Passage("")))
    for words, manner in said:
        pause = pause if manner.pause is None else manner.pause
        for sentence in _sentences(words or ""):
            usual = pause if pause != _USUAL else None
            passages.append(replace(manner, text=sentence, pause=usual))
            pause = None
    return passages


def _seconds(element: ElementTree.Element) -> float:
    return float(element.get("time", "0s").removesuffix("s") or 0.0)


def _read(element: ElementTree.Element) -> Passage:
    rate = float(element.get("rate", "100%").removesuffix("%")) / 100.0
    pitch = float(element.get("pitch", "0st").removesuffix("st"))
    return Passage("", rate, pitch, float(element.get("volume", "0dB").removesuffix("dB")))


def _sentences(text: str) -> list[str]:
    found = re.split(r"(?<=[.!?…])[\"”'’)]*\s+(?=[\"“'‘(]?[A-Z0-9])|\n+", " ".join(text.split(" ")))
    return [sentence.strip() for sentence in found if re.search(r"\w", sentence)]


def written(passages: Sequence[Passage]) -> str:
    """Passages as SSML, or as plain text where all are as usual."""
    if all(p.manner == (1.0, 0.0, 0.0) and p.pause is None for p in passages):
        return " ".join(p.text for p in passages)
    made: list[str] = []
    before: Passage | None = None
    for passage in passages:
        if before is not None:
            same = passage.manner == before.manner and passage.pause is None
            gap = _USUAL if passage.pause is None else passage.pause
            made.append(" " if same else f'<break time="{gap:g}s"/>')
        made.append(_marked(passage))
        before = passage
    return f"<speak>{''.join(made)}</speak>"


def _marked(passage: Passage) -> str:
    told = [
        f'rate="{100 * passage.rate:g}%"' if passage.rate != 1.0 else "",
        f'pitch="{passage.pitch:+g}st"' if passage.pitch else "",
        f'volume="{passage.level:+g}dB"' if passage.level else "",
    ]
    said = _HELD.sub(r'<sub alias="\2">\1</sub>', escape(passage.text))
    how = " ".join(part for part in told if part)
    return f"<prosody {how}>{said}</prosody>" if how else said
