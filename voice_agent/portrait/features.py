"""Eyes, brows, nose and lips of the drawn people, in coordinates from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.portrait.face import PLACES, Mouth
from voice_agent.portrait.looks import EYE_X, EYE_Y, MOUTH_Y, Look, tinted
from voice_agent.portrait.painting import Canvas, Mask, Point


def eye(canvas: Canvas, look: Look, side: int) -> None:
    """An almond with an iris under the shadow of the upper lid."""
    x0, y0, w = 0.5 + side * EYE_X, EYE_Y, look.eye
    up, low = look.eye_height * w, look.eye_height * 0.62 * w
    place = np.linspace(-1.0, 1.0, 25)
    upper = [(x0 + w * p, y0 - up * (1 - p * p)) for p in place]
    lower = [(x0 + w * p, y0 + low * (1 - p * p)) for p in place[::-1]]
    white = canvas.shape([*upper, *lower], (244, 240, 236))
    radius = 0.50 * w
    centre = (x0, y0 - 0.06 * w)
    dark = tinted(look.iris, 0.45)
    bright = tinted(look.iris, 1.3, 24)
    canvas.shape(_circle(centre, radius), dark, within=white)
    canvas.shape(_circle(centre, 0.86 * radius), look.iris, blur=0.002, within=white)
    canvas.light((centre[0], centre[1] + 0.35 * radius), (0.8 * radius, 0.6 * radius),
                 bright, 0.8, white)  # fmt: skip
    canvas.shape(_circle(centre, 0.46 * radius), (22, 18, 18), within=white)
    shadow = [(x, y + 0.16 * w) for x, y in upper]
    canvas.shape([*upper, *shadow[::-1]], (70, 50, 48), blur=0.004, strength=0.50, within=white)
    spot = (centre[0] - 0.34 * radius, centre[1] - 0.36 * radius)
    canvas.shape(_circle(spot, 0.20 * radius), (255, 255, 255), within=white)
    lash = look.lashes
    outer = (x0 + side * w * 1.09, y0 - (0.13 * w if look.long_hair else 0.02 * w))
    line = upper if side > 0 else upper[::-1]
    inner_to_outer = [*line[:-1], outer] if look.long_hair else line
    count = len(inner_to_outer)
    widths = np.interp(np.arange(count), [0, 0.6 * count, 0.92 * count, count], [0.3, 1, 1, 0.1])
    canvas.stroke(inner_to_outer, list(lash * widths), (44, 28, 26))
    canvas.stroke(lower, [0.001, 0.0024, 0.001], look.shade, strength=0.8)
    crease = [(x, y - 0.27 * w - 0.02 * w) for x, y in upper[3:-3]]
    canvas.stroke(crease, [0.001, 0.0036, 0.001], look.shade, blur=0.001, strength=0.75)


def brow(canvas: Canvas, look: Look, side: int) -> None:
    """One brow, thinner towards the temple."""
    height = 0.058
    points = [(0.5 + side * x, EYE_Y - height + y) for x, y in (
        (EYE_X - 0.044, 0.003), (EYE_X - 0.018, -0.004), (EYE_X + 0.016, -0.007),
        (EYE_X + 0.052, 0.007))]  # fmt: skip
    canvas.stroke(points, [look.brow * w for w in (0.45, 1.0, 0.8, 0.15)], look.hair,
                  blur=0.0016, strength=0.88)  # fmt: skip


def nose(canvas: Canvas, look: Look, skin: Mask) -> None:
    """Its ridge in the light, its wings and nostrils."""
    canvas.light((0.523, 0.475), (0.020, 0.075), look.shade, 0.40, skin)
    canvas.light((0.497, 0.470), (0.012, 0.085), (255, 244, 230), 0.45, skin)
    canvas.light((0.499, 0.527), (0.020, 0.018), (255, 246, 236), 0.55, skin)
    canvas.light((0.5, 0.552), (0.044, 0.016), look.shade, 0.70, skin)
    for side in (-1, 1):
        wing = [(0.5 + side * x, y) for x, y in ((0.029, 0.522), (0.0345, 0.537), (0.027, 0.549))]
        canvas.stroke(wing, [0.001, 0.0042, 0.0012], look.shade, blur=0.0012, strength=0.85)
        hole = [(0.5 + side * x, y) for x, y in ((0.008, 0.5515), (0.015, 0.547), (0.023, 0.549))]
        dark = tinted(look.shade, 0.55)
        canvas.stroke(hole, [0.001, 0.0058, 0.001], dark, blur=0.0014,
                      strength=0.80)  # fmt: skip


def lips(canvas: Canvas, look: Look, mouth: Mouth, skin: Mask) -> None:
    """Both lips, their gloss and the shadow in the corners."""

    def line(values: Sequence[float], shift: float = 0.0) -> list[Point]:
        w = look.mouth
        places = zip(PLACES, values, strict=True)
        return [(0.5 + w * float(x), MOUTH_Y + w * (float(y) + shift)) for x, y in places]

    w = look.mouth
    top, middle, low = (line(c.tolist()) for c in
                        (mouth.upper_outer, mouth.upper_inner, mouth.lower_outer))  # fmt: skip
    darker = tinted(look.lips, 0.80)
    upper = canvas.shape([*top, *middle[::-1]], darker, blur=0.0012)
    lower = canvas.shape([*middle, *low[::-1]], look.lips, blur=0.0012)
    pale = tinted(look.lips, 1.0, 62)
    canvas.light((0.5, MOUTH_Y + 0.24 * w * look.lip), (0.62 * w, 0.17 * w), pale,
                 0.75 * look.lip, lower)  # fmt: skip
    canvas.light((0.5, MOUTH_Y - 0.18 * w), (0.55 * w, 0.12 * w), look.lips, 0.8, upper)
    deep = tinted(look.lips, 0.38)
    count = len(middle)
    widths = np.interp(np.arange(count), [0, count / 2, count], [0.0016, 0.0038, 0.0016])
    canvas.stroke(middle, list(widths), deep, blur=0.0008)
    for side in (-1, 1):
        canvas.light((0.5 + side * 1.04 * w, MOUTH_Y - 0.05 * w), (0.2 * w, 0.16 * w), look.shade,
                     0.8, skin)  # fmt: skip


def _circle(centre: Point, radius: float) -> list[Point]:
    angles = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    return [(centre[0] + radius * float(np.cos(a)), centre[1] + radius * float(np.sin(a)))
            for a in angles]  # fmt: skip
