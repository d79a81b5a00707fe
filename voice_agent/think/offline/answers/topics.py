"""What small talk is about, where rules know nothing of its words: "bit blunt, aren't you?".

Which topic a text has is learnt; what is said to it, and the acts that topics are another name
for, lie in ``topics.toml``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from voice_agent.think import naming
from voice_agent.think.context import Context
from voice_agent.think.offline.answers.instead import instead
from voice_agent.think.offline.reader import saying
from voice_agent.think.offline.reading import Clause, Guess
from voice_agent.think.offline.tasks import known_signatures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "topics.npz"  # a file of models/planner
WORK = "work"  # the topic of what is no small talk
# From which chance on a topic counts: where nothing better is known, where the words were taken
# for another act, for work, and for a change of work.
_FREE, _ACT, _TOOL, _CHANGE = 0.5, 0.6, 0.8, 0.95
_ELSEWHERE = "elsewhere"  # the topic of work that is none with sound
_NOTHING = {"unsupported", "chat"}
_NOTHING_HERE = 0.6  # from which chance on it counts where there is no file that may be meant
_CERTAIN = 1.0  # confidence of what a rule knows
_CHANGES = {"redo", "answer", "undo"}
_PACES = {"louder", "quieter", "faster", "slower", "new_voice", "usual_voice"}
# From how many words on, and but for which topics, small talk after a question is no answer to it.
_TALK = 4
_REPLIES = {"agree", "refuse", "stop", "undo", "knowledge", "banter"}
# Acts that work may begin like, and from which chance on a topic confirms them.
_OPENINGS = {"greet", "thanks", "who", "capabilities", "repeat", "files", "time", "date"}
_SAME = 0.5
# What is in a recording of ours: "there's a dog in there somewhere".
_IN_THERE = re.compile(
    r"\b(?:in|on) (?:there|it|the (?:tape|recording|file|clip))\b", re.IGNORECASE
)
_TOLD = {"telling", "good_news", "bad_mood"}  # topics in which nothing is asked for
_RECKONED = {"time", "date", "arithmetic"}  # acts that may name what is elsewhere, as cities
# Topics of what is rather work than small talk: it is answered by the same words, whatever it
# was; or "say that aloud", "I said hail, not rain", "how does that go in Norwegian?".
_WEAK = {"chat", "repeat", "misunderstood", "tongues"}
_ABLE = {"capabilities"}  # "can you describe pictures?" is rather answered by what does it


@dataclass(frozen=True)
class Told:
    """What belongs to a topic: an act of ``ACTS``, what the session answers (``asks``), or
    words, one after the other; ``stops`` what runs."""

    act: str = ""
    asks: str = ""
    says: tuple[str, ...] = ()
    stops: bool = False


@lru_cache(maxsize=1)
def told() -> Mapping[str, Told]:
    """Every topic by name."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        name: Told(**{**table, "says": tuple(table.get("says", ()))})
        for name, table in tables.items()
    }


class TopicModel:
    """A softmax regression on the features of a text, trained by training/planner/topics.py."""

    def __init__(self, directory: Path) -> None:
        import numpy as np

        with np.load(directory / WEIGHTS) as kept:
            self._names = [str(name) for name in kept["topics"]]
            self._weights: NDArray[np.float32] = kept["weights"].astype(np.float32)
            self._bias: NDArray[np.float32] = kept["bias"].astype(np.float32)

    @property
    def width(self) -> int:
        """How many features it looks at."""
        return len(self._weights)

    def of(self, features: NDArray[np.float32]) -> Guess:
        """The likeliest topic; ``features`` has shape (len(weights),)."""
        import numpy as np

        logits = features @ self._weights + self._bias
        chances = np.exp(logits - logits.max())
        best = int(chances.argmax())
        return Guess(self._names[best], float(chances[best] / chances.sum()))


def instead_of_work(
    clauses: Sequence[Clause], topic: Guess | None, text: str, context: Context
) -> tuple[Clause, ...]:
    """The clauses of ``text``; or one of the topic, where that is surer than the work that they
    ask for, or where it is work and no sound ("take the bins out")."""
    work = [clause for clause in clauses if _is_work(clause.task)]
    if not work or topic is None or saying.literal(text) or saying.elsewhere(text)[0]:
        return tuple(clauses)
    acted = context.last_action is not None
    changes = all(clause.task in _CHANGES for clause in work)
    if changes and not acted:
        return _by(clauses, topic, _ACT, {"chat"})
    empty = not context.resources
    nothing_else = all(_is_work(clause.task) or clause.task in _NOTHING for clause in clauses)
    about_ours = naming.names_one(text, context) or (not empty and _IN_THERE.search(text))
    if topic.name == _ELSEWHERE and nothing_else and not about_ours:
        return _by(clauses, topic, _NOTHING_HERE if empty else _TOOL, set())
    surer = topic.chance > min(clause.confidence for clause in work)
    if not surer and not empty:
        return tuple(clauses)
    weak = _WEAK | (_PACES if acted else set()) | (set() if surer else _ABLE)
    return _by(clauses, topic, _CHANGE if changes else _TOOL, weak)


def meant(clauses: Sequence[Clause], topic: Guess | None) -> tuple[Clause, ...]:
    """The clauses, none of which is work; or one of the topic, where that is likelier. What a
    rule knows, with certainty, is left."""
    if all(clause.task == "chat" for clause in clauses):
        return _by(clauses, topic, _FREE, set())
    told_of = topic is not None and topic.name in _TOLD and topic.chance >= _TOOL
    if any(c.confidence >= _CERTAIN or (instead(c.text) and not told_of) for c in clauses):
        return tuple(clauses)
    if topic is not None and topic.name == _ELSEWHERE:
        if clauses[0].task in _RECKONED:
            return tuple(clauses)
        if topic.chance >= _TOOL and all(clause.task == "unsupported" for clause in clauses):
            return tuple(replace(clause, alternatives=(), guessed=True) for clause in clauses)
    return _by(clauses, topic, _ACT, {"chat"})


def _by(
    clauses: Sequence[Clause], topic: Guess | None, least: float, weak: set[str]
) -> tuple[Clause, ...]:
    known = told().get(topic.name) if topic is not None and topic.name != WORK else None
    if topic is None or known is None or topic.chance < least:
        return tuple(clauses)
    task = known.act or topic.name
    if task in weak or any(clause.task == task for clause in clauses):
        return tuple(clauses)
    return (Clause(task, " ".join(clause.text for clause in clauses), topic.chance, guessed=True),)


def _is_work(task: str) -> bool:
    return task in known_signatures() or task in _CHANGES


def words_of(topic: str) -> str:
    """What is said first to ``topic``."""
    return told()[topic].says[0]


def is_told(task: str) -> bool:
    """Whether ``task`` is a topic that has an answer of its own."""
    known = told().get(task)
    return known is not None and not known.act


def is_surely_talk(text: str, topic: Guess | None) -> bool:
    """Whether ``text`` is small talk even after a question for something else, and no answer to
    it: "where did you save it"."""
    long = len(text.split()) >= _TALK
    known = topic is not None and topic.name not in (WORK, *_REPLIES)
    return long and known and topic is not None and topic.chance >= _CHANGE


def agree(clauses: Sequence[Clause], topic: Guess | None) -> bool:
    """Whether the topic speaks against none of the clauses: a beginning of something else may
    look like an act to the reader alone ("repeat your")."""
    if topic is None or not any(clause.task in _OPENINGS for clause in clauses):
        return True
    return topic.name != WORK and topic.chance >= _SAME
