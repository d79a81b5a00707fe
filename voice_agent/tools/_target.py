"""When one kind of sound is heard: classes of the classifier to intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voice_agent.sound import yamnet
from voice_agent.sound.features import FloatArray
from voice_agent.tools._audioset import ancestors
from voice_agent.tools._events import (
    Event,
    Rules,
    find_events,
    joined_up,
    smoothed,
    spans_of,
    trimmed,
)
from voice_agent.tools._said import said
from voice_agent.tools._telling import describe
from voice_agent.tools._vocabulary import Meaning, Vocabulary, WordVectors
from voice_agent.tools._yamnet import SILENT, Heard, classifier
from voice_agent.tools.context import ToolContext

_VOICES = frozenset(
    {
        "Speech",
        "Child speech, kid speaking",
        "Conversation",
        "Narration, monologue",
        "Speech synthesizer",
        "Babbling",
        "Whispering",
    }
)
_POSSIBLE = 0.15  # score below which a sound is not in it

# Somebody asks for it, so it is likelier to be there than any sound out of 521.
RULES = Rules(clear=0.3, named=0.3, fades=0.12, gap=0.6, quiet_edge=25.0)


def target_score(scores: FloatArray, labels: Sequence[str], wanted: Sequence[str]) -> FloatArray:
    """How sure one of ``wanted`` or a class below it is heard in each window, (windows,)."""
    above = ancestors(labels)
    chosen = [
        index
        for index, label in enumerate(labels)
        if label in wanted or any(name in above[label] for name in wanted)
    ]
    best: FloatArray = scores[:, chosen].max(axis=1)
    return best


def find_target(
    score: FloatArray,
    label: str,
    *,
    step: float,
    window: float,
    seconds: float,
    levels: FloatArray | None = None,
    rules: Rules = RULES,
) -> list[Event]:
    """Where ``score`` says that the sound is heard, in order of time, without overlaps.

    Windows are ``window`` seconds long, one every ``step``; ``levels`` as for ``find_events``.
    """
    smooth = smoothed(score[:, None])[:, 0]
    # What is heard in no more than a window or two is smoothed away, but may be plain.
    smooth = np.maximum(smooth, 0.75 * score)
    events = joined_up(spans_of(smooth, label, step, window, seconds, rules), rules)
    if levels is not None:
        events = [trimmed(event, levels, rules.quiet_edge) for event in events]
    apart: list[Event] = []
    for event in events:
        if apart and event.start <= apart[-1].end:
            score_ = max(event.score, apart[-1].score)
            apart[-1] = replace(apart[-1], end=max(event.end, apart[-1].end), score=score_)
        elif event.seconds >= min(rules.shortest, seconds / 2):
            apart.append(event)
    return apart


@dataclass(frozen=True)
class Sought:
    """A described sound: its classes, the first of them for the record, how to say it, and the
    words that described it."""

    labels: tuple[str, ...]
    name: str
    exact: bool
    words: str = ""

    @property
    def is_voice(self) -> bool:
        """Whether it is what a noise remover for speech keeps."""
        return self.label in _VOICES

    def may_be_in(self, heard: Heard, labels: Sequence[str]) -> bool:
        """Whether there is enough of it to be taken out."""
        if heard.levels.max() < SILENT:
            return False
        return bool(target_score(heard.scores, labels, self.labels).max() > _POSSIBLE)

    @property
    def label(self) -> str:
        return self.labels[0]

    def find(self, heard: Heard, labels: Sequence[str]) -> tuple[list[Event], FloatArray]:
        """Where it is heard, and how sure that is in each window. Silence holds no sound."""
        score = target_score(heard.scores, labels, self.labels)
        if heard.levels.max() < SILENT:
            return [], score
        events = find_target(
            score,
            self.label,
            step=yamnet.HOP_SECONDS,
            window=yamnet.WINDOW_SECONDS,
            seconds=heard.seconds,
            levels=heard.levels,
        )
        return events, score


def seek(context: ToolContext, description: str) -> Sought | None:
    """What ``description`` asks for; None for a sound that is not known."""
    meaning = vocabulary(context).understand(description)
    if meaning is None:
        return None
    return Sought(meaning.labels, _spoken(meaning), meaning.exact, description)


def instead(heard: Heard, labels: Sequence[str]) -> str:
    """What is heard where a sound that was asked for is not."""
    if heard.levels.max() < SILENT:
        return "It is silent."
    events = find_events(
        heard.scores,
        labels,
        step=yamnet.HOP_SECONDS,
        window=yamnet.WINDOW_SECONDS,
        seconds=heard.seconds,
        levels=heard.levels,
    )
    return f"What I hear is {describe(events, heard.seconds, most=3)}." if events else ""


def vocabulary(context: ToolContext) -> Vocabulary:
    """The one vocabulary of the process."""

    def make() -> Vocabulary:
        vectors = WordVectors(context.engines.model("sound-words"))
        return Vocabulary(classifier(context).labels, vectors)

    made: Vocabulary = context.engines.shared("sound vocabulary", make)
    return made


def _spoken(meaning: Meaning) -> str:
    """The sound as one says it: by the class's name, or by the words that it was asked for
    where those name several classes at once."""
    if len(meaning.labels) == 1 or said(meaning.labels[0]).split()[-1] in meaning.phrase:
        return said(meaning.labels[0])
    words = meaning.phrase.split()
    if words[-1].endswith(("ing", "s")) or len(words) > 2:
        return meaning.phrase
    return said(meaning.phrase)
