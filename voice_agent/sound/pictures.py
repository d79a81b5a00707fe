"""PNG pictures of sound: waveform and mel spectrogram, class scores over time.

Drawn with Pillow alone, dark, with axes in seconds and Hz. ``draw_audio`` makes the picture
that lies beside every audio artifact.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.colours import heat
from voice_agent.sound.features import FloatArray, envelope
from voice_agent.sound.mel_image import (
    MelImage,
    frequency_ticks,
    mel_image,
    time_ticks,
)
from voice_agent.sound.mixdown import drawn
from voice_agent.units import Audio

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

BACKGROUND = (15, 17, 26)
PANEL = (22, 25, 37)
LINE = (58, 63, 82)
LABEL = (167, 174, 196)
TITLE = (226, 229, 240)
WAVE = ((122, 162, 247), (158, 206, 106))  # left or only channel, right channel
MARK = (255, 203, 107)

WIDTH = 1200
MARGIN = 20
GUTTER = 64  # left of the panels, for frequency labels
SCALE = 74  # right of the panels, for the colour scale
TEXT = 17

_WAVES = (120, 170)  # height of the waveforms of one and of two channels
_BELOW = 34 + MARGIN  # under the mel spectrogram, for times
HEIGHTS = tuple(MARGIN + wave + 12 + 300 + _BELOW for wave in _WAVES)  # of an untitled picture

Span = tuple[float, float]
Box = tuple[int, int, int, int]


def draw_audio(
    audio: Audio,
    path: Path,
    *,
    title: str = "",
    marks: Sequence[Span] = (),
    seconds: float | None = None,
) -> Path:
    """Draw the waveform (each of two channels, else one of all) and mel spectrogram of ``audio``
    to a PNG.

    ``marks`` are spans in seconds that a frame points out. Returns ``path``.
    ``seconds`` is what the time axis spans when ``audio`` is a condensed copy of a long file.
    """
    length = audio.seconds if seconds is None else seconds
    audio = drawn(audio)
    lanes = audio.channels
    top = MARGIN + (TEXT + 14 if title else 0)
    wave_height = _WAVES[lanes - 1]
    mel_top = top + wave_height + 12
    height = mel_top + 300 + _BELOW
    image, draw = _canvas(height, title)
    left, right = GUTTER + MARGIN, WIDTH - SCALE - MARGIN
    loudest = float(np.abs(np.nan_to_num(audio.samples)).max(initial=0.05))
    for lane in range(lanes):
        upper = top + lane * wave_height // lanes
        box = (left, upper, right, upper + wave_height // lanes - (4 if lanes == 2 else 0))
        samples = np.nan_to_num(audio.samples[:, lane])
        _waveform(image, samples / loudest, box, WAVE[lane])
        if lanes == 2:
            _text(draw, (left - 12, (box[1] + box[3]) // 2), "LR"[lane], anchor="rm")
    box = (left, mel_top, right, mel_top + 300)
    picture = mel_image(audio, columns=right - left, bands=100)
    _paste(image, picture.values, box)
    _frequency_axis(draw, picture, box)
    _time_axis(draw, length, box)
    _colour_scale(image, draw, box, ("0 dB", f"-{picture.span:.0f}"))
    for span in marks:
        _mark(draw, span, length, (left, top, right, box[3]))
    return _save(image, path)


def panels(height: int) -> Box:
    """Where ``draw_audio`` puts waveform and mel in an untitled picture ``height`` pixels high;
    the time axis runs from its left to its right edge."""
    return GUTTER + MARGIN, MARGIN, WIDTH - SCALE - MARGIN, height - _BELOW


def draw_comparison(
    pictures: Sequence[tuple[str, Audio]], path: Path, *, marks: Sequence[Span] = ()
) -> Path:
    """Draw the mel spectrograms of several recordings one above the other, each titled.

    All share one time axis, that of the longest, so the same instant lies in one column.
    """
    seconds = max((audio.seconds for _, audio in pictures), default=0.0)
    each, gap = 220, TEXT + 20
    height = MARGIN + len(pictures) * (each + gap) + 34 + MARGIN
    image, draw = _canvas(height, "")
    left, right = GUTTER + MARGIN, WIDTH - SCALE - MARGIN
    box = (left, MARGIN, right, MARGIN + each)
    for index, (title, audio) in enumerate(pictures):
        top = MARGIN + index * (each + gap) + gap
        box = (left, top, right, top + each)
        _text(draw, (left, top - 8), title, anchor="ls", colour=TITLE)
        share = audio.seconds / seconds if seconds else 1.0
        columns = max(1, round((right - left) * share))
        picture = mel_image(audio, columns=columns, bands=80)
        draw.rectangle(box, fill=PANEL)
        _paste(image, picture.values, (left, top, left + columns, top + each))
        _frequency_axis(draw, picture, box)
        for span in marks:
            _mark(draw, span, seconds, box)
    _time_axis(draw, seconds, box)
    return _save(image, path)


def draw_posteriorgram(
    scores: FloatArray,
    labels: Sequence[str],
    seconds: float,
    path: Path,
    *,
    spans: Sequence[Sequence[Span]] = (),
    title: str = "",
) -> Path:
    """Draw class scores over time: one row a class.

    ``scores``: shape (classes, frames) in [0, 1], evenly spaced over ``seconds``; ``labels``
    names the rows from the top; ``spans`` are each row's detected intervals in seconds.
    """
    row, gap = 34, 6
    top = MARGIN + (TEXT + 14 if title else 0)
    height = top + max(len(labels), 1) * (row + gap) + 34 + MARGIN
    image, draw = _canvas(height, title)
    names = [_shorten(label, 24) for label in labels]
    widest = max((draw.textlength(name, font=_font()) for name in names), default=0.0)
    left, right = MARGIN + round(widest) + 14, WIDTH - SCALE - MARGIN
    bottom = top
    for index, name in enumerate(names):
        upper = top + index * (row + gap)
        bottom = upper + row
        _paste(image, scores[index : index + 1], (left, upper, right, bottom))
        _text(draw, (left - 12, (upper + bottom) // 2), name, anchor="rm")
        for start, end in spans[index] if index < len(spans) else ():
            _mark(draw, (start, end), seconds, (left, upper, right, bottom - 1))
    box = (left, top, right, bottom)
    _time_axis(draw, seconds, box)
    _colour_scale(image, draw, box, ("1", "0"))
    return _save(image, path)


# --- parts of a picture -----------------------------------------------------------------


def _canvas(height: int, title: str) -> tuple[Image, ImageDraw]:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, height), BACKGROUND)
    draw = ImageDraw.Draw(image)
    if title:
        _text(draw, (MARGIN, MARGIN), _shorten(title, 110), anchor="lt", colour=TITLE)
    return image, draw


def _waveform(image: Image, samples: FloatArray, box: Box, colour: tuple[int, int, int]) -> None:
    """Peaks of samples in [-1, 1] in the colour, the middle half of them brighter."""
    from PIL import Image

    width, height = box[2] - box[0], box[3] - box[1]
    fine = height * 4  # drawn four times as high, then averaged down: smooth edges
    extremes = envelope(samples, width)
    rows = np.linspace(1.0, -1.0, fine)[:, None] * 1.06
    high = np.maximum(extremes[:, 1], 0.012)
    low = np.minimum(extremes[:, 0], -0.012)
    inside = (rows <= high) & (rows >= low)
    core = (rows <= high * 0.5) & (rows >= low * 0.5)
    panel, tone = np.array(PANEL, float), np.array(colour, float)
    pixels = np.where(inside[..., None], tone * 0.72 + panel * 0.28, panel)
    pixels = np.where(core[..., None], tone, pixels)
    pixels = pixels.reshape(height, 4, width, 3).mean(axis=1)
    image.paste(Image.fromarray(np.rint(pixels).astype(np.uint8)), box[:2])


def _paste(image: Image, values: FloatArray, box: Box) -> None:
    """Paste values in [0, 1], first row lowest, stretched smoothly over the box."""
    from PIL import Image

    size = (box[2] - box[0], box[3] - box[1])
    grey = Image.fromarray(np.ascontiguousarray(values[::-1], dtype=np.float32))
    smooth: NDArray[np.float32] = np.asarray(grey.resize(size, Image.Resampling.BICUBIC))
    image.paste(Image.fromarray(heat(smooth)), box[:2])


def _frequency_axis(draw: ImageDraw, picture: MelImage, box: Box) -> None:
    left, top, _, bottom = box
    free = top  # where the next label, going down, may begin
    for hz, _ in reversed(frequency_ticks(picture.high)):
        y = round(bottom - picture.place_of(hz) * (bottom - top))
        middle = max(y, top + TEXT // 2)
        if middle - TEXT // 2 < free or middle > bottom - TEXT // 2:
            continue
        free = middle + TEXT // 2 + 3
        draw.line((left - 6, y, left - 1, y), fill=LABEL)
        label = f"{hz / 1000:.0f} kHz" if hz >= 1000 else f"{hz:.0f} Hz"
        _text(draw, (left - 11, middle), label, anchor="rm")


def _time_axis(draw: ImageDraw, seconds: float, box: Box) -> None:
    left, _, right, bottom = box
    ticks = time_ticks(seconds, 13)
    for index, (time, label) in enumerate(ticks):
        x = left + round((right - left) * (time / seconds if seconds else 0.0))
        draw.line((x, bottom + 1, x, bottom + 6), fill=LABEL)
        unit = " s" if index == len(ticks) - 1 and ":" not in label else ""
        _text(draw, (x, bottom + 11), label + unit, anchor="mt")


def _colour_scale(image: Image, draw: ImageDraw, box: Box, labels: tuple[str, str]) -> None:
    left, right = box[2] + 14, box[2] + 26
    _paste(
        image, np.linspace(0.0, 1.0, 64, dtype=np.float32)[:, None], (left, box[1], right, box[3])
    )
    high, low = labels
    _text(draw, (right + 6, box[1]), high, anchor="lt")
    _text(draw, (right + 6, box[3] - 1), low, anchor="ls")


def _mark(draw: ImageDraw, span: Span, seconds: float, box: Box) -> None:
    if seconds <= 0.0:
        return
    left, top, right, bottom = box
    start, end = (left + round((right - left) * np.clip(t / seconds, 0, 1)) for t in span)
    draw.rectangle((start, top, max(end, start + 2), bottom), outline=MARK, width=2)


def _text(
    draw: ImageDraw,
    place: tuple[int, int],
    text: str,
    *,
    anchor: str,
    colour: tuple[int, int, int] = LABEL,
) -> None:
    draw.text(place, _drawable(text), font=_font(), fill=colour, anchor=anchor)


def _drawable(text: str) -> str:
    """Letters without the accents that Pillow's own font lacks: "falló" as "fallo"."""
    if text.isascii():
        return text
    import unicodedata

    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _font() -> FreeTypeFont | ImageFont:
    from PIL import ImageFont as Fonts

    return Fonts.load_default(TEXT)


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _save(image: Image, path: Path) -> Path:
    """Write beside the place and rename, so that nobody ever sees half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    image.save(part, format="PNG", optimize=False, compress_level=6)
    part.replace(path)
    return path
