"""When sound is heard, on the clock of the program, though callbacks come late."""

from __future__ import annotations

_CREEP = 1e-5  # seconds a look: the clocks of card and program may drift apart
_ANOTHER = 1.0  # seconds; a difference that changes by so much is another clock's


class StreamClock:
    """From a PortAudio stream's clock to ``time.monotonic``.

    A callback that had to wait for the interpreter tells a time that is some ms too late; the
    least difference of many looks is the true one. An echo canceller needs it to a ms.
    """

    def __init__(self) -> None:
        self._difference: float | None = None

    def moment(self, wanted: float, stream_now: float, now: float) -> float:
        """The instant ``wanted`` of the stream's clock, where that shows ``stream_now`` and
        ``time.monotonic`` ``now``; all in seconds."""
        seen = now - stream_now
        known = self._difference
        if known is None or seen < known or seen - known > _ANOTHER:
            known = seen
        else:
            known += min(_CREEP, seen - known)
        self._difference = known
        return wanted + known
