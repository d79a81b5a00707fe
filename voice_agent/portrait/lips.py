"""The lower face in motion: lips that part, a jaw that falls, and what shows between.

Two layers of the same picture, all above the line between the lips and all below it, each
stretched by a smooth field; between them the inside of the mouth. Each field is written for
the new picture's pixels (where does this pixel come from?), exact at the lips' edges, and gone
before the patch ends, so that there is no seam.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.face import PLACES, Portrait
from voice_agent.portrait.inside import Opening, paint_inside
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.sampling import Box, Texture, box_around, smoothstep

F32 = NDArray[np.float32]

WIDEST_GAP = 0.80  # half widths of the mouth, between the lips of a wide "ah"
UPPER_SHARE = 0.22  # of a gap that the upper lip makes
_CHIN_DROP = 0.40  # half widths, of the chin with the jaw wide open
_REACH = 2.4  # half widths to each side, beyond which nothing moves
_CHEEK = 0.78  # of the way to the outline of the face: a rounded mouth draws no further skin in
_TABLE = 257


@dataclass(frozen=True, eq=False)
class _Shape:
    """The lips of one pose, at ``_TABLE`` places from corner to corner."""

    corner: float
    upper: F32  # edges of the opening in the new picture
    lower: F32
    upper_shift: F32  # how far each edge has moved
    lower_shift: F32
    upper_lip: F32  # thickness in the old picture
    lower_lip: F32
    upper_scale: float  # thickness now over thickness then
    lower_scale: float


class LowerFace:
    """Draws the mouth of a pose into pictures of one portrait."""

    def __init__(self, portrait: Portrait) -> None:
        self._mouth = portrait.face.mouth
        frame = self._mouth.frame
        self._below = self._mouth.chin + 1.0
        above = self._mouth.nose + 0.05
        corners = np.array([[-_REACH, -above], [_REACH, -above], [-_REACH, self._below],
                            [_REACH, self._below]], np.float32)  # fmt: skip
        x, y = frame.to_pixels(corners[:, 0], corners[:, 1])
        self.box: Box = box_around(x, y, *portrait.size)
        self._x, self._y = frame.to_local(*self.box.pixels())
        self._texture = Texture(portrait.image, self.box)
        self._unit = frame.half_width
        self._widest = WIDEST_GAP * self._mouth.opening
        self._teeth = portrait.teeth
        self._grey = portrait.grey
        self._drawn_in = _drawn_in(portrait)
        self._still = portrait.image[self.box.slices].astype(np.float32)
        place = np.linspace(-1.0, 1.0, _TABLE, dtype=np.float32)
        self._place = place
        self._curves = [
            np.interp(place, PLACES, curve).astype(np.float32)
            for curve in (self._mouth.upper_outer, self._mouth.upper_inner,
                          self._mouth.lower_inner, self._mouth.lower_outer)
        ]  # fmt: skip
        self._side = np.clip(1.0 - (self._x / _REACH) ** 2, 0.0, 1.0) ** 2
        self._chin_wide = np.exp(-((self._x / 1.7) ** 2)) * self._side
        past = (self._y - self._mouth.chin - 0.05) / 0.85
        self._neck = 1.0 - smoothstep(past)
        level = np.where(self._y < 0.0, -self._y / above, self._y / (self._mouth.chin * 0.9))
        self._level = (1.0 - smoothstep((level - 0.35) / 0.65)) * np.sign(self._x)

    def draw(self, pose: Pose, image: NDArray[np.uint8]) -> None:
        """Change ``image``, a copy of the portrait's picture, in place."""
        shape = self._shape(pose)
        source_x = self._across(shape.corner)
        along = np.clip(self._x / shape.corner, -1.0, 1.0)
        index = ((along + 1.0) * (0.5 * (_TABLE - 1)) + 0.5).astype(np.int32)
        upper, lower = shape.upper.take(index), shape.lower.take(index)
        is_upper = self._y < 0.5 * (upper + lower)
        above = self._from_above(shape, index, upper)
        source_y = np.where(is_upper, above, self._from_below(shape, index, lower, pose))
        moved = self._mouth.frame.to_pixels(source_x, source_y)
        colours = self._texture.read(*moved)
        self._open(pose, shape, colours, upper, lower)
        np.clip(colours, 0.0, 255.0, out=colours)
        colours += 0.5
        image[self.box.slices] = colours.astype(np.uint8)

    def _shape(self, pose: Pose) -> _Shape:
        top, upper, lower, bottom = self._curves
        rounded = max(0.0, -pose.width)
        spread = max(0.0, pose.width)
        corner = 1.0 + 0.10 * spread - 0.34 * rounded - 0.13 * pose.gap
        profile = (1.0 - np.abs(self._place) ** 2.4) ** (1.20 - 0.60 * rounded)
        opening = self._widest * pose.gap * profile
        rest = upper + 0.4 * (lower - upper)
        raised = UPPER_SHARE * opening + 0.035 * pose.tuck * profile
        new_upper = rest - raised
        new_lower = rest + opening - UPPER_SHARE * opening
        pressed = 0.24 * pose.press
        return _Shape(
            corner=corner,
            upper=new_upper.astype(np.float32),
            lower=np.maximum(new_lower, new_upper).astype(np.float32),
            upper_shift=(new_upper - upper).astype(np.float32),
            lower_shift=(new_lower - lower).astype(np.float32),
            upper_lip=upper - top,
            lower_lip=bottom - lower,
            upper_scale=1.0 + 0.14 * rounded - 0.10 * spread - 0.10 * pose.gap - pressed,
            lower_scale=1.0 + 0.14 * rounded - 0.08 * spread - 0.30 * pose.tuck - pressed,
        )

    def _across(self, corner: float) -> F32:
        """x in the old picture: the mouth scaled, its surroundings less and less."""
        far = np.abs(self._x)
        outside = np.clip((far - corner) / (self._drawn_in - corner), 0.0, 1.0)
        shift = np.where(
            far <= corner, far * (1.0 / corner - 1.0),
            (1.0 - corner) * (1.0 - outside) ** 2 * (1.0 + 2.0 * outside),
        )  # fmt: skip
        return (self._x + shift * self._level).astype(np.float32)

    def _from_above(self, shape: _Shape, index: NDArray[np.int32], edge: F32) -> F32:
        """y in the old picture for pixels above the opening."""
        distance = np.maximum(edge - self._y, 0.0)
        lip = shape.upper_lip.take(index)
        nose = max(self._mouth.nose, 0.3)
        fade = 1.0 - smoothstep((distance - lip) / np.maximum(nose - lip, 0.2))
        inside = _thickness(distance, lip, shape.upper_scale, fade)
        moved = shape.upper_shift.take(index) * fade * self._side
        return (np.minimum(self._y, edge) - moved - inside).astype(np.float32)

    def _from_below(
        self, shape: _Shape, index: NDArray[np.int32], edge: F32, pose: Pose
    ) -> F32:  # fmt: skip
        """y in the old picture for pixels below the opening."""
        distance = np.maximum(self._y - edge, 0.0)
        lip = shape.lower_lip.take(index)
        reach = max(0.4, self._mouth.chin - 0.75)
        fade = 1.0 - smoothstep((distance - 0.8 * lip) / reach)
        inside = _thickness(distance, lip, shape.lower_scale, fade)
        chin = _CHIN_DROP * self._mouth.opening * pose.jaw * self._chin_wide * self._neck
        moved = shape.lower_shift.take(index) * fade * self._side + chin * (1.0 - fade)
        return (np.maximum(self._y, edge) - moved + inside).astype(np.float32)

    def _open(self, pose: Pose, shape: _Shape, colours: F32, upper: F32, lower: F32) -> None:
        """Lay the inside of the mouth over what lies between the edges of the lips."""
        cover = np.clip(0.5 + (self._y - upper) * self._unit, 0.0, 1.0)
        cover *= np.clip(0.5 + (lower - self._y) * self._unit, 0.0, 1.0)
        # Where the lips are nearer than a pixel, half covers of both edges would add a line.
        cover *= np.clip((lower - upper) * self._unit - 0.15, 0.0, 1.0)
        where = np.nonzero(cover > 0.004)
        if not len(where[0]):
            return
        scale = self._mouth.opening
        rest = float(shape.upper[_TABLE // 2]) + UPPER_SHARE * self._widest * pose.gap
        opening = Opening(
            x=self._x[where] / scale,
            y=self._y[where] / scale,
            along=self._x[where] / shape.corner,
            upper=upper[where] / scale,
            lower=lower[where] / scale,
            rest=rest / scale,
        )
        painted = paint_inside(opening, pose, self._teeth)
        if self._grey:
            painted[:] = painted.mean(axis=1, keepdims=True)
        share = cover[where][:, None]
        colours[where] += share * (painted - colours[where])


def _drawn_in(portrait: Portrait) -> float:
    """Half widths of the mouth to each side, beyond which no skin follows its corners: inside
    the outline of the face, which would be dented."""
    face = portrait.face
    (_, y), (across, down) = face.head, face.radii
    height = min(1.0, abs(face.mouth.frame.y - y) / down)
    outline = across * float(np.sqrt(1.0 - height**2)) / face.mouth.frame.half_width
    return float(np.clip(_CHEEK * outline, 1.4, _REACH))


def _thickness(distance: F32, lip: F32, scale: float, fade: F32) -> F32:
    """By how much further away from the opening a pixel of a thinned lip comes from."""
    lip = np.maximum(lip, 0.02)
    inside = distance * (1.0 / scale - 1.0)
    return np.where(distance < lip * scale, inside, lip * (1.0 - scale) * fade)
