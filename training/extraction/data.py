"""Mixtures of sounds, made anew for every step, each with what is asked for.

Sounds are powers of bands (``training.extraction.corpus``). Those of two sounds add up, but for a
product of both whose sign is chance.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.extraction.model import BANDS, EDGES, HOP, RATE, WINDOW

VOICE = "someone speaking"
FRAMES = 128  # of a mixture, 4.1 s

Powers = NDArray[np.float32]  # shape (frames, bands)
_CENTRES = (EDGES[:-1] + EDGES[1:]) / 2 * RATE / WINDOW
_OCTAVES = np.log2(_CENTRES / 30.0) / np.log2(RATE / 60.0)


@dataclass(frozen=True)
class Mixing:
    """How mixtures are drawn."""

    level: float = 10.0  # dB, either way
    recorded: float = 0.45  # share of the sounds that are recordings, where there are any
    voice: float = 0.25  # share with a voice
    third: float = 0.08  # share with a third sound
    absent: float = 0.12  # share that asks for what is not there
    alone: float = 0.04  # share in which nothing else sounds
    narrow: float = 0.2  # share with nothing above some 4 to 11 kHz
    coloured: float = 0.6  # share of sounds with other colours
    in_rooms: float = 0.2  # share of sounds with reverberation


@dataclass(frozen=True, eq=False)
class Asking:
    """One mixture and what is asked of it: the powers of ``mixture``, of the sound asked for
    and of the ``rest``, and ``asked``, a vector."""

    mixture: Powers
    target: Powers
    rest: Powers
    asked: NDArray[np.float32]


class Mixer:
    """Draws mixtures: what is asked for, and all the rest."""

    def __init__(self, folder: Path, part: str, seed: int) -> None:
        table = json.loads((folder / "table.json").read_text(encoding="utf-8"))
        self.powers = np.load(folder / "powers.npy", mmap_mode="r")
        self.asked = np.load(folder / "asked.npy")
        self.phrases: dict[str, list[int]] = table["phrases"]
        self.near: dict[str, list[str]] = table["near"]
        self.rows: dict[str, dict[str, list[Any]]] = {}
        for row in table["rows"]:
            if row["part"] == part:
                kinds = self.rows.setdefault(row["name"], {})
                kinds.setdefault(row["origin"], []).append(row)
        self.names = [name for name in self.rows if name != VOICE]
        self.random = np.random.default_rng(seed)

    def batch(self, size: int, mixing: Mixing) -> list[Powers]:
        """``size`` of each: mixtures, what is asked for, the rest [size, frames, bands], and
        the askings [size, width]. Every mixture is there twice, asked for two sounds."""
        drawn = [asking for _ in range(size // 2) for asking in self.mixture(mixing)]
        rows = zip(*((a.mixture, a.target, a.rest, a.asked) for a in drawn), strict=True)
        return [np.stack(row) for row in rows]

    def mixture(self, mixing: Mixing) -> list[Asking]:
        """One mixture, asked for two sounds."""
        random = self.random
        names = [self._name()]
        names.append(VOICE if random.random() < mixing.voice else self._name(names[0]))
        if random.random() < mixing.third:
            names.append(self._name(*names) if VOICE in names else VOICE)
        if random.random() < mixing.alone:
            del names[1:]
        scenes = [self.scene(name, mixing) for name in names]
        for scene in scenes[1:]:
            scene *= 10 ** (random.uniform(-mixing.level, mixing.level) / 10)
        if random.random() < mixing.narrow:
            cutoff = float(random.choice([4000.0, 5500.0, 8000.0, 8000.0, 11000.0]))
            for scene in scenes:
                scene[:, cutoff < _CENTRES] = 0.0
        whole = self._added(scenes)
        askings = []
        for place in range(2):
            if place < len(names) and random.random() >= mixing.absent:
                rest = np.sum(scenes[:place] + scenes[place + 1 :], axis=0) + np.zeros_like(whole)
                askings.append(Asking(whole, scenes[place], rest, self.wish(names[place])))
            else:
                unspoken = VOICE not in names and random.random() < 0.15
                other = VOICE if unspoken else self._name(*names)
                askings.append(Asking(whole, np.zeros_like(whole), whole, self.wish(other)))
        return askings

    def wish(self, name: str) -> NDArray[np.float32]:
        """What is asked for, in one of the ways to say it; half of the time by its name."""
        ways = self.phrases[name]
        way = ways[0] if self.random.random() < 0.5 else int(self.random.choice(ways))
        asked = self.asked[way] + self.random.normal(0, 0.02, self.asked.shape[1])
        return np.asarray(asked, np.float32)

    def _added(self, scenes: list[Powers]) -> Powers:
        """Powers of the sum: waves meet at any phase, in wide bands at many."""
        whole = scenes[0].copy()
        for scene in scenes[1:]:
            spread = self.random.standard_normal(whole.shape, np.float32) * _CHANCE
            cross = 2.0 * np.sqrt(whole * scene) * np.clip(spread, -0.98, 0.98)
            whole = whole + scene + cross
        noise = 10 ** self.random.uniform(-9.0, -4.5) * 10 ** (self.random.normal(0, 1) * _OCTAVES)
        return np.maximum(whole, 0.0) + noise.astype(np.float32) * float(whole.mean())

    def _name(self, *others: str) -> str:
        """A sound that is none of ``others`` under another name."""
        barred = set(others).union(*(self.near.get(other, ()) for other in others))
        while True:
            name = self.names[int(self.random.integers(len(self.names)))]
            if name not in barred:
                return name

    def scene(self, name: str, mixing: Mixing) -> Powers:
        """One sound somewhere in a scene, with a mean power of one."""
        random = self.random
        kinds = self.rows[name]
        origin = "voice" if name == VOICE else "made"
        if "recorded" in kinds and ("made" not in kinds or random.random() < mixing.recorded):
            origin = "recorded"
        rows = kinds.get(origin) or next(iter(kinds.values()))
        scene = np.zeros((FRAMES, len(BANDS)), np.float32)
        piece = self._piece(rows)
        if len(piece) >= FRAMES:
            begin = int(random.integers(len(piece) - FRAMES + 1))
            scene[:] = piece[begin : begin + FRAMES]
            if random.random() < 0.2:  # it begins or ends within the scene
                cut = int(FRAMES * random.uniform(0.2, 0.7))
                scene[slice(0, cut) if random.random() < 0.5 else slice(cut, FRAMES)] = 0.0
        else:
            most = min(6, FRAMES // len(piece)) if len(piece) < 0.35 * FRAMES else 1
            times = int(random.integers(1, most + 1))
            room = FRAMES // times
            for slot in range(times):
                if slot and random.random() < 0.5:
                    piece = self._piece(rows)
                begin = slot * room + int(random.integers(0, max(1, room - len(piece))))
                part = piece[: FRAMES - begin]
                scene[begin : begin + len(part)] += part
        if random.random() < mixing.coloured:
            scene *= self._colour()
        if random.random() < mixing.in_rooms:
            scene = self._in_a_room(scene)
        return scene / max(float(scene.mean()), 1e-9)

    def _piece(self, rows: list[Any]) -> Powers:
        row = rows[int(self.random.integers(len(rows)))]
        start, length = row["places"][int(self.random.integers(len(row["places"])))]
        return np.exp(self.powers[start : start + length].astype(np.float32))

    def _colour(self) -> NDArray[np.float32]:
        """A smooth random response of a few dB."""
        phases = self.random.uniform(0, 2 * np.pi, 4)
        gain = sum(
            self.random.normal(0, 2.5) * np.cos(np.pi * order * _OCTAVES + phase)
            for order, phase in zip((1, 2, 3, 5), phases, strict=True)
        )
        return np.asarray(10 ** (gain / 10), np.float32)

    def _in_a_room(self, scene: Powers) -> Powers:
        """With a soft reverberation, which dies away at one rate."""
        keep = 10 ** (-6.0 * HOP / RATE / self.random.uniform(0.2, 0.9))
        share = self.random.uniform(0.05, 0.4) * (1.0 - keep)
        tail = np.zeros_like(scene)
        for frame in range(1, len(scene)):
            tail[frame] = keep * (tail[frame - 1] + share * scene[frame - 1])
        return scene + tail


_CHANCE = (1.0 / np.sqrt(2.0 * np.asarray(BANDS))).astype(np.float32)
