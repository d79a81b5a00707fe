"""A head that moves a little: shifted, tilted, turned, while what is around it stays.

Nose and brow lie nearer than ears and chin, so in a turn they move further: an ellipsoid's
depth is enough for an impression of space at these small angles.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.face import Portrait
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.sampling import Box, smoothstep

_CELLS = 36  # of the grid along the head's box
_SOLID, _STILL = 1.05, 1.85  # radii of the head within which it moves as one, and beyond which not
_RIM = 0.06  # of the picture, at whose edges nothing moves


class HeadMotion:
    """Warps pictures of one portrait."""

    def __init__(self, portrait: Portrait) -> None:
        width, height = portrait.size
        (x, y), (across, down) = portrait.face.head, portrait.face.radii
        self.box = Box(
            max(0, int(x - _STILL * across)), max(0, int(y - _STILL * down)),
            min(width, int(x + _STILL * across) + 1), min(height, int(y + _STILL * down) + 1),
        )  # fmt: skip
        rows, columns = self.box.shape
        step = max(6.0, max(rows, columns) / _CELLS)
        self._grid_x = np.linspace(0, columns, max(2, round(columns / step))).round()
        self._grid_y = np.linspace(0, rows, max(2, round(rows / step))).round()
        gx, gy = np.meshgrid(self._grid_x + self.box.left, self._grid_y + self.box.top)
        self._places = np.stack([gx - self.box.left, gy - self.box.top])
        u, v = (gx - x) / across, (gy - y) / down
        radius = np.hypot(u, v)
        moving = 1.0 - smoothstep((radius - _SOLID) / (_STILL - _SOLID))
        rim = np.minimum.reduce([gx / width, (width - gx) / width, gy / height,
                                 (height - gy) / height]) / _RIM  # fmt: skip
        moving = moving * np.clip(rim, 0.0, 1.0)
        depth = np.sqrt(np.clip(1.0 - (radius / 1.3) ** 2, 0.0, 1.0)) * moving
        self._size = 2.0 * down  # pixels that a pose's "heights of the face" are
        self._moving, self._depth = moving, depth
        neck = y + 1.1 * down
        self._turn = np.stack([-(gy - neck), gx - x]) * moving

    def draw(self, pose: Pose, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with its head moved; ``image`` itself where it does not move."""
        shift = np.stack([
            self._size * (pose.x * self._moving + pose.yaw * self._depth),
            self._size * (pose.y * self._moving + pose.pitch * self._depth),
        ]) + pose.roll * self._turn  # fmt: skip
        if np.abs(shift).max() < 0.02:
            return image
        from PIL import Image

        source = self._places - shift
        source[0] = np.clip(source[0], 0.0, self.box.shape[1])
        source[1] = np.clip(source[1], 0.0, self.box.shape[0])
        part = Image.fromarray(np.ascontiguousarray(image[self.box.slices]))
        warped = part.transform(
            part.size, Image.Transform.MESH, self._quads(source), Image.Resampling.BICUBIC
        )
        image[self.box.slices] = np.asarray(warped)
        return image

    def _quads(
        self, source: NDArray[np.float64]
    ) -> list[tuple[tuple[int, ...], tuple[float, ...]]]:
        """Target rectangles and the corners that they come from, as Pillow wants them."""
        corners = np.stack([
            source[:, :-1, :-1], source[:, 1:, :-1], source[:, 1:, 1:], source[:, :-1, 1:],
        ])  # fmt: skip  # north-west, south-west, south-east, north-east
        flat = corners.transpose(2, 3, 0, 1).reshape(-1, 8).tolist()
        xs, ys = self._grid_x.astype(int).tolist(), self._grid_y.astype(int).tolist()
        boxes = [
            (left, top, right, bottom)
            for top, bottom in pairwise(ys)
            for left, right in pairwise(xs)
        ]
        return [(box, tuple(quad)) for box, quad in zip(boxes, flat, strict=True)]
