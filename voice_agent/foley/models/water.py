"""Water that runs, falls, drips, boils; and fire."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, noise
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


def murmur(
    rng: Random,
    seconds: float,
    rate: float | Samples,
    radii: tuple[float, float],
    *,
    exponent: float = 1.5,
    rise: float = 0.1,
    damped: float = 2.5,
) -> Samples:
    """Running water: ``rate`` bubbles a second with radii (m) of a power law, unit variance.

    Big bubbles sound louder: their gain goes with the radius (van den Doel 2005).
    """
    times = grains.onsets(rng, seconds, rate)
    radius = grains.power_law(rng, len(times), *radii, exponent)
    gains = (radius / radii[1]) ** 1.0 * rng.random(len(times)) ** 2
    rising = rise * (rng.random(len(times)) < 0.4)
    made = grains.bubbles(envelopes.frames(seconds), times, radius, gains, rise=rising, damped=damped)
    return made / max(float(made.std()), 1e-9)


class Sea(Sound):
    """Waves on a beach: each rises as a dull roar, breaks bright and draws back with a hiss.

    One every 6 to 10 seconds; the spectrum of broken surf falls by 5 dB an octave above 500 Hz.
    """

    name = "the sea"
    words = ("sea", "ocean", "wave", "surf", "seashore", "sea wave", "ocean wave", "waves on a beach",
             "waves crashing")  # fmt: skip
    heard_as = ("Ocean", "Waves, surf", "Water")
    course = Course.CONTINUOUS
    level = 62.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 2.0 ** (2.0 * manner.intensity - 1.0)
        count = length // 256 + 1
        time = np.arange(count) * 256 / RATE
        roar, hiss = np.full(count, 0.12), np.full(count, 0.01)
        period = self.trait("period", rng, 6.0, 9.0) / manner.speed
        for start in grains.steady(rng, seconds + 8.0, period, 0.22, rng.uniform(-8.0, -1.0)):
            since = time - start
            size = rng.uniform(0.6, 1.0) * strong
            growth = np.exp(-0.5 * ((since - 2.0) / 0.9) ** 2)
            fall = np.where(since > 2.2, np.exp(-(since - 2.2) / 2.0), 0.0)
            roar += size * np.maximum(growth, 0.75 * fall)
            wash = np.clip((since - 2.0) / 0.5, 0, 1) * np.exp(-np.maximum(since - 2.5, 0) / 2.6)
            hiss += 0.16 * size * np.where(since > 2.0, wash, 0.0)
        hz = filters.gain_frequencies()
        low = noise.curve(hz, [(40, -10), (150, -2), (350, 0), (2000, -14), (8000, -28)])
        high = noise.curve(hz, [(300, -26), (1200, -6), (3500, 0), (9000, -6), (16e3, -14)])
        gains = roar[:, None] * low + hiss[:, None] * high
        return filters.moving(rng.standard_normal(length), gains)


class Stream(Sound):
    """A brook: bubbles of a millimetre to a centimetre over a soft rush."""

    name = "a stream"
    words = ("stream", "brook", "creek", "river", "running water", "flowing water",
             "babbling brook", "water flow")  # fmt: skip
    heard_as = ("Stream", "Water", "Trickle, dribble", "Waterfall")
    course = Course.CONTINUOUS
    level = 52.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 4.0 ** (manner.intensity - 0.5)
        flow = 1.0 + 0.35 * noise.jitter(rng, length, 0.8)[::512]
        made = murmur(rng, seconds, 600.0 * strong * np.clip(flow, 0.2, 3.0), (0.001, 0.006))
        points = [(60, -8), (150, -2), (400, 0), (1600, -6), (6400, -12), (16e3, -20)]
        return made + 0.8 * strong**0.5 * noise.shaped(rng, length, points)


class Waterfall(Sound):
    """Falling water: so many bubbles and splashes that only their noise is left."""

    name = "a waterfall"
    words = ("waterfall", "cascade", "rapids", "weir")
    heard_as = ("Waterfall", "Water", "Stream")
    course = Course.CONTINUOUS
    level = 78.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        points = [(40, -10), (120, -2), (400, 0), (1500, -2), (4000, -6), (9000, -12), (16e3, -20)]
        made = noise.shaped(rng, length, points) * noise.wander(rng, length, 1.5, 0.85, 1.15)
        splash = murmur(rng, seconds, 300.0, (0.001, 0.006))
        return made + 0.3 * splash


class Pouring(Sound):
    """Water poured into a glass: bubbles, and the air column whose pitch rises as it fills.

    Quarter-wave resonance of the air left above the water, c / 4 h.
    """

    name = "water pouring into a glass"
    words = ("pour", "pouring water", "pour a drink", "water into a glass", "fill a glass",
             "pour tea", "pour coffee", "drink being poured")  # fmt: skip
    heard_as = ("Pour", "Liquid", "Fill (with liquid)", "Trickle, dribble")
    course = Course.ONCE
    natural = (4.0, 6.0)
    gap = (1.0, 2.5)
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = 390.0 * 2.0 ** (manner.intensity * 2 - 1)
        made = murmur(rng, seconds, rate, (0.0004, 0.0028), exponent=2.25, damped=3.5)
        points = [(60, -12), (150, -4), (500, 0), (2000, -9), (8000, -20), (16e3, -27)]
        made = made + 0.37 * noise.shaped(rng, length, points)
        height = np.linspace(0.13 * manner.size, 0.03 * manner.size, length // 256 + 1)
        pipe = 343.0 / (4.0 * (height + 0.01))[:, None]
        hz = filters.gain_frequencies()
        gains = np.ones((len(height), len(hz)))
        for harmonic, gain in ((1.0, 1.46), (3.0, 0.73), (5.0, 0.44)):
            gains += gain / (1.0 + ((hz - harmonic * pipe) / (0.19 * pipe)) ** 2)
        made = filters.moving(made, gains)
        return made * envelopes.smooth(length, [(0, 0), (0.03, 1), (0.93, 0.9), (1, 0)])


class Bubbles(Sound):
    """Bubbles blown into water: big ones, one by one and in bursts, each rising in pitch."""

    name = "bubbles"
    words = ("bubble", "bubbling", "blowing bubbles", "aquarium", "underwater", "gurgle",
             "gurgling", "fish tank")  # fmt: skip
    heard_as = ("Gurgling", "Boiling", "Liquid", "Stream", "Water")
    course = Course.CONTINUOUS
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        burst = np.clip(1.0 + 0.9 * noise.jitter(rng, length, 2.0)[::512], 0.05, 4.0)
        rate = 130.0 * manner.speed * 4.0 ** (manner.intensity - 0.5)
        size = manner.size
        made = murmur(rng, seconds, rate * burst, (0.001 * size, 0.007 * size), rise=0.3)
        points = [(60, -6), (150, -2), (400, 0), (1600, -8), (6400, -16), (16e3, -30)]
        return made + 0.35 * noise.shaped(rng, length, points)


class Boiling(Sound):
    """A pot at a rolling boil: a rumble of steam bubbles that collapse, and bubbles that burst."""

    name = "boiling water"
    words = ("boil", "boiling", "boiling pot", "kettle", "simmering pot", "simmer", "water boil")
    heard_as = ("Boiling", "Liquid", "Gurgling", "Water")
    course = Course.CONTINUOUS
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 4.0 ** (manner.intensity - 0.5)
        roll = np.clip(1.0 + 0.4 * noise.jitter(rng, length, 3.0)[::512], 0.2, 3.0)
        made = murmur(rng, seconds, 600.0 * strong * roll, (0.001, 0.006), rise=0.05)
        points = [(60, -6), (150, -2), (400, 0), (1600, -8), (6400, -16), (16e3, -28)]
        rumble = noise.shaped(rng, length, points) * noise.wander(rng, length, 8.0, 0.7, 1.3)
        return made + 0.4 * rumble


class Dripping(Sound):
    """A tap that drips into water: the small click of the impact, then the trapped bubble."""

    name = "a dripping tap"
    words = ("drip", "dripping", "dripping water", "drop of water", "water drop", "leaking tap",
             "dripping faucet", "leak")  # fmt: skip
    heard_as = ("Drip", "Raindrop", "Plop", "Liquid", "Water")
    course = Course.REPEATING
    level = 45.0
    outdoors = True  # one hears it close by, with hardly any room

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.5, 0.9) / manner.speed
        times = grains.steady(rng, seconds, period, 0.06, 0.1)[: manner.count]
        length = envelopes.frames(seconds)
        radius = self.trait("radius", rng, 0.0045, 0.0054) * manner.size
        count = len(times)
        made = np.zeros(length)
        for number in range(3):  # the main bubble and the smaller ones of the splash
            late = times + 0.0116 + number * rng.uniform(0.01, 0.034, count)
            gains = 0.56**number * rng.uniform(0.6, 1.0, count)
            radii = 0.68**number * radius * rng.uniform(0.93, 1.07, count)
            made += grains.bubbles(length, late, radii, gains, rise=0.12, damped=2.7)
        click = grains.bursts(
            rng, length, times, np.full(count, 0.17), centre=(1500.0, 3000.0), t60=(0.002, 0.008)
        )
        return made + click


class Splash(Sound):
    """Something falls into water: the slap, the plunging cavity's plop, the spray falling back."""

    name = "a splash"
    words = ("splash", "splashing", "water splash", "jump into water", "dive", "diving",
             "stone into water", "plop")  # fmt: skip
    heard_as = ("Splash, splatter", "Water", "Liquid", "Slosh", "Plop")
    course = Course.ONCE
    natural = (1.2, 2.0)
    gap = (0.5, 1.8)
    level = 65.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        time = envelopes.times(length)
        points = [(80, -8), (300, 0), (1200, 0), (4000, -5), (12e3, -16)]
        slap = noise.shaped(rng, length, points) * envelopes.strike(length, 0.006, 0.35)
        crown = noise.shaped(rng, length, [(300, -26), (1500, -4), (4000, 0), (12e3, -10)])
        crown *= np.clip((time - 0.04) / 0.12, 0, 1) * np.exp(-time / 0.28)
        rate = 1500.0 * np.exp(-np.linspace(0, seconds, 60) / 0.35) * 2.0**manner.intensity
        drops = murmur(rng, seconds, rate, (0.0008, 0.007))
        plop = grains.bubbles(
            length, np.array([0.05, 0.13]), np.array([0.011, 0.007]) * manner.size,
            np.array([1.0, 0.5]), rise=0.2,
        )  # fmt: skip
        return slap + 0.5 * crown + 0.6 * drops * np.exp(-time / 0.5) + 0.5 * plop


class Shower(Sound):
    """A shower: hundreds of jets on tiles and skin, a steady hiss with spatter."""

    name = "a shower"
    words = ("shower", "showering", "taking a shower", "water tap", "tap", "faucet",
             "bathtub", "sink")  # fmt: skip
    heard_as = ("Water tap, faucet", "Bathtub (filling or washing)", "Sink (filling or washing)",
                "Spray", "Rain on surface", "Water")  # fmt: skip
    course = Course.CONTINUOUS
    level = 65.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        points = [(60, -26), (250, -8), (700, -3), (2500, 0), (7000, -2), (16e3, -12)]
        jets = noise.shaped(rng, length, points) * noise.wander(rng, length, 1.2, 0.8, 1.2)
        times = grains.onsets(rng, seconds, 320.0 * 2.0 ** (2 * manner.intensity - 1))
        size = grains.power_law(rng, len(times), 0.05, 1.0, 2.0)
        spatter = grains.bursts(
            rng, length, times, size, centre=(900.0, 5000.0), t60=(0.006, 0.03), attack=0.001
        )
        basin = murmur(rng, seconds, 250.0, (0.001, 0.007))
        return jets + 0.5 * spatter / max(float(spatter.std()), 1e-9) + 0.35 * basin


class ToiletFlush(Sound):
    """A flush: the valve's clunk, the rush into the bowl, the gurgle of the siphon, refilling."""

    name = "a toilet flush"
    words = ("toilet", "flush", "flushing", "toilet flushing", "flush a toilet")
    heard_as = ("Toilet flush", "Gurgling", "Sink (filling or washing)", "Gush")
    course = Course.ONCE
    natural = (7.0, 9.0)
    gap = None
    level = 68.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rush = noise.shaped(rng, length, [(60, -8), (200, 0), (700, -1), (2500, -5), (12e3, -20)])
        flow = envelopes.smooth(
            length, [(0, 0), (0.04, 0.3), (0.1, 1), (0.3, 0.9), (0.45, 0.5), (0.55, 0.1), (1, 0.04)]
        )
        rush *= flow * noise.wander(rng, length, 7.0, 0.6, 1.3)
        rate = 500.0 * np.interp(np.linspace(0, 1, 80), [0, 0.1, 0.35, 0.5, 0.6, 1],
                                 [0.05, 0.6, 1.0, 0.8, 0.1, 0.05])  # fmt: skip
        gurgle = murmur(rng, seconds, rate, (0.002, 0.013), rise=0.15)
        gurgle *= envelopes.smooth(length, [(0, 0), (0.1, 0.5), (0.35, 1), (0.5, 0.8), (0.62, 0.1), (1, 0.05)])
        refill = noise.shaped(rng, length, [(300, -30), (1200, -8), (4000, 0), (12e3, -8)])
        refill *= envelopes.smooth(length, [(0, 0), (0.1, 0.05), (0.5, 0.14), (0.9, 0.12), (1, 0)])
        clunk = grains.bursts(
            rng, length, np.array([0.03, 0.11]), np.array([6.0, 4.0]), centre=(150.0, 900.0),
            t60=(0.05, 0.1),
        )  # fmt: skip
        return rush + 0.55 * gurgle + refill + clunk * 0.3


class Fire(Sound):
    """A wood fire: the lapping of flames below 500 Hz and crackles in clusters.

    Crackles are sudden bursts of gas from the wood: Poisson in bursts, sizes of a power law
    (Farnell 2010, Designing Sound).
    """

    name = "a fire"
    words = ("fire", "campfire", "fireplace", "bonfire", "burning", "flame", "crackling fire",
             "burning wood", "crackle", "crackling")  # fmt: skip
    heard_as = ("Fire", "Crackle")
    course = Course.CONTINUOUS
    level = 55.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 4.0 ** (manner.intensity - 0.5)
        lap = noise.shaped(rng, length, [(60, 0), (200, 2), (800, -6), (3000, -16), (12e3, -32)])
        lap *= noise.wander(rng, length, 5.0, 0.4, 1.2)
        burst = np.clip(0.95 + 0.75 * noise.jitter(rng, length, 1.2)[::512], 0.05, 4.0) ** 1.7
        times = grains.onsets(rng, seconds, 95.0 * strong * burst)
        size = grains.power_law(rng, len(times), 0.03, 1.0, 2.0)
        crackle = grains.bursts(
            rng, length, times, size, centre=(1200.0, 8500.0), octaves=1.8, t60=(0.002, 0.022),
            attack=0.0001,
        )  # fmt: skip
        return crackle / max(float(crackle.std()), 1e-9) + 0.5 * strong**0.3 * lap


SOUNDS = (
    Sea,
    Stream,
    Waterfall,
    Pouring,
    Bubbles,
    Boiling,
    Dripping,
    Splash,
    Shower,
    ToiletFlush,
    Fire,
)
