"""Two people that nobody ever met, drawn at any size, with landmarks known to the pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from voice_agent.portrait.face import PLACES, Eye, Face, Feature, Mouth, Portrait
from voice_agent.portrait.painting import Canvas, Colour, Mask, Point, curve, mirrored

Name = Literal["woman", "man"]

MOUTH_Y, EYE_Y, EYE_X = 0.600, 0.440, 0.083


@dataclass(frozen=True)
class Look:
    """What tells one person from the other; lengths in heights of the picture."""

    skin: Colour
    shade: Colour
    blush: Colour
    lips: Colour
    hair: Colour
    gloss: Colour
    iris: Colour
    cloth: Colour
    backdrop: tuple[Colour, Colour]
    jaw: float  # half width of the face beside the mouth
    neck: float  # half width
    mouth: float  # half width
    lip: float  # how full the lips are
    brow: float  # thickness
    lashes: float  # thickness of the upper lid's line
    eye: float  # half width
    eye_height: float  # in half widths
    long_hair: bool


LOOKS: dict[Name, Look] = {
    "woman": Look(
        skin=(238, 190, 160), shade=(196, 131, 104), blush=(226, 122, 106), lips=(190, 84, 84),
        hair=(70, 40, 32), gloss=(150, 96, 70), iris=(84, 116, 78), cloth=(36, 96, 112),
        backdrop=((246, 222, 196), (226, 178, 150)), jaw=0.126, neck=0.070, mouth=0.060, lip=1.0,
        brow=0.0105, lashes=0.0085, eye=0.043, eye_height=0.52, long_hair=True,
    ),
    "man": Look(
        skin=(216, 164, 128), shade=(160, 104, 76), blush=(196, 108, 84), lips=(172, 100, 84),
        hair=(44, 36, 34), gloss=(96, 82, 76), iris=(96, 70, 46), cloth=(58, 66, 92),
        backdrop=((196, 216, 222), (140, 172, 186)), jaw=0.140, neck=0.088, mouth=0.062, lip=0.72,
        brow=0.0155, lashes=0.0055, eye=0.040, eye_height=0.46, long_hair=False,
    ),
}  # fmt: skip


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
        _long_hair(canvas, look)
    _body(canvas, look)
    _ears(canvas, look)
    skin = _head(canvas, look)
    for side in (-1, 1):
        _eye(canvas, look, side)
        _brow(canvas, look, side)
    _nose(canvas, look, skin)
    mouth = _mouth_curves(look)
    _lips(canvas, look, mouth, skin)
    if look.long_hair:
        _fringe(canvas, look)
    else:
        _short_hair(canvas, look)
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
    line = 0.15 * arch - 0.025 * np.exp(-((x / 0.16) ** 2)) - 0.075
    bow = 1.0 - 0.20 * np.exp(-((x / 0.14) ** 2))
    upper = line - 0.33 * look.lip * arch**0.85 * bow
    lower = line + 0.46 * look.lip * arch**0.75 * (0.72 + 0.28 * arch)
    top, middle, low = (values.astype(np.float32) for values in (upper, line, lower))
    chin, nose = (0.700 - MOUTH_Y) / look.mouth, (MOUTH_Y - 0.552) / look.mouth
    frame = Feature(0.5, MOUTH_Y, look.mouth)
    return Mouth(frame, top, middle, middle, low, chin=chin, nose=nose)


def _outline(look: Look) -> list[Point]:
    """The face from crown to chin."""
    half = [
        (0.5, 0.170), (0.600, 0.192), (0.660, 0.270), (0.677, 0.380), (0.668, 0.480),
        (0.5 + look.jaw + 0.022, 0.560), (0.5 + look.jaw - 0.012, 0.627),
        (0.5 + 0.58 * look.jaw, 0.678), (0.5 + 0.26 * look.jaw, 0.701), (0.5, 0.704),
    ]  # fmt: skip
    return curve(mirrored(half))


def _head(canvas: Canvas, look: Look) -> Mask:
    outline = _outline(look)
    skin = canvas.shape(outline, look.skin)
    # Light from the upper left: the rim turns away from it, forehead and cheek catch it.
    inner = [(0.492 + (x - 0.5) * 0.82, 0.425 + (y - 0.43) * 0.84) for x, y in outline]
    canvas.paint(skin.outside(canvas.mask(inner, blur=0.035)), look.shade, 0.62)
    canvas.light((0.47, 0.29), (0.17, 0.12), (255, 240, 224), 0.42, skin)
    for side in (-1, 1):
        canvas.light((0.5 + side * 0.105, 0.540), (0.075, 0.060), look.blush, 0.34, skin)
        canvas.light((0.5 + side * 0.094, 0.505), (0.055, 0.035), (255, 240, 226), 0.32, skin)
        canvas.light((0.5 + side * EYE_X, EYE_Y - 0.004), (0.064, 0.050), look.shade, 0.42, skin)
    canvas.light((0.5, 0.668), (0.048, 0.036), (255, 238, 222), 0.34, skin)
    canvas.light((0.5, MOUTH_Y + 0.042), (0.044, 0.016), look.shade, 0.45, skin)
    if not look.long_hair:
        beard = [(x, y) for x, y in mirrored([
            (0.5, 0.560), (0.545, 0.566), (0.585, 0.590), (0.625, 0.575), (0.660, 0.520),
            (0.68, 0.60), (0.61, 0.70), (0.5, 0.72)])]  # fmt: skip
        canvas.shape(curve(beard), look.hair, blur=0.016, strength=0.16, within=skin)
    return skin


def _body(canvas: Canvas, look: Look) -> None:
    wide = 0.0 if look.long_hair else 0.05
    neck = mirrored([
        (0.5, 0.60), (0.5 + look.neck, 0.62), (0.5 + look.neck * 1.02, 0.74),
        (0.5 + look.neck * 1.35, 0.80), (0.70, 0.85), (0.70, 1.05), (0.5, 1.05),
    ])  # fmt: skip
    skin = canvas.shape(curve(neck), look.skin)
    canvas.shape(
        curve(mirrored([(0.5, 0.60), (0.64, 0.62), (0.61, 0.70), (0.5, 0.758)])),
        look.shade, blur=0.014, strength=0.80, within=skin,
    )  # fmt: skip
    canvas.light((0.5, 0.90), (0.10, 0.10), look.shade, 0.35, skin)
    depth = 0.925 if look.long_hair else 0.865
    cloth = mirrored([
        (0.5, depth), (0.555, depth - 0.028), (0.5 + look.neck * 1.45, 0.806),
        (0.67 + wide, 0.838), (0.79 + wide, 0.885), (0.868 + wide, 0.96), (0.90 + wide, 1.06),
        (0.5, 1.06),
    ])  # fmt: skip
    covered = canvas.shape(curve(cloth), look.cloth)
    dark = tuple(round(0.55 * c) for c in look.cloth)
    bright = tuple(min(255, round(1.25 * c + 22)) for c in look.cloth)
    canvas.light((0.33, 0.92), (0.22, 0.10), bright, 0.55, covered)  # type: ignore[arg-type]
    canvas.light((0.78, 1.0), (0.24, 0.20), dark, 0.70, covered)  # type: ignore[arg-type]
    edge = [(0.5 + s * (look.neck * 1.45), 0.806) for s in (-1, 1)]
    neckline = [edge[0], (0.445, depth - 0.028), (0.5, depth), (0.555, depth - 0.028), edge[1]]
    canvas.stroke(neckline, [0.010, 0.014, 0.016, 0.014, 0.010], bright,  # type: ignore[arg-type]
                  within=None if not look.long_hair else covered)  # fmt: skip


def _ears(canvas: Canvas, look: Look) -> None:
    if look.long_hair:
        return
    for side in (-1, 1):
        ear = [(0.5 + side * x, y) for x, y in (
            (0.165, 0.405), (0.190, 0.398), (0.203, 0.428), (0.196, 0.475), (0.176, 0.512),
            (0.160, 0.500))]  # fmt: skip
        mask = canvas.shape(curve(ear), look.skin)
        canvas.light((0.5 + side * 0.172, 0.455), (0.026, 0.052), look.shade, 0.75, mask)


def _eye(canvas: Canvas, look: Look, side: int) -> None:
    """An almond with an iris under the shadow of the upper lid."""
    x0, y0, w = 0.5 + side * EYE_X, EYE_Y, look.eye
    up, low = look.eye_height * w, look.eye_height * 0.62 * w
    place = np.linspace(-1.0, 1.0, 25)
    upper = [(x0 + w * p, y0 - up * (1 - p * p)) for p in place]
    lower = [(x0 + w * p, y0 + low * (1 - p * p)) for p in place[::-1]]
    white = canvas.shape([*upper, *lower], (244, 240, 236))
    radius = 0.50 * w
    centre = (x0, y0 - 0.06 * w)
    dark = tuple(round(0.45 * c) for c in look.iris)
    bright = tuple(min(255, round(1.3 * c + 24)) for c in look.iris)
    canvas.shape(_circle(centre, radius), dark, within=white)  # type: ignore[arg-type]
    canvas.shape(_circle(centre, 0.86 * radius), look.iris, blur=0.002, within=white)
    canvas.light((centre[0], centre[1] + 0.35 * radius), (0.8 * radius, 0.6 * radius),
                 bright, 0.8, white)  # type: ignore[arg-type]  # fmt: skip
    canvas.shape(_circle(centre, 0.46 * radius), (22, 18, 18), within=white)
    shadow = [(x, y + 0.16 * w) for x, y in upper]
    canvas.shape([*upper, *shadow[::-1]], (70, 50, 48), blur=0.004, strength=0.50, within=white)
    spot = (centre[0] - 0.34 * radius, centre[1] - 0.36 * radius)
    canvas.shape(_circle(spot, 0.20 * radius), (255, 255, 255), within=white)
    lash = look.lashes
    outer = (x0 + side * w * 1.14, y0 - (0.20 * w if look.long_hair else 0.02 * w))
    line = upper if side > 0 else upper[::-1]
    inner_to_outer = [*line[:-1], outer] if look.long_hair else line
    count = len(inner_to_outer)
    widths = np.interp(np.arange(count), [0, 0.6 * count, 0.92 * count, count], [0.3, 1, 1, 0.1])
    canvas.stroke(inner_to_outer, list(lash * widths), (44, 28, 26))
    canvas.stroke(lower, [0.001, 0.0024, 0.001], look.shade, strength=0.8)
    crease = [(x, y - 0.27 * w - 0.02 * w) for x, y in upper[3:-3]]
    canvas.stroke(crease, [0.001, 0.0036, 0.001], look.shade, blur=0.001, strength=0.75)


def _brow(canvas: Canvas, look: Look, side: int) -> None:
    height = 0.058
    points = [(0.5 + side * x, EYE_Y - height + y) for x, y in (
        (EYE_X - 0.044, 0.003), (EYE_X - 0.018, -0.004), (EYE_X + 0.016, -0.007),
        (EYE_X + 0.052, 0.007))]  # fmt: skip
    canvas.stroke(points, [look.brow * w for w in (0.85, 1.0, 0.8, 0.15)], look.hair,
                  blur=0.0016, strength=0.88)  # fmt: skip


def _nose(canvas: Canvas, look: Look, skin: Mask) -> None:
    canvas.light((0.523, 0.475), (0.020, 0.075), look.shade, 0.40, skin)
    canvas.light((0.497, 0.470), (0.012, 0.085), (255, 244, 230), 0.45, skin)
    canvas.light((0.499, 0.527), (0.020, 0.018), (255, 246, 236), 0.55, skin)
    canvas.light((0.5, 0.552), (0.044, 0.016), look.shade, 0.70, skin)
    for side in (-1, 1):
        wing = [(0.5 + side * x, y) for x, y in ((0.029, 0.522), (0.0345, 0.537), (0.027, 0.549))]
        canvas.stroke(wing, [0.001, 0.0042, 0.0012], look.shade, blur=0.0012, strength=0.85)
        hole = [(0.5 + side * x, y) for x, y in ((0.008, 0.5515), (0.015, 0.547), (0.023, 0.549))]
        dark = tuple(round(0.55 * c) for c in look.shade)
        canvas.stroke(hole, [0.001, 0.0058, 0.001], dark, blur=0.0014,  # type: ignore[arg-type]
                      strength=0.80)  # fmt: skip


def _lips(canvas: Canvas, look: Look, mouth: Mouth, skin: Mask) -> None:
    def line(values: Sequence[float], shift: float = 0.0) -> list[Point]:
        w = look.mouth
        places = zip(PLACES, values, strict=True)
        return [(0.5 + w * float(x), MOUTH_Y + w * (float(y) + shift)) for x, y in places]

    w = look.mouth
    top, middle, low = (line(c.tolist()) for c in
                        (mouth.upper_outer, mouth.upper_inner, mouth.lower_outer))  # fmt: skip
    darker = tuple(round(0.80 * c) for c in look.lips)
    upper = canvas.shape([*top, *middle[::-1]], darker, blur=0.0012)  # type: ignore[arg-type]
    lower = canvas.shape([*middle, *low[::-1]], look.lips, blur=0.0012)
    pale = tuple(min(255, c + 62) for c in look.lips)
    canvas.light((0.5, MOUTH_Y + 0.24 * w * look.lip), (0.62 * w, 0.17 * w), pale,  # type: ignore[arg-type]
                 0.75 * look.lip, lower)  # fmt: skip
    canvas.light((0.5, MOUTH_Y - 0.18 * w), (0.55 * w, 0.12 * w), look.lips, 0.8, upper)
    deep = tuple(round(0.38 * c) for c in look.lips)
    count = len(middle)
    widths = np.interp(np.arange(count), [0, count / 2, count], [0.0016, 0.0038, 0.0016])
    canvas.stroke(middle, list(widths), deep, blur=0.0008)  # type: ignore[arg-type]
    for side in (-1, 1):
        canvas.light((0.5 + side * 1.04 * w, MOUTH_Y - 0.05 * w), (0.2 * w, 0.16 * w), look.shade,
                     0.8, skin)  # fmt: skip


def _long_hair(canvas: Canvas, look: Look) -> None:
    """What hangs behind head and neck."""
    half = [
        (0.5, 0.095), (0.615, 0.115), (0.705, 0.200), (0.745, 0.340), (0.755, 0.500),
        (0.760, 0.650), (0.735, 0.765), (0.665, 0.815), (0.60, 0.79), (0.5, 0.74),
    ]  # fmt: skip
    mask = canvas.shape(curve(mirrored(half)), look.hair)
    dark = tuple(round(0.55 * c) for c in look.hair)
    canvas.light((0.5, 0.66), (0.20, 0.24), dark, 0.85, mask)  # type: ignore[arg-type]
    for side in (-1, 1):
        for x, strength in ((0.215, 0.5), (0.238, 0.35), (0.192, 0.3)):
            strand = [
                (0.5 + side * x, 0.36),
                (0.5 + side * (x + 0.014), 0.52),
                (0.5 + side * (x + 0.004), 0.68),
                (0.5 + side * (x - 0.03), 0.78),
            ]
            canvas.stroke(strand, [0.001, 0.008, 0.009, 0.001], look.gloss, blur=0.004,
                          strength=strength, within=mask)  # fmt: skip


def _fringe(canvas: Canvas, look: Look) -> None:
    """Parted on one side, swept over the temples."""
    left = [(0.545, 0.092), (0.455, 0.100), (0.370, 0.150), (0.312, 0.250), (0.296, 0.400),
            (0.300, 0.540), (0.318, 0.500), (0.330, 0.400), (0.362, 0.318), (0.430, 0.262),
            (0.510, 0.214), (0.560, 0.165)]  # fmt: skip
    right = [(0.530, 0.095), (0.620, 0.112), (0.688, 0.185), (0.712, 0.300), (0.712, 0.440),
             (0.700, 0.545), (0.684, 0.500), (0.674, 0.400), (0.650, 0.310), (0.604, 0.232),
             (0.553, 0.168)]  # fmt: skip
    for outline in (left, right):
        shadow = [(x, y + 0.012) for x, y in curve(outline)]
        canvas.shape(shadow, look.shade, blur=0.008, strength=0.5)
    for outline in (left, right):
        mask = canvas.shape(curve(outline), look.hair)
        canvas.light((0.40, 0.175), (0.13, 0.06), look.gloss, 0.65, mask)
        canvas.light((0.64, 0.190), (0.07, 0.06), look.gloss, 0.55, mask)
    for points in (
        [(0.545, 0.135), (0.44, 0.180), (0.355, 0.270), (0.318, 0.400)],
        [(0.540, 0.115), (0.42, 0.150), (0.335, 0.250), (0.306, 0.390)],
        [(0.565, 0.130), (0.640, 0.190), (0.688, 0.290), (0.698, 0.420)],
    ):
        canvas.stroke(points, [0.001, 0.006, 0.006, 0.001], look.gloss, blur=0.003, strength=0.6)


def _short_hair(canvas: Canvas, look: Look) -> None:
    """Full on top, short at the sides."""
    outline = [
        (0.333, 0.420), (0.322, 0.330), (0.318, 0.240), (0.350, 0.155), (0.420, 0.105),
        (0.510, 0.090), (0.600, 0.108), (0.662, 0.160), (0.684, 0.240), (0.680, 0.330),
        (0.668, 0.420), (0.660, 0.345), (0.640, 0.282), (0.590, 0.262), (0.510, 0.256),
        (0.430, 0.238), (0.382, 0.262), (0.352, 0.330),
    ]  # fmt: skip
    canvas.shape([(x, y + 0.012) for x, y in curve(outline)], look.shade, blur=0.010, strength=0.5)
    mask = canvas.shape(curve(outline), look.hair)
    canvas.light((0.44, 0.165), (0.14, 0.06), look.gloss, 0.75, mask)
    for points in (
        [(0.385, 0.235), (0.430, 0.165), (0.520, 0.130), (0.610, 0.150)],
        [(0.430, 0.225), (0.490, 0.180), (0.570, 0.170), (0.640, 0.210)],
        [(0.345, 0.250), (0.375, 0.170), (0.450, 0.120), (0.540, 0.108)],
    ):
        canvas.stroke(points, [0.001, 0.008, 0.007, 0.001], look.gloss, blur=0.004, strength=0.5,
                      within=mask)  # fmt: skip


def _circle(centre: Point, radius: float) -> list[Point]:
    angles = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    return [(centre[0] + radius * float(np.cos(a)), centre[1] + radius * float(np.sin(a)))
            for a in angles]  # fmt: skip
