"""Pieces of a picture read at any place: bilinear in a copy of twice the size.

Enlarged once by Lanczos, the copy makes the quick bilinear reading as sharp as a slow cubic one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
_MARGIN = 4  # pixels that a patch may be read beyond its rim


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels; ``right`` and ``bottom`` lie outside of it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.top, self.right - self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def pixels(self) -> tuple[F32, F32]:
        """x and y of every pixel, each of the box's shape."""
        y, x = np.mgrid[self.slices].astype(np.float32)
        return x, y


def box_around(x: NDArray[np.floating], y: NDArray[np.floating], width: int, height: int) -> Box:
    """The box that holds all the points, cut to a picture of that size."""
    left, right = int(np.floor(x.min())), int(np.ceil(x.max())) + 1
    top, bottom = int(np.floor(y.min())), int(np.ceil(y.max())) + 1
    return Box(max(0, left), max(0, top), min(width, right), min(height, bottom))


class Texture:
    """The part of a picture around a box, to be read at broken places."""

    def __init__(self, image: NDArray[np.uint8], box: Box) -> None:
        from PIL import Image

        height, width = image.shape[:2]
        self._left = max(0, box.left - _MARGIN)
        self._top = max(0, box.top - _MARGIN)
        right, bottom = min(width, box.right + _MARGIN), min(height, box.bottom + _MARGIN)
        part = Image.fromarray(np.ascontiguousarray(image[self._top : bottom, self._left : right]))
        # Every second sample of the copy is a pixel of the picture: what stays in its place is
        # read exactly as it was.
        large = part.resize(
            (2 * part.width - 1, 2 * part.height - 1),
            Image.Resampling.LANCZOS,
            box=(0.25, 0.25, part.width - 0.25, part.height - 0.25),
        )
        pixels = np.asarray(large)
        self._height, self._width = pixels.shape[:2]
        self._pixels = pixels.reshape(-1, 3).astype(np.float32)

    def read(self, x: F32, y: F32) -> F32:
        """Colours at picture coordinates, shape (*x.shape, 3); beyond the rim, the rim's."""
        across = 2.0 * (x - self._left)
        down = 2.0 * (y - self._top)
        across = np.clip(across, 0.0, self._width - 1.001, dtype=np.float32)
        down = np.clip(down, 0.0, self._height - 1.001, dtype=np.float32)
        column, row = across.astype(np.int32), down.astype(np.int32)
        right = (across - column)[..., None]
        low = (down - row)[..., None]
        place = row * self._width + column
        pixels = self._pixels
        top = pixels.take(place, axis=0)
        top += right * (pixels.take(place + 1, axis=0) - top)
        place += self._width
        bottom = pixels.take(place, axis=0)
        bottom += right * (pixels.take(place + 1, axis=0) - bottom)
        bottom -= top
        bottom *= low
        top += bottom
        return top


def smoothstep(values: NDArray[np.floating[Any]]) -> F32:
    """0 below 0, 1 above 1, smooth between."""
    t = np.clip(values, 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32, copy=False)
