"""A speaker's manner, found in a recording where somebody speaks, and given to our voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.sound import conversion
from voice_agent.sound.conversion import Conversion, Phrase
from voice_agent.sound.pitch import melody, track
from voice_agent.tools.context import SpokenClause, SteerableVoice, SteeredSpeech, ToolContext
from voice_agent.units import Audio, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]

BLOCK = 30.0  # seconds looked at at once; the first block with enough speech is used
ENOUGH = 1.0  # seconds of speech from which a manner can be told
_PAUSE = 0.3  # seconds between words that end a phrase
_LONGEST = 12  # words in a phrase
_EDGE = 0.08  # seconds kept around a phrase
_HIGHEST = 420.0  # Hz: nobody speaks higher for long
_SPEEDS = (0.55, 1.8)
_EXPRESSIONS = (0.4, 2.0)
_SHIFTS = (-16.0, 14.0)  # semitones
_QUIET = 5.5  # nepers below the loudest band: nothing was recorded there


@dataclass(frozen=True, eq=False)
class Said:
    """A piece of the reference without pauses, and the words that are said in it."""

    text: str
    audio: Audio
    mel: F32


@dataclass(frozen=True, eq=False)
class Reference:
    """What is known of a speaker. ``pitch`` in Hz, ``spread`` of the log F0 (0: never voiced)."""

    phrases: tuple[Said, ...]
    pitch: float
    spread: float
    bands: int


@dataclass(frozen=True)
class Steering:
    """How our voice must speak to do as the reference does; the names are the voice's own."""

    speed: float = 1.0
    pitch: float = 0.0
    expression: float = 1.0


def listen(context: ToolContext, path: Path, voice: SteerableVoice) -> Reference:
    """The speaker of the first stretch of the recording in which somebody speaks.

    Raises ``AgentError`` where nobody does.
    """
    from voice_agent.sound import files

    info = files.probe(path)
    recogniser = context.engines.recogniser("en")
    best: tuple[Said, ...] = ()
    unclear = False
    for index, block in enumerate(files.blocks(path, BLOCK, rate=voice.rate, mono=True)):
        context.cancel.check()
        context.progress(min(0.5, index * BLOCK / max(info.seconds, 1e-3)), "listening")
        found = recogniser.transcribe(block, words=True, cancel=context.cancel)
        unclear = unclear or found.reason not in ("", "no speech")
        phrases = tuple(_phrases(found.words, block, voice))
        if _seconds(phrases) > _seconds(best):
            best = phrases
        if _seconds(best) >= 5.0 * ENOUGH:
            break
    if _seconds(best) < ENOUGH:
        raise AgentError(
            "there is a voice in the example, but too little of it that I understand"
            if unclear or best
            else "nobody speaks in the example",
            "give a recording in which somebody speaks English for a few seconds",
        )
    f0 = np.concatenate([track(s.audio.mono(), voice.rate, highest=_HIGHEST)[0] for s in best])
    pitch, spread = melody(f0)
    bands = _filled(np.concatenate([said.mel for said in best]), voice.rate, info.rate)
    return Reference(best, pitch if np.isfinite(pitch) else 0.0, spread, bands)


def _seconds(phrases: Sequence[Said]) -> float:
    return sum(said.audio.seconds for said in phrases)


def _phrases(words: Sequence[Word], block: Audio, voice: SteerableVoice) -> Iterator[Said]:
    """The words in pieces between pauses, each with its sound."""
    groups: list[list[Word]] = []
    for word in words:
        late = bool(groups) and word.start - groups[-1][-1].end > _PAUSE
        if not groups or late or len(groups[-1]) >= _LONGEST:
            groups.append([])
        groups[-1].append(word)
    samples = block.mono()
    for group in groups:
        start = max(0, round((group[0].start - _EDGE) * block.rate))
        end = round((group[-1].end + _EDGE) * block.rate)
        sound = Audio(samples[start:end].copy(), block.rate)
        if sound.seconds > 2.5 * _EDGE and np.any(sound.samples):
            text = " ".join(word.word for word in group)
            yield Said(text, sound, voice.analyse(sound))


def _filled(mel: F32, rate: int, own: int) -> int:
    """How many bands hold sound: up to half the recording's own rate, or its codec's limit."""
    from voice_agent.sound.features import mel_edges

    centres = mel_edges(mel.shape[1], 0.0, rate / 2.0)[1:-1]
    below = int(np.searchsorted(centres, 0.46 * own))
    loud = np.percentile(mel, 95, axis=0)
    heard = np.flatnonzero(loud > loud.max() - _QUIET)
    return int(np.clip(min(below, heard[-1] + 1), 24, mel.shape[1]))


def steer(voice: SteerableVoice, clauses: Sequence[SpokenClause], reference: Reference) -> Steering:
    """What makes our voice say the clauses as fast, as high and as lively as the reference.

    Each quantity is measured on what our voice really did and corrected once.
    """
    plain = [voice.synthesize(clause.phonemes) for clause in clauses]
    rate = spoken_rate(voice, reference)
    steering = Steering(
        speed=_clip(rate / max(_rate(voice, clauses, plain), 1e-3), _SPEEDS) if rate else 1.0
    )
    if not reference.pitch:
        return steering
    own, spread = melody(np.concatenate([speech.f0 for speech in plain]))
    if not np.isfinite(own):
        return steering
    expression = _clip(reference.spread / max(spread, 1e-3), _EXPRESSIONS)
    shift = 12.0 * np.log2(reference.pitch / own)
    steering = Steering(steering.speed, _clip(shift, _SHIFTS), expression)
    again = say(voice, clauses, steering)
    reached, _ = melody(np.concatenate([speech.f0 for speech in again]))
    speed = steering.speed
    if rate:
        speed = _clip(speed * rate / max(_rate(voice, clauses, again), 1e-3), _SPEEDS)
    shift = steering.pitch + 12.0 * np.log2(reference.pitch / reached)
    return Steering(speed, _clip(shift, _SHIFTS), expression)


def say(
    voice: SteerableVoice,
    clauses: Sequence[SpokenClause],
    steering: Steering,
    timbre: Conversion | None = None,
) -> list[SteeredSpeech]:
    """The clauses in our voice, steered; with the reference's timbre if it is given."""
    return [
        voice.synthesize(
            clause.phonemes,
            speed=steering.speed,
            pitch=steering.pitch,
            expression=steering.expression,
            reshape=timbre,
        )
        for clause in clauses
    ]


def timbre(voice: SteerableVoice, reference: Reference, steering: Steering) -> Conversion:
    """How the reference's spectra differ from ours on the same words at the same pitch."""
    phrases = []
    for said in reference.phrases:
        ours = say(voice, list(voice.clauses(said.text)), steering)
        if ours:
            phrases.append(Phrase(np.concatenate([speech.mel for speech in ours]), said.mel))
    return Conversion(phrases, reference.bands)


def spoken_rate(voice: SteerableVoice, reference: Reference) -> float:
    """Syllables a second while the reference speaks; 0 when it has none."""
    syllables = sum(
        len(voice.vowels(clause.phonemes))
        for said in reference.phrases
        for clause in voice.clauses(said.text)
    )
    spoken = sum(conversion.speaking_seconds(said.mel) for said in reference.phrases)
    return syllables / spoken if spoken else 0.0


def _rate(
    voice: SteerableVoice, clauses: Sequence[SpokenClause], made: Sequence[SteeredSpeech]
) -> float:
    syllables = sum(len(voice.vowels(clause.phonemes)) for clause in clauses)
    spoken = sum(conversion.speaking_seconds(speech.mel) for speech in made)
    return syllables / spoken if spoken else 0.0


def _clip(value: float, limits: tuple[float, float]) -> float:
    return float(np.clip(value, *limits))
