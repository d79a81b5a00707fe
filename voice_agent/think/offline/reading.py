"""What one request says, before anything is looked up: its clauses and their arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What the trained model knows a clause to want.
TOOLS = (
    "transcribe_speech", "translate_speech", "caption_audio", "transfer_style", "enhance_speech",
    "separate_speech", "binauralize", "inpaint_audio", "extract_sound", "detect_sounds",
    "detect_target_sound", "synthesize_talking_head", "synthesize_speech", "generate_audio",
    "compose_music", "generate_audio_from_image", "caption_image", "sing", "play_audio",
    "record_audio",
)  # fmt: skip
# Everything a clause can be besides a tool's name.
ACTS = (
    "greet", "thanks", "goodbye", "who", "capabilities", "repeat", "louder", "quieter", "faster",
    "slower", "stop", "mute", "unmute", "new_voice", "mode", "time", "date", "arithmetic", "files",
    "chat", "unsupported", "redo", "undo", "affirm", "deny", "answer",
)  # fmt: skip
# Roles that a stretch of words can play for its clause.
ROLES = (
    "file",  # what file is meant: "it", "the denoised version", "audio/3f0c9d12.wav"
    "voice",  # whose style is copied: the reference of transfer_style
    "portrait",  # the picture that shall speak
    "text",  # words to speak or sing
    "description",  # what a sound or a piece of music is like
    "language",
    "duration",  # how long: "ten seconds"
    "start",  # from when
    "end",  # until when
    "azimuth",
    "elevation",
    "motion",
    "speed",
    "pitch",
    "energy",
    "notes",
    "durations",
    "aloud",  # the translation shall be spoken too
)
MANNER = frozenset({"speed", "pitch", "energy"})  # the roles of how words are spoken


@dataclass(frozen=True)
class Span:
    """Words with a role, as they stand in the request."""

    role: str
    text: str


@dataclass(frozen=True)
class Clause:
    """One wish. ``task`` is a tool's name or one of ``ACTS``.

    ``first`` is set when it shall be done before the clauses said before it; ``guessed`` when
    the task is only the topic of the words;
    ``alternatives`` are the next likely tasks with their probabilities.
    """

    task: str
    text: str
    confidence: float = 1.0
    spans: tuple[Span, ...] = ()
    first: bool = False
    alternatives: tuple[tuple[str, float], ...] = ()
    guessed: bool = False

    def get(self, role: str) -> str | None:
        """The words that play ``role``, joined when there are several stretches."""
        found = [span.text for span in self.spans if span.role == role]
        return (" and " if role == "file" else " ").join(found) if found else None


@dataclass(frozen=True)
class Guess:
    """What words may be about, or mean, and how likely it is, 0 to 1."""

    name: str
    chance: float


@dataclass(frozen=True)
class Reading:
    """The clauses of a request in the order in which they were said, what it is about if it is
    small talk, and what it would change, by what was just made. ``strange`` is set where it holds
    not one word that the reader knows."""

    clauses: tuple[Clause, ...]
    topic: Guess | None = None
    changes: Mapping[str, Guess] = field(default_factory=dict)
    strange: bool = False
