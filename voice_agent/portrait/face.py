"""Where the parts of a face lie in a picture: what a portrait must know to be moved.

Pixels have their centres at whole numbers, y runs downwards. A mouth and an eye have a frame of
their own: origin in the middle, x along the feature, y to its lower side, both in units of half
its width. ``turn`` is the angle from the picture's x axis to the feature's, in radians.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
PLACES: F32 = np.linspace(-1.0, 1.0, 41, dtype=np.float32)  # where the lips' curves are known


@dataclass(frozen=True)
class Feature:
    """The frame of a mouth or an eye; ``x``, ``y``, ``half_width`` in pixels."""

    x: float
    y: float
    half_width: float
    turn: float = 0.0

    def to_local(self, x: F32, y: F32) -> tuple[F32, F32]:
        """Pixels in this feature's own units."""
        cos = np.float32(np.cos(self.turn) / self.half_width)
        sin = np.float32(np.sin(self.turn) / self.half_width)
        right, down = x - np.float32(self.x), y - np.float32(self.y)
        return right * cos + down * sin, down * cos - right * sin

    def to_pixels(self, x: F32, y: F32) -> tuple[F32, F32]:
        cos = np.float32(np.cos(self.turn) * self.half_width)
        sin = np.float32(np.sin(self.turn) * self.half_width)
        return x * cos - y * sin + np.float32(self.x), x * sin + y * cos + np.float32(self.y)


@dataclass(frozen=True, eq=False)
class Mouth:
    """Lips at rest: y of four curves at ``PLACES``, in the mouth's frame, from top to bottom.

    The two inner ones are the same line where the lips touch. ``chin`` is how far below the
    middle of the mouth the chin ends, ``nose`` how far above it the nose begins. ``opening`` is
    how far it opens compared with a mouth at rest: in a smile the half width is a longer unit.
    """

    frame: Feature
    upper_outer: F32
    upper_inner: F32
    lower_inner: F32
    lower_outer: F32
    chin: float = 1.9
    nose: float = 0.75
    opening: float = 1.0


@dataclass(frozen=True)
class Eye:
    """An open eye: its lids' heights above and below its middle, and the brow's, in its units;
    ``lashes`` is how far the upper lid's line hangs below its edge."""

    frame: Feature
    upper: float
    lower: float
    brow: float
    lashes: float = 0.0


@dataclass(frozen=True, eq=False)
class Face:
    """A face: mouth, both eyes, and the ellipse of the head in pixels."""

    mouth: Mouth
    eyes: tuple[Eye, Eye]
    head: tuple[float, float]
    radii: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Portrait:
    """A picture, uint8 of shape (height, width, 3), and the face in it.

    ``teeth`` is the colour of its teeth in the light of the picture, which has no colours at
    all where it is ``grey``.
    """

    image: NDArray[np.uint8]
    face: Face
    teeth: tuple[float, float, float] = (240.0, 234.0, 226.0)
    grey: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]
