"""How the two drawn people look: colours and sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_agent.portrait.painting import Colour

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
        backdrop=((246, 222, 196), (226, 178, 150)), jaw=0.126, neck=0.070, mouth=0.065, lip=1.0,
        brow=0.0105, lashes=0.0085, eye=0.045, eye_height=0.52, long_hair=True,
    ),
    "man": Look(
        skin=(216, 164, 128), shade=(160, 104, 76), blush=(196, 108, 84), lips=(172, 100, 84),
        hair=(44, 36, 34), gloss=(96, 82, 76), iris=(96, 70, 46), cloth=(58, 66, 92),
        backdrop=((196, 216, 222), (140, 172, 186)), jaw=0.140, neck=0.088, mouth=0.066, lip=0.72,
        brow=0.0155, lashes=0.0055, eye=0.042, eye_height=0.46, long_hair=False,
    ),
}  # fmt: skip


def tinted(colour: Colour, factor: float, plus: float = 0.0) -> Colour:
    """A colour darker (``factor`` below 1) or lighter, by ``plus`` steps of 255 lighter still."""
    red, green, blue = (min(255, round(factor * part + plus)) for part in colour)
    return red, green, blue
