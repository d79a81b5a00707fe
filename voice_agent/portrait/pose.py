"""One picture's worth of movement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pose:
    """Everything that moves, at rest by default.

    The mouth as in ``visemes`` (``press``: lips pressed together); ``blink`` from 0 (open) to
    1; ``brow`` from 0 (at rest) to 1 (raised). Of the head: ``x`` and ``y`` in heights of the
    face, ``roll`` in radians, ``yaw`` and ``pitch`` as the way the nose moves, in heights of
    the face.
    """

    gap: float = 0.0
    jaw: float = 0.0
    width: float = 0.0
    tuck: float = 0.0
    tongue: float = 0.0
    press: float = 0.0
    blink: float = 0.0
    brow: float = 0.0
    x: float = 0.0
    y: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
