"""Drums and cymbals, by the numbers of General MIDI's percussion map."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from voice_agent.music.waves import Rng, Samples, clock, filtered

_METAL = (2.0, 3.0, 4.16, 5.43, 6.79, 8.21)  # ratios of a cymbal's clang, as in early drum machines


def kick(force: float, rng: Rng) -> Samples:
    """A head that falls in pitch, and the beater's click."""
    time = clock(0.4)
    sweep = 48.0 * time - 0.035 * 95.0 * (np.exp(-time / 0.035) - 1.0)
    body = np.sin(2 * np.pi * sweep) * np.exp(-time / 0.13)
    click = filtered(rng.standard_normal(len(time)), "low", 4000.0) * np.exp(-time / 0.004)
    return (body + 0.25 * force * click) * force


def snare(force: float, rng: Rng) -> Samples:
    """Two modes of the head and the wires' rattle."""
    time = clock(0.3)
    head = sum(np.sin(2 * np.pi * hz * time) for hz in (185.0, 331.0)) * np.exp(-time / 0.06)
    wires = filtered(rng.standard_normal(len(time)), "band", (1200.0, 9000.0), 1)
    return (0.35 * head + 0.55 * wires * np.exp(-time / (0.07 + 0.05 * force))) * force


def rim(force: float, rng: Rng) -> Samples:
    time = clock(0.12)
    made = np.sin(2 * np.pi * 1720.0 * time) + 0.7 * np.sin(2 * np.pi * 430.0 * time)
    return 0.4 * made * np.exp(-time / 0.018) * force


def clap(force: float, rng: Rng) -> Samples:
    """Several hands, not quite together."""
    time = clock(0.3)
    total = np.zeros(len(time))
    for delay in (0.0, 0.011, 0.021, 0.03):
        decay = 0.008 if delay < 0.03 else 0.07
        total += np.where(time >= delay, np.exp(-(time - delay) / decay), 0.0)
    return filtered(rng.standard_normal(len(time)) * total, "band", (700.0, 3200.0), 1) * force


def hat(force: float, rng: Rng, *, ring: float = 0.035) -> Samples:
    return _cymbal(force, rng, pitch=1300.0, ring=ring, low=6500.0) * 0.45


def open_hat(force: float, rng: Rng) -> Samples:
    return hat(force, rng, ring=0.22)


def ride(force: float, rng: Rng) -> Samples:
    time = clock(1.2)
    ping = np.sin(2 * np.pi * 3150.0 * time) * np.exp(-time / 0.12)
    wash = _cymbal(force, rng, pitch=860.0, ring=0.45, low=4500.0, seconds=1.2)
    return 0.2 * wash + 0.06 * ping * force


def crash(force: float, rng: Rng) -> Samples:
    return 0.6 * _cymbal(force, rng, pitch=610.0, ring=0.75, low=2500.0, seconds=2.4)


def tom(force: float, rng: Rng, *, hz: float = 120.0) -> Samples:
    time = clock(0.5)
    sweep = hz * time - 0.05 * 0.4 * hz * (np.exp(-time / 0.05) - 1.0)
    skin = filtered(rng.standard_normal(len(time)), "low", 2500.0) * np.exp(-time / 0.01)
    return (np.sin(2 * np.pi * sweep) * np.exp(-time / 0.16) + 0.2 * skin) * force


def deep(force: float, rng: Rng) -> Samples:
    return 1.2 * tom(force, rng, hz=68.0)


def hand(force: float, rng: Rng) -> Samples:
    return tom(force, rng, hz=195.0)


def shaker(force: float, rng: Rng) -> Samples:
    time = clock(0.12)
    swell = np.sin(np.pi * np.minimum(time / 0.07, 1.0)) ** 2
    return 0.3 * filtered(rng.standard_normal(len(time)), "high", 5500.0) * swell * force


def brush(force: float, rng: Rng) -> Samples:
    time = clock(0.3)
    sweep = np.sin(np.pi * np.minimum(time / 0.24, 1.0)) ** 1.5
    return (
        0.3 * filtered(rng.standard_normal(len(time)), "band", (1500.0, 7000.0), 1) * sweep * force
    )


def _cymbal(
    force: float, rng: Rng, *, pitch: float, ring: float, low: float, seconds: float = 0.0
) -> Samples:
    """Square waves at clanging ratios and noise, high-passed (as the TR-808 makes them)."""
    time = clock(seconds or 8 * ring + 0.3)
    clang = sum(np.sign(np.sin(2 * np.pi * pitch * ratio * time)) for ratio in _METAL)
    mixed = 0.12 * clang + 0.8 * rng.standard_normal(len(time))
    end = np.clip((time[-1] - time) / 0.3, 0.0, 1.0) ** 2
    return filtered(mixed, "high", low) * np.exp(-time / ring) * end * force


DRUMS: Mapping[int, Callable[[float, Rng], Samples]] = {
    36: kick, 37: rim, 38: snare, 39: clap, 40: brush, 41: deep, 42: hat, 44: hat, 45: tom,
    46: open_hat, 49: crash, 51: ride, 63: hand, 70: shaker,
}  # fmt: skip
