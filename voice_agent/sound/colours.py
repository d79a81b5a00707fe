"""The colour map of every spectrogram, in pictures and in the terminal alike.

Anchors lie in Oklab (Ottosson 2020), where equal distances look equally far apart. Their
lightness rises evenly from night blue to pale yellow, so the map still orders loud and soft
when it is printed grey.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

STEPS = 256

# (chroma, hue in degrees) at equal steps of lightness.
_CHROMA_HUE = (
    (0.045, 275.0),
    (0.085, 290.0),
    (0.125, 310.0),
    (0.155, 345.0),
    (0.155, 385.0),
    (0.150, 415.0),
    (0.140, 440.0),
    (0.090, 460.0),
)
_LIGHTNESS = (0.15, 0.96)


@lru_cache(maxsize=1)
def heat_map() -> NDArray[np.uint8]:
    """The map as sRGB, shape (256, 3), from silence to loudest; read-only."""
    place = np.linspace(0.0, 1.0, STEPS)
    anchors = np.linspace(0.0, 1.0, len(_CHROMA_HUE))
    chroma = np.interp(place, anchors, [chroma for chroma, _ in _CHROMA_HUE])
    hue = np.deg2rad(np.interp(place, anchors, [hue for _, hue in _CHROMA_HUE]))
    lightness = np.interp(place, (0.0, 1.0), _LIGHTNESS)
    table = oklab_to_srgb(np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], -1))
    table.flags.writeable = False
    return table


def heat(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours of values in [0, 1]: shape (...) becomes (..., 3). NaN counts as 0."""
    place = np.clip(np.nan_to_num(values), 0.0, 1.0)
    return heat_map()[np.rint(place * (STEPS - 1)).astype(int)]


def oklab_to_srgb(lab: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Oklab colours, shape (..., 3), as 8-bit sRGB; what lies outside the gamut is clipped."""
    to_cone = np.array(
        [
            [1.0, 0.3963377774, 0.2158037573],
            [1.0, -0.1055613458, -0.0638541728],
            [1.0, -0.0894841775, -1.2914855480],
        ]
    )
    to_linear = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip((lab @ to_cone.T) ** 3 @ to_linear.T, 0.0, 1.0)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(curved * 255.0).astype(np.uint8)


def grey_of(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance in [0, 1] of sRGB colours, shape (..., 3) to (...) (ITU-R BT.709)."""
    value = rgb.astype(np.float64) / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
