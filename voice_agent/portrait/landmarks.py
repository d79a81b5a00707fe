"""From five points of a face to everything that moves in it.

Proportions are those of an average face; the lips are then fitted to the picture: lips are
redder (in a grey picture: darker) than skin, the line between them is dark, teeth are bright.
Of all mouths of a small family of curves the one is taken whose lips hold most of what looks
like lips; eyes are fitted in the same way to what does not look like skin.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.eye_fit import fitted_eye
from voice_agent.portrait.face import PLACES, Face, Feature, Mouth, Portrait
from voice_agent.portrait.sampling import Texture, box_around

F32 = NDArray[np.float32]
Floats = NDArray[np.floating[Any]]

_EYE = 0.235  # of the distance between the eyes is half the width of one
_GRID_X = np.linspace(-0.97, 0.97, 49, dtype=np.float32)
_GRID_Y = np.linspace(-0.85, 1.05, 77, dtype=np.float32)
_ROW = float(_GRID_Y[1] - _GRID_Y[0])

# The family of mouths, in half widths: bow of the line, its shift, lips' and gap's heights.
_BOWS = (-0.08, 0.0, 0.06, 0.12, 0.20, 0.28)
_SHIFTS = (-0.10, -0.05, 0.0, 0.05, 0.10)
_UPPERS = (0.14, 0.19, 0.24, 0.30, 0.36)
_LOWERS = (0.20, 0.27, 0.34, 0.42, 0.50)
_GAPS = (0.0, 0.10, 0.18, 0.26, 0.36, 0.48)
_USUAL = (0.08, 0.0, 0.22, 0.32, 0.0)
_WITHOUT_COLOUR = 1.5  # how much more teeth tell where lips have no colour of their own
_RIM = 0.035  # half widths around teeth that show in the picture
_LOYALTY = (0.6, 1.2, 1.2, 0.8, 0.9)  # to the usual mouth, for each of the five


def place_features(
    image: NDArray[np.uint8], points: F32, box: tuple[float, float, float, float]
) -> Portrait:
    """A portrait from the points of ``mtcnn.FoundFace``, in pixels of ``image``."""
    left_eye, right_eye, nose, left_corner, right_corner = points.astype(np.float64)
    eyes, corners = (left_eye + right_eye) / 2, (left_corner + right_corner) / 2
    apart = float(np.linalg.norm(right_eye - left_eye))
    face = max(float(np.linalg.norm(corners - eyes)), 0.6 * apart)
    wide = float(np.linalg.norm(right_corner - left_corner)) / 2
    half = float(np.clip(1.03 * wide, 0.30 * apart, 0.62 * apart))
    turn = _angle(left_corner, right_corner)
    frame = Feature(float(corners[0]), float(corners[1]), half, turn)
    chin = float(np.clip(1.1 * (box[3] - corners[1]), 0.55 * face, 0.80 * face)) / half
    base = 0.68 * float(np.linalg.norm(corners - nose)) / half
    mouth = _fitted(image, frame)
    mouth = replace(
        mouth,
        chin=max(1.2, chin),
        nose=float(np.clip(base, 0.45, 1.0)),
        opening=float(np.clip(0.38 * apart / half, 0.6, 1.1)),
    )
    turn = _angle(left_eye, right_eye)
    lids = [
        fitted_eye(image, Feature(float(x), float(y), _EYE * apart, turn))
        for x, y in (left_eye, right_eye)
    ]
    head = (float(eyes[0]), float(eyes[1]) + 0.08 * face)
    found = Face(mouth, (lids[0], lids[1]), head, (1.30 * face, 1.72 * face))
    return Portrait(image, found, teeth=_teeth(image, frame), grey=_is_grey(image))


def _is_grey(image: NDArray[np.uint8]) -> bool:
    small = image[::7, ::7].astype(int)
    return float(np.ptp(small, axis=2).mean()) < 6.0


def _angle(left: Floats, right: Floats) -> float:
    return float(np.arctan2(right[1] - left[1], right[0] - left[0]))


def _fitted(image: NDArray[np.uint8], frame: Feature) -> Mouth:
    colours = _patch(image, frame)
    bow, shift, upper, lower, gap = _best_mouth(*_lip_signs(colours))
    top, first, second, low = _curves(PLACES.astype(np.float64), bow, shift, upper, lower, gap)
    if gap:  # the rims of the teeth stay behind when the lips close
        arch = 1.0 - PLACES**2
        first, second = first - _RIM * arch, second + _RIM * arch
    top, first, second, low = (c.astype(np.float32) for c in (top, first, second, low))
    return Mouth(frame, top, first, second, low)


def _patch(image: NDArray[np.uint8], frame: Feature) -> Floats:
    """Colours around the mouth, shape (rows, columns, 3), each averaged over its cell."""
    fine = 2
    x = np.linspace(_GRID_X[0], _GRID_X[-1], len(_GRID_X) * fine, dtype=np.float32)
    y = np.linspace(_GRID_Y[0], _GRID_Y[-1], len(_GRID_Y) * fine, dtype=np.float32)
    pixels = frame.to_pixels(*np.meshgrid(x, y))
    box = box_around(*pixels, image.shape[1], image.shape[0])
    read = Texture(image, box).read(*pixels)
    return read.reshape(len(_GRID_Y), fine, len(_GRID_X), fine, 3).mean(axis=(1, 3))


def _lip_signs(colours: Floats) -> tuple[Floats, Floats, Floats]:
    """For each cell: how much it looks like lips (-0.5 to 0.5), how dark it is (0 to 1), and
    how much brighter than skin, as teeth are (0 to 0.5, more in a grey picture)."""
    light = colours.mean(axis=2)
    red = (colours[..., 0] - colours[..., 1]) / np.maximum(colours.sum(axis=2), 30.0)
    skin = np.abs(_GRID_Y - 0.1) > 0.72
    usual, spread = float(np.median(red[skin])), float(red[skin].std())
    middle = (np.abs(_GRID_Y) < 0.45)[:, None] & (np.abs(_GRID_X) < 0.85)[None]
    lips = float(np.percentile(red[middle], 80))
    apart = lips - usual
    clear = np.clip((apart - spread) / 0.02, 0.0, 1.0)  # grey pictures and pale lips: not at all
    share = (red - (usual + 0.55 * apart)) / max(abs(apart), 0.01)
    relative = light / max(float(np.median(light[skin])), 1.0)
    grey = np.clip((0.93 - relative) / 0.25, -0.5, 0.5)
    likeness = clear * np.clip(share, -0.5, 0.5) + (1.0 - clear) * 0.6 * grey
    bright = np.clip((relative - 1.06) / 0.25, 0.0, 0.5)
    bright *= 1.0 + _WITHOUT_COLOUR * (1.0 - clear)
    return likeness, np.clip(1.0 - relative, 0.0, 1.0), bright


def _curves(
    x: Floats, bow: float, shift: float, upper: float, lower: float, gap: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Outer and inner edges of both lips at ``x``, from top to bottom."""
    arch = 1.0 - x**2
    line = bow * arch - 0.4 * bow + shift
    dip = 1.0 - 0.15 * np.exp(-((x / 0.16) ** 2))
    first = line - 0.4 * gap * arch
    second = line + 0.6 * gap * arch
    return first - upper * arch**0.8 * dip, first, second, second + lower * arch**0.7


def _best_mouth(likeness: Floats, dark: Floats, bright: Floats) -> tuple[float, ...]:
    family = np.array(list(product(_BOWS, _SHIFTS, _UPPERS, _LOWERS, _GAPS)))
    usual = np.array(_USUAL)
    ways = [family[:, k, None] for k in range(5)]
    x = _GRID_X[None].astype(np.float64)
    top, first, second, low = (_row(curve) for curve in _curves(x, *ways))  # type: ignore[arg-type]
    column = np.arange(len(_GRID_X))[None]

    def inside(signs: Floats, above: NDArray[np.int64], below: NDArray[np.int64]) -> Floats:
        sums = np.concatenate([np.zeros((1, len(_GRID_X))), np.cumsum(signs, axis=0)]) * _ROW
        return (sums[below, column] - sums[above, column]).mean(axis=1)

    lips = inside(likeness, top, first) + inside(likeness, second, low)
    lips -= 0.5 * (inside(bright, top, first) + inside(bright, second, low))
    between = inside(likeness, first, second) - 0.9 * inside(bright, first, second)
    at_line = 0.5 * (dark[np.minimum(first, len(_GRID_Y) - 1), column]
                     + dark[np.minimum(second, len(_GRID_Y) - 1), column]).mean(axis=1)  # fmt: skip
    odd = (((family - usual) * np.array(_LOYALTY)) ** 2).sum(axis=1)
    score = lips - 0.8 * between + 0.10 * at_line - 0.22 * odd
    return tuple(float(v) for v in family[int(np.argmax(score))])


def _row(curve: Floats) -> NDArray[np.int64]:
    """The row of the grid at a height."""
    place = np.rint((curve - _GRID_Y[0]) / _ROW)
    return np.clip(place, 0, len(_GRID_Y)).astype(np.int64)


def _teeth(image: NDArray[np.uint8], frame: Feature) -> tuple[float, float, float]:
    """Ivory in the light that falls on the skin beside the mouth."""
    x = np.array([-1.25, 1.25, 0.0, -0.6, 0.6], np.float32)
    y = np.array([0.0, 0.0, -0.55, -0.5, -0.5], np.float32)
    column, row = frame.to_pixels(x, y)
    column = np.clip(column, 0, image.shape[1] - 1).astype(int)
    row = np.clip(row, 0, image.shape[0] - 1).astype(int)
    skin = np.median(image[row, column].astype(np.float64), axis=0)
    light = max(float(skin.mean()), 1.0)
    share = float(np.clip(0.22 + 0.76 * light / 185.0, 0.42, 0.96))
    tint = np.clip(skin / light, 0.7, 1.3) ** 0.30
    red, green, blue = np.minimum(np.array([240.0, 234.0, 226.0]) * share * tint, 255.0)
    return float(red), float(green), float(blue)
