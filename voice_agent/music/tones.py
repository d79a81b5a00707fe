"""How notes sound: physical and spectral models of instruments, mono at ``RATE``.

Every model takes a frequency in Hz, the seconds that the note is held, how hard it is played
(0 to 1) and a random generator, and returns samples that last into the release.
"""

from __future__ import annotations

import numpy as np

from voice_agent.music.waves import (
    RATE,
    Rng,
    Samples,
    clock,
    envelope,
    filtered,
    harmonics,
    vibrato,
)


def piano(hz: float, seconds: float, force: float, rng: Rng) -> Samples:
    """Stiff strings struck by felt: partials stretched, two strings a note that beat, a fast
    and a slow decay (Fletcher & Rossing 1998, chapter 12)."""
    ring = min(seconds + 0.35, 6.0)
    time = clock(ring)
    stiffness = 1.2e-4 * (hz / 110.0) ** 1.1
    count = max(1, min(28, int(0.4 * RATE / hz)))
    numbers = np.arange(1, count + 1)
    partials = hz * numbers * np.sqrt(1.0 + stiffness * numbers**2)
    softness = (0.28 + 0.9 * (1.0 - force)) * (hz / 262.0) ** 0.35
    strike = np.abs(np.sin(np.pi * numbers * 0.12)) + 0.05
    amplitudes = strike * np.exp(-softness * 0.45 * (numbers - 1)) / numbers**0.4
    slow = 3.2 * (262.0 / hz) ** 0.55 / (1.0 + 0.12 * (numbers - 1))
    total = np.zeros(len(time))
    for frequency, amplitude, decay in zip(partials, amplitudes, slow, strict=True):
        if frequency > 0.45 * RATE:
            break
        for detune in (-0.35, 0.4):
            pitch = frequency * 2.0 ** (detune * rng.uniform(0.5, 1.2) / 1200.0)
            total += (
                amplitude
                * np.sin(2 * np.pi * pitch * time + rng.uniform(0, 0.4))
                * (0.7 * np.exp(-time / (0.25 * decay)) + 0.3 * np.exp(-time / decay))
            )
    thump = filtered(rng.standard_normal(len(time)), "low", 900.0) * np.exp(-time / 0.012)
    damped = np.clip(1.0 - (time - seconds) / 0.3, 0.0, 1.0)
    rise = np.minimum(time / 0.002, 1.0)
    return (total * 0.5 + 0.25 * force * thump) * damped * rise


def electric_piano(hz: float, seconds: float, force: float, rng: Rng) -> Samples:
    """A tine and its tone bar by frequency modulation (Chowning 1973)."""
    time = clock(seconds + 0.25)
    bark = (0.5 + 2.2 * force) * np.exp(-time / 0.5)
    body = np.sin(2 * np.pi * hz * time + bark * np.sin(2 * np.pi * hz * time))
    tine = np.sin(2 * np.pi * hz * time + 0.8 * force * np.exp(-time / 0.06)
                  * np.sin(2 * np.pi * 14.0 * hz * time))  # fmt: skip
    tremolo = 1.0 + 0.12 * np.sin(2 * np.pi * 4.6 * time + rng.uniform(0, 6))
    shape = envelope(seconds, attack=0.004, decay=1.6, sustain=0.15, release=0.25)
    return (0.7 * body + 0.3 * tine) * shape * tremolo


def plucked(
    hz: float, seconds: float, force: float, rng: Rng, *, bright: float, ring: float, at: float
) -> Samples:
    """A plucked string (Karplus & Strong 1983; Jaffe & Smith 1983): a burst of noise goes round
    a delay with a loss; ``at`` is where it is plucked, ``ring`` the seconds it takes to fade."""
    from scipy.signal import lfilter

    length = seconds + 0.3
    count = max(1, round(length * RATE))
    period = RATE / hz
    whole = max(2, int(period - 0.5))
    part = period - 0.5 - whole
    burst = rng.standard_normal(whole + 1)
    burst = filtered(burst, "low", 350.0 + 12_000.0 * bright * (0.35 + 0.65 * force))
    comb = max(1, int(at * whole))
    burst = burst - np.roll(burst, comb)
    burst /= np.abs(burst).max() + 1e-9
    source = np.zeros(count)
    source[: min(count, whole + 1)] = burst[:count]
    loss = 10.0 ** (-3.0 * period / RATE / ring)
    keep = 0.5 + 0.42 * bright  # share that the averaging in the loop leaves at high frequencies
    feedback = np.zeros(whole + 3)
    feedback[0] = 1.0
    # The loop: loss, an average of neighbours, and the fraction of a sample that is left.
    for place, weight in ((0, keep), (1, 1.0 - keep)):
        feedback[whole + place] -= loss * weight * (1.0 - part)
        feedback[whole + place + 1] -= loss * weight * part
    made = lfilter([1.0], feedback, source)
    damped = np.clip(1.0 - (clock(length)[:count] - seconds) / 0.28, 0.0, 1.0)
    return made * damped * 0.8


def bowed(
    hz: float, seconds: float, force: float, rng: Rng, *, players: int, body: tuple[float, ...]
) -> Samples:
    """Bowed strings: a sawtooth by its harmonics for each player, late vibrato, bow noise, and
    the resonances of the ``body`` in Hz."""
    release = 0.25 if players == 1 else 0.45
    time = clock(seconds + release)
    count = max(2, min(40, int(9_000 / hz)))
    numbers = np.arange(1, count + 1)
    shape = np.zeros(count)
    for centre in body:
        shape += np.exp(-((np.log(hz * numbers / centre)) ** 2) / 0.18)
    amplitudes = (0.35 + shape) / numbers ** (1.35 - 0.35 * force)
    total = np.zeros(len(time))
    for _ in range(players):
        detune = 2.0 ** (rng.normal(0.0, 5.0 if players > 1 else 0.5) / 1200.0)
        bend = vibrato(time, rng.uniform(5.0, 5.9), rng.uniform(9, 16), 0.15, rng)
        phase = 2 * np.pi * np.cumsum(hz * detune * bend) / RATE + rng.uniform(0, 2 * np.pi)
        total += harmonics(phase, amplitudes, hz * 1.02)
    bow = filtered(rng.standard_normal(len(time)), "band", (1200.0, 6000.0), 1)
    attack = 0.09 if players == 1 else 0.2
    swell = envelope(seconds, attack=attack, decay=0.6, sustain=0.85, release=release)
    return (total / players**0.6 + 0.025 * bow) * swell * 0.35


def blown(
    hz: float,
    seconds: float,
    force: float,
    rng: Rng,
    *,
    spectrum: tuple[float, ...],
    breath: float,
    attack: float,
    brighten: float = 0.0,
    shake: float = 12.0,
) -> Samples:
    """A wind instrument: harmonics that come in one after another, vibrato, breath around them.

    ``brighten`` is how much the upper harmonics follow the loudness, as in brass (Risset 1969).
    """
    time = clock(seconds + 0.12)
    swell = envelope(seconds, attack=attack, decay=0.25, sustain=0.82, release=0.12)
    scoop = 1.0 - 0.012 * np.exp(-time / 0.03)
    bend = vibrato(time, rng.uniform(4.8, 5.6), shake, 0.25, rng) * scoop
    phase = 2 * np.pi * np.cumsum(hz * bend) / RATE
    numbers = np.arange(1, len(spectrum) + 1)
    weights = np.array(spectrum)
    plain = harmonics(phase, weights * np.exp(-brighten * (numbers - 1) * 0.35), hz)
    if brighten:
        rich = harmonics(phase, weights, hz)
        plain = plain + (rich - plain) * np.clip(swell * (0.35 + 0.8 * force), 0, 1)
    air = filtered(rng.standard_normal(len(time)), "band", (0.8 * hz, min(6 * hz, 9000.0)), 1)
    chiff = 1.0 + 3.0 * np.exp(-time / 0.04)
    return (plain + breath * air * chiff) * swell * 0.5


def struck(
    hz: float,
    seconds: float,
    force: float,
    rng: Rng,
    *,
    modes: tuple[tuple[float, float, float], ...],
    shimmer: float = 0.0,
) -> Samples:
    """Bars and bells: ``modes`` as (ratio, amplitude, seconds of decay); ``shimmer`` is the depth
    of a vibraphone's fans."""
    ring = min(6.0, max(seconds, *(decay for _, _, decay in modes)) + 0.2)
    time = clock(ring)
    total = np.zeros(len(time))
    for ratio, amplitude, decay in modes:
        if ratio * hz < 0.45 * RATE:
            hardness = amplitude * (0.4 + 0.6 * force) ** (0.4 * (ratio - 1))
            total += hardness * np.sin(2 * np.pi * ratio * hz * time) * np.exp(-time / decay)
    click = rng.standard_normal(len(time)) * np.exp(-time / 0.002) * 0.08 * force
    fans = 1.0 + shimmer * np.sin(2 * np.pi * 5.2 * time)
    end = np.clip((ring - time) / 0.1, 0.0, 1.0)
    return (total * fans + click) * end * np.minimum(time / 0.0015, 1.0) * 0.6


def reed_or_pipe(
    hz: float,
    seconds: float,
    force: float,
    rng: Rng,
    *,
    ranks: tuple[tuple[float, float], ...],
    detune: float,
    attack: float,
) -> Samples:
    """Organ, accordion, harmonica: ranks at ratios of the note, each a little out of tune."""
    time = clock(seconds + 0.1)
    total = np.zeros(len(time))
    for ratio, amplitude in ranks:
        cents = rng.normal(0.0, detune)
        total += amplitude * np.sin(
            2 * np.pi * hz * ratio * 2.0 ** (cents / 1200.0) * time + rng.uniform(0, 6)
        )
    sway = 1.0 + 0.06 * np.sin(2 * np.pi * 5.8 * time)
    return (
        total * sway * 0.3 * envelope(seconds, attack=attack, decay=1.0, sustain=0.95, release=0.1)
    )


def sung(hz: float, seconds: float, force: float, rng: Rng) -> Samples:
    """A choir on "ah": voices with vibrato of their own through the formants of the vowel."""
    time = clock(seconds + 0.5)
    count = max(2, min(40, int(5_000 / hz)))
    numbers = np.arange(1, count + 1)
    formants = ((750.0, 1.0, 110.0), (1150.0, 0.5, 130.0), (2700.0, 0.18, 200.0))
    weights = sum(a / (1.0 + ((hz * numbers - f) / (1.3 * w)) ** 2) for f, a, w in formants)
    amplitudes = np.asarray(weights) / numbers**0.4
    total = np.zeros(len(time))
    for _ in range(5):
        bend = vibrato(time, rng.uniform(4.6, 6.0), rng.uniform(12, 24), 0.1, rng)
        cents = 2.0 ** (rng.normal(0.0, 7.0) / 1200.0)
        phase = 2 * np.pi * np.cumsum(hz * cents * bend) / RATE + rng.uniform(0, 6)
        total += harmonics(phase, amplitudes, hz * 1.02)
    return total * 0.35 * envelope(seconds, attack=0.25, decay=1.0, sustain=0.9, release=0.5)


def synth(
    hz: float,
    seconds: float,
    force: float,
    rng: Rng,
    *,
    wave: str,
    cutoff: float,
    attack: float,
    release: float,
    voices: int = 2,
) -> Samples:
    """Band-limited saw, square or triangle through a low-pass that opens with the note."""
    time = clock(seconds + release)
    count = max(1, min(48, int(16_000 / hz)))
    numbers = np.arange(1, count + 1)
    odd = numbers % 2 == 1
    amplitudes = {
        "saw": 1.0 / numbers,
        "square": np.where(odd, 1.0 / numbers, 0.0),
        "triangle": np.where(odd, 1.0 / numbers**2 * np.where(numbers % 4 == 1, 1, -1), 0.0),
    }[wave]
    total = np.zeros(len(time))
    for voice in range(voices):
        cents = 0.0 if voices == 1 else 9.0 * (voice - (voices - 1) / 2)
        pitch = hz * 2.0 ** (cents / 1200.0)
        phase = 2 * np.pi * pitch * time + (rng.uniform(0, 6) if voices > 1 else 0.0)
        total += harmonics(phase, amplitudes, pitch)
    dark = filtered(total, "low", max(1.5 * hz, cutoff * 0.35))
    open_ = filtered(total, "low", max(2.5 * hz, cutoff))
    sweep = np.exp(-time / 0.25) * (0.4 + 0.6 * force) if attack < 0.1 else 0.5
    mixed = dark + (open_ - dark) * sweep
    return (
        mixed
        * 0.4
        * envelope(seconds, attack=attack, decay=0.5, sustain=0.75, release=release)
        / voices**0.5
    )


def driven(hz: float, seconds: float, force: float, rng: Rng) -> Samples:
    """An electric guitar into an amplifier: string, fifth of sustain, soft clipping, cabinet."""
    string = plucked(hz, seconds, force, rng, bright=0.8, ring=5.0, at=0.18)
    clipped = np.tanh((3.0 + 6.0 * force) * string)
    return filtered(filtered(clipped, "low", 3800.0), "high", 90.0) * 0.5
