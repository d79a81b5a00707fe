"""Sings phrases with a steerable voice.

    for part in sing(song, voice): part.start, part.samples, part.notes, part.phonemes

Timbre is made where the voice is at home: above ``COMFORT`` Hz the spectral envelope comes
from a lower note and only the source follows the score, because a voice that learned from
speech grows thin up there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.singing import combs, dynamics, melody, performance
from voice_agent.singing.holding import Holding, hold
from voice_agent.singing.performance import STEP, Phrase, SungNote, following, sings
from voice_agent.singing.phrasing import lines
from voice_agent.singing.score import Song
from voice_agent.singing.syllables import PUNCTUATION, SONORANTS, STRESS, VOWELS
from voice_agent.singing.voicing import voiceless
from voice_agent.units import Phoneme

if TYPE_CHECKING:
    from voice_agent.tools.context import SteerableVoice, SteeredSpeech

F32 = NDArray[np.float32]

COMFORT = 270.0  # Hz
BEYOND = 0.2  # of each octave above it that the envelope still follows
RELEASE_FRAMES, RELEASE_DROP = 5, 18.0  # frames and dB of the end of the last sound
SET_IN = 0.0325  # seconds by which sounds are heard before their symbols begin
SUNG_LEVEL = -18.0  # dB of a vowel on the scale of ``dynamics.frame_levels``
SONORANT_DROP = 5.0  # dB that a consonant sung on lies under its vowel
BREATH_LEVEL = -34.0  # dB of drawn air under the vowels' full scale


@dataclass(frozen=True, eq=False)
class Part:
    """A phrase as sound: mono at the voice's rate, beginning at ``start`` (which may lie
    before 0 by its consonants); notes and phonemes in seconds of the song."""

    start: float
    samples: F32
    notes: tuple[SungNote, ...]
    phonemes: tuple[Phoneme, ...]


def sing(song: Song, voice: SteerableVoice, seed: int = 0) -> Iterator[Part]:
    """The phrases of a song, one after the other, each as soon as it is sung."""

    def natural(phonemes: str, pace: float) -> list[float]:
        made = voice.synthesize(phonemes, speed=pace, reshape=_as_it_is)
        return _seconds(phonemes, made.timings)

    for number, line in enumerate(lines(song)):
        orders = performance.phrase(line, natural, seed + 101 * number)
        yield _performed(orders, voice, seed + number)


def _performed(orders: Phrase, voice: SteerableVoice, seed: int) -> Part:
    steps = [round(seconds / STEP) for seconds in orders.durations]
    own = [round(seconds / STEP) for seconds in orders.made]
    # Of the full stop, which is sung and not made, nothing is heard.
    holding = hold(orders.phonemes, steps, [*own[: len(steps) - 1], steps[-1]])
    made = _made(orders, holding, voice)
    lead = round(made.timings[0].start / melody.FRAME)
    held = holding.applied(made.mel, lead)
    resting = voiceless(orders.phonemes, steps, held, lead)
    model = combs.moved(held, _comfortable(orders.f0), orders.f0, lead, voice)
    wanted = _wanted(orders, steps, lead)

    def reshape(mel: F32, f0: F32) -> F32:
        singing = _singing(orders.phonemes, steps, lead, f0)
        loud = dynamics.evened(_as_long(model, len(mel)), singing, wanted)
        last = lead + 2 * sum(steps[:-1])
        return _released(loud, last if sings(orders.phonemes[-2]) else last + RELEASE_FRAMES)

    sung = voice.synthesize(
        orders.phonemes,
        durations=orders.durations,
        f0=np.where(resting, 0.0, orders.f0).astype(np.float32),
        reshape=reshape,
    )
    heard = orders.start - sung.timings[0].start
    start = heard + SET_IN
    vowels = _vowels(orders, sung)
    singing = _singing(orders.phonemes, steps, lead, sung.f0)
    samples = dynamics.balanced(sung.audio.mono(), voice.rate, vowels, singing)
    if orders.breath > 0.1:
        start, samples = _with_breath(samples, start, orders, voice.rate, seed)
    phonemes = tuple(Phoneme(t.phoneme, t.start + heard, t.end + heard) for t in _sounds(sung))
    return Part(start, samples, orders.notes, phonemes)


def _made(orders: Phrase, holding: Holding, voice: SteerableVoice) -> SteeredSpeech:
    """The phrase as the voice says it best: at its own lengths, not too high, and going on,
    so that its last sound is not the end of a sentence."""
    f0 = _comfortable(holding.made_from(orders.f0))[: 2 * sum(holding.steps[:-1])]
    unheard = following(orders.phonemes[:-1])
    onward = np.full(round(sum(orders.made[-len(unheard) :]) / melody.FRAME), f0[-1])
    return voice.synthesize(
        orders.phonemes[:-1] + unheard,
        speed=orders.pace,
        f0=np.concatenate([f0, onward]).astype(np.float32),
        energy=orders.energy[:-1] + [0.0] * len(unheard),
        reshape=_as_it_is,
    )


def _as_it_is(mel: F32, f0: F32) -> F32:
    """What is made and never heard needs no costly vocoder."""
    return mel


def _seconds(phonemes: str, timings: Sequence[Phoneme]) -> list[float]:
    """Seconds of each symbol: a stress mark's count with its vowel, a blank's lie between."""
    found: list[float] = []
    sounds = iter(timings)
    end = timings[0].start
    blanks: list[int] = []
    for symbol in phonemes:
        if symbol in STRESS or symbol == " ":
            blanks += [len(found)] * (symbol == " ")
            found.append(0.0)
            continue
        sound = next(sounds)
        if blanks:
            found[blanks.pop()] = sound.start - end
        found.append(sound.end - sound.start)
        end = sound.end
    return found


def _vowels(orders: Phrase, sung: SteeredSpeech) -> list[tuple[float, float, float]]:
    """Start, end and wanted loudness of each vowel in the sound of a phrase."""
    vowels = [timing for timing in sung.timings if timing.phoneme in VOWELS]
    pairs = zip(orders.phonemes, orders.energy, strict=True)
    loud = [decibels for symbol, decibels in pairs if symbol in VOWELS]
    return [(v.start, v.end, level) for v, level in zip(vowels, loud, strict=True)]


def _as_long(mel: F32, frames: int) -> F32:
    """A mel spectrogram cut or continued to ``frames``."""
    return np.pad(mel, ((0, max(0, frames - len(mel))), (0, 0)), mode="edge")[:frames]


def _released(mel: F32, last: int) -> F32:
    """A phrase that dies away where its last sound ends, at the frame ``last``."""
    since = np.arange(len(mel)) - (last - RELEASE_FRAMES)
    fade = RELEASE_DROP * np.clip(since / RELEASE_FRAMES, 0.0, None) ** 2
    return np.asarray(mel - (fade / dynamics.NEPER)[:, None], np.float32)


def _comfortable(f0: F32) -> F32:
    """Notes drawn towards where the voice is at home."""
    high = COMFORT * (np.maximum(f0, 1.0) / COMFORT) ** BEYOND
    return np.where(f0 > COMFORT, high, f0).astype(np.float32)


def _sounds(speech: SteeredSpeech) -> list[Phoneme]:
    return [timing for timing in speech.timings if timing.phoneme not in PUNCTUATION]


def _wanted(orders: Phrase, steps: Sequence[int], lead: int) -> list[dynamics.Level]:
    """The level of each vowel, and of the sonorants after it that it goes on in."""
    found: list[dynamics.Level] = []
    first, at = lead, SUNG_LEVEL
    for index, (symbol, count) in enumerate(zip(orders.phonemes, steps, strict=True)):
        end = first + 2 * count
        if symbol in VOWELS:
            at = SUNG_LEVEL + orders.energy[index]
            found.append(dynamics.Level(first, end, at))
        elif symbol in SONORANTS and not _opens(orders.phonemes[index + 1 :]) and end > first:
            found.append(dynamics.Level(first, end, at - SONORANT_DROP))
        first = end
    return found


def _singing(phonemes: str, steps: Sequence[int], lead: int, f0: F32) -> NDArray[np.bool_]:
    """Frames that may be raised: voiced ones, but for bursts and hisses, (frames,)."""
    mask = f0 > 0
    first = lead
    for symbol, count in zip(phonemes, steps, strict=True):
        end = first + 2 * count
        if symbol.isalpha() and symbol not in VOWELS and symbol not in SONORANTS:
            mask[first:end] = False
        first = end
    return mask


def _opens(after: str) -> bool:
    """Whether a vowel follows in the same word: then a consonant opens its syllable."""
    following = next((symbol for symbol in after if symbol not in STRESS), "")
    return following in VOWELS or following in ("w", "j")


def _with_breath(
    samples: F32, start: float, orders: Phrase, rate: int, seed: int
) -> tuple[float, F32]:
    """The phrase with air drawn before its first sound."""
    air = _breath(orders.breath, rate, seed)
    begin = orders.start - orders.breath
    lead = max(0, round((start - begin) * rate))
    joined = np.zeros(lead + len(samples), np.float32)
    joined[lead:] = samples
    place = max(0, round((begin - start) * rate)) if begin > start else 0
    end = min(place + len(air), len(joined))
    joined[place:end] += air[: end - place]
    return min(start, begin), joined


def _breath(seconds: float, rate: int, seed: int) -> F32:
    """Drawn air: noise through the open mouth, growing, then cut off, shape (frames,)."""
    from scipy.signal import butter, sosfilt

    frames = round(seconds * 0.85 * rate)
    noise = np.random.default_rng(seed).standard_normal(frames)
    band = butter(2, [900.0, 5200.0], "bandpass", fs=rate, output="sos")
    place = np.linspace(0.0, 1.0, frames)
    shape = np.sin(np.pi * place**1.4) ** 1.5
    air = sosfilt(band, noise) * shape
    level = 10.0 ** (BREATH_LEVEL / 20.0)
    return np.asarray(air / max(float(np.abs(air).max()), 1e-9) * level * 3.0, np.float32)
