"""The values that pass between rooms. Frozen, and ignorant of everything else of ours.

Audio never travels as a bare array: its rate travels with it. Every value after
the utterance carries the number of the turn that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Modality = Literal["speech", "text"]
ResourceKind = Literal["audio", "image", "video", "text"]
PlanKind = Literal["act", "clarify", "unsupported", "chat", "error"]
Arguments = dict[str, Any]
_CANCELLED = 0.07  # share of the loudest channel's power below which the mean has lost it


@dataclass(frozen=True, eq=False)
class Audio:
    """Samples with their rate: float32, shape (frames, channels), nominally in [-1, 1]."""

    samples: NDArray[np.float32]
    rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim == 1:
            object.__setattr__(self, "samples", self.samples[:, None])
        if self.samples.ndim != 2 or self.rate <= 0:
            raise ValueError(f"audio of shape {self.samples.shape} at {self.rate} Hz")

    @property
    def frames(self) -> int:
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    def mono(self) -> NDArray[np.float32]:
        """All channels averaged into one, shape (frames,); where they cancel each other, the
        loudest of them."""
        if self.channels == 1:
            return self.samples[:, 0]
        import numpy as np

        mean: NDArray[np.float32] = self.samples.mean(axis=1)
        powers = np.einsum("ij,ij->j", self.samples, self.samples, dtype=np.float64)
        if cancels(float(np.dot(mean, mean)), float(powers.max(initial=0.0))):
            mean = self.samples[:, int(powers.argmax())].copy()
        return mean


def cancels(mean: float, loudest: float) -> bool:
    """Whether channels cancel each other (a plug wired the wrong way round) or one of many is
    used, by the power of their mean and that of the loudest of them."""
    return mean < _CANCELLED * loudest


@dataclass(frozen=True, eq=False)
class AudioFrame:
    """One short block from a microphone or a file: mono float32 at 16 kHz.

    ``time`` is the instant of its first sample, in seconds on the source's own clock
    (monotonic for a microphone, position for a file).
    """

    samples: NDArray[np.float32]
    time: float
    rate: int = 16_000

    @property
    def end(self) -> float:
        return self.time + len(self.samples) / self.rate


@dataclass(frozen=True, eq=False)
class Utterance:
    """What was said in one turn, from the pre-roll to the last speech sample.

    Times are seconds on the clock of the frames it was cut from: ``speech_start`` and
    ``speech_end`` bound the speech, ``turn_end`` is when the end of turn was decided.
    """

    turn: int
    audio: Audio
    speech_start: float
    speech_end: float
    turn_end: float


@dataclass(frozen=True)
class Word:
    """One recognised word; ``start`` and ``end`` in seconds from the start of the audio."""

    word: str
    start: float
    end: float
    probability: float


# What a planner can tell of words that somebody may still be saying: all that the assistant had
# asked for; a phrase that hardly ever goes on, answered in words; what is answered at once, in
# words; perhaps a beginning, but if it is all, only words answer it; none of these.
Standing = Literal["settled", "whole", "ready", "talk", "open"]


@dataclass(frozen=True)
class Ending:
    """How a recogniser would go on after the last word that it heard: probabilities that a
    full stop (or ? or !), a comma (or ; or :), or nothing at all comes next; how likely the
    words themselves are all of a request, 0.5 where they don't tell, and that they ask for
    something at all; and what they come to (``standing``)."""

    stop: float
    comma: float
    nothing: float
    closed: float = 0.5
    asks: float = 0.0
    standing: Standing = "open"


@dataclass(frozen=True)
class Hypothesis:
    """What a recogniser believes was said. Empty ``text`` means: nothing was said."""

    text: str
    language: str = "en"
    words: tuple[Word, ...] = ()
    final: bool = True
    seconds: float = 0.0  # compute time
    reason: str = ""  # why the text is empty, when it is ("no speech", "repetition", ...)
    ending: Ending | None = None  # where the recogniser can tell


@dataclass(frozen=True)
class Resource:
    """A file that the session knows. ``path`` is relative to the session and exact."""

    path: str
    kind: ResourceKind
    description: str
    origin: str = "attached"  # a tool's name, "attached" or "recorded"
    parents: tuple[str, ...] = ()
    turn: int = 0
    seconds: float | None = None  # of sound, where it is known
    sample_rate: int | None = None
    channels: int | None = None


@dataclass(frozen=True)
class Query:
    """One request of the user, heard or typed; what is no text in it is a question mark."""

    turn: int
    text: str
    modality: Modality = "text"

    def __post_init__(self) -> None:
        # A terminal of another encoding gives halves of signs, which no model takes.
        object.__setattr__(self, "text", self.text.encode("utf-8", "replace").decode())


@dataclass(frozen=True)
class Step:
    """One tool call. A file argument is an exact session path or ``$k`` (``$k.2``)."""

    tool: str
    arguments: Arguments = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What to do about a query: steps when ``kind`` is "act", else ``reply`` says why not."""

    turn: int
    kind: PlanKind
    steps: tuple[Step, ...] = ()
    reply: str = ""


@dataclass(frozen=True)
class ToolSignature:
    """What the planner may know about a tool; it all comes from the tool's own file.

    ``parameters`` is a JSON Schema object. A file argument is a string property with
    ``"format": "session-audio"`` (or ``-image``, ``-video``); other strings are free text.
    ``outputs`` are the kinds of the files it makes, in order ("text" when it yields text).
    ``heard``: the sound that it makes is the answer, and is played in place of words about it.
    """

    name: str
    family: str
    description: str
    parameters: dict[str, Any]
    outputs: tuple[str, ...] = ()
    heard: bool = False

    @property
    def file_arguments(self) -> dict[str, str]:
        """Argument name -> kind of file it takes ("audio", "image", "video")."""
        properties: dict[str, dict[str, Any]] = self.parameters.get("properties", {})
        return {
            name: str(schema["format"]).removeprefix("session-")
            for name, schema in properties.items()
            if str(schema.get("format", "")).startswith("session-")
        }

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(self.parameters.get("required", ()))


@dataclass(frozen=True)
class Artifact:
    """A file that a step made. Audio carries ``seconds``, ``sample_rate``, ``channels``."""

    path: str
    kind: ResourceKind
    description: str
    seconds: float | None = None
    sample_rate: int | None = None
    channels: int | None = None
    picture: str | None = None  # session path of the PNG that shows it


@dataclass(frozen=True)
class StepResult:
    """How one step went. ``error`` is a sentence for the user when ``ok`` is False."""

    turn: int
    index: int  # 1-based place in the plan
    tool: str
    arguments: Arguments
    ok: bool
    seconds: float = 0.0
    artifacts: tuple[Artifact, ...] = ()
    text: str | None = None
    data: dict[str, Any] | None = None
    error: str | None = None

    @property
    def words(self) -> str | None:
        """What of the finding is for another step to use: the tool names it in its data where
        it is not all of ``text``."""
        named = (self.data or {}).get("text")
        return named if isinstance(named, str) else self.text


@dataclass(frozen=True)
class Exchange:
    """One finished turn as the dialogue remembers it; ``plan`` with its paths resolved."""

    turn: int
    query: str
    reply: str
    plan: Plan
    results: tuple[StepResult, ...] = ()


@dataclass(frozen=True)
class Reply:
    """The answer of one turn: ``text`` is shown, ``spoken`` (None: the same) is said.

    ``effects`` are wishes about the conversation itself, carried out by whoever runs it:
    e.g. {"volume": +6.0} dB, {"speed": 0.85} factor, {"mode": "text"}, {"quit": True},
    {"stop": True}, {"mute": True}, {"voice": "next"}, {"manner": "usual"},
    {"save": {"path": "audio/1a2b3c4d.wav", "name": "rain.wav"}}, {"show": {"path": ...}},
    {"measure": {"paths": [...], "what": "loudness"}}; ``told`` of such a wish about files is what
    stands in the text for how it went.
    """

    turn: int
    kind: PlanKind
    text: str
    spoken: str | None = None
    effects: dict[str, Any] = field(default_factory=dict)

    @property
    def aloud(self) -> str:
        return self.text if self.spoken is None else self.spoken


@dataclass(frozen=True)
class Phoneme:
    """One phoneme of spoken audio; times in seconds from the start of its chunk."""

    phoneme: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class SpeechChunk:
    """A clause or sentence, spoken: mono audio at the voice's rate and what it says."""

    audio: Audio
    text: str
    phonemes: tuple[Phoneme, ...] = ()


class Outcome(str, Enum):
    """How a turn ended. A turn always ends, in exactly one of these."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    REFUSED = "refused"
    FAILED = "failed"
    EMPTY = "empty"
    CANCELLED = "cancelled"
