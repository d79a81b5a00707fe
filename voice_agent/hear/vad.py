"""Is anybody speaking? Two detectors, and the gate that decides from what they say.

    frame ─> WebrtcDetector ─> flag ────────┐
          └> SileroDetector ─> probability ─┴> SpeechGate ─> Decision

webrtcvad reacts within one frame but takes many noises for speech; Silero tells speech from
noise but needs some 60 ms. The gate opens on what both call speech, and stays open on what
Silero still finds likely, unless the room has fallen silent.

The life of an utterance, with start 100 ms and release 160 ms::

    speech?   . . . # # # # # # # # . . # # # # # # # . . . . . . . . # # # . . .
    decision  quiet       START  speech  speech          PAUSE       RESUME    PAUSE ...
                    ^ speech_start                   ^ last_speech
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.hear.dozing import Dozing
from voice_agent.hear.frames import RATE
from voice_agent.hear.hush import Hush
from voice_agent.settings import VadSettings
from voice_agent.units import AudioFrame

Kind = Literal["quiet", "start", "speech", "pause", "paused", "resume"]

_HYSTERESIS = 0.15  # an open gate accepts this much less Silero probability
_RESUME_SECONDS = 0.06  # speech needed to end a pause: a click is no reason to go on waiting
_CAUTION = 0.4  # over playback a turn takes this much more: echoes are a little like speech
_VEILED = 0.2  # what a frame counts in which an echo is heard, too: the echo will be gone soon
_SUSPICION = 0.14  # seconds for which one likely frame over playback raises suspicion
_DOUBT = 0.6  # seconds for which any voiced sound, where no echo is heard, keeps it up


@dataclass(frozen=True)
class Voicing:
    """What the detectors say of one frame; None where a detector is not in use. ``leaps``:
    over playback, much louder all at once than any rest of an echo; ``clear``: no echo is heard
    beside it; ``hushed``: it is as quiet as the room."""

    webrtc: bool | None = None
    silero: float | None = None
    leaps: bool = False
    clear: bool = True
    hushed: bool = False


@dataclass(frozen=True)
class Decision:
    """What one frame means. Times are on the clock of the frames.

    ``kind``: "quiet" (gate closed), "start" (it opens now), "speech" (open), "pause" (the
    speaker has just been silent for the release time), "paused" (still), "resume" (speech
    again). ``voiced`` counts the seconds of speech since ``speech_start``.
    """

    kind: Kind
    speech_start: float = 0.0
    last_speech: float = 0.0
    voiced: float = 0.0


class SpeechGate:
    """Pure: one ``step`` per frame, no clock, no sound. ``close`` shuts it after a turn."""

    def __init__(self, settings: VadSettings) -> None:
        self._threshold = settings.silero_threshold
        self._start = settings.start_ms / 1000
        self._start_guarded = settings.barge_in_ms / 1000
        self.guarded = False  # the loudspeaker plays: opening is an interruption
        self._release = settings.release_ms / 1000
        self.close()

    def close(self) -> None:
        """Forget the utterance; the next speech opens the gate anew."""
        self.suspects = False  # closed and guarded: somebody may have begun to speak
        self._likely = -math.inf  # when that was last so
        self._suspected = -math.inf  # since when it suspects that
        self._open = False
        self._paused = False
        self._run = 0.0  # leaky seconds of speech towards opening, or towards ending a pause
        self._run_begin = 0.0
        self._speech_start = 0.0
        self._last_speech = 0.0
        self._voiced = 0.0

    @property
    def is_open(self) -> bool:
        return self._open

    def step(self, begin: float, end: float, voicing: Voicing) -> Decision:
        """The decision for the frame from ``begin`` to ``end`` (seconds)."""
        speech = self._is_speech(voicing)
        if not self._open:
            if self.guarded:
                speech = self._is_interruption(end, speech, voicing)
            return self._while_closed(begin, end, speech, 1.0 if voicing.clear else _VEILED)
        if self._paused:
            return self._while_paused(begin, end, speech)
        if speech:
            self._last_speech = end
            self._voiced += end - begin
        elif end - self._last_speech >= self._release - 1e-9:
            self._paused = True
            self._run = 0.0
            return self._decide("pause")
        return self._decide("speech")

    def _is_speech(self, voicing: Voicing) -> bool:
        if self._open and voicing.hushed:
            return False
        if voicing.silero is None:
            return bool(voicing.webrtc)
        sure = voicing.silero >= self._threshold
        if self._open:
            likely = voicing.silero >= max(self._threshold - _HYSTERESIS, 0.05)
            return sure or (likely and voicing.webrtc is not False)
        return sure and voicing.webrtc is not False

    def _is_interruption(self, end: float, speech: bool, voicing: Voicing) -> bool:
        """Whether a frame over playback counts towards a turn; notes what only may."""
        voiced = voicing.webrtc is not False
        lately = self.suspects and end - self._suspected < _DOUBT
        if speech or (voiced and (voicing.leaps or (voicing.clear and lately))):
            self._likely = end
        sure = voicing.silero is None or voicing.silero >= min(self._threshold + _CAUTION, 0.95)
        return speech and sure

    def _while_closed(self, begin: float, end: float, speech: bool, weight: float) -> Decision:
        self._count(begin, end, speech, weight)
        if self._run < (self._start_guarded if self.guarded else self._start) - 1e-9:
            before, self.suspects = self.suspects, self.guarded and self._was_likely(end)
            if self.suspects and not before:
                self._suspected = end
            return Decision("quiet")
        self._open = True
        self.suspects = False
        self._speech_start = self._run_begin
        self._last_speech = end
        self._voiced = end - self._run_begin if self.guarded else self._run
        self._run = 0.0
        return self._decide("start")

    def _was_likely(self, end: float) -> bool:
        return end - self._likely < _SUSPICION - 1e-9

    def _while_paused(self, begin: float, end: float, speech: bool) -> Decision:
        self._count(begin, end, speech)
        if self._run < _RESUME_SECONDS - 1e-9:
            return self._decide("paused")
        self._paused = False
        self._last_speech = end
        self._voiced += self._run
        self._run = 0.0
        return self._decide("resume")

    def _count(self, begin: float, end: float, speech: bool, weight: float = 1.0) -> None:
        if not speech:
            self._run = max(0.0, self._run - (end - begin))
            return
        if self._run <= 0.0:
            self._run_begin = begin
        self._run += weight * (end - begin)

    def _decide(self, kind: Kind) -> Decision:
        return Decision(kind, self._speech_start, self._last_speech, self._voiced)


class WebrtcDetector:
    """webrtcvad on frames of 10, 20 or 30 ms. https://webrtc.org, common_audio/vad."""

    def __init__(self, aggressiveness: int) -> None:
        import webrtcvad

        self._vad = webrtcvad.Vad(aggressiveness)

    def is_speech(self, samples: NDArray[np.float32]) -> bool:
        """``samples``: one frame, mono float32 at 16 kHz."""
        pcm = (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
        return bool(self._vad.is_speech(pcm.tobytes(), RATE))


class SileroDetector:
    """Silero VAD (v5 and v6 graphs): a recurrent net over windows of 32 ms.

    Every window goes in with the last 64 samples of the one before, as the net was trained.
    """

    WINDOW = 512
    _CONTEXT = 64

    def __init__(self, weights: Path) -> None:
        self._session = open_onnx(weights)
        self._rate = np.array(RATE, dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget all sound heard so far."""
        self._state = np.zeros((2, 1, 128), dtype=np.float32)
        self._context = np.zeros(self._CONTEXT, dtype=np.float32)
        self._waiting = np.zeros(0, dtype=np.float32)
        self._probability = 0.0

    def push(self, samples: NDArray[np.float32]) -> float:
        """Take a frame of any length; the speech probability of the latest whole window."""
        self._waiting = np.concatenate([self._waiting, samples])
        while len(self._waiting) >= self.WINDOW:
            self._probability = self._window(self._waiting[: self.WINDOW])
            self._waiting = self._waiting[self.WINDOW :]
        return self._probability

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Speech probability of every window of a whole recording, shape (windows,).

        Starts from a fresh state and leaves one; the last window is padded with silence.
        """
        self.reset()
        padded = np.pad(samples, (0, -len(samples) % self.WINDOW))
        windows = padded.reshape(-1, self.WINDOW)
        found = np.array([self._window(window) for window in windows], dtype=np.float32)
        self.reset()
        return found

    def _window(self, window: NDArray[np.float32]) -> float:
        inputs = {
            "input": np.concatenate([self._context, window])[None],
            "state": self._state,
            "sr": self._rate,
        }
        output, self._state = self._session.run(None, inputs)
        self._context = window[-self._CONTEXT :]
        return float(output[0, 0])


class VoiceDetector:
    """The detectors that ``settings.engine`` names, asked together frame by frame."""

    def __init__(self, settings: VadSettings, silero: Path | None) -> None:
        self._webrtc = (
            WebrtcDetector(settings.aggressiveness) if "webrtc" in settings.engine else None
        )
        self._silero: Dozing | None = None
        if "silero" in settings.engine:
            if silero is None:
                raise AgentError(
                    f"the VAD engine '{settings.engine}' needs the Silero model",
                    "fetch it with: python main.py models fetch silero-vad",
                )
            self._silero = Dozing(SileroDetector(silero))
        self._hush = Hush()

    def hear(self, frame: AudioFrame) -> Voicing:
        voiced = None if self._webrtc is None else self._webrtc.is_speech(frame.samples)
        return Voicing(
            voiced,
            None if self._silero is None else self._silero.push(frame.samples, voiced is not False),
            hushed=self._hush.step(frame),
        )

    def reset(self) -> None:
        self._hush.reset()
        if self._silero is not None:
            self._silero.reset()


def open_onnx(weights: Path, threads: int = 1, *, also: bytes = b"") -> Any:
    """An onnxruntime session that takes ``threads`` threads and never spins while idle.
    ``also`` is a further piece of the serialised model: protobuf merges what follows."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        model = weights.read_bytes() + also if also else str(weights)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no class in common below this one
        reason = str(error).splitlines()[0]
        raise AgentError(
            f"cannot load the model '{weights.name}': {reason}",
            "check it with: python main.py models verify",
        ) from error
