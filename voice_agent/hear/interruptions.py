"""Speech while the loudspeaker plays: its own sound is taken out, what is left is told at once."""

from __future__ import annotations

from collections.abc import Callable

from voice_agent.hear.echo import EchoCanceller, past_echo
from voice_agent.hear.turns import TurnFinder
from voice_agent.hear.vad import SpeechGate, VoiceDetector, Voicing
from voice_agent.settings import VadSettings
from voice_agent.units import AudioFrame


class Interruptions:
    """Hears past the loudspeaker with ``echo`` (None: as it is), and tells of who speaks over
    it: ``on_speech`` the time when somebody began, ``on_hint`` whether somebody may have."""

    def __init__(
        self,
        settings: VadSettings,
        detector: VoiceDetector,
        echo: EchoCanceller | None,
        *,
        on_speech: Callable[[float], None],
        on_hint: Callable[[bool], None],
    ) -> None:
        self._detector = detector
        self._echo = echo
        self._on_speech = on_speech
        self._on_hint = on_hint
        self._hinted = False
        self._over_playback = False
        self._gate = SpeechGate(settings)  # while no turn may open

    def hear(self, frame: AudioFrame, finder: TurnFinder) -> tuple[AudioFrame, Voicing]:
        """The frame without the loudspeaker's sound, and what the detectors say of it;
        ``finder`` is guarded while that plays."""
        if self._echo is None:
            return frame, self._detector.hear(frame)
        cleaned = self._echo.hear(frame)
        # An answer that holds its breath goes on: the loudspeaker is silent, but not done.
        self._over_playback = cleaned.playing or self._hinted
        finder.guard(self._over_playback)
        voicing = past_echo(self._detector.hear(cleaned.frame), cleaned, finder.is_open)
        return cleaned.frame, voicing

    def begin(self, speech_start: float) -> None:
        """A turn has opened: told where the loudspeaker plays."""
        if self._over_playback:
            self._on_speech(speech_start)

    def hint(self, likely: bool) -> None:
        """Whether somebody may have begun to speak; told where that changes."""
        if likely != self._hinted:
            self._hinted = likely
            self._on_hint(likely)

    def watch(self, frame: AudioFrame, voicing: Voicing) -> None:
        """A frame while no turn may open: speech in it is only told."""
        decision = self._gate.step(frame.time, frame.end, voicing)
        if decision.kind == "pause":
            self._gate.close()
        elif decision.kind == "start":
            self._on_speech(decision.speech_start)

    def watch_anew(self) -> None:
        """Forget what was heard while no turn might open the time before."""
        self._gate.close()
