"""What shows in an open mouth: dark, two rows of teeth, a tongue, and the lips' shadow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.pose import Pose
from voice_agent.portrait.sampling import smoothstep

F32 = NDArray[np.float32]
Floats = NDArray[np.floating[Any]]

_CAVITY = (74.0, 26.0, 28.0)
_DEPTH = (30.0, 9.0, 13.0)
_TONGUE = (186.0, 92.0, 92.0)
# Where one upper tooth ends and the next begins, from the middle, in half widths of the mouth.
_UPPER_GAPS = (0.0, 0.185, 0.335, 0.475, 0.600, 0.710, 0.810)
_LOWER_GAPS = (0.0, 0.115, 0.235, 0.355, 0.470, 0.580)


@dataclass(frozen=True, eq=False)
class Opening:
    """Pixels between the lips, each array of shape (pixels,), in the units of a mouth at
    rest (smiling it is wider).

    ``along`` runs from -1 to 1 between the corners; ``upper`` and ``lower`` are the edges of
    the lips at each pixel; ``rest`` is where the lips meet when they do.
    """

    x: F32
    y: F32
    along: F32
    upper: F32
    lower: F32
    rest: float


def paint_inside(opening: Opening, pose: Pose, teeth: tuple[float, float, float]) -> F32:
    """Colours of shape (pixels, 3). The upper teeth stay with the head, the lower ones and
    the tongue move with the jaw."""
    x, y = opening.x, opening.y
    depth = smoothstep((y - opening.upper) / 0.30) * (1.0 - 0.6 * opening.along**2)
    colours = _mixed(np.asarray(_CAVITY, np.float32), np.asarray(_DEPTH, np.float32), depth)

    top = opening.rest + 0.17 + 0.27 * pose.jaw - (0.16 + 0.06 * pose.jaw) * pose.tongue
    mound = top + 0.55 * (x / 0.72) ** 2
    tongue = smoothstep((y - mound) / 0.07)
    middle = 1.0 - 0.25 * np.exp(-((x / 0.05) ** 2)) * smoothstep((y - mound) / 0.15)
    glow = (0.62 + 0.28 * smoothstep((y - mound) / 0.25)) * middle
    colours = _mixed(colours, np.asarray(_TONGUE, np.float32) * glow[:, None], tongue)

    rounded = max(0.0, -pose.width)
    shown = 1.0 - 0.85 * rounded  # rounded lips stand before the teeth
    ivory = np.asarray(teeth, np.float32)
    edge = opening.rest + 0.115 - 0.06 * rounded + 0.05 * pose.tuck - 0.11 * x**2
    edge = edge - 0.018 * _between(x, _UPPER_GAPS) ** 4
    upper = smoothstep((edge - y) / 0.035 + 0.5) * smoothstep((0.92 - np.abs(x)) / 0.20) * shown
    shape = 1.0 - 0.09 * _between(x, _UPPER_GAPS) ** 8
    colours = _mixed(colours, ivory * (1.02 * shape * _fall(x))[:, None], upper)

    edge = opening.rest + 0.150 + 0.60 * pose.jaw + 0.05 * x**2
    lower = smoothstep((y - edge) / 0.035 + 0.5) * smoothstep((0.75 - np.abs(x)) / 0.20) * shown
    shape = 1.0 - 0.11 * _between(x, _LOWER_GAPS) ** 8
    colours = _mixed(colours, ivory * (0.84 * shape * _fall(x))[:, None], lower)

    shadow = 0.70 + 0.30 * smoothstep((y - opening.upper + 0.01) / 0.10)
    shadow *= 0.80 + 0.20 * smoothstep((opening.lower - y + 0.02) / 0.08)
    shadow *= 1.0 - 0.40 * np.abs(opening.along) ** 3
    dim = np.stack([shadow, shadow**1.12, shadow**1.16], axis=1)  # shadows in a mouth are warm
    return (colours * dim).astype(np.float32)


def _fall(x: F32) -> Floats:
    """Teeth turn away from the light towards the sides."""
    return 1.0 - 0.52 * smoothstep((np.abs(x) - 0.15) / 0.80)


def _between(x: F32, gaps: tuple[float, ...]) -> F32:
    """0 in the middle of a tooth, 1 in the gap to its neighbour."""
    far = np.abs(x)
    edges = np.asarray([*gaps, gaps[-1] + 0.12, 9.0], np.float32)
    index = np.searchsorted(edges, far, side="right") - 1
    left, right = edges[index], edges[np.minimum(index + 1, len(edges) - 1)]
    return np.abs(2.0 * (far - left) / (right - left) - 1.0).astype(np.float32)


def _mixed(below: Floats, above: Floats, share: Floats) -> F32:
    return (below + share[:, None] * (above - below)).astype(np.float32)
