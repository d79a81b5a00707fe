"""A recording in one or two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voice_agent.tools._events import Event
    from voice_agent.tools._scene import Talk
    from voice_agent.units import Audio

FAMILY = "audio-to-text"
MODELS = ("yamnet", "whisper-tiny-en", "silero-vad")
OUTPUTS = ("text",)
BACKEND = "YAMNet and faster-whisper"

_QUOTED = 12  # words of the speech that are told
_HEARD = 20.0  # seconds of speech that are listened to for them
_RATE = 16_000
_MAN, _WOMAN = 150.0, 165.0  # Hz; medians of F0 between them say nothing
_CHILD = 280.0
_SURE = 0.55  # mean word probability from which words are told


def caption_audio(context: ToolContext, audio: AudioFile) -> ToolOutput:
    """Describe a recording in one or two sentences: who speaks, which sounds or music are in
    it, in which order and how loud.

    Not for: a list of sounds with times (detect_sounds), all the words that are said
    (transcribe_speech), describing a picture (caption_image).

    Arguments:
        audio: the recording to describe
    """
    from voice_agent.sound import yamnet
    from voice_agent.tools._events import find_events
    from voice_agent.tools._scene import caption
    from voice_agent.tools._yamnet import SILENT, classifier, listen

    path = context.locate(audio)
    heard = listen(context, path)
    warnings = [f"{warning}." for warning in heard.warnings]
    if heard.levels.max() < SILENT:
        return ToolOutput(text=" ".join(["It is silent.", *warnings]), data={"caption": ""})
    events = find_events(
        heard.scores,
        classifier(context).labels,
        step=yamnet.HOP_SECONDS,
        window=yamnet.WINDOW_SECONDS,
        seconds=heard.seconds,
        levels=heard.levels,
    )
    talk = _talk(context, path, events)
    text = caption(events, heard.seconds, heard.levels, talk=talk)
    if not text:
        text = "There is some sound in it, but none that I can name."
    return ToolOutput(text=" ".join([text, *warnings]), data={"caption": text})


def _talk(context: ToolContext, path: Path, events: Sequence[Event]) -> Talk | None:
    """Who speaks and the first words, where speech was found."""
    from voice_agent.tools._scene import Talk, is_voice

    spoken = sorted((e for e in events if is_voice(e)), key=lambda event: event.start)
    if not spoken:
        return None
    longest = max(spoken, key=lambda event: event.seconds)
    piece = _cut(path, longest.start, min(longest.end, longest.start + _HEARD))
    context.cancel.check()
    who = _who([event.label for event in spoken], piece)
    language, words = _words(context, piece)
    return Talk(who, language, words)


def _cut(path: Path, start: float, end: float) -> Audio:
    """A piece of the recording, mono at 16 kHz."""
    import numpy as np

    from voice_agent.sound import files
    from voice_agent.units import Audio

    parts: list[np.ndarray] = []
    place = 0.0
    for block in files.blocks(path, 10.0, rate=_RATE, mono=True, warn=lambda warning: None):
        if place + block.seconds > start:
            first = max(0, round((start - place) * _RATE))
            parts.append(block.mono()[first : max(0, round((end - place) * _RATE))])
        place += block.seconds
        if place >= end:
            break
    joined = np.concatenate(parts) if parts else np.zeros(_RATE // 10, np.float32)
    return Audio(joined.astype(np.float32), _RATE)


def _who(labels: Sequence[str], piece: Audio) -> str:
    """ "a man", "a woman", "a child", or "someone" where the pitch does not tell."""
    from voice_agent.sound.pitch import median_pitch

    if "Speech synthesizer" in labels:
        return "a synthetic voice"
    if "Conversation" in labels:
        return "several people"
    pitch = median_pitch(piece.mono()[: 10 * _RATE], _RATE)
    if "Child speech, kid speaking" in labels or pitch > _CHILD:
        return "a child"
    if pitch < _MAN:
        return "a man"
    return "a woman" if pitch > _WOMAN else "someone"


def _words(context: ToolContext, piece: Audio) -> tuple[str, str]:
    """The language and the first words; both empty where the words are doubtful."""
    recogniser = context.engines.recogniser("en")
    found = recogniser.transcribe(piece, words=True, cancel=context.cancel)
    if not found.text or not found.words:
        return "", ""
    sure = sum(word.probability for word in found.words) / len(found.words)
    if sure < _SURE:
        return "", ""
    words = found.text.split()
    said = " ".join(words[:_QUOTED]).rstrip(",;:")
    if len(words) > _QUOTED and said[-1] not in ".?!":
        said += "…"
    return "in English" if found.language == "en" else "", said
