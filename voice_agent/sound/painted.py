"""Which stretches of a recording somebody painted over in its picture.

Two kinds of mask are understood. A copy of the recording's own picture (waveform and mel
spectrogram, as ``files.draw`` makes it), painted on in any colour: it is compared with the
picture as it was. Or a picture as wide as the whole recording, in which whatever differs from
the commonest shade, or is opaque where most is transparent, is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.pictures import HEIGHTS, WIDTH, panels

if TYPE_CHECKING:
    from PIL.Image import Image

Span = tuple[float, float]

_DIFFERENT = 56  # of 255: more than scaling or JPEG change a pixel
_LEAST = 0.02  # share of a column's height that must be painted
_GAP = 0.06  # seconds between stretches below which they are one
_SAME_SHAPE = 0.01  # of the ratio of width to height


def painted_spans(mask: Image, drawn: Image, seconds: float) -> list[Span]:
    """Painted stretches in seconds, in order, apart from each other.

    ``mask``: any mode and size. ``drawn``: the recording's picture as it was made, RGB.
    """
    left, right = 0, mask.width
    if _is_copy(mask, drawn):
        box = panels(drawn.height)
        painted = _differs(mask, drawn)
        scale = mask.width / drawn.width
        left, right = round(box[0] * scale), round(box[2] * scale)
        painted = painted[round(box[1] * scale) : round(box[3] * scale), left:right]
    else:
        painted = _stands_out(mask)
    columns = painted.mean(axis=0) >= _LEAST
    per_column = seconds / max(right - left, 1)
    spans: list[Span] = []
    for first, last in _runs(columns):
        start, end = first * per_column, last * per_column
        if spans and start - spans[-1][1] < _GAP:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _is_copy(mask: Image, drawn: Image) -> bool:
    """Whether the mask has the shape of the recording's picture."""
    ratio = mask.width / mask.height * drawn.height / drawn.width
    return drawn.width == WIDTH and drawn.height in HEIGHTS and abs(ratio - 1.0) < _SAME_SHAPE


def _differs(mask: Image, drawn: Image) -> NDArray[np.bool_]:
    """Pixels in which the mask is not the picture any more."""
    from PIL import Image

    paper = drawn.resize(mask.size, Image.Resampling.BICUBIC) if mask.size != drawn.size else drawn
    seen = mask.convert("RGBA")
    top = paper.convert("RGBA")
    top.alpha_composite(seen)
    change = np.abs(np.asarray(top, np.int16) - np.asarray(paper.convert("RGBA"), np.int16))
    found: NDArray[np.bool_] = change[..., :3].max(axis=2) > _DIFFERENT
    return found


def _stands_out(mask: Image) -> NDArray[np.bool_]:
    """Pixels that are opaque among transparent ones, or else differ from the commonest shade."""
    alpha = np.asarray(mask.convert("RGBA").getchannel("A"))
    if alpha.min() < 128 <= alpha.max():
        return np.asarray(alpha >= 128)
    grey = np.asarray(mask.convert("L"), np.int16)
    commonest = int(np.bincount(grey.ravel()).argmax())
    found: NDArray[np.bool_] = np.abs(grey - commonest) > _DIFFERENT
    return found


def _runs(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First column of every run of True, and the one after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
