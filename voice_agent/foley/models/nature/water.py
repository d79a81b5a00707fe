"""Water outdoors: the sea, streams, drops, splashes, oars; bubbles."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
)
from voice_agent.foley.blocks.friction import stick_slip
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
    made = grains.bubbles(
        envelopes.frames(seconds), times, radius, gains, rise=rising, damped=damped
    )
    return made / max(float(made.std()), 1e-9)


class Sea(Sound):
    """Waves on a beach: each rises as a dull roar, breaks bright and draws back with a hiss.

    One every 6 to 10 seconds; the spectrum of broken surf falls by 5 dB an octave above 500 Hz.
    """

    name = "the sea"
    words = ("sea", "ocean", "wave", "surf", "seashore", "sea wave", "ocean wave",
             "waves on a beach", "waves crashing")  # fmt: skip
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


class Dripping(Sound):
    """A tap that drips into water: the small click of the impact, then the trapped bubble."""

    name = "a dripping tap"
    words = ("drip", "dripping", "dripping water", "drop of water", "water drop", "leaking tap",
             "dripping faucet", "leak", "leaking faucet", "leaking pipe")  # fmt: skip
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
            made += grains.bubbles(length, late, radii, gains, rise=0.2, damped=2.0)
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


class Rowing(Sound):
    """Someone rows: every two to three seconds the blades dip in, pull a swirl of bubbles through
    the water and drip on their way back, while the oars groan in their locks."""

    name = "rowing"
    told = "someone rowing a boat"
    words = ("oar", "rowboat", "rowing boat", "rowing a boat", "canoe", "kayak",
             "gondola", "paddle", "paddling", "paddle boat", "oar stroke")  # fmt: skip
    heard_as = ("Rowboat, canoe, kayak", "Splash, splatter", "Water", "Slosh", "Liquid")
    course = Course.REPEATING
    level = 58.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 2.2, 2.9) * manner.size**0.3 / manner.speed
        times = grains.steady(rng, seconds, period, 0.05, 0.1)[: manner.count]
        length = envelopes.frames(min(seconds, times[-1] + 1.2 * period))
        parts = [(time, self._stroke(rng, period, manner)) for time in times]
        points = [(60, -8), (150, -2), (400, 0), (1600, -8), (6400, -18), (16e3, -30)]
        hull = noise.shaped(rng, length, points) * noise.wander(rng, length, 0.8, 0.4, 1.0)
        return grains.placed(length, parts) + 0.04 * hull

    def _stroke(self, rng: Random, period: float, manner: Manner) -> Samples:
        """Of unit strength in the pull: dip, pull, drops on the way back."""
        length = envelopes.frames(1.1 * period)
        pull = 0.4 * period
        flow = [0.1, 1.0, 0.7, 0.15, 0.08, 0.05, 0.0]
        rate = 500.0 * 2.0**manner.intensity * np.array(flow)
        swirl = murmur(rng, 1.1 * period, rate, (0.0012, 0.009), rise=0.2)
        swirl *= envelopes.smooth(length, [(0, 0.1), (0.12, 1), (0.36, 0.7), (0.5, 0.3), (1, 0.1)])
        rush = noise.shaped(
            rng, length, [(100, -8), (400, 0), (1500, -3), (5000, -12), (16e3, -24)]
        )
        rush *= envelopes.smooth(length, [(0, 0), (0.1, 1), (0.36, 0.6), (0.45, 0), (1, 0)])
        dips = np.array([0.05, 0.08, pull, pull + 0.05]) + rng.uniform(0.0, 0.04, 4)
        plop = grains.bubbles(
            length, dips, rng.uniform(0.006, 0.012, 4) * manner.size,
            np.array([1.0, 0.8, 0.5, 0.4]), rise=0.2,
        )  # fmt: skip
        late = rng.uniform(pull + 0.1, 1.05 * period, 9)
        drops = grains.bubbles(
            length, late, rng.uniform(0.0012, 0.003, 9), rng.uniform(0.1, 0.4, 9), rise=0.2
        )
        return 0.35 * swirl + 0.3 * rush + plop + drops + self._groan(rng, length, pull, manner)

    def _groan(self, rng: Random, length: int, pull: float, manner: Manner) -> Samples:
        """Wood and leather that stick and slip while the oar turns in its lock."""
        turning = envelopes.frames(pull)
        hz = self.trait("lock", rng, 34.0, 60.0) * (1.0 + 0.3 * noise.jitter(rng, turning, 3.0))
        slips = stick_slip(rng, np.clip(hz, 15.0, 120.0), roughness=0.25)
        wood = filters.band_pass(slips, 250.0, 1400.0) / max(float(slips.std()), 1e-9)
        wood *= envelopes.smooth(turning, [(0, 0), (0.3, 1), (0.8, 0.7), (1, 0)])
        return grains.placed(length, [(0.1, 0.5 * wood)])


SOUNDS = (
    Sea,
    Stream,
    Waterfall,
    Bubbles,
    Dripping,
    Splash,
    Rowing,
)
