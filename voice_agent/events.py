"""What happened, when, in which turn. One bus, many listeners.

Events are the truth about a session: the terminal, the recordings, the latency figures
and the demo checks are all listeners of the same stream.

    microphone ─> SpeechStarted ─> Partial* ─> SpeechEnded ─> Heard ─> Planned
        ─> (StepStarted ─> Progress* ─> StepFinished)* ─> Replied
        ─> FirstSound ─> Saying* ─> SpokeAll ─> TurnEnded
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from voice_agent.rebuilding import rebuilt
from voice_agent.units import Artifact, Outcome, Plan, Query, Reply, Resource, Step, StepResult

log = logging.getLogger(__name__)

State = Literal["idle", "hearing", "thinking", "working", "speaking", "asleep"]


@dataclass(frozen=True)
class Event:
    """``turn`` is 0 for what belongs to no turn; ``time`` is monotonic seconds."""

    turn: int = 0
    time: float = field(default_factory=time.monotonic, kw_only=True)


@dataclass(frozen=True)
class SessionStarted(Event):
    session: str = ""
    directory: str = ""


@dataclass(frozen=True)
class Level(Event):
    """Input level in dBFS (RMS of one frame); frequent, never written to disk."""

    dbfs: float = -120.0


@dataclass(frozen=True)
class StateChanged(Event):
    state: State = "idle"


@dataclass(frozen=True)
class ModeChanged(Event):
    mode: str = "text"


@dataclass(frozen=True)
class VoiceChanged(Event):
    """Which voice answers from now on, and whether it is heard at all."""

    voice: str = ""
    muted: bool = False


@dataclass(frozen=True)
class SpeechStarted(Event):
    """Somebody speaks, ``speech_start`` being the monotonic time of the first sample of it."""

    speech_start: float = 0.0


@dataclass(frozen=True)
class Partial(Event):
    """What the recogniser believes while the person still speaks."""

    text: str = ""


@dataclass(frozen=True)
class SpeechEnded(Event):
    """The end of turn was decided. ``speech_end`` is the monotonic time of the last
    speech sample, from which every latency counts; ``seconds`` is the utterance's length."""

    speech_end: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True)
class Heard(Event):
    query: Query | None = None
    audio: str | None = None  # session path of the recorded utterance, when kept


@dataclass(frozen=True)
class Attached(Event):
    resource: Resource | None = None
    original: str = ""  # name of the user's own file


@dataclass(frozen=True)
class Shown(Event):
    """A file that the session has is to be seen again; a sound with its ``picture``."""

    artifact: Artifact | None = None


@dataclass(frozen=True)
class Planned(Event):
    plan: Plan | None = None
    planner: str = "offline"


@dataclass(frozen=True)
class StepStarted(Event):
    index: int = 1
    step: Step | None = None


@dataclass(frozen=True)
class Progress(Event):
    """``fraction`` in [0, 1], or None where the amount of work is unknown."""

    what: str = ""
    fraction: float | None = None


@dataclass(frozen=True)
class StepFinished(Event):
    result: StepResult | None = None


@dataclass(frozen=True)
class Replied(Event):
    reply: Reply | None = None


@dataclass(frozen=True)
class Saying(Event):
    """A clause of the answer begins to be heard."""

    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class FirstSound(Event):
    """The first sample of the answer reached the output stream."""


@dataclass(frozen=True)
class SpokeAll(Event):
    audio: str | None = None  # session path of the whole spoken answer
    interrupted: bool = False


@dataclass(frozen=True)
class Playing(Event):
    """A file is played to the user (not the assistant's own voice); ``seconds`` are 0 when
    that is over."""

    path: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Notice(Event):
    """Something the user should know that is no answer: a device gone, a fall-back taken."""

    text: str = ""
    severity: Literal["info", "warning", "error"] = "info"
    spoken: bool = False  # also said aloud


@dataclass(frozen=True)
class TurnEnded(Event):
    """``timings`` are seconds after the last speech sample (spoken turns only)."""

    outcome: Outcome = Outcome.ANSWERED
    timings: dict[str, float] = field(default_factory=dict)


Listener = Callable[[Event], None]


class Bus:
    """Delivers events to every listener, in the emitting thread, in order of subscription.

    A listener that raises is logged and does not disturb the others or the emitter.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add ``listener``; the returned function removes it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def emit(self, event: Event) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(event)
            except Exception:  # one that fails must not keep it from the others
                log.exception("listener %r failed on %s", listener, type(event).__name__)


def to_document(event: Event) -> dict[str, Any]:
    """The event as a JSON-able dict: its kind, then its fields."""
    return {"event": type(event).__name__, **_plain(dataclasses.asdict(event))}


def from_document(document: Mapping[str, Any]) -> Event | None:
    """The inverse of ``to_document``; None for a kind that is not known here, or another shape.

    Missing fields take their defaults and unknown ones are left out, so that logs of older
    and newer versions can be read.
    """
    kinds = {kind.__name__: kind for kind in Event.__subclasses__()}
    kind = kinds.get(str(document.get("event", "")))
    try:
        return None if kind is None else cast(Event, rebuilt(kind, document))
    except (TypeError, ValueError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Outcome):
        return value.value
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
