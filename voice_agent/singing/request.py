"""From what was asked for to the song that is sung.

arrange("小酒窝...", "C#4/Db4 | ...", "0.407 | ...", None, phonemize)   the paper's form
arrange("happy birthday", "", "", None, phonemize)                       out of the book
arrange("any words", "", "", None, phonemize)                            a melody is composed
arrange("", "", "", None, phonemize)                                     a song of our own
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voice_agent.errors import AgentError
from voice_agent.singing import book, compose
from voice_agent.singing.chinese import HAN
from voice_agent.singing.lyrics import Phonemize, Sign, read
from voice_agent.singing.matching import match, timed
from voice_agent.singing.notation import (
    Groups,
    Note,
    looks_like_notes,
    name,
    parse_durations,
    parse_notes,
    take_tempo,
)
from voice_agent.singing.score import Event, Rest, Song, Syllable, Tone
from voice_agent.singing.written import FileScore, events_of

LOWEST, HIGHEST = 50, 76  # D3 to E5: where the voice is at ease
LONGEST = 600.0  # seconds of a song
_QUOTES = "\"'“”‘’«»„` "
_LABELLED = re.compile(
    r"^(?:.*?\btext(?: sequence)? (?:is|:)\s*)?(?P<text>.*?)[\s.;,]*"
    r"\bnote(?:s| sequence| pitch sequence)? (?:are|is|:)\s*(?P<notes>.*?)[\s.;,]*"
    r"(?:\b(?:note )?durations?(?: sequence)? (?:are|is|:)\s*(?P<durations>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_ON_NOTES = re.compile(
    r"^(?P<text>.+?)['\"”’]?[\s,]+(?:to|on|with|over|using)\s+(?:the\s+)?"
    r"(?:notes?|pitches|melody|tune)?\s*:?\s*(?P<notes>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_EACH = re.compile(
    r"[\s,;]*(?:with\s+|for\s+)?\b(half an?|a quarter(?: of an?)?|an?|one|two|\d*\.?\d+)\s+"
    r"(second|beat)s?\s+(?:each|for each|a note|per note)\b",
    re.IGNORECASE,
)
_COUNTS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0}
_ABOUT = re.compile(r"^(?:something |a song |one )?about (?P<topic>\w.*?)[.!?\s]*$", re.IGNORECASE)
_VERSE = (
    "Here is a song about {0}, as far as I can see: "
    "I sing it once for {0}, and once for you and me."
)
_LEADING = re.compile(r"^(?:the )?(?:words|lyrics|text|line)s?:?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """The three parts of a request, and the tempo that one of them names."""

    text: str
    notes: str
    durations: str
    tempo: float | None = None


def untangle(text: str, notes: str, durations: str) -> Asked:
    """Parts of a request that were left together by whoever passed it on.

    >>> untangle("row row row your boat' to C C C D E", "", "").notes
    'C C C D E'
    """
    labelled = _LABELLED.match(text)
    if labelled and re.search(r"[A-Ga-g][#b♯♭]?\d|\brest\b|\d{2}", labelled["notes"]):
        text, notes = labelled["text"], labelled["notes"]
        durations = labelled["durations"] or durations
    elif not notes:
        on_notes = _ON_NOTES.match(text.strip())
        if on_notes and looks_like_notes(on_notes["notes"].strip(_QUOTES + ".")):
            text, notes = on_notes["text"], on_notes["notes"].strip(_QUOTES + ".")
    tempo = None
    notes, named = take_tempo(notes)
    tempo = named or tempo
    if not re.search(r"\bbeats\s+at\b", durations):
        durations, named = take_tempo(durations)
        tempo = named or tempo
    if re.search(r"\d", text):
        text, named = take_tempo(text)
        tempo = named or tempo
    text, durations = _each(text, durations)
    notes, durations = _each(notes, durations)
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES + ".":
        text = text.strip(_QUOTES)
    return Asked(_LEADING.sub("", text.strip('"“”«»„` ')), notes, durations, tempo)


def _each(text: str, durations: str) -> tuple[str, str]:
    """A text without "half a second each", and durations that say so."""
    match = _EACH.search(text)
    if match is None:
        return text, durations
    words = match[1].lower()
    if words.startswith("half"):
        length = 0.5
    elif words.startswith("a quarter"):
        length = 0.25
    else:
        length = _COUNTS.get(words) or float(words)
    unit = f"{match[2].lower()}s"
    return text[: match.start()] + text[match.end() :], f"{length:g} {unit}"


def arrange(
    text: str,
    notes: str,
    durations: str,
    score: FileScore | None,
    phonemize: Phonemize,
    *,
    transpose: int = 0,
) -> Song:
    """The song that was asked for, within the singer's range; ``AgentError`` explains with the
    place what does not fit together."""
    asked = untangle(text, notes, durations)
    words, times = book.often(asked.text)
    asked = replace(asked, text=words)
    if score is not None:
        song = _from_file(score, asked, phonemize)
    elif asked.notes or asked.durations:
        song = _from_notes(asked, phonemize)
    else:
        song = _from_words(asked, phonemize)
    if not song.pitches:
        raise AgentError("there is nothing to sing", "give words, notes or the name of a song")
    song = _repeated(song, times)
    if song.seconds > LONGEST:
        raise AgentError(
            f"that song would last {song.seconds / 60:.0f} minutes",
            f"I sing up to {LONGEST / 60:.0f} minutes at a time; give me a part of it",
        )
    return moved(song, transpose)


def _repeated(song: Song, times: int) -> Song:
    """The song so often, with a breath before each repetition."""
    again: tuple[Event, ...] = (Rest(_BETWEEN, breath=True), *song.events)
    return replace(song, events=(*song.events, *again * (times - 1)))


_BETWEEN = 0.6  # seconds


def moved(song: Song, semitones: int) -> Song:
    """The song so much higher or lower, or as far that way as the voice reaches: by octaves it
    would come out lower where "higher" was asked for."""
    wanted = song.transposed(semitones)
    if not semitones or (min(wanted.pitches) >= LOWEST and max(wanted.pitches) <= HIGHEST):
        return within_reach(wanted)
    song = within_reach(song)
    far = max(LOWEST - min(song.pitches), min(semitones, HIGHEST - max(song.pitches)))
    if far == semitones:
        return song.transposed(far)
    way, end = ("higher", "high") if semitones > 0 else ("lower", "low")
    remark = f"I went {_interval(abs(far))} {way}, as far as I reach."
    remark = remark if far else f"That is as {end} as I reach."
    return replace(song.transposed(far), remarks=(*song.remarks, remark))


def within_reach(song: Song) -> Song:
    """The song moved by octaves, else by as little as possible, to where the voice reaches."""
    low, high = min(song.pitches), max(song.pitches)
    if low >= LOWEST and high <= HIGHEST:
        return song
    if high - low > HIGHEST - LOWEST:
        raise AgentError(
            f"the song goes from {name(low)} to {name(high)}, and my voice spans two octaves",
            f"keep it within {HIGHEST - LOWEST} semitones",
        )
    octaves = [12 * n for n in range(-8, 9) if low + 12 * n >= LOWEST and high + 12 * n <= HIGHEST]
    shift = min(octaves, key=abs) if octaves else LOWEST - low if low < LOWEST else HIGHEST - high
    moved = song.transposed(shift)
    direction = "up" if shift > 0 else "down"
    remark = f"I moved it {direction} by {_interval(abs(shift))} so that I can reach its notes."
    return replace(moved, remarks=(*song.remarks, remark))


def _interval(semitones: int) -> str:
    octaves, rest = divmod(semitones, 12)
    if rest:
        return f"{semitones} semitone" + ("" if semitones == 1 else "s")
    return "an octave" if octaves == 1 else f"{octaves} octaves"


def _from_notes(asked: Asked, phonemize: Phonemize) -> Song:
    groups = parse_notes(asked.notes)
    in_beats = asked.tempo if any(n.beats for g in groups for n in g) or asked.tempo else None
    durations = parse_durations(asked.durations, None if not asked.durations else asked.tempo)
    signs = read(asked.text, phonemize)
    if not groups:
        return _composed(asked, signs, durations)
    tones = timed(groups, durations, in_beats)
    if not any(isinstance(sign, Syllable) for sign in signs):
        if asked.text:
            raise _no_words(asked.text)
        signs = _las(tones, phonemize)
    return Song(match(signs, tones), _title(asked.text))


def _from_words(asked: Asked, phonemize: Phonemize) -> Song:
    if not asked.text:
        return from_book(book.Request(book.songs()["our_own"]), phonemize, asked.tempo)
    wanted = book.find(asked.text)
    if wanted is not None:
        return from_book(wanted, phonemize, asked.tempo)
    about = _ABOUT.match(asked.text)
    if about is not None:
        verse = replace(asked, text=_VERSE.format(about["topic"]))
        song = _composed(verse, read(verse.text, phonemize), ())
        topic = f"a song about {about['topic']}"
        return replace(song, title=topic, remarks=("I made up the words and the melody.",))
    words, factor = book.pace(asked.text)
    if factor != 1.0:
        asked = replace(asked, text=words, tempo=factor * (asked.tempo or compose.TEMPO))
    return _composed(asked, read(asked.text, phonemize), ())


def _composed(asked: Asked, signs: Sequence[Sign], durations: Sequence[Sequence[float]]) -> Song:
    if not any(isinstance(sign, Syllable) for sign in signs):
        raise _no_words(asked.text)
    if len(durations) > 1 and len(durations) != len(signs):
        raise AgentError(
            f"the words have {len(signs)} syllables and silences, the durations {len(durations)}: "
            f"they part after place {min(len(signs), len(durations))}",
            "give one duration for each syllable",
        )
    seed = compose.seed_of(asked.text)
    if len(durations) == 1:
        durations = [durations[0]] * len(signs)
    groups = compose.compose(signs, seed, asked.tempo, durations)
    return Song(match(signs, groups), _title(asked.text), ("I made up the melody.",))


def _no_words(text: str) -> AgentError:
    return AgentError(
        f"there are no words to sing in '{text.strip()}'" if text else "there are no words to sing",
        "give words in English or Chinese",
    )


def _las(tones: Sequence[tuple[Tone, ...]], phonemize: Phonemize) -> list[Sign]:
    """A "la" for each group of notes."""
    la = read("la", phonemize)[0]
    return [la for group in tones if group[0].midi is not None]


def from_book(wanted: book.Request, phonemize: Phonemize, tempo: float | None = None) -> Song:
    """A song of the book as it was asked for."""
    beats = tempo or wanted.song.tempo * wanted.tempo
    events: list[Event] = []
    for words, groups in wanted.song.lines:
        if wanted.name and "dear friend" in words:
            words = words.replace("friend", wanted.name)
            groups = [*groups[:-1], *_name_notes(wanted.name, groups[-1], phonemize)]
        events.extend(match(read(words, phonemize), timed(groups, (), beats)))
    title = wanted.song.title + (f" for {wanted.name}" if wanted.name else "")
    return Song(tuple(events), title).transposed(wanted.transpose)


def _name_notes(called: str, notes: list[Note], phonemize: Phonemize) -> Groups:
    """The two notes of the name in Happy Birthday, divided among its syllables."""
    count = sum(isinstance(sign, Syllable) for sign in read(called, phonemize))
    if count <= 1:
        return [notes]
    first = replace(notes[0], beats=(notes[0].beats or 1.0) / (count - 1))
    return [*([first] for _ in range(count - 1)), [notes[1]]]


def _from_file(score: FileScore, asked: Asked, phonemize: Phonemize) -> Song:
    if asked.notes or asked.durations:
        raise AgentError("I have notes both from the file and in your words", "give one of the two")
    if asked.text and book.find(asked.text) is None:
        events = match(read(asked.text, phonemize), score.groups())
    else:
        events = events_of(score, phonemize)
    while events and isinstance(events[0], Rest):
        events = events[1:]
    return Song(events, score.title, score.remarks)


def _title(text: str, most: int = 40) -> str:
    """The first words, as one can say them; none of a text that only the eye can read."""
    words = " ".join(word for word in text.split() if word not in ("AP", "SP"))
    if re.search(rf"[{HAN}]", words):
        return "a song in Chinese"
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
