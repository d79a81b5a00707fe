"""What can be measured of a picture without knowing what it shows: light, colours, flatness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 64  # pixels at which colours are counted
_MUCH = 0.18  # share of the picture from which on a colour is named
_COLOURS = 2  # named at most
_DARK, _DIM, _BRIGHT = 32.0, 70.0, 205.0  # mean lightness, 0 to 255
_PLAIN = 6.0  # standard deviation of the pixels, 0 to 255
_FLAT = 0.4  # share of equal neighbours, from which on it is no photo
# What is out of focus has equal neighbours too, but its colour has moved on a little way off. Of
# 79 compressed photos 6 % and fewer of the pixels were as evenly coloured, of 40 drawings 11 %
# and more; photos of things on plain ground lie between 11 and 50 %.
_EVEN, _AWAY = 0.09, 1 / 40  # least share of pixels; how far off, a share of the longer side
_GROUND = 6  # of 255: how far plain ground strays from its colour
# A photo of a thing on plain ground: the least share of the picture that the thing has, and in
# it the greatest share of equal neighbours and the least number of colours for each pixel.
_THING, _GRAINY, _COLOURFUL = 0.1, 0.1, 0.2

# Hue in degrees up to which a colour is called so.
_HUES = ((15, "red"), (40, "orange"), (68, "yellow"), (165, "green"), (195, "turquoise"),
         (260, "blue"), (295, "violet"), (340, "pink"), (361, "red"))  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """Of a whole picture.

    ``light`` is "very dark", "rather dark", "bright" or ""; ``colours`` the names of the
    commonest, most first; ``plain`` where nothing is in it; ``flat`` the share of pixels that
    are exactly as their neighbour (photos have few, drawings and screenshots many); ``even`` the
    share that are as those a fortieth of the picture away.
    """

    light: str
    colours: tuple[str, ...]
    plain: bool
    flat: float
    even: float = 1.0

    @property
    def drawn(self) -> bool:
        """Whether it is a drawing, a screenshot or a page rather than a photo."""
        return self.flat >= _FLAT and self.even >= _EVEN


def measured(picture: Image) -> Facts:
    """The facts of a picture in RGB."""
    from PIL import Image

    small = picture.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, np.float32)
    return Facts(
        light=_light(float(np.asarray(small.convert("L"), np.float32).mean())),
        colours=_colours(np.asarray(small.convert("HSV"), np.float32)),
        plain=float(pixels.std(axis=(0, 1)).max()) < _PLAIN,
        flat=_flatness(np.asarray(picture)),
        even=_evenness(np.asarray(picture)),
    )


def _evenness(pixels: NDArray[np.uint8]) -> float:
    """The share of pixels that equal those some way to the right and below."""
    away = max(2, round(max(pixels.shape) * _AWAY))
    here = pixels[:-away, :-away]
    if not here.size:
        return 1.0
    same = (here == pixels[:-away, away:]) & (here == pixels[away:, :-away])
    return float(same.all(axis=2).mean())


def _light(mean: float) -> str:
    if mean < _DARK:
        return "very dark"
    if mean < _DIM:
        return "rather dark"
    return "bright" if mean > _BRIGHT else ""


def _colours(pixels: NDArray[np.float32]) -> tuple[str, ...]:
    """Names of the commonest colours of HSV pixels (each 0 to 255)."""
    hue, saturation, value = pixels.reshape(-1, 3).T
    degrees = hue * (360.0 / 255.0)
    bounds = [bound for bound, _ in _HUES]
    named = np.array([name for _, name in _HUES])[np.searchsorted(bounds, degrees, side="right")]
    named = np.where((named == "orange") & (value < 170), "brown", named)
    named = np.where((named == "red") & (value < 110), "brown", named)
    named = np.where(saturation < 38, "grey", named)
    named = np.where((saturation < 30) & (value > 215), "white", named)
    named = np.where(value < 45, "black", named)
    names, counts = np.unique(named, return_counts=True)
    order = np.argsort(-counts)[:_COLOURS]
    return tuple(str(names[i]) for i in order if counts[i] >= _MUCH * len(named))


def _flatness(pixels: NDArray[np.uint8]) -> float:
    """The share of pixels that equal their right neighbour and the one below: of the whole, or
    of the thing in it where that is a photo of something on plain ground."""
    here = pixels[:-1, :-1]
    same = ((here == pixels[:-1, 1:]) & (here == pixels[1:, :-1])).all(axis=2)
    codes = here.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    values, counts = np.unique(codes, return_counts=True)
    ground = values[counts.argmax()] >> np.array([16, 8, 0], np.uint32) & 255
    thing = np.abs(here.astype(np.int16) - ground.astype(np.int16)).max(axis=2) > _GROUND
    if thing.mean() >= _THING:
        flat = float(same[thing].mean())
        colours = len(np.unique(codes[thing])) / int(thing.sum())
        if flat < _GRAINY and colours > _COLOURFUL:
            return flat
    return float(same.mean())
