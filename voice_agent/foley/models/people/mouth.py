"""Mouths and throats: vowels, talkers, shouts, breath."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    noise,
    tones,
    voice,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.sound import Random, Samples

# The first formants in Hz of an adult's vowels between a man's and a woman's (Peterson and
# Barney 1952), and a fourth that stays.
VOWELS = {
    "a": (780.0, 1250.0, 2600.0, 3600.0), "e": (520.0, 1950.0, 2650.0, 3600.0),
    "i": (310.0, 2350.0, 3050.0, 3700.0), "o": (500.0, 920.0, 2550.0, 3500.0),
    "u": (340.0, 950.0, 2400.0, 3500.0), "uh": (640.0, 1250.0, 2550.0, 3500.0),
    "eh": (620.0, 1850.0, 2600.0, 3600.0),
}  # fmt: skip


def formants(vowel: str, tract: float, *, width: float = 1.0) -> list[voice.Formant]:
    """A still vowel; ``tract`` is the length of the vocal tract beside an adult's."""
    gains = (0.0, -4.0, -10.0, -16.0)
    return [
        voice.Formant([(0.0, hz / tract), (1.0, hz / tract)], width * (60.0 + 0.05 * hz), gain)
        for hz, gain in zip(VOWELS[vowel], gains, strict=True)
    ]


def talker(
    rng: Random, seconds: float, pitch: float, tract: float, *, shout: float = 0.0
) -> Samples:
    """Someone who speaks, without words: four or five syllables a second, vowels that glide,
    consonants of noise, phrases with pauses; unit variance while speaking."""
    length = envelopes.frames(seconds)
    syllable = rng.uniform(0.18, 0.26)
    count = max(2, int(seconds / syllable))
    names = list(VOWELS)
    chosen = [VOWELS[names[rng.integers(len(names))]] for _ in range(count)]
    shares = (np.arange(count) + 0.5) / count
    shapes = []
    for number, gain in enumerate((0.0, -3.0, -9.0, -14.0)):
        course = [(float(s), v[number] / tract) for s, v in zip(shares, chosen, strict=True)]
        width = 80.0 + 0.06 * course[0][1]
        shapes.append(voice.Formant(course, width, gain + 3.0 * shout))
    melody = pitch * np.exp(0.16 * noise.jitter(rng, length, 2.2)) * (1.0 + 0.8 * shout)
    source = voice.glottis(rng, melody, tilt=-12.0 + 4.0 * shout, breath=0.04)
    made = voice.sung(source, shapes, floor=-40.0)
    beat = envelopes.times(length) / syllable
    opening = (
        0.5 - 0.5 * np.cos(2 * np.pi * (beat + 0.25 * noise.jitter(rng, length, 1.5)))
    ) ** 0.7
    stress = np.interp(
        np.arange(length), np.linspace(0, length, count), rng.uniform(0.3, 1.0, count)
    )
    pause = np.clip(2.2 + 2.6 * noise.jitter(rng, length, 0.45), 0.0, 1.0)
    hiss = noise.shaped(rng, length, [(300, -26), (2000, -8), (5000, 0), (9000, -6)])
    edges = np.clip(0.25 - opening, 0.0, 1.0) * np.clip(noise.jitter(rng, length, 5.0), 0.0, 2.0)
    return (unit(made) * opening * stress + 0.6 * hiss * edges) * pause


def shriek_of_one(rng: Random, seconds: float) -> Samples:
    """One voice's high "wooh" at 700 to 1300 Hz, as fans shriek."""
    length = envelopes.frames(seconds)
    top = rng.uniform(750.0, 1300.0)
    hz = tones.glide([(0, 0.65 * top), (0.25, top), (0.7, 0.95 * top), (1, 0.7 * top)], length)
    hz *= np.exp(0.03 * noise.jitter(rng, length, 6.0))
    source = voice.glottis(rng, hz, tilt=-4.0, jitter=0.02, shimmer=0.2, breath=0.25)
    vowel = formants("a" if rng.random() < 0.6 else "uh", 0.85)
    made = unit(voice.sung(source, vowel, floor=-28.0))
    return made * envelopes.smooth(length, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])


def shout_of_one(rng: Random, seconds: float) -> Samples:
    """One voice's "ah" or "woo" at 300 to 800 Hz."""
    length = envelopes.frames(seconds)
    woman = rng.random() < 0.5
    top = rng.uniform(480.0, 820.0) if woman else rng.uniform(300.0, 480.0)
    peak = rng.uniform(0.2, 0.5)
    hz = tones.glide([(0, 0.6 * top), (peak, top), (0.75, 0.9 * top), (1, 0.55 * top)], length)
    hz *= np.exp(0.06 * noise.jitter(rng, length, 5.0))
    source = voice.glottis(rng, hz, tilt=-6.0, jitter=0.03, shimmer=0.3, breath=0.4)
    vowel = ("a", "eh", "a", "uh", "u")[rng.integers(5)]
    made = voice.sung(source, formants(vowel, 0.9 if woman else 1.02), floor=-34.0)
    return unit(made) * envelopes.smooth(length, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])


def drawn_breath(rng: Random, seconds: float, *, inward: bool, tract: float = 1.0) -> Samples:
    """Air through the throat: noise in a neutral vowel, brighter inward; unit variance."""
    length = envelopes.frames(seconds)
    points = [(150, -18), (500, -4), (1200, 0), (2500, -2), (5000, -10), (10e3, -22)]
    if inward:
        points = [(300, -22), (900, -8), (1800, 0), (3500, -2), (7000, -9), (12e3, -20)]
    made = noise.shaped(rng, length, [(hz / tract, gain) for hz, gain in points])
    vowel = [
        voice.Formant([(0.0, hz / tract), (0.5, 1.08 * hz / tract), (1.0, hz / tract)], width, gain)
        for hz, width, gain in (
            ((700.0, 160.0, -8.0), (1650.0, 220.0, 0.0), (2700.0, 350.0, -4.0))
            if inward
            else ((480.0, 140.0, -2.0), (1250.0, 200.0, 0.0), (2350.0, 350.0, -8.0))
        )
    ]
    made = 0.25 * made + unit(voice.sung(made, vowel, floor=-26.0))
    made *= 1.0 + 0.25 * noise.jitter(rng, length, 45.0)
    return made * envelopes.smooth(
        length, [(0, 0), (0.2, 0.8), (0.45, 1.0), (0.7, 0.35), (0.85, 0.05), (1, 0)]
    )
