"""Soft vector drawing with Pillow: smooth shapes, supersampled, lit by blurred light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Point = tuple[float, float]
Colour = tuple[int, int, int]
_FINE = 2  # a mask is drawn larger still, so that fine lines have smooth edges


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 16) -> list[Point]:
    """A Catmull-Rom spline through the points, as a fine polygon."""
    known = np.asarray(points, dtype=np.float64)
    if closed:
        padded = np.concatenate([known[-1:], known, known[:2]])
    else:
        padded = np.concatenate([2 * known[:1] - known[1:2], known, 2 * known[-1:] - known[-2:-1]])
    t = (np.arange(steps) / steps)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
               + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]  # fmt: skip
    whole = np.concatenate(pieces if closed else [*pieces, known[-1:]])
    return [(float(x), float(y)) for x, y in whole]


def mirrored(points: Sequence[Point], middle: float = 0.5) -> list[Point]:
    """The points of a right half, from top to bottom, and their mirror images back up."""
    other = [(2 * middle - x, y) for x, y in reversed(points) if abs(x - middle) > 1e-6]
    return [*points, *other]


@dataclass(frozen=True, eq=False)
class Mask:
    """How much of each pixel is covered, in the part of the canvas that begins at a corner."""

    image: Image
    left: int
    top: int

    def within(self, other: Mask) -> Mask:
        """The product of both."""
        from PIL import Image, ImageChops

        part = Image.new("L", self.image.size)
        part.paste(other.image, (other.left - self.left, other.top - self.top))
        return Mask(ImageChops.multiply(self.image, part), self.left, self.top)

    def outside(self, other: Mask) -> Mask:
        """This mask where ``other`` is not."""
        from PIL import Image, ImageChops

        part = Image.new("L", self.image.size)
        part.paste(other.image, (other.left - self.left, other.top - self.top))
        return Mask(ImageChops.multiply(self.image, ImageChops.invert(part)), self.left, self.top)


class Canvas:
    """A square picture in coordinates from 0 to 1, drawn larger than it will be."""

    def __init__(self, size: int, *, oversampling: int = 2) -> None:
        from PIL import Image

        self.size = size
        self.side = size * oversampling
        self.image = Image.new("RGB", (self.side, self.side))

    def mask(self, points: Sequence[Point], *, blur: float = 0.0, within: Mask | None = None
             ) -> Mask:  # fmt: skip
        """A filled polygon, its edge softened by ``blur``, cut to the mask ``within``."""
        from PIL import Image, ImageDraw

        scaled = np.asarray(points) * (self.side * _FINE)
        margin = (3.0 * blur * self.side + 2.0) * _FINE
        left, top = (int(v) // _FINE for v in np.floor(scaled.min(axis=0) - margin))
        right, bottom = (int(v) // _FINE + 1 for v in np.ceil(scaled.max(axis=0) + margin))
        size = ((right - left) * _FINE, (bottom - top) * _FINE)
        fine = Image.new("L", size)
        corner = np.array([left, top]) * _FINE
        ImageDraw.Draw(fine).polygon([(float(x), float(y)) for x, y in scaled - corner], fill=255)
        image = fine.reduce(_FINE)
        if blur:
            image = _blurred(image, blur * self.side)
        mask = Mask(image, left, top)
        return mask.within(within) if within else mask

    def paint(self, mask: Mask, colour: Colour, strength: float = 1.0) -> None:
        """Lay the colour over the picture where the mask is."""
        from PIL import Image

        share = mask.image
        if strength < 1.0:
            share = share.point([round(value * strength) for value in range(256)])
        self.image.paste(Image.new("RGB", share.size, colour), (mask.left, mask.top), share)

    def shape(self, points: Sequence[Point], colour: Colour, *, blur: float = 0.0,
              strength: float = 1.0, within: Mask | None = None) -> Mask:  # fmt: skip
        """Paint a polygon; its mask."""
        mask = self.mask(points, blur=blur, within=within)
        self.paint(mask, colour, strength)
        return mask

    def light(self, centre: Point, radii: Point, colour: Colour, strength: float,
              within: Mask | None = None) -> None:  # fmt: skip
        """A soft ellipse that fades out towards its rim: light, shadow or blush."""
        from PIL import Image

        glow = Image.fromarray(_glow())
        width, height = (max(2, round(2 * r * self.side)) for r in radii)
        x, y = (round(self.side * (c - r)) for c, r in zip(centre, radii, strict=True))
        mask = Mask(glow.resize((width, height), Image.Resampling.BICUBIC), x, y)
        self.paint(mask.within(within) if within else mask, colour, strength)

    def stroke(self, points: Sequence[Point], widths: Sequence[float], colour: Colour, *,
               blur: float = 0.0, strength: float = 1.0, within: Mask | None = None,
               ) -> None:  # fmt: skip
        """A line along the spline of the points, as wide as ``widths`` say at each of them."""
        path = np.asarray(curve(points, closed=False))
        place = np.linspace(0, len(widths) - 1, len(path))
        half = np.interp(place, np.arange(len(widths)), widths)[:, None] / 2
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        outline = np.concatenate([path + half * across, (path - half * across)[::-1]])
        self.shape([(float(x), float(y)) for x, y in outline], colour,
                   blur=blur, strength=strength, within=within)  # fmt: skip

    def gradient(self, top: Colour, bottom: Colour) -> None:
        """The whole picture from one colour to another."""
        share = np.linspace(0.0, 1.0, self.side)[:, None, None]
        column = np.asarray(top) * (1 - share) + np.asarray(bottom) * share
        self.shade(np.broadcast_to(column, (self.side, self.side, 3)))

    def shade(self, values: NDArray[np.floating]) -> None:
        from PIL import Image

        self.image = Image.fromarray(np.ascontiguousarray(values.round().astype(np.uint8)))

    def finished(self) -> NDArray[np.uint8]:
        """The picture at its own size, shape (size, size, 3)."""
        from PIL import Image

        small = self.image.resize((self.size, self.size), Image.Resampling.LANCZOS)
        return np.asarray(small).copy()


def _glow() -> NDArray[np.uint8]:
    place = np.linspace(-1.0, 1.0, 129)
    radius = np.hypot(place[:, None], place[None])
    return (255 * np.clip(1.0 - radius, 0.0, 1.0) ** 2 * (1.0 + 2.0 * np.minimum(radius, 1.0))
            ).round().astype(np.uint8)  # fmt: skip


def _blurred(mask: Image, radius: float) -> Image:
    """Gaussian blur; a wide one at a quarter of the size, where it costs a sixteenth."""
    from PIL import Image, ImageFilter

    if radius < 16:
        return mask.filter(ImageFilter.GaussianBlur(radius))
    small = mask.resize((mask.width // 4, mask.height // 4), Image.Resampling.BILINEAR)
    small = small.filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(mask.size, Image.Resampling.BICUBIC)
