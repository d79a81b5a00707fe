"""A user's picture made ready to speak: upright, opaque, cut to the face, its features found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.pictures.opening import opened
from voice_agent.portrait.face import Portrait
from voice_agent.portrait.landmarks import place_features

if TYPE_CHECKING:
    from PIL.Image import Image

    from voice_agent.portrait.mtcnn import FaceFinder, FoundFace

_LONGEST = 4096  # pixels of a side that are kept
_SMALL_FACE = 0.30  # of the picture's height; a smaller face is cut out
_FACE_SHARE = 0.42  # of the height of what is cut out
_LEAST_EYES = 14.0  # pixels between the eyes, below which there is nothing to move
_SURE = 0.85  # from there on a face is taken as it stands
_CERTAIN = 0.9  # score from which a further face counts; folds of a suit reach 0.75
_EYES_APART = 0.38  # of the side of a face's box, at least
_WIDEST = 1920
_MOST_ENLARGED = 2.0
_NO_FACE = "give a photo or drawing with one face that looks towards you"


@dataclass(frozen=True, eq=False)
class LoadedPortrait:
    """``note`` is what the user should know about the choice of the face, if anything."""

    portrait: Portrait
    note: str = ""


def load(path: Path, finder: FaceFinder, height: int) -> LoadedPortrait:
    """The picture at ``height`` pixels at most, cut to its largest face if that is small.

    Raises ``AgentError`` for what is no picture, shows no face, or one too small.
    """
    picture = opened(path, longest=_LONGEST, least=1, cut=False).image
    picture, faces = _upright(picture, finder)
    if not faces:
        raise AgentError("I find no face in the picture", _NO_FACE)
    face = faces[0]
    eyes = float(np.linalg.norm(face.points[1] - face.points[0]))
    if eyes < _LEAST_EYES:
        raise AgentError(
            "the face in the picture is too small to be moved",
            "give a larger picture, or cut it to the face",
        )
    image, points, box = _framed(picture, face, height)
    note = ""
    count = sum(other.score > _CERTAIN for other in faces[1:]) + 1
    if count > 1:
        note = f"There are {count} faces in the picture; I took the largest."
    return LoadedPortrait(place_features(image, points, box), note)


def _upright(picture: Image, finder: FaceFinder) -> tuple[Image, list[FoundFace]]:
    """The picture with its largest face upright, and its faces: turned where it lies or stands
    on its head, and the finder is surer of it then."""
    best: tuple[float, Image, list[FoundFace]] = (0.0, picture, [])
    for degrees in (0, 90, 270, 180):
        turned = picture.rotate(degrees, expand=True) if degrees else picture
        faces = finder.find(np.asarray(turned))
        if faces and (sure := _sureness(faces[0])) > best[0]:
            best = sure, turned, faces
        if best[0] > _SURE:
            break
    return best[1:]


def _sureness(face: FoundFace) -> float:
    """From 0 to 1: the finder's score, less where the eyes are too near for the face's size, as
    in faces that are found in the wrong way up."""
    eyes = float(np.linalg.norm(face.points[1] - face.points[0])) / face.area**0.5
    return face.score * min(1.0, eyes / _EYES_APART)


def _framed(
    picture: Image, face: FoundFace, height: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32], tuple[float, float, float, float]]:
    """What the film shows, and the face's points and box in it."""
    from PIL import Image

    left, top, right, bottom = _cut(picture.size, face)
    scale = min(height / (bottom - top), _WIDEST / (right - left), _MOST_ENLARGED)
    size = (_even((right - left) * scale), _even((bottom - top) * scale))
    image = picture.resize(
        size, Image.Resampling.LANCZOS, box=(left, top, right, bottom), reducing_gap=3.0
    )
    ratio = np.array([size[0] / (right - left), size[1] / (bottom - top)], np.float32)
    points = (face.points + 0.5 - np.array([left, top], np.float32)) * ratio - 0.5
    corners = (np.array(face.box).reshape(2, 2) - [left, top]) * ratio
    x0, y0, x1, y1 = (float(v) for v in corners.ravel())
    return np.asarray(image), points.astype(np.float32), (x0, y0, x1, y1)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


def _cut(size: tuple[int, int], face: FoundFace) -> tuple[int, int, int, int]:
    """The whole picture, or head and shoulders where the face is a small part of it."""
    width, height = size
    left, top, right, bottom = face.box
    if bottom - top >= _SMALL_FACE * height:
        return 0, 0, width, height
    side = min(round((bottom - top) / _FACE_SHARE), height, width)
    x = round((left + right) / 2 - side / 2)
    y = round((top + bottom) / 2 - 0.46 * side)
    x, y = min(max(0, x), width - side), min(max(0, y), height - side)
    return x, y, x + side, y + side
