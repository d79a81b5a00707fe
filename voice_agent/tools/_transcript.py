"""Words with times as sentences, subtitles and files. Pure but for ``write``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_agent.languages import SPACELESS
from voice_agent.units import Word

_ENDS = (".", "!", "?", "。", "！", "？", "…", "؟", "।")
_ABBREVIATIONS = frozenset({"mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "vs.", "e.g.", "i.e."})
_PAUSE = 1.2  # seconds; a longer silence ends a sentence without a full stop
_CUE_CHARACTERS = 84  # two lines of a subtitle
_CUE_SECONDS = 6.0


@dataclass(frozen=True)
class Sentence:
    """What was said between two full stops; times in seconds."""

    text: str
    start: float
    end: float


def sentences(words: Sequence[Word], language: str = "en") -> list[Sentence]:
    """Words joined up to a full stop or a long pause."""
    groups: list[list[Word]] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        if before is None or _ends(before) or word.start - before.end > _PAUSE:
            groups.append([])
        groups[-1].append(word)
    return [_sentence(group, language) for group in groups]


def cues(words: Sequence[Word], language: str = "en") -> list[Sentence]:
    """Sentences cut to what a subtitle can show: two lines, six seconds."""
    groups: list[list[Word]] = []
    length = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        full = length + len(word.word) + 1 > _CUE_CHARACTERS
        late = bool(groups) and word.end - groups[-1][0].start > _CUE_SECONDS
        if (
            before is None
            or _ends(before)
            or word.start - before.end > _PAUSE
            or full
            or (late and length > 0)
        ):
            groups.append([])
            length = 0
        groups[-1].append(word)
        length += len(word.word) + 1
    return [_sentence(group, language) for group in groups]


def _ends(word: Word) -> bool:
    text = word.word.rstrip("\"'”’)")
    return text.endswith(_ENDS) and text.lower() not in _ABBREVIATIONS


def _sentence(words: Sequence[Word], language: str) -> Sentence:
    joined = ("" if language in SPACELESS else " ").join(word.word for word in words)
    return Sentence(joined.strip(), words[0].start, words[-1].end)


def srt(cues: Sequence[Sentence]) -> str:
    """SubRip subtitles."""
    blocks = [
        f"{index}\n{_stamp(cue.start, ',')} --> {_stamp(cue.end, ',')}\n{_wrapped(cue.text)}\n"
        for index, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Sentence]) -> str:
    """WebVTT subtitles."""
    blocks = [
        f"{_stamp(cue.start, '.')} --> {_stamp(cue.end, '.')}\n"
        + _wrapped(cue.text).replace("&", "&amp;").replace("<", "&lt;")
        + "\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _stamp(seconds: float, point: str) -> str:
    millis = max(0, round(seconds * 1000))
    return (
        f"{millis // 3_600_000:02d}:{millis // 60_000 % 60:02d}:{millis // 1000 % 60:02d}"
        f"{point}{millis % 1000:03d}"
    )


def _wrapped(text: str) -> str:
    """In two lines of about the same length where one would be too long."""
    if len(text) <= _CUE_CHARACTERS // 2:
        return text
    spaces = [index for index, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    middle = min(spaces, key=lambda index: abs(index - len(text) // 2))
    return text[:middle] + "\n" + text[middle + 1 :]


def write(where: Path, language: str, words: Sequence[Word], data: dict[str, Any]) -> None:
    """The transcript as .txt, .srt, .vtt and .json with the stem of ``where``."""
    lines = [sentence.text for sentence in sentences(words, language)]
    shown = cues(words, language)
    contents = {
        ".txt": "\n".join(lines) + "\n",
        ".srt": srt(shown),
        ".vtt": vtt(shown),
        ".json": json.dumps(data, ensure_ascii=False, indent=1) + "\n",
    }
    for suffix, content in contents.items():
        part = where.with_suffix(suffix + ".part")
        part.write_text(content, encoding="utf-8")
        part.replace(where.with_suffix(suffix))
