"""Lids that close and brows that rise, by stretching the skin above the eye."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.face import Eye, Portrait
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.sampling import Texture, box_around, smoothstep

F32 = NDArray[np.float32]

_SIDE = 1.9  # half widths of the eye to each side, beyond which nothing moves
_BROW_RISE = 0.24  # half widths
_CLOSED = 0.95  # of the way to the lower lid
_LASH_LINE = 0.55  # how dark the line is that closed lids make


class EyeRegion:
    """One eye and its brow of a portrait."""

    def __init__(self, portrait: Portrait, eye: Eye) -> None:
        self._eye = eye
        top, bottom = -(eye.brow + 1.0), eye.lower + 0.3
        corners = np.array([[-_SIDE, top], [_SIDE, top], [-_SIDE, bottom], [_SIDE, bottom]],
                           np.float32)  # fmt: skip
        points = eye.frame.to_pixels(corners[:, 0], corners[:, 1])
        self._box = box_around(*points, *portrait.size)
        self._x, self._y = eye.frame.to_local(*self._box.pixels())
        self._texture = Texture(portrait.image, self._box)
        arch = np.clip(1.0 - self._x**2, 0.0, 1.0)
        self._open = np.sqrt(arch)
        self._upper = -eye.upper * arch + eye.lashes * self._open
        self._lower = eye.lower * arch
        self._way = np.maximum(_CLOSED * (self._lower - self._upper), 0.0)
        side = np.clip(1.0 - (self._x / _SIDE) ** 2, 0.0, 1.0) ** 2
        above = (self._y + eye.brow) / (np.where(self._y < -eye.brow, 0.9, eye.brow * 0.8))
        self._lift = side * (1.0 - smoothstep(np.abs(above))).astype(np.float32)
        # What the lid is stretched from; from less it would fold over itself.
        self._skin = max(0.75 * eye.brow, 1.75 * float(self._way.max()))
        self._still = portrait.image[self._box.slices].astype(np.float32)

    def draw(self, pose: Pose, image: NDArray[np.uint8]) -> None:
        """Change ``image``, a copy of the portrait's picture, in place."""
        if pose.blink < 0.01 and abs(pose.brow) < 0.01:
            return
        close = pose.blink * self._way
        edge = self._upper + close
        lift = _BROW_RISE * pose.brow * self._lift
        distance = np.maximum(edge - self._y, 0.0)
        shift = close * (1.0 - smoothstep(distance / self._skin)) - lift
        lid = self._read(shift)
        eye = self._read(-lift) if pose.brow > 0.01 else self._still
        cover = np.clip(0.5 + (edge - self._y) * self._eye.frame.half_width, 0.0, 1.0)[..., None]
        colours = eye + cover * (lid - eye)
        line = np.exp(-(((edge - self._y - 0.04) / 0.09) ** 2)) * self._open
        colours *= 1.0 - _LASH_LINE * pose.blink * line[..., None]
        # The patch's rim is left as it was: another eye's or the mouth's patch may lie there.
        changed = (np.abs(shift) > 1e-4) & (np.abs(self._x) < _SIDE)
        part = image[self._box.slices]
        part[changed] = np.clip(colours[changed] + 0.5, 0.0, 255.0).astype(np.uint8)

    def _read(self, shift: F32) -> F32:
        pixels = self._eye.frame.to_pixels(self._x, (self._y - shift).astype(np.float32))
        return self._texture.read(*pixels)
