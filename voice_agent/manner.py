"""How the assistant speaks: how loud, how fast, in which voice, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voice_agent.engines import SharedEngines
from voice_agent.errors import AgentError
from voice_agent.events import Bus, Notice, VoiceChanged
from voice_agent.settings import VoiceSettings
from voice_agent.speak.mouth import Output, SpeakingMouth

if TYPE_CHECKING:
    from voice_agent.speak.voices import Voice

_SLOWEST, _FASTEST = 0.5, 2.0
_QUIETEST, _LOUDEST = -40.0, 12.0  # dB


@dataclass(frozen=True, eq=False)
class _Kept:
    """A manner as it was."""

    volume: float
    speed: float
    voice: Callable[[], Voice]
    muted: bool


class Manner:
    """Changes how ``mouth`` and ``output`` speak, and tells it. It keeps how the dialogue began,
    and how it was before the latest turn."""

    def __init__(
        self,
        mouth: SpeakingMouth,
        output: Output,
        engines: SharedEngines,
        settings: VoiceSettings,
        bus: Bus,
    ) -> None:
        self._mouth, self._output = mouth, output
        self._engines, self._settings, self._bus = engines, settings, bus
        self._usual = self._before = self._now()

    def keep(self) -> None:
        """A turn begins."""
        self._before = self._now()

    def take_back(self) -> None:
        """As before the latest turn."""
        self._speak_as(self._before)

    def mute(self, muted: bool) -> None:
        """Answers in writing only, or spoken again."""
        self._mouth.muted = muted
        if muted:
            self._mouth.stop()
        self.tell()

    def use(self, name: str) -> str:
        """Speak with another voice from now on; its name. "next" takes the other one."""
        voice = self.speaker(name)
        self._mouth.voice = lambda: voice
        self.tell()
        return str(voice.name)

    def speaker(self, name: str) -> Voice:
        """The voice of that name, "next" for the other one."""
        chosen = self._settings
        if name in ("next", "other", "second"):
            second = self._engines.named_voice(chosen.second).name
            name = chosen.engine if self._mouth.voice().name == second else chosen.second
        return self._engines.speaker(name)

    def speed(self, effects: dict[str, Any]) -> float:
        """How fast it speaks once the ``effects`` of a reply are there."""
        faster = self._mouth.speed * float(effects.get("speed", 1.0))
        return min(max(faster, _SLOWEST), _FASTEST)

    def change(self, effects: dict[str, Any]) -> None:
        """What a reply wants of it. Silence begins after the answer, and is the caller's."""
        if effects.get("manner") == "usual":
            self._speak_as(replace(self._usual, muted=self._mouth.muted))
        if "volume" in effects:
            louder = self._output.volume + float(effects["volume"])
            self._output.volume = min(max(louder, _QUIETEST), _LOUDEST)
        self._mouth.speed = self.speed(effects)
        if effects.get("mute") is False:
            self.mute(False)
        if "voice" in effects:
            try:
                self.use(str(effects["voice"]))
            except AgentError as error:
                self._bus.emit(Notice(0, str(error), "warning"))

    def tell(self) -> None:
        """Which voice speaks, if one does."""
        muted = self._mouth.muted
        self._bus.emit(VoiceChanged(0, "" if muted else self._mouth.voice().name, muted))

    def _now(self) -> _Kept:
        mouth = self._mouth
        return _Kept(self._output.volume, mouth.speed, mouth.voice, mouth.muted)

    def _speak_as(self, kept: _Kept) -> None:
        mouth = self._mouth
        self._output.volume, mouth.speed = kept.volume, kept.speed
        if (kept.voice, kept.muted) != (mouth.voice, mouth.muted):
            mouth.voice, mouth.muted = kept.voice, kept.muted
            self.tell()
