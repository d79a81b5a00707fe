"""Blows and bangs: explosions, shots, fireworks, metal, wood, balloons."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise
from voice_agent.foley.models.objects import BreakingGlass
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound

Spectrum = list[tuple[float, float]]


def blast(rng: Random, length: int, spectrum: Spectrum, *, rise: float, t60: float) -> Samples:
    """A burst of noise with a spectrum, whose highs die before its lows; unit peak."""
    made = noise.shaped(rng, length, spectrum)
    low = filters.low_pass(made, 350.0, 1)
    high = made - low
    out = low * envelopes.strike(length, rise, t60)
    out += high * envelopes.strike(length, 0.6 * rise, 0.45 * t60)
    return out / max(float(np.abs(out).max()), 1e-9)


def echoes(
    rng: Random, samples: Samples, count: int, delay: tuple[float, float], gain: float
) -> Samples:
    """Reflections of walls and hills: later, duller and weaker; the same length."""
    made = samples.copy()
    for time in np.sort(rng.uniform(*delay, count)):
        dull = filters.low_pass(samples, 1800.0 / (1.0 + 2.0 * time), 1)
        part = gain * rng.uniform(0.4, 1.0) / (1.0 + 3.0 * time)
        made += grains.placed(len(samples), [(float(time), part * dull)])
    return made


class Explosion(Sound):
    """An explosion: a shock front, a fireball's rumble below 150 Hz for seconds, debris."""

    name = "an explosion"
    words = ("explosion", "explode", "exploding", "bomb", "blast", "boom", "detonation", "dynamite",
             "grenade", "cannon", "artillery", "eruption", "volcano")  # fmt: skip
    heard_as = ("Explosion", "Boom", "Artillery fire", "Gunshot, gunfire", "Eruption", "Thunder")
    course = Course.ONCE
    natural = (2.8, 4.0)
    gap = (0.8, 2.5)
    level = 100.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        big = manner.size * 2.0 ** (manner.intensity - 0.5)
        front = blast(
            rng, length, [(25, 2), (90, 3), (400, 0), (1500, -6), (5000, -14), (14e3, -28)],
            rise=0.006, t60=2.2 * big**0.4,
        )  # fmt: skip
        rumble = noise.shaped(rng, length, [(20, 0), (60, 3), (140, 0), (400, -12), (2000, -34)])
        rumble *= envelopes.strike(length, 0.12, 3.2 * big**0.4)
        rumble *= 1.0 + 0.5 * noise.jitter(rng, length, 7.0)
        times = 0.15 + np.sort(rng.gamma(2.0, 0.35, 160))
        debris = grains.bursts(
            rng, length, times, grains.power_law(rng, 160, 0.02, 0.5, 1.8), centre=(400.0, 4500.0),
            t60=(0.01, 0.06),
        )  # fmt: skip
        made = np.tanh(4.0 * echoes(rng, front, 7, (0.06, 1.0), 0.6))
        return made + 0.33 * rumble + 0.25 * debris


class Gunshot(Sound):
    """A shot: the muzzle blast, a pulse of half a millisecond, then reflections of the ground
    and of everything around, dull and scattered over a second (Maher 2007)."""

    name = "a gunshot"
    words = ("gunshot", "gun", "shot", "gunfire", "pistol", "rifle", "shooting", "shoot",
             "firing a gun",
             "revolver", "shotgun", "gun shot")  # fmt: skip
    heard_as = ("Gunshot, gunfire", "Explosion", "Machine gun", "Fusillade", "Cap gun")
    course = Course.ONCE
    natural = (0.9, 1.4)
    gap = (0.3, 1.6)
    level = 100.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        front = blast(
            rng, length, [(60, -2), (300, 2), (900, 2), (3000, -2), (9000, -8), (16e3, -14)],
            rise=0.0002, t60=0.16 * manner.size**0.4,
        )  # fmt: skip
        made = np.tanh(3.0 * front)
        tail = noise.shaped(rng, length, [(60, -2), (250, 0), (900, -4), (3000, -14), (9000, -34)])
        tail *= envelopes.strike(length, 0.015, rng.uniform(0.7, 1.1))
        return echoes(rng, made, 8, (0.01, 0.35), 0.4) + 0.12 * tail


class MachineGun(Sound):
    """A machine gun: bursts of shots, 9 to 13 a second, the bolt clacking between."""

    name = "a machine gun"
    words = ("machine gun", "automatic rifle", "machine gun fire", "gatling gun", "battle", "war")
    heard_as = ("Machine gun", "Gunshot, gunfire", "Fusillade", "Explosion")
    course = Course.ONCE
    natural = (1.6, 2.6)
    gap = (0.4, 1.6)
    level = 98.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 9.0, 13.0) * manner.speed
        times = grains.steady(rng, max(0.3, seconds - 0.7), 1.0 / rate, 0.02)
        gun = Gunshot()
        parts = [
            (float(time), rng.uniform(0.8, 1.0) * gun.render(rng, 0.7, manner)) for time in times
        ]
        clack = grains.bursts(
            rng,
            length,
            times + 0.045,
            np.full(len(times), 0.3),
            centre=(1500.0, 5000.0),
            t60=(0.01, 0.03),
        )
        return grains.placed(length, parts) + clack


class Fireworks(Sound):
    """Fireworks: mortars thump, shells whistle up, burst far above and crackle down."""

    name = "fireworks"
    words = ("firework", "fireworks", "firecracker", "rocket", "petard", "new year")
    heard_as = ("Fireworks", "Firecracker", "Explosion", "Boom", "Burst, pop")
    course = Course.CONTINUOUS
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = 1.1 * 3.0 ** (manner.intensity - 0.5) * manner.speed
        parts = []
        bursts = np.append(
            grains.onsets(rng, seconds + 1.5, rate) - 1.5, rng.uniform(0, 0.3 * seconds)
        )
        for time in bursts:
            size = envelopes.frames(1.8)
            strong = rng.uniform(0.35, 1.0)
            shell = blast(
                rng, size, [(40, 0), (150, 2), (600, -1), (2500, -9), (9000, -20)], rise=0.001,
                t60=rng.uniform(0.3, 0.7),
            )  # fmt: skip
            parts.append((float(time), strong * echoes(rng, shell, 5, (0.08, 0.9), 0.55)))
            if rng.random() < 0.55:
                count = int(rng.integers(40, 200))
                when = rng.uniform(0.25, 0.5) + np.sort(rng.gamma(2.5, 0.22, count))
                crackle = grains.bursts(
                    rng, envelopes.frames(2.4), when, grains.power_law(rng, count, 0.05, 0.6, 1.5),
                    centre=(1200.0, 6000.0), octaves=2.5, t60=(0.01, 0.035),
                )  # fmt: skip
                parts.append((float(time), 0.5 * strong * crackle))
            if rng.random() < 0.35:
                held = rng.uniform(0.7, 1.2)
                whistle = _rocket(rng, held)
                parts.append((float(time) - held - 0.1, 0.12 * whistle))
        return grains.placed(length, parts)


def _rocket(rng: Random, seconds: float) -> Samples:
    """The rush and whistle of a shell on its way up."""
    length = envelopes.frames(seconds)
    hiss = noise.shaped(rng, length, [(300, -20), (1500, -4), (4000, 0), (10e3, -10)])
    hz = rng.uniform(1700, 2600) * envelopes.smooth(length, [(0, 0.8), (0.5, 1.0), (1, 1.15)])
    tone = np.sin(np.cumsum(hz * (1 + 0.02 * noise.jitter(rng, length, 30.0))) * 2 * np.pi / 44_100)
    return (hiss + 0.8 * tone) * envelopes.smooth(length, [(0, 0), (0.2, 1), (0.8, 0.5), (1, 0)])


class Thud(Sound):
    """Something heavy and soft falls on a floor: 40 to 120 Hz, the floor's boards answer."""

    name = "a thud"
    words = ("thud", "thump", "falling body", "heavy object falling", "something falling",
             "drop a box", "bump", "punch", "body fall", "fall down", "hit")  # fmt: skip
    heard_as = ("Thump, thud", "Thunk", "Bang", "Slam", "Door", "Knock", "Whack, thwack")
    course = Course.ONCE
    natural = (0.5, 0.8)
    gap = (0.6, 1.8)
    level = 70.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 58.0, 85.0) / manner.size**0.6
        hz, t60, gains = modal.plate_modes(rng, 24, low, 12 * low, (0.3, 0.06))
        floor = modal.modes(length, hz, t60, gains * (low / hz) ** 0.7)
        floor = modal.rung(floor, modal.hit(600, 0.008), length)
        floor /= max(float(np.abs(floor).max()), 1e-9)
        cloth = noise.shaped(rng, length, [(80, 0), (500, -3), (1500, -12), (5000, -28)])
        cloth *= envelopes.strike(length, 0.002, 0.12)
        made = floor + 0.35 * cloth
        again = rng.uniform(0.1, 0.2)
        return made + grains.placed(length, [(again, 0.2 * made)])


class MetalClang(Sound):
    """A metal pipe or plate is struck: a stiff bar's and a plate's modes, inharmonic, ringing."""

    name = "a metal clang"
    words = ("clang", "metal", "metal pipe", "anvil", "metal hit", "metallic", "sword", "pipe",
             "metal bang", "clanging", "wrench", "blacksmith")  # fmt: skip
    heard_as = ("Clang", "Ding", "Bell", "Hammer", "Bang", "Cowbell", "Gong")
    course = Course.ONCE
    natural = (1.2, 1.8)
    gap = (0.4, 1.5)
    level = 78.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("plate", rng, 1.0, 1e6)))
        low = self.trait("pitch", rng, 420.0, 650.0) / manner.size
        bar = low * np.array(modal.FREE_BAR) * own.uniform(0.98, 1.02, 6)
        plate = own.uniform(2.0 * low, 16.0 * low, 24)
        hz = np.concatenate([bar, bar * 1.006, plate])
        t60 = np.concatenate([np.full(12, 1.5), np.full(24, 0.7)]) * (low * 2 / hz) ** 0.45
        gains = np.concatenate([np.full(6, 1.0), np.full(6, 0.5), own.uniform(0.2, 0.7, 24)])
        made = modal.modes(length, hz, t60, gains * rng.uniform(0.5, 1.0, 36), rng)
        tick = grains.bursts(rng, length, np.array([0.001]), np.array([6.0]), centre=(2e3, 7e3))
        return envelopes.faded(made, 0.0003, 0.05) + tick


class WoodCrack(Sound):
    """Wood breaks: fibres crack in a quickening series, then the big snap and splinters."""

    name = "cracking wood"
    words = ("wood crack", "wood breaking", "branch breaking", "snap a twig", "twig",
             "snapping branch",
             "stick breaking", "crack", "branch", "splinter", "tree falling")  # fmt: skip
    heard_as = ("Crack", "Splinter", "Wood", "Breaking", "Chop", "Crackle")
    course = Course.ONCE
    natural = (0.7, 1.1)
    gap = (0.5, 1.6)
    level = 68.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        snap = 0.45 * seconds
        before = snap * (1.0 - np.sort(rng.beta(1.0, 2.6, 26)))
        after = snap + np.sort(rng.gamma(1.2, 0.05, 34))
        times = np.concatenate([before, after, snap + np.array([0.0, 0.006, 0.014])])
        gains = np.concatenate([
            grains.power_law(rng, 26, 0.03, 0.35, 1.4), grains.power_law(rng, 34, 0.05, 0.5, 1.5),
            [1.6, 1.1, 0.8],
        ])  # fmt: skip
        cracks = grains.bursts(
            rng, length, times, gains, centre=(900.0, 6000.0), octaves=3.5, t60=(0.005, 0.022)
        )
        hz = self.trait("wood", rng, 300.0, 480.0) / manner.size
        body = modal.modes(
            envelopes.frames(0.15), hz * np.array((1.0, 1.72, 2.6, 3.9, 5.6)),
            (0.09, 0.07, 0.05, 0.04, 0.03), (0.6, 1.0, 0.8, 0.5, 0.3), rng,
        )  # fmt: skip
        return cracks + 0.04 * modal.rung(cracks, body, length)


class BalloonPop(Sound):
    """A balloon bursts: the pressure collapses within a millisecond, N-shaped (Deihl 1968), and
    the rubber flaps."""

    name = "a balloon pop"
    words = ("balloon", "balloon pop", "pop", "popping balloon", "burst", "cork", "champagne",
             "bubble wrap", "cork pop")  # fmt: skip
    heard_as = ("Burst, pop", "Cap gun", "Gunshot, gunfire", "Explosion", "Bang", "Slap, smack")
    course = Course.ONCE
    natural = (0.4, 0.6)
    gap = (0.7, 1.8)
    level = 86.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        width = envelopes.frames(rng.uniform(0.00022, 0.0004) * manner.size)
        wave = np.linspace(1.0, -1.0, 2 * width)
        made = grains.placed(length, [(0.002, wave)])
        made = echoes(rng, made, 12, (0.002, 0.06), 0.35)
        flap = blast(
            rng,
            length,
            [(200, -8), (900, 0), (3000, 0), (9000, -6), (16e3, -14)],
            rise=0.0003,
            t60=0.07,
        )
        return made + 1.2 * flap


class Crash(Sound):
    """A car hits a wall: the bang, sheet metal crumpling for half a second, glass that falls."""

    name = "a crash"
    told = "a crash"
    words = ("crash", "car crash", "collision", "accident", "car accident", "wreck", "demolition")
    heard_as = ("Smash, crash", "Breaking", "Bang", "Shatter", "Slam", "Explosion", "Glass",
                "Clatter")  # fmt: skip
    course = Course.ONCE
    natural = (1.8, 2.6)
    gap = None
    level = 94.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        bang = blast(
            rng, length, [(40, 2), (150, 2), (700, 0), (2500, -5), (9000, -16)], rise=0.002, t60=0.5
        )
        own = rng.uniform(180.0, 4200.0, 60)
        sheet = modal.modes(
            envelopes.frames(0.4), own, 0.3 * (400.0 / own) ** 0.4, rng.uniform(0.2, 1, 60), rng
        )
        count = 70
        when = 0.01 + np.sort(rng.gamma(1.6, 0.12, count))
        blows = grains.bursts(
            rng, length, when, grains.power_law(rng, count, 0.1, 1.0, 1.3), centre=(300.0, 3000.0),
            t60=(0.008, 0.05),
        )  # fmt: skip
        crumple = modal.rung(blows, sheet, length)
        pieces = 260
        falls = 0.08 + np.sort(rng.gamma(2.0, 0.25, pieces))
        glass = grains.rings(
            length, falls, rng.uniform(2200, 9000, pieces), rng.uniform(0.015, 0.06, pieces),
            grains.power_law(rng, pieces, 0.05, 1.0, 1.6),
        )  # fmt: skip
        panes = BreakingGlass().render(rng, seconds - 0.12, manner)
        panes /= max(float(np.abs(panes).max()), 1e-9)
        crumple /= max(float(np.abs(crumple).max()), 1e-9)
        return (
            np.tanh(2.0 * bang)
            + 0.9 * crumple
            + 0.15 * glass
            + 0.6 * blows
            + grains.placed(length, [(0.12, 0.8 * panes)])
        )


class BouncingBall(Sound):
    """A ball bounces: each flight lasts 0.75 of the one before; the skin thumps, the air inside
    rings at its own pitch (basketball: around 100 and 700 Hz)."""

    name = "a bouncing ball"
    words = ("ball", "bouncing ball", "basketball", "bounce", "ping pong", "dribbling", "tennis",
             "football")  # fmt: skip
    heard_as = ("Basketball bounce", "Bouncing", "Thump, thud", "Thunk")
    course = Course.ONCE
    natural = (2.2, 3.0)
    gap = (0.3, 1.0)
    level = 66.0
    outdoors = False
    place = "hall"

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        cavity = self.trait("cavity", rng, 620.0, 780.0) / manner.size
        flight, time, force, parts = rng.uniform(0.6, 0.72) / manner.speed, 0.01, 1.0, []
        while time < seconds - 0.1 and flight > 0.03:
            size = envelopes.frames(0.35)
            thump = modal.modes(
                size,
                np.array((88.0, 165.0, 300.0)) / manner.size,
                (0.12, 0.09, 0.06),
                (1.0, 0.7, 0.3),
            )
            thump = modal.rung(thump, modal.hit(300, 0.004), size)
            ping = modal.modes(
                size, cavity * np.array((1.0, 1.43, 1.86)), (0.22, 0.13, 0.1), (0.13, 0.06, 0.05)
            )
            slap = noise.shaped(rng, size, [(300, 0), (1200, -4), (5000, -18)])
            slap *= envelopes.strike(size, 0.001, 0.05)
            parts.append((time, force * rng.uniform(0.9, 1) * (thump + ping * force + 1.3 * slap)))
            time, flight, force = time + flight, flight * rng.uniform(0.78, 0.84), force * 0.8
        return grains.placed(length, parts)


SOUNDS = (
    Explosion,
    Gunshot,
    MachineGun,
    Fireworks,
    Thud,
    MetalClang,
    WoodCrack,
    BalloonPop,
    Crash,
    BouncingBall,
)
