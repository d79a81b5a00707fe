"""Birds with rough calls through a beak: gulls, crows, ducks, geese, roosters."""

from __future__ import annotations

from dataclasses import replace

from voice_agent.foley.blocks.throat import Throat, call
from voice_agent.foley.models.animals.caller import Caller
from voice_agent.foley.models.animals.songbirds import joined
from voice_agent.foley.sound import Manner, Random, Samples


class Seagull(Caller):
    """Gulls: long falling cries of 700 to 1200 Hz with strong harmonics, in series."""

    name = "seagulls"
    words = ("seagull", "gull", "sea bird", "seabird")
    heard_as = ("Bird", "Squawk", "Bird vocalization, bird call, bird song", "Wild animals")
    natural = (0.3, 0.7)
    gap = (0.08, 0.9)
    level = 68.0
    throat = Throat(
        pitch=1000.0, start=0.88, middle=0.97, end=0.62, peak=0.25,
        formants=((1350.0, 1.47), (2050.0, 1.4), (3400.0, 1.0), (4760.0, 1.0)),
        gains=(-3.0, 0.0, -2.0, -6.0), width=0.48, tilt=-3.0, breath=0.25, jitter=0.012,
        shimmer=0.3, subharmonic=0.2, floor=-40.0, attack=0.05, hold=0.45,
    )  # fmt: skip


class Crow(Caller):
    """A crow: caws of 350 ms, breathy and rough, harmonics under bands at 1.3 and 1.9 kHz."""

    name = "a crow"
    told = "a crow cawing"
    words = ("crow", "raven", "caw", "cawing", "magpie", "rook", "jackdaw")
    heard_as = ("Crow", "Caw", "Bird", "Wild animals")
    natural = (0.28, 0.42)
    gap = (0.15, 0.9)
    level = 70.0
    throat = Throat(
        pitch=690.0, start=0.87, middle=1.08, end=0.56, peak=0.22,
        formants=((1250.0, 1.25), (1800.0, 1.12), (3760.0, 1.0), (5260.0, 1.0)),
        gains=(0.0, 1.3, -17.0, -19.0), width=0.3, tilt=-3.5, breath=0.3, jitter=0.03,
        shimmer=0.3, subharmonic=0.34, floor=-26.0, attack=0.15, hold=0.58,
    )  # fmt: skip


class Duck(Caller):
    """A duck: nasal quacks of 200 ms at 200 Hz with strong formants, softer one by one."""

    name = "a duck"
    told = "a duck quacking"
    words = ("duck", "quack", "quacking", "mallard", "duckling")
    heard_as = ("Duck", "Quack", "Fowl", "Goose")
    natural = (0.16, 0.24)
    gap = (0.08, 0.5)
    level = 68.0
    throat = Throat(
        pitch=230.0, start=0.9, middle=0.95, end=0.8, peak=0.3,
        formants=((1100.0, 1.2), (2300.0, 1.0), (3600.0, 1.0)),
        gains=(0.0, -2.0, -8.0), width=0.2, tilt=-4.0, breath=0.1, jitter=0.03,
        shimmer=0.2, attack=0.1, hold=0.6,
    )  # fmt: skip


class Goose(Caller):
    """A goose: honks that break from 350 to 700 Hz and back within 300 ms."""

    name = "a goose"
    told = "a goose honking"
    words = ("goose", "honking goose", "swan", "geese")
    heard_as = ("Goose", "Honk", "Fowl", "Duck")
    natural = (0.25, 0.4)
    gap = (0.15, 0.8)
    level = 72.0
    throat = Throat(
        pitch=500.0, start=0.62, middle=0.98, end=0.7, peak=0.3,
        formants=((1000.0, 1.3), (1700.0, 1.15), (3000.0, 1.0)),
        gains=(0.0, 2.0, -6.0), width=0.32, tilt=-3.0, breath=0.3, jitter=0.04,
        shimmer=0.3, subharmonic=0.25, floor=-30.0, attack=0.1, hold=0.7,
    )  # fmt: skip


class Rooster(Caller):
    """A crow of four parts: three short calls that rise, then a long one that falls."""

    name = "a rooster"
    told = "a rooster crowing"
    words = ("rooster", "cock", "cock a doodle doo", "crowing", "cockerel", "rooster crow",
             "rooster crowing")  # fmt: skip
    heard_as = ("Crowing, cock-a-doodle-doo", "Chicken, rooster", "Fowl")
    natural = (1.45, 1.75)
    gap = (0.6, 2.5)
    level = 80.0
    throat = Throat(
        pitch=1090.0, start=0.97, middle=0.82, end=0.98, peak=0.5,
        formants=((1250.0, 1.1), (1850.0, 1.48), (3700.0, 1.0), (5200.0, 1.0)),
        gains=(0.0, -6.0, -11.5, -15.0), width=0.455, tilt=-11.6, breath=0.74, jitter=0.062,
        shimmer=0.02, subharmonic=0.3, floor=-39.0, attack=0.23, hold=0.72,
    )  # fmt: skip

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        throat = self.throat.bigger(manner.size * self.trait("size", rng, 0.92, 1.08))
        notes = []
        for pitch, share in ((0.83, 0.055), (0.73, 0.08), (1.2, 0.16), (1.0, 0.6)):
            part = replace(throat, pitch=throat.pitch * pitch)
            notes.append((0.05, call(rng, share * seconds, part)))
        return joined(rng, notes)


SOUNDS = (
    Seagull,
    Crow,
    Duck,
    Goose,
    Rooster,
)
