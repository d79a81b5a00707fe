"""Head, neck, clothes and hair of the drawn people, in coordinates from 0 to 1."""

from __future__ import annotations

from voice_agent.portrait.looks import EYE_X, EYE_Y, MOUTH_Y, Look, tinted
from voice_agent.portrait.painting import Canvas, Mask, Point, curve, mirrored


def _outline(look: Look) -> list[Point]:
    """The face from crown to chin."""
    half = [
        (0.5, 0.170), (0.600, 0.192), (0.660, 0.270), (0.677, 0.380), (0.668, 0.480),
        (0.5 + look.jaw + 0.022, 0.560), (0.5 + look.jaw - 0.012, 0.627),
        (0.5 + 0.58 * look.jaw, 0.678), (0.5 + 0.26 * look.jaw, 0.701), (0.5, 0.704),
    ]  # fmt: skip
    return curve(mirrored(half))


def head(canvas: Canvas, look: Look) -> Mask:
    """The face without its features; its skin."""
    outline = _outline(look)
    skin = canvas.shape(outline, look.skin)
    # Light from the upper left: the rim turns away from it, forehead and cheek catch it.
    inner = [(0.492 + (x - 0.5) * 0.82, 0.425 + (y - 0.43) * 0.84) for x, y in outline]
    canvas.paint(skin.outside(canvas.mask(inner, blur=0.035)), look.shade, 0.62)
    canvas.light((0.47, 0.29), (0.17, 0.12), (255, 240, 224), 0.42, skin)
    for side in (-1, 1):
        canvas.light((0.5 + side * 0.105, 0.540), (0.075, 0.060), look.blush, 0.24, skin)
        canvas.light((0.5 + side * 0.094, 0.505), (0.055, 0.035), (255, 240, 226), 0.20, skin)
        canvas.light((0.5 + side * EYE_X, EYE_Y - 0.004), (0.064, 0.050), look.shade, 0.42, skin)
    canvas.light((0.5, 0.668), (0.048, 0.036), (255, 238, 222), 0.22, skin)
    canvas.light((0.5, MOUTH_Y + 0.042), (0.044, 0.016), look.shade, 0.45, skin)
    if not look.long_hair:
        beard = [(x, y) for x, y in mirrored([
            (0.5, 0.560), (0.545, 0.566), (0.585, 0.590), (0.625, 0.575), (0.660, 0.520),
            (0.68, 0.60), (0.61, 0.70), (0.5, 0.72)])]  # fmt: skip
        canvas.shape(curve(beard), look.hair, blur=0.016, strength=0.16, within=skin)
    return skin


def body(canvas: Canvas, look: Look) -> None:
    """Neck and clothes."""
    wide = 0.0 if look.long_hair else 0.05
    neck = mirrored([
        (0.5, 0.60), (0.5 + look.neck, 0.62), (0.5 + look.neck * 1.02, 0.74),
        (0.5 + look.neck * 1.35, 0.80), (0.70, 0.85), (0.70, 1.05), (0.5, 1.05),
    ])  # fmt: skip
    skin = canvas.shape(curve(neck), look.skin)
    canvas.shape(
        curve(mirrored([(0.5, 0.60), (0.64, 0.62), (0.61, 0.70), (0.5, 0.758)])),
        tinted(look.shade, 0.92), blur=0.012, strength=0.85, within=skin,
    )  # fmt: skip
    canvas.light((0.5, 0.90), (0.10, 0.10), look.shade, 0.35, skin)
    depth = 0.925 if look.long_hair else 0.865
    cloth = mirrored([
        (0.5, depth), (0.555, depth - 0.028), (0.5 + look.neck * 1.45, 0.806),
        (0.67 + wide, 0.838), (0.79 + wide, 0.885), (0.868 + wide, 0.96), (0.90 + wide, 1.06),
        (0.5, 1.06),
    ])  # fmt: skip
    covered = canvas.shape(curve(cloth), look.cloth)
    dark = tinted(look.cloth, 0.55)
    bright = tinted(look.cloth, 1.25, 22)
    canvas.light((0.33, 0.92), (0.22, 0.10), bright, 0.55, covered)
    canvas.light((0.78, 1.0), (0.24, 0.20), dark, 0.70, covered)
    edge = [(0.5 + s * (look.neck * 1.45), 0.806) for s in (-1, 1)]
    neckline = [edge[0], (0.445, depth - 0.028), (0.5, depth), (0.555, depth - 0.028), edge[1]]
    canvas.stroke(neckline, [0.010, 0.014, 0.016, 0.014, 0.010], bright,
                  within=None if not look.long_hair else covered)  # fmt: skip


def ears(canvas: Canvas, look: Look) -> None:
    """Both ears, where no hair hides them."""
    if look.long_hair:
        return
    for side in (-1, 1):
        ear = [(0.5 + side * x, y) for x, y in (
            (0.165, 0.405), (0.190, 0.398), (0.203, 0.428), (0.196, 0.475), (0.176, 0.512),
            (0.160, 0.500))]  # fmt: skip
        mask = canvas.shape(curve(ear), look.skin)
        canvas.light((0.5 + side * 0.172, 0.455), (0.026, 0.052), look.shade, 0.75, mask)


def long_hair(canvas: Canvas, look: Look) -> None:
    """What hangs behind head and neck."""
    half = [
        (0.5, 0.095), (0.615, 0.115), (0.705, 0.200), (0.745, 0.340), (0.755, 0.500),
        (0.760, 0.650), (0.735, 0.765), (0.665, 0.815), (0.60, 0.79), (0.5, 0.74),
    ]  # fmt: skip
    mask = canvas.shape(curve(mirrored(half)), look.hair)
    dark = tinted(look.hair, 0.55)
    canvas.light((0.5, 0.66), (0.20, 0.24), dark, 0.85, mask)
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


def fringe(canvas: Canvas, look: Look, skin: Mask) -> None:
    """Parted on one side, swept over the temples."""
    left = [(0.545, 0.092), (0.455, 0.100), (0.370, 0.150), (0.312, 0.250), (0.296, 0.400),
            (0.300, 0.540), (0.318, 0.500), (0.330, 0.400), (0.362, 0.318), (0.430, 0.262),
            (0.510, 0.214), (0.560, 0.165)]  # fmt: skip
    right = [(0.530, 0.095), (0.620, 0.112), (0.688, 0.185), (0.712, 0.300), (0.712, 0.440),
             (0.700, 0.545), (0.684, 0.500), (0.674, 0.400), (0.650, 0.310), (0.604, 0.232),
             (0.553, 0.168)]  # fmt: skip
    for outline in (left, right):
        shadow = [(x, y + 0.012) for x, y in curve(outline)]
        canvas.shape(shadow, look.shade, blur=0.010, strength=0.55, within=skin)
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


def short_hair(canvas: Canvas, look: Look, skin: Mask) -> None:
    """Full on top, short at the sides."""
    outline = [
        (0.346, 0.380), (0.336, 0.404), (0.325, 0.375), (0.320, 0.320), (0.318, 0.240),
        (0.350, 0.155), (0.420, 0.105),
        (0.510, 0.090), (0.600, 0.108), (0.662, 0.160), (0.684, 0.240), (0.680, 0.330),
        (0.677, 0.375), (0.666, 0.404), (0.656, 0.380), (0.654, 0.345), (0.640, 0.282),
        (0.590, 0.262), (0.510, 0.256),
        (0.430, 0.238), (0.382, 0.262), (0.352, 0.330),
    ]  # fmt: skip
    shadow = [(x, y + 0.012) for x, y in curve(outline)]
    canvas.shape(shadow, look.shade, blur=0.010, strength=0.5, within=skin)
    mask = canvas.shape(curve(outline), look.hair)
    canvas.light((0.44, 0.165), (0.14, 0.06), look.gloss, 0.75, mask)
    for points in (
        [(0.385, 0.235), (0.430, 0.165), (0.520, 0.130), (0.610, 0.150)],
        [(0.430, 0.225), (0.490, 0.180), (0.570, 0.170), (0.640, 0.210)],
        [(0.345, 0.250), (0.375, 0.170), (0.450, 0.120), (0.540, 0.108)],
    ):
        canvas.stroke(points, [0.001, 0.008, 0.007, 0.001], look.gloss, blur=0.004, strength=0.5,
                      within=mask)  # fmt: skip
