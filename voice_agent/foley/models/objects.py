"""Things in a house: doors, glass, metal, paper, dishes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, tones
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def panel(
    rng: Random,
    seconds: float,
    modes: tuple[float, float],
    loss: tuple[float, float],
    *,
    count: int = 40,
    contact: float = 0.002,
    slope: float = 0.5,
) -> Samples:
    """A struck panel: ``count`` modes between two frequencies, unit peak."""
    length = envelopes.frames(seconds)
    hz, t60, gains = modal.plate_modes(rng, count, *modes, loss)
    ringing = modal.modes(length, hz, t60, gains * (modes[0] / hz) ** slope)
    made = modal.rung(ringing, modal.hit(2 * round(contact * 44_100) + 4, contact), length)
    return made / max(float(np.abs(made).max()), 1e-9)


class DoorSlam(Sound):
    """A door falls shut: the thump of the panel in its frame, the latch, rattling, the room's air."""

    name = "a door"
    told = "a door slamming"
    words = ("door", "door slam", "slam", "door closing", "close a door", "shut", "door shut",
             "slamming door", "gate")  # fmt: skip
    heard_as = ("Door", "Slam", "Thump, thud", "Cupboard open or close")
    course = Course.ONCE
    natural = (0.8, 1.1)
    gap = None
    level = 75.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hard = 2.0 ** (manner.intensity - 0.5)
        lowest = self.trait("panel", rng, 80.0, 110.0) / manner.size
        thump = panel(
            rng, seconds, (lowest, 12.0 * lowest), (0.35, 0.07), count=40, contact=0.007, slope=0.4
        )
        air = noise.shaped(rng, length, [(30, 0), (120, 0), (400, -4), (2000, -18), (8000, -38)])
        air *= envelopes.strike(length, 0.002, 0.4)
        air /= max(float(np.abs(air).max()), 1e-9)
        rattle = np.array([0.0, 0.012, 0.036, 0.055]) * rng.uniform(0.8, 1.3)
        latch = grains.bursts(
            rng, length, 0.12 + rattle, np.array([1.0, 0.7, 0.4, 0.3]), centre=(1000.0, 5000.0),
            t60=(0.01, 0.04),
        )  # fmt: skip
        latch /= max(float(np.abs(latch).max()), 1e-9)
        swing = noise.shaped(rng, length, [(60, 0), (300, -6), (2000, -24)])
        swing *= envelopes.strike(length, 0.12, 0.4) * 0.02
        main = grains.placed(length, [(0.12, hard * (thump + 1.5 * air))])
        return swing + main + 0.65 * latch


class Knock(Sound):
    """Knuckles on a wooden door: three to five knocks, hollow modes from 120 Hz up."""

    name = "knocking on a door"
    words = ("knock", "knocking", "knock on door", "knocks", "door knock", "knock at the door",
             "rap on door")  # fmt: skip
    heard_as = ("Knock", "Door", "Tap", "Wood")
    course = Course.REPEATING
    level = 77.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        count = manner.count
        period = self.trait("period", rng, 0.19, 0.26) / manner.speed
        if count:
            times = grains.steady(rng, min(seconds, count * period * 2), period, 0.06, 0.05)[:count]
        else:  # groups with pauses, as one waits for an answer
            group = np.arange(rng.integers(3, 5)) * period
            starts = grains.steady(rng, seconds, self.trait("wait", rng, 2.0, 2.8), 0.15, 0.1)
            times = (starts[:, None] + group).ravel()
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0) + 0.5))
        lowest = self.trait("door", rng, 110.0, 170.0) / manner.size
        state = int(self.trait("state", rng, 1.0, 1e6))
        parts = []
        for time in times:
            same = np.random.default_rng(state)  # the same door, struck nearly at the same place
            body = panel(same, 0.3, (lowest, 2600.0), (0.13, 0.04), count=30, contact=0.0016)
            tap = panel(rng, 0.06, (1200.0, 5000.0), (0.03, 0.01), contact=0.0004)
            gain = rng.uniform(0.75, 1.0) * (0.5 + manner.intensity)
            parts.append((time + rng.normal(0, 0.004), gain * filters.low_pass(body, 3000.0)))
            parts.append((time, 0.25 * gain * tap))
        return grains.placed(length, parts)


class Creak(Sound):
    """A dry hinge: it sticks and slips 20 to 120 times a second, slow enough to hear each slip,
    faster and slower as the door swings; every slip rings the door's panel.

    The slips differ in strength and their gaps wander, as friction's do (Serafin 2004); the
    panel's many modes lie between 250 Hz and 6 kHz.
    """

    name = "a creaking door"
    words = ("creak", "squeak", "squeaky door", "creaking", "squeaking hinge", "hinge",
             "creaky floor", "door creak", "door opening", "squeaky hinge")  # fmt: skip
    heard_as = ("Creak", "Squeak", "Door")
    course = Course.ONCE
    natural = (1.2, 2.4)
    gap = (0.6, 2.0)
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        base = self.trait("rate", rng, 38.0, 60.0) * manner.speed / manner.size**0.5
        turns = np.clip(rng.lognormal(0.0, 0.5, 7), 0.4, 2.4)
        turns[[0, -1]] = 0.35
        points = list(zip(np.linspace(0.0, 1.0, 7), base * turns, strict=True))
        hz = tones.glide(points, length) * np.exp(0.12 * noise.jitter(rng, length, 6.0))
        slips = tones.pulse_train(np.clip(hz, 6.0, 400.0), rng, 0.09)
        at = np.flatnonzero(slips)
        slips[at] *= rng.lognormal(0.0, 0.45, len(at))
        own = np.random.default_rng(int(self.trait("wood", rng, 1.0, 1e6)))
        panel_hz = np.sort(own.uniform(250.0, 6000.0, 45)) / manner.size**0.5
        body = modal.modes(
            envelopes.frames(0.09), panel_hz, own.uniform(0.012, 0.05, 45),
            own.uniform(0.2, 1.0, 45) * np.exp(-(np.log(panel_hz / 1300.0) ** 2) / 1.1), own,
        )  # fmt: skip
        scrape = noise.shaped(own, 300, [(400, -6), (2000, 0), (7000, -6)]) * envelopes.decay(300, 0.006)
        body[:300] += 0.4 * body.std() / scrape.std() * scrape
        made = modal.rung(slips, body, length)
        return made * envelopes.smooth(length, [(0, 0), (0.1, 0.7), (0.5, 1), (0.85, 0.7), (1, 0)])


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
        crash = noise.shaped(rng, length, [(150, -14), (800, -4), (3000, 0), (9000, -2), (16e3, -10)])
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
    words = ("clink", "clinking", "toast", "cheers", "glass clinking", "glasses", "glass",
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
            t60 = np.tile((0.8, 0.5, 0.3, 0.18, 0.1), 2) * rng.uniform(0.7, 1.2)
            gains = np.tile((0.5, 1.0, 0.8, 0.5, 0.3), 2) * rng.uniform(0.5, 1.0, 10)
            made += modal.modes(length, pairs, t60, gains, rng)
        tick = grains.bursts(
            rng, length, np.array([0.0]), np.array([0.8]), centre=(6e3, 9e3), t60=(0.003, 0.006)
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
            t60 = rng.uniform(0.05, 0.22, count) * (6000.0 / hz) ** 0.5
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
        pieces = [state.uniform(2800, 13_500, 5) for _ in range(6)]
        clicks = grains.bursts(
            rng, length, times, 0.15 * gains, centre=(4e3, 9e3), t60=(0.003, 0.01)
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


class Paper(Sound):
    """Paper crumpled: thousands of small buckling clicks in gusts of the hand, 1.5 to 10 kHz."""

    name = "crumpling paper"
    words = ("paper", "crumple", "crinkle", "newspaper", "wrapping paper", "page", "turning pages",
             "plastic bag", "crumpling", "rustling paper")  # fmt: skip
    heard_as = ("Crumpling, crinkling", "Rustle", "Tearing", "Crushing")
    course = Course.CONTINUOUS
    level = 52.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        squeeze = np.clip(0.35 + 0.8 * noise.jitter(rng, length, 2.2 * manner.speed)[::256], 0.0, 3.0)
        times = grains.onsets(rng, seconds, 20.0 + 330.0 * squeeze * (0.4 + manner.intensity))
        gains = grains.power_law(rng, len(times), 0.03, 1.0, 1.7)
        return grains.bursts(
            rng, length, times, gains, centre=(1400.0, 7500.0), octaves=1.6, t60=(0.003, 0.022),
            attack=0.0002,
        )  # fmt: skip


class Tearing(Sound):
    """Paper torn: fibres break one after the other, faster as the hand speeds up."""

    name = "tearing paper"
    words = ("tear", "rip", "tearing", "ripping paper", "torn cloth", "rip paper")
    heard_as = ("Tearing", "Crumpling, crinkling", "Zipper (clothing)", "Scratch")
    course = Course.ONCE
    natural = (0.6, 1.3)
    gap = (0.4, 1.2)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        pull = envelopes.smooth(60, [(0, 0.2), (0.3, 0.6), (0.8, 1), (1, 0.3)])
        times = grains.onsets(rng, seconds, 800.0 * pull * manner.speed)
        gains = grains.power_law(rng, len(times), 0.1, 1.0, 1.8)
        made = grains.bursts(
            rng, length, times, gains, centre=(2500.0, 9000.0), octaves=2.0, t60=(0.003, 0.012)
        )
        sheet = noise.shaped(rng, length, [(300, -14), (2000, 0), (6000, 0), (14e3, -6)])
        sheet *= np.interp(np.linspace(0.0, 1.0, length), np.linspace(0.0, 1.0, 60), pull)
        made = made / max(float(made.std()), 1e-9) + 0.4 * sheet
        return made * envelopes.smooth(length, [(0, 0), (0.05, 0.6), (0.8, 1), (1, 0)])


class Dishes(Sound):
    """Plates and cutlery put down and stacked: ceramic modes from 600 Hz, metal from 2.5 kHz."""

    name = "clattering dishes"
    words = ("dish", "plate", "cutlery", "crockery", "pot", "pan", "silverware", "fork",
             "washing dishes", "spoon", "dishes")  # fmt: skip
    heard_as = ("Dishes, pots, and pans", "Cutlery, silverware", "Chink, clink", "Clatter")
    course = Course.CONTINUOUS
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        busy = np.clip(0.4 + noise.jitter(rng, length, 1.0)[::256], 0.05, 3.0)
        times = grains.onsets(rng, seconds, 4.5 * busy * manner.speed)
        parts = []
        for time in times:
            if rng.random() < 0.45:  # a plate
                hz = rng.uniform(550.0, 1100.0) * np.array([1.0, 2.1, 3.4, 4.9, 6.8])
                t60 = np.array([0.22, 0.18, 0.14, 0.1, 0.07]) * rng.uniform(0.6, 1.3)
            else:
                hz = rng.uniform(2400.0, 4500.0) * np.array([1.0, 1.6, 2.3, 2.9])
                t60 = np.array([0.16, 0.12, 0.08, 0.05]) * rng.uniform(0.5, 1.5)
            size = envelopes.frames(0.3)
            made = modal.modes(size, hz, t60, rng.uniform(0.2, 1.0, len(hz)), rng)
            gain = float(grains.power_law(rng, 1, 0.12, 1.0, 1.4)[0])
            parts.append((time, gain * envelopes.faded(made, 0.0004, 0.02)))
            if rng.random() < 0.5:  # it bounces once
                parts.append((time + rng.uniform(0.03, 0.09), 0.4 * gain * made))
        clicks = grains.bursts(
            rng, length, times, np.full(len(times), 0.4), centre=(1500.0, 6000.0), t60=(0.005, 0.02)
        )
        return grains.placed(length, parts) + clicks


class Frying(Sound):
    """Frying: fat spits, thousands of tiny steam bursts over a hiss from 2 to 12 kHz."""

    name = "frying food"
    words = ("fry", "frying", "sizzle", "sizzling", "bacon", "frying pan", "cooking", "egg frying",
             "steak")  # fmt: skip
    heard_as = ("Frying (food)", "Sizzle")
    course = Course.CONTINUOUS
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        heat = 4.0 ** (manner.intensity - 0.5)
        times = grains.onsets(rng, seconds, 700.0 * heat)
        gains = grains.power_law(rng, len(times), 0.03, 1.0, 1.9)
        spit = grains.bursts(
            rng, length, times, gains, centre=(2000.0, 9000.0), octaves=1.4, t60=(0.002, 0.01)
        )
        hiss = noise.shaped(rng, length, [(200, -30), (1200, -10), (4000, 0), (9000, -2), (16e3, -10)])
        hiss *= noise.wander(rng, length, 1.0, 0.7, 1.2)
        return spit / max(float(spit.std()), 1e-9) + 0.8 * hiss


class Chopping(Sound):
    """A knife through something on a board: a short wooden blow and a cut, three a second."""

    name = "chopping vegetables"
    words = ("chop", "chopping", "knife", "cutting vegetables", "cutting board", "dicing")
    heard_as = ("Chopping (food)", "Chop", "Knock", "Wood")
    course = Course.REPEATING
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = self.trait("period", rng, 0.26, 0.36) / manner.speed
        times = grains.steady(rng, seconds, period, 0.08, 0.05)[: manner.count]
        lowest = self.trait("board", rng, 105.0, 140.0) / manner.size
        parts = [
            (time, rng.uniform(0.6, 1.0) * panel(
                rng, 0.12, (lowest, 4000.0), (0.025, 0.008), count=60, contact=0.0006
            ))
            for time in times
        ]  # fmt: skip
        made = grains.placed(length, parts)
        cut = grains.bursts(
            rng, length, times, rng.uniform(0.5, 1.0, len(times)), centre=(1500.0, 5000.0),
            octaves=2.5, t60=(0.01, 0.03),
        )  # fmt: skip
        return made / max(float(made.std()), 1e-9) + 0.7 * cut / max(float(cut.std()), 1e-9)


SOUNDS = (
    DoorSlam,
    Knock,
    Creak,
    BreakingGlass,
    ClinkingGlasses,
    Keys,
    Coins,
    Paper,
    Tearing,
    Dishes,
    Frying,
    Chopping,
)
