"""A user's picture made ready to be looked at: upright, opaque, no larger than is of use."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.errors import AgentError

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 100e6  # pixels of a picture that is opened at all
_LONGEST = 1600  # pixels of a side that are kept
_LEAST = 16  # pixels of a side
_LATEST = 50  # frame of an animation that is looked at, at most
_LIGHT, _DARK = (240, 240, 240), (24, 24, 24)  # behind transparent pictures
_CLEAR = ("RGBA", "LA", "PA", "La", "RGBa")
_DEEP = ("I;16", "I;16B", "I;16L", "I", "F")


@dataclass(frozen=True, eq=False)
class Opened:
    """The picture in RGB. ``size`` is (width, height) as it lay in the file, turned upright."""

    image: Image
    size: tuple[int, int]
    frames: int = 1


def opened(path: Path, *, longest: int = _LONGEST, least: int = _LEAST, cut: bool = True) -> Opened:
    """Any picture as RGB: turned as its camera was held, on paper where it is transparent, the
    middle of an animation; no side longer than ``longest`` pixels.

    ``least``: pixels of a side below which there is nothing to see. ``cut``: whether to keep
    only what is not transparent. Raises ``AgentError`` for what is no
    picture, is damaged, too large, or has nothing in it.
    """
    from PIL import Image

    picture, size, frames = _read(path, longest, least)
    if picture.mode in _DEEP:
        picture = _eight_bits(picture)
    if picture.mode in _CLEAR or "transparency" in picture.info:
        picture = _on_paper(picture.convert("RGBA"), cut=cut)
    picture = picture.convert("RGB")
    if max(picture.size) > longest:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Opened(picture, size, frames)


def opened_as_it_is(path: Path) -> Image:
    """A picture in RGBA at the size that it has, transparent where it is. Raises as ``opened``."""
    picture, _, _ = _read(path, 0, 1)
    return (_eight_bits(picture) if picture.mode in _DEEP else picture).convert("RGBA")


def _read(path: Path, longest: int, least: int) -> tuple[Image, tuple[int, int], int]:
    """The picture in its own mode, turned upright; its size in the file; its frames. A JPEG is
    read at about ``longest`` pixels, if that is not 0."""
    from PIL import Image, ImageOps

    with _explained(), Image.open(path) as source:
        width, height = source.size
        _check_size(width, height, least)
        frames = int(getattr(source, "n_frames", 1)) if source.format != "TIFF" else 1
        if frames > 1:
            source.seek(min(frames // 2, _LATEST))
        if longest:
            source.draft("RGB", (longest, longest))
        source.load()
        picture = ImageOps.exif_transpose(source)
    if (picture.width < picture.height) != (width < height):
        width, height = height, width
    return picture, (width, height), frames


def _check_size(width: int, height: int, least: int) -> None:
    if width * height > _MOST:
        raise AgentError(
            f"the picture has {width * height / 1e6:.0f} megapixels, more than {_MOST / 1e6:.0f}",
            "give a smaller copy",
        )
    if min(width, height) < least:
        raise AgentError(
            f"the picture is only {width} by {height} pixels, too little to see anything",
            "give a larger one",
        )


def _eight_bits(picture: Image) -> Image:
    """Deep grey pictures, stretched to what they hold."""
    from PIL import Image

    values = np.nan_to_num(np.asarray(picture, np.float64))
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255.0 / max(high - low, 1e-9))
    return Image.fromarray(scaled.clip(0, 255).astype(np.uint8))


def _on_paper(picture: Image, *, cut: bool) -> Image:
    """On paper; if it is ``cut`` to what is not transparent, on one from which that stands out."""
    from PIL import Image

    if not cut:
        whole = Image.new("RGB", picture.size, _LIGHT)
        whole.paste(picture, mask=picture.getchannel("A"))
        return whole
    alpha = picture.getchannel("A")
    box = alpha.point([0] * 16 + [255] * 240).getbbox()
    if box is None:
        raise AgentError("the picture is fully transparent", "give one that shows something")
    picture = picture.crop(box)
    seen = np.asarray(picture.convert("L"))[np.asarray(picture.getchannel("A")) > 127]
    paper = Image.new("RGB", picture.size, _DARK if seen.size and seen.mean() > 160 else _LIGHT)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Turns what Pillow raises into words for the user."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            yield
        except Image.DecompressionBombError:
            raise AgentError(
                f"the picture has more than {_MOST / 1e6:.0f} megapixels", "give a smaller copy"
            ) from None
        except UnidentifiedImageError:
            raise AgentError(
                "the file cannot be read: it is no picture that I know", "give it as png or jpeg"
            ) from None
        except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
            raise AgentError(
                f"the picture cannot be read: it is damaged ({error})",
                "give another copy, as png or jpeg",
            ) from None
