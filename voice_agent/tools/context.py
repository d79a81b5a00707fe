"""What a tool is given: files of the session, shared engines, progress and cancelling.

A tool is a function ``tool(context, argument, ...) -> ToolOutput`` in a file of its own
(see ``registry``). It reads and writes only through ``context``, so it can reach nothing
but the session's files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from voice_agent.errors import Cancel
from voice_agent.settings import Settings
from voice_agent.units import Artifact, Audio, Hypothesis, Phoneme, ResourceKind, SpeechChunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voice_agent.sound.files import AudioWriter

    F32 = NDArray[np.float32]


class Schema(dict[str, Any]):
    """JSON Schema beside a type; hashable, or ``ImageFile | None`` would be no type."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


AudioFile = Annotated[str, Schema(format="session-audio")]
ImageFile = Annotated[str, Schema(format="session-image")]
VideoFile = Annotated[str, Schema(format="session-video")]


def between(low: float, high: float) -> Schema:
    """Bounds for a number argument: ``Annotated[float, between(0.5, 2)]``."""
    return Schema(minimum=low, maximum=high)


@dataclass(frozen=True)
class ToolOutput:
    """What a tool found or made. ``text`` is the finding as one would say it."""

    text: str | None = None
    artifacts: tuple[Artifact, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


class Files(Protocol):
    """The session as tools see it."""

    def locate(self, path: str) -> Path:
        """The file behind an exact session path; ``AgentError`` for any other string."""

    def new_file(self, kind: ResourceKind, suffix: str) -> tuple[str, Path]:
        """A fresh name: its session path and where to write it."""


class Recogniser(Protocol):
    """Speech recognition; any rate and channel count in."""

    def warm(self) -> None: ...

    def transcribe(
        self,
        audio: Audio,
        *,
        language: str = "",
        words: bool = False,
        translate: bool = False,
        on_progress: Callable[[float], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Hypothesis:
        """``translate`` gives English words for any language (multilingual models)."""


class Voice(Protocol):
    """A speaking voice; ``speed`` is a factor, ``pitch`` in semitones, ``energy`` in dB."""

    name: str
    rate: int

    def warm(self) -> None: ...

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]: ...


class SpokenClause(Protocol):
    """A piece of text said in one breath, its phonemes, and the seconds of silence after it."""

    @property
    def text(self) -> str: ...
    @property
    def phonemes(self) -> str: ...
    @property
    def pause(self) -> float: ...


class SteeredSpeech(Protocol):
    """What a steerable voice made, unlevelled, and what was decided about it.

    ``f0`` in Hz for each mel frame of 12.5 ms, 0 where unvoiced; ``mel`` (frames, 80) in
    nepers, 0 to 12 kHz; ``timings`` in seconds from the start of ``audio``.
    """

    @property
    def audio(self) -> Audio: ...
    @property
    def timings(self) -> tuple[Phoneme, ...]: ...
    @property
    def f0(self) -> F32: ...
    @property
    def mel(self) -> F32: ...


class SteerableVoice(Voice, Protocol):
    """A voice whose every decision can be replaced: for singing and for others' styles."""

    def clauses(self, text: str) -> Iterator[SpokenClause]:
        """The text in breaths, as phonemes: one character a symbol, stress before the vowel."""

    def vowels(self, phonemes: str) -> list[int]:
        """Places of the vowels in a phoneme string."""

    def analyse(self, audio: Audio) -> F32:
        """The mel spectrogram of any sound on the scale of ``SteeredSpeech.mel``."""

    def synthesize(
        self,
        phonemes: str,
        *,
        speed: float = 1.0,
        pitch: float = 0.0,
        energy: float | Sequence[float] = 0.0,
        durations: Sequence[float] | None = None,
        f0: F32 | None = None,
        expression: float = 1.0,
        reshape: Callable[[F32, F32], F32] | None = None,
    ) -> SteeredSpeech:
        """Phonemes (at most a minute of them) to sound.

        ``durations`` in seconds for each symbol (nan: the voice's own); ``f0`` a contour in
        Hz stretched over the phonemes (0: unvoiced); ``energy`` in dB, for all symbols or
        for each; ``expression`` widens the melody; ``reshape`` takes mel and F0 and gives
        the mel that is sounded instead.
        """


class SoundPlayer(Protocol):
    """Plays to the user and returns when done or cancelled."""

    def play_file(self, audio: Audio, cancel: Cancel) -> None: ...


class SoundRecorder(Protocol):
    """Records from the user's microphone: mono or more channels, at the device's pace."""

    def record(
        self, seconds: float, cancel: Cancel, on_progress: Callable[[float], None]
    ) -> Audio: ...


class Engines(Protocol):
    """Parts that several tools share. Each loads once, at its first use."""

    def recogniser(self, language: str = "en") -> Recogniser: ...
    def voice(self) -> Voice: ...
    def voice_for(self, language: str) -> Voice:
        """A voice that speaks a language, by its code; ``AgentError`` where there is none."""

    def steerable_voice(self) -> SteerableVoice: ...
    def player(self) -> SoundPlayer: ...
    def recorder(self) -> SoundRecorder: ...

    def model(self, name: str) -> Path:
        """Where the catalogue's model lies, verified; fetched first when allowed."""

    def shared(self, key: str, make: Callable[[], Any]) -> Any:
        """``make()`` once under ``key``, then the same object: for a tool family's engine."""


@dataclass(frozen=True)
class ToolContext:
    """The one argument through which a tool reaches the world."""

    files: Files
    engines: Engines
    settings: Settings
    cancel: Cancel
    progress: Callable[[float | None, str], None]  # fraction in [0, 1] or None, what

    def locate(self, path: str) -> Path:
        return self.files.locate(path)

    def read(self, path: str) -> Audio:
        """The whole file; for what may be long, use ``sound.files.blocks`` on ``locate``."""
        from voice_agent.sound import files

        return files.read(self.locate(path))

    def save_audio(self, audio: Audio, description: str) -> Artifact:
        """Write a 16-bit WAV with its picture beside it."""
        with self.audio_writer(audio.rate, audio.channels, description) as (writer, artifact):
            writer.write(audio)
        return artifact()

    def audio_writer(
        self, rate: int, channels: int, description: str
    ) -> AbstractContextManager[tuple[AudioWriter, Callable[[], Artifact]]]:
        """A writer for audio made block by block, and the artifact once it is closed."""
        from voice_agent.sound.files import artifact_writer

        return artifact_writer(self.files, rate, channels, description)

    def save_image(self, draw: Callable[[Path], None], description: str) -> Artifact:
        """An image: ``draw(path)`` writes the PNG."""
        path, where = self.files.new_file("image", ".png")
        draw(where)
        return Artifact(path=path, kind="image", description=description)
