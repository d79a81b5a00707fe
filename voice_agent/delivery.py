"""How an answer is let heard: its sentences, then the sounds that belong to it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.events import Bus, Notice, StateChanged
from voice_agent.parts import Mouth
from voice_agent.session import Session
from voice_agent.think.replies import performed
from voice_agent.units import Audio, StepResult, ToolSignature

log = logging.getLogger(__name__)


class Delivery:
    """Speaks and performs answers. A voice, a sound or a loudspeaker that fails costs what
    would have been heard; the written answer stands. Only ``Cancelled`` is raised."""

    def __init__(
        self, *, mouth: Mouth, session: Session, tools: Mapping[str, ToolSignature], bus: Bus
    ) -> None:
        self._mouth = mouth
        self._session = session
        self._tools = tools
        self._bus = bus

    def say(self, text: str, turn: int, cancel: Cancel) -> None:
        """Say ``text``; returns while it is still heard."""
        self._bus.emit(StateChanged(turn, "speaking"))
        try:
            self._mouth.say(text, turn, cancel)
        except Cancelled:
            raise
        except Exception:  # whatever a voice may raise: the answer is there to be read
            log.exception("the voice failed in turn %d", turn)

    def perform(self, results: Sequence[StepResult], turn: int, cancel: Cancel) -> None:
        """Let hear what was to be said or sung."""
        from voice_agent.sound import files

        for index, artifact in performed(results, self._tools).items():
            try:
                sound = files.read(self._session.locate(artifact.path))
            except AgentError as error:
                self._bus.emit(Notice(turn, str(error), "warning"))
                continue
            words = str(results[index - 1].arguments.get("text") or "")
            self._mouth.perform(sound, words, turn, cancel)

    def finish(self, cancel: Cancel) -> Audio | None:
        """Wait until all of it was heard; the sound of it, None where there is none."""
        try:
            return self._mouth.finish(cancel)
        except Cancelled:
            raise
        except Exception:  # a loudspeaker may go away in many ways; the answer was written
            log.exception("the loudspeaker failed")
            return None

    def stop(self, turn: int) -> str | None:
        """Fall silent; what was heard of this turn's answer, None if it was not begun."""
        self._mouth.stop()
        return self._mouth.heard_of(turn)
