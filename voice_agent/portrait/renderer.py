"""Pictures of a portrait in any pose."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.eyes import EyeRegion
from voice_agent.portrait.face import Portrait
from voice_agent.portrait.head import HeadMotion
from voice_agent.portrait.lips import LowerFace
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.sampling import box_around

_THREADS = 2
_AHEAD = 6  # pictures drawn before they are wanted


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
        (x, y), (across, down) = portrait.face.head, portrait.face.radii
        side = np.array([-1.3 * max(across, 0.8 * down), 1.3 * max(across, 0.8 * down)])
        self._face = box_around(x + side, y + 0.1 * down + side, *portrait.size)

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """A new picture, uint8 of shape (height, width, 3)."""
        image = self._image.copy()
        for eye in self._eyes:
            eye.draw(pose, image)
        self._lower.draw(pose, image)
        return self._head.draw(pose, image)

    def frames(self, poses: Iterable[Pose]) -> Iterator[NDArray[np.uint8]]:
        """A picture for each pose, in order, drawn a few ahead on two threads."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="portrait") as pool:
            waiting: deque[Future[NDArray[np.uint8]]] = deque()
            try:
                for pose in poses:
                    waiting.append(pool.submit(self.draw, pose))
                    if len(waiting) > _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for picture in waiting:
                    picture.cancel()

    def close_up(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A copy of the part of a picture that shows the face."""
        return picture[self._face.slices].copy()
