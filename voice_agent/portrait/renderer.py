"""Pictures of a portrait in any pose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.eyes import EyeRegion
from voice_agent.portrait.face import Portrait
from voice_agent.portrait.head import HeadMotion
from voice_agent.portrait.lips import LowerFace
from voice_agent.portrait.pose import Pose


class Renderer:
    """Draws frames of one portrait; what does not depend on the pose is computed once.

    >>> from voice_agent.portrait.people import drawn
    >>> Renderer(drawn("man", 128)).draw(Pose(gap=0.8, jaw=0.8)).shape
    (128, 128, 3)
    """

    def __init__(self, portrait: Portrait) -> None:
        self._image = portrait.image
        self._lower = LowerFace(portrait)
        self._eyes = [EyeRegion(portrait, eye) for eye in portrait.face.eyes]
        self._head = HeadMotion(portrait)

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """A new picture, uint8 of shape (height, width, 3)."""
        image = self._image.copy()
        for eye in self._eyes:
            eye.draw(pose, image)
        self._lower.draw(pose, image)
        return self._head.draw(pose, image)
