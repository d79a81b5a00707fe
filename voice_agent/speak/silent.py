"""An output for where nobody listens: it takes sound and is done with it at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from voice_agent.errors import AgentError, Cancel
from voice_agent.units import Audio


class SilentOutput:
    """Stands in for a loudspeaker in scripts, and where there is none."""

    volume = 0.0
    is_busy = False

    def play(self, audio: Audio, on_start: Callable[[float], None] | None = None) -> None:
        if on_start is not None:
            on_start(time.monotonic())

    def wake(self) -> None: ...

    def drain(self, cancel: Cancel | None = None) -> bool:
        return True

    def stop(self) -> None: ...

    def hold(self, held: bool) -> None: ...

    def tap(self, take: Callable[..., None]) -> Callable[[], None]:
        return lambda: None

    def use_device(self, name: str) -> None:
        raise AgentError("this run speaks to files only", "start `talk` to hear answers")

    def close(self) -> None: ...
