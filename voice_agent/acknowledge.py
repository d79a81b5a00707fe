"""A word while a slow tool works, so that nobody wonders whether they were heard.

    request ──> step ────────────────────────────────> answer
                     │ after a while: "Let me listen."

At most one in a turn, never the same twice in a row, none where the answer comes in time.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping

from voice_agent.errors import Cancelled
from voice_agent.events import Event, Replied, StepStarted, TurnEnded
from voice_agent.units import ToolSignature

log = logging.getLogger(__name__)

# By what a family of tools gives. "session" tools play or record: nobody talks over them.
PHRASES: Mapping[str, tuple[str, ...]] = {
    "text": ("Let me listen.", "One moment, I'm listening to it.", "I'm reading it now."),
    "audio": ("Working on it.", "Give me a moment.", "I'm on it.", "This takes a moment."),
    "event": ("Let me listen closely.", "One moment, I'm listening.", "I'll go through it."),
    "video": ("This takes a little while.", "I'm putting it together."),
}
_SILENT_FAMILY = "session"


class Acknowledger:
    """Listens to the bus; ``say(text, turn)`` speaks. ``delay`` in seconds; 0: never."""

    def __init__(
        self,
        tools: Mapping[str, ToolSignature],
        say: Callable[[str, int], None],
        *,
        delay: float,
        chance: random.Random | None = None,
    ) -> None:
        self._tools = tools
        self._say = say
        self._delay = delay
        self._chance = chance or random.Random()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._turn = 0  # the turn that was acknowledged last
        self._waits = 0  # the turn that the timer runs for
        self._before = ""

    def on_event(self, event: Event) -> None:
        if isinstance(event, StepStarted) and event.step is not None:
            self._begin(event.turn, event.step.tool)
        elif isinstance(event, (Replied, TurnEnded)) and event.turn == self._waits:
            self.cancel()  # the end of a cough beside it changes nothing

    def cancel(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _begin(self, turn: int, tool: str) -> None:
        signature = self._tools.get(tool)
        quiet = signature is None or signature.family == _SILENT_FAMILY
        with self._lock:
            if quiet and self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if quiet or self._delay <= 0 or turn == self._turn or self._timer is not None:
                return
            assert signature is not None
            self._waits = turn
            self._timer = threading.Timer(self._delay, self._speak, (turn, signature.family))
            self._timer.daemon = True
            self._timer.start()

    def _speak(self, turn: int, family: str) -> None:
        with self._lock:
            if self._timer is None:
                return
            self._timer = None
            self._turn = turn
            phrase = self._before = choose(family, self._before, self._chance)
        try:
            self._say(phrase, turn)
        except Cancelled:
            pass
        except Exception:  # the last line of the timer's thread
            log.exception("the acknowledgement of turn %d failed", turn)


def choose(family: str, before: str, chance: random.Random) -> str:
    """A phrase for a family such as "audio-to-text", never ``before`` again."""
    phrases = PHRASES.get(family.rsplit("-", 1)[-1], PHRASES["audio"])
    return chance.choice([phrase for phrase in phrases if phrase != before])
