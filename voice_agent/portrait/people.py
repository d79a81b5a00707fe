"""Two people that nobody ever met, drawn at any size, with landmarks known to the pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from voice_agent.portrait import body, features
from voice_agent.portrait.face import PLACES, Eye, Face, Feature, Mouth, Portrait
from voice_agent.portrait.looks import EYE_X, EYE_Y, LOOKS, MOUTH_Y, Look, Name
from voice_agent.portrait.painting import Canvas

__all__ = ["LOOKS", "Name", "drawn"]


def drawn(name: Name, size: int = 512) -> Portrait:
    """A portrait of ``size`` times ``size`` pixels.

    >>> drawn("woman", 256).image.shape
    (256, 256, 3)
    """
    look = LOOKS[name]
    canvas = Canvas(size)
    canvas.gradient(*look.backdrop)
    canvas.light((0.5, 0.40), (0.62, 0.62), (255, 250, 240), 0.55)
    if look.long_hair:
        body.long_hair(canvas, look)
    body.body(canvas, look)
    body.ears(canvas, look)
    skin = body.head(canvas, look)
    for side in (-1, 1):
        features.eye(canvas, look, side)
        features.brow(canvas, look, side)
    features.nose(canvas, look, skin)
    mouth = _mouth_curves(look)
    features.lips(canvas, look, mouth, skin)
    if look.long_hair:
        body.fringe(canvas, look, skin)
    else:
        body.short_hair(canvas, look, skin)
    return Portrait(canvas.finished(), _face(look, mouth, size))


def _face(look: Look, mouth: Mouth, size: int) -> Face:
    """The landmarks in pixels; a pixel's centre lies half a pixel inside the drawing's unit."""

    def feature(x: float, y: float, half_width: float) -> Feature:
        return Feature(x * size - 0.5, y * size - 0.5, half_width * size)

    scaled = replace(mouth, frame=feature(0.5, MOUTH_Y, look.mouth))
    eyes = tuple(
        Eye(feature(0.5 + side * EYE_X, EYE_Y, look.eye), look.eye_height,
            look.eye_height * 0.62, 0.058 / look.eye, lashes=0.10)
        for side in (-1, 1)
    )  # fmt: skip
    head = (0.5 * size - 0.5, 0.44 * size - 0.5)
    return Face(scaled, (eyes[0], eyes[1]), head, (0.19 * size, 0.27 * size))


def _mouth_curves(look: Look) -> Mouth:
    """The lips' outlines: a cupid's bow, a fuller lower lip, corners a little raised."""
    x = PLACES.astype(np.float64)
    arch = 1.0 - x**2
    line = 0.17 * arch - 0.025 * np.exp(-((x / 0.16) ** 2)) - 0.085
    bow = 1.0 - 0.20 * np.exp(-((x / 0.14) ** 2))
    upper = line - 0.33 * look.lip * arch**0.85 * bow
    lower = line + 0.46 * look.lip * arch**0.75 * (0.72 + 0.28 * arch)
    top, middle, low = (values.astype(np.float32) for values in (upper, line, lower))
    chin, nose = (0.700 - MOUTH_Y) / look.mouth, (MOUTH_Y - 0.552) / look.mouth
    frame = Feature(0.5, MOUTH_Y, look.mouth)
    return Mouth(frame, top, middle, middle, low, chin=chin, nose=nose)
