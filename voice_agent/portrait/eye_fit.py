"""How large an open eye is in a picture: the lens that holds most of what is no skin."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.face import Eye, Feature
from voice_agent.portrait.sampling import Texture, box_around

_X = np.linspace(-1.7, 1.7, 43, dtype=np.float32)
_Y = np.linspace(-1.1, 1.1, 34, dtype=np.float32)

# The family of eyes, in half widths of an average one: width, lids above and below, shift.
_WIDTHS = (0.85, 1.0, 1.15, 1.3, 1.45)
_UPPERS = (0.34, 0.42, 0.50, 0.60, 0.72)
_LOWERS = (0.22, 0.30, 0.38, 0.48)
_SHIFTS = (-0.12, 0.0, 0.12)
_USUAL = (1.05, 0.46, 0.32, 0.0)
_LOYALTY = (0.35, 0.9, 0.9, 0.6)
_BROW = 1.35  # half widths of an average eye


def fitted_eye(image: NDArray[np.uint8], frame: Feature) -> Eye:
    """The eye around the middle of ``frame``, which is as wide as an average one."""
    strange = _strangeness(image, frame)
    x, y = np.meshgrid(_X, _Y)
    best, score = _USUAL, -1e9
    for width, upper, lower, shift in product(_WIDTHS, _UPPERS, _LOWERS, _SHIFTS):
        arch = np.clip(1.0 - (x / width) ** 2, 0.0, 1.0)
        inside = (y - shift > -upper * arch) & (y - shift < lower * arch)
        way = (width, upper, lower, shift)
        odd = sum(((a - b) * k) ** 2 for a, b, k in zip(way, _USUAL, _LOYALTY, strict=True))
        found = float(strange[inside].sum()) / strange.size - 0.25 * odd
        if found > score:
            best, score = (width, upper, lower, shift), found
    width, upper, lower, shift = best
    centre_x, centre_y = frame.to_pixels(np.zeros(1, np.float32), np.full(1, shift, np.float32))
    half = width * frame.half_width
    middle = Feature(float(centre_x[0]), float(centre_y[0]), half, frame.turn)
    return Eye(middle, upper / width, lower / width, brow=_BROW / width, lashes=0.10)


def _strangeness(image: NDArray[np.uint8], frame: Feature) -> NDArray[np.float32]:
    """How little each cell looks like the skin below the eye, from -0.5 to 0.5."""
    pixels = frame.to_pixels(*np.meshgrid(_X, _Y))
    box = box_around(*pixels, image.shape[1], image.shape[0])
    colours = Texture(image, box).read(*pixels)
    below = colours[(_Y > 0.7)][:, np.abs(_X) < 1.0].reshape(-1, 3)
    skin = np.median(below, axis=0)
    light = max(float(skin.mean()), 1.0)
    spread = float(np.abs(below - skin).mean()) / light
    away = np.abs(colours - skin).mean(axis=2) / light
    return np.clip((away - (0.16 + spread)) / 0.25, -0.5, 0.5).astype(np.float32)
