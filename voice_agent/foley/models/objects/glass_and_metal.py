"""Things that ring: glass, keys, coins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class BreakingGlass(Sound):
    """A pane bursts: a bang of many high modes, then splinters that fall and ring, 2 to 12 kHz."""

    name = "breaking glass"
    words = ("glass breaking", "shattering glass", "glass shatter", "window breaking",
             "broken glass", "smash", "shatter", "glass break", "bottle breaking",
             "smashing window")  # fmt: skip
    heard_as = ("Shatter", "Glass", "Breaking", "Smash, crash")
    course = Course.ONCE
    natural = (1.6, 2.4)
    gap = None
    level = 80.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        crash = noise.shaped(
            rng, length, [(150, -14), (800, -4), (3000, 0), (9000, -2), (16e3, -10)]
        )
        crash *= envelopes.strike(length, 0.0015, 0.3)
        count = round(240 * (0.5 + manner.intensity))
        times = 0.004 + np.sort(rng.gamma(1.3, 0.22, count))
        hz = rng.uniform(1800.0, 11_000.0, count) / manner.size**0.5
        t60 = rng.uniform(0.04, 0.28, count) * (4000.0 / hz) ** 0.3
        gains = grains.power_law(rng, count, 0.06, 1.0, 1.7) * np.exp(-times / 1.0)
        shards = np.zeros(length)
        for ratio, share in ((1.0, 1.0), (1.83, 0.6), (2.41, 0.4)):
            shards += grains.rings(length, times, hz * ratio, t60 / ratio, share * gains)
        return crash + 1.2 * shards


class ClinkingGlasses(Sound):
    """Two glasses touch: modes of a thin shell (1 : 2.3 : 4.3 : 6.6), ringing half a second."""

    name = "a clinking glass"
    words = ("clink", "clinking", "toast", "glass clinking", "glasses", "glass",
             "wine glass", "clinking glasses")  # fmt: skip
    heard_as = ("Chink, clink", "Glass", "Ding", "Dishes, pots, and pans")
    course = Course.ONCE
    natural = (0.7, 1.0)
    gap = (0.3, 1.6)
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        for number in range(2):
            lowest = self.trait(f"glass {number}", rng, 1250.0, 2300.0) / manner.size
            hz = lowest * np.array(modal.WINE_GLASS)
            pairs = np.concatenate([hz, hz * rng.uniform(1.003, 1.012, len(hz))])  # beating pairs
            t60 = np.tile((0.5, 0.4, 0.25, 0.15, 0.1), 2) * rng.uniform(0.7, 1.2)
            gains = np.tile((0.5, 1.0, 0.8, 0.5, 0.3), 2) * rng.uniform(0.5, 1.0, 10)
            made += modal.modes(length, pairs, t60, gains, rng)
        tick = grains.bursts(
            rng,
            length,
            np.array([0.0, 0.004]),
            np.array([4.0, 2.0]),
            centre=(3e3, 9e3),
            octaves=3.0,
            t60=(0.006, 0.015),
        )
        return envelopes.faded(made, 0.0003, 0.02) + tick


def _jingle(
    rng: Random, length: int, times: Samples, gains: Samples, pieces: Sequence[Samples]
) -> Samples:
    """Collisions of small metal pieces, each with modes of its own, at the given times."""
    made = np.zeros(length)
    chosen = rng.integers(0, len(pieces), len(times))
    for number, modes_of in enumerate(pieces):
        mine = chosen == number
        for hz in modes_of:
            count = int(mine.sum())
            some = hz * rng.uniform(0.985, 1.015, count)
            t60 = rng.uniform(0.02, 0.1, count) * (6000.0 / hz) ** 0.5
            made += grains.rings(length, times[mine], some, t60, gains[mine] * rng.random(count))
    return made


class Keys(Sound):
    """A bunch of keys shaken: bursts of collisions, each key with four modes from 3 to 14 kHz."""

    name = "jangling keys"
    words = ("key", "keys", "keychain", "bunch of keys", "keys jangling", "jangle", "jingle",
             "jingling keys")  # fmt: skip
    heard_as = ("Keys jangling", "Jingle, tinkle", "Coin (dropping)")
    course = Course.CONTINUOUS
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        shake = np.clip(np.sin(2 * np.pi * 4.5 * manner.speed * np.arange(length)[::256] / 44_100
                               + 1.5 * noise.jitter(rng, length, 0.8)[::256]), 0, 1)  # fmt: skip
        rate = 12.0 + 110.0 * shake * (0.4 + manner.intensity)
        times = grains.onsets(rng, seconds, rate)
        gains = grains.power_law(rng, len(times), 0.1, 1.0, 1.6)
        state = np.random.default_rng(int(self.trait("state", rng, 1.0, 1e6)))
        pieces = [state.uniform(2300, 14_500, 9) for _ in range(7)]
        clicks = grains.bursts(
            rng, length, times, 0.9 * gains, centre=(3e3, 9e3), octaves=2.5, t60=(0.003, 0.01)
        )
        return _jingle(rng, length, times, gains, pieces) + clicks


class Coins(Sound):
    """Coins dropped on a table: each bounces ever faster, rings, and spins to rest."""

    name = "falling coins"
    words = ("coin", "coin drop", "dropping coins", "money", "penny", "coins falling",
             "dropped coin", "change")  # fmt: skip
    heard_as = ("Coin (dropping)", "Jingle, tinkle", "Keys jangling", "Cash register")
    course = Course.ONCE
    natural = (1.4, 2.0)
    gap = (0.3, 1.5)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        times, gains, which = [], [], []
        for coin in range(rng.integers(1, 4)):
            time, pause, gain = 0.3 * coin * rng.random(), rng.uniform(0.11, 0.17), 1.0
            while time < seconds - 0.1 and gain > 0.02:
                times.append(time)
                gains.append(gain)
                which.append(coin)
                time += pause
                pause = max(pause * rng.uniform(0.62, 0.7), 0.014)
                gain *= 0.86
        made = np.zeros(length)
        at, strong, coins = np.array(times), np.array(gains), np.array(which)
        for coin in set(which):
            lowest = rng.uniform(7000.0, 10_000.0) / manner.size
            mine = coins == coin
            count = int(mine.sum())
            for mode in range(6):
                hz = np.full(count, lowest * (1.0 + 0.5 * mode) * rng.uniform(0.97, 1.03))
                made += grains.rings(
                    length, at[mine], hz, np.full(count, 0.25 / (1.0 + 0.6 * mode)),
                    0.7**mode * strong[mine] * rng.uniform(0.3, 1.0, count),
                )  # fmt: skip
        made /= max(float(made.std()), 1e-9)
        clicks = grains.bursts(
            rng, length, at, strong, centre=(4400.0, 13_000.0), t60=(0.004, 0.015)
        )
        return made + 1.3 * clicks / max(float(clicks.std()), 1e-9)


SOUNDS = (
    BreakingGlass,
    ClinkingGlasses,
    Keys,
    Coins,
)
