"""Speech and noise mixed at known ratios, the same for the same seed.

The noises are made here, but for the babble, which is other people talking. White, pink and
brown noise, a fan with its hum, a street that swells and fades, and typing: what disturbs
recordings at home and in an office.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

RATE = 48_000


@dataclass(frozen=True, eq=False)
class Mixture:
    """Mono at 48 kHz: the clean voice, the voice with noise, and what was mixed."""

    clean: NDArray[np.float32]
    noisy: NDArray[np.float32]
    noise: str
    snr: float


def mixtures(
    voices: Sequence[NDArray[np.float32]], snrs: Sequence[float], *, seed: int = 0
) -> list[Mixture]:
    """Every voice at every ratio in dB, each time with the next kind of noise."""
    names = list(NOISES)
    made: list[Mixture] = []
    for index, voice in enumerate(voices):
        others = [other for other in voices if other is not voice]
        for place, snr in enumerate(snrs):
            name = names[(index + 3 * place) % len(names)]
            random = np.random.default_rng([seed, index, place])
            noise = NOISES[name](len(voice), random, others)
            made.append(_mix(voice, noise, name, snr))
    return made


def _mix(voice: NDArray[np.float32], noise: Signal, name: str, snr: float) -> Mixture:
    clean = voice.astype(np.float64)
    gain = np.sqrt(np.sum(clean**2) / np.sum(noise**2) / 10.0 ** (snr / 10.0))
    mixed = clean + gain * noise
    level = min(1.0, 0.9 / float(np.abs(mixed).max()))  # nothing clips
    return Mixture((level * clean).astype("f4"), (level * mixed).astype("f4"), name, snr)


def coloured(length: int, random: np.random.Generator, slope: float) -> Signal:
    """Noise whose power falls with frequency to the power of ``slope`` above 20 Hz."""
    spectrum = np.fft.rfft(random.standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1.0 / RATE)
    return np.fft.irfft(spectrum * np.maximum(frequencies, 20.0) ** (-slope / 2.0), length)


def _fan(length: int, random: np.random.Generator) -> Signal:
    time = np.arange(length) / RATE
    blades = random.uniform(45.0, 120.0)
    hum = sum(
        np.sin(2 * np.pi * blades * k * time + random.uniform(0, 2 * np.pi)) / k
        for k in range(1, 12)
    )
    air = coloured(length, random, 1.5)
    return 0.6 * hum / np.std(hum) + air / np.std(air)


def _street(length: int, random: np.random.Generator) -> Signal:
    time = np.arange(length) / RATE
    swell = np.sin(2 * np.pi * random.uniform(0.08, 0.3) * time + random.uniform(0, 2 * np.pi))
    return coloured(length, random, 1.8) * (1.0 + 0.8 * swell)


def _typing(length: int, random: np.random.Generator) -> Signal:
    noise = np.zeros(length)
    place = 0
    while True:
        place += int(random.exponential(0.18) * RATE) + 2000
        if place + 3000 >= length:
            break
        size = int(random.integers(600, 2500))
        knock = random.standard_normal(size) * np.exp(-6.0 * np.arange(size) / size)
        noise[place : place + size] += knock * random.uniform(0.4, 1.0)
    room = coloured(length, random, 1.0)
    return noise + 0.02 * room / np.std(room)


def _babble(
    length: int, random: np.random.Generator, others: Sequence[NDArray[np.float32]]
) -> Signal:
    """Up to six other people at once."""
    noise = np.zeros(length)
    for index in random.permutation(len(others))[:6]:
        voice = np.resize(others[index], length).astype(np.float64)
        noise += np.roll(voice / (np.std(voice) + 1e-9), int(random.integers(length)))
    return noise


Noise = Callable[[int, np.random.Generator, Sequence[NDArray[np.float32]]], Signal]

NOISES: dict[str, Noise] = {
    "white": lambda length, random, others: random.standard_normal(length),
    "pink": lambda length, random, others: coloured(length, random, 1.0),
    "brown": lambda length, random, others: coloured(length, random, 2.0),
    "fan": lambda length, random, others: _fan(length, random),
    "street": lambda length, random, others: _street(length, random),
    "typing": lambda length, random, others: _typing(length, random),
    "babble": _babble,
}
