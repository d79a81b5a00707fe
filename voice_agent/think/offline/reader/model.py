"""The trained reader: one pass of a small encoder, then labels become clauses and spans."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.answers.topics import WEIGHTS as TOPICS
from voice_agent.think.offline.answers.topics import TopicModel
from voice_agent.think.offline.dialogue.changes import WEIGHTS as CHANGES
from voice_agent.think.offline.dialogue.changes import ChangeModel
from voice_agent.think.offline.phrases.spelling import Spelling
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.encoding import (
    RARE,
    TAGS,
    TASKS,
    TOKENIZER,
    VOCABULARY,
    WEIGHTS,
    Word,
)
from voice_agent.think.offline.reading import Clause, Reading, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TEMPERATURE = 0.6  # of the task's probabilities, so that they say how often they are right
_NEVER = -1e9
_DOUBT = -5.0  # log probability below which a word says no more against a task
_RELUCTANCE = 3.0  # taken off for a cut that the head for beginnings does not see
_SIGNS = " \t\n.,;:!?-–…"
_QUOTE = ("hello", "there")  # what the model reads in place of words in quotation marks
_LONG_QUOTE = 3  # words from which a quotation is not read word by word
_LATEST = 32  # texts whose reading is remembered
_SINGS = re.compile(r"\W*(?:please )?sing\b", re.IGNORECASE)
PLAIN = 0.9  # confidence where the request names the action by its own word
_WORDS = re.compile(r"(?<![\w./-])[A-Za-z]+(?![\w./-])")
# Roles whose words are left as they were written: exact texts, rare sounds, names of files.
_AS_WRITTEN = {"text", "description", "notes", "durations", "file", "voice", "portrait"}


class ModelReader:
    """Reads requests with the ONNX model of ``directory``; loads when constructed."""

    def __init__(self, directory: Path, threads: int = 1) -> None:
        import onnxruntime

        for name in (WEIGHTS, TOKENIZER, VOCABULARY, RARE, TOPICS, CHANGES):
            if not (directory / name).is_file():
                raise AgentError(
                    f"the planner's model is incomplete: {directory / name} is missing",
                    "restore models/planner from the project",
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(directory / WEIGHTS), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = encoding.load_tokenizer(str(directory / TOKENIZER))
            vocabulary = (directory / VOCABULARY).read_text("utf-8").split()
            rare = (directory / RARE).read_text("utf-8").split()
            self._spelling = Spelling({*self._tokenizer.get_vocab(), *rare}, vocabulary)
            self._topics, self._changes = TopicModel(directory), ChangeModel(directory)
        except Exception as error:  # both libraries raise bare exceptions for broken files
            raise AgentError(
                f"the planner's model in {directory} cannot be read ({type(error).__name__})",
                "restore models/planner from the project",
            ) from error
        # The same words are read while somebody may go on, to begin the answer, and to give it.
        self._known = lru_cache(maxsize=_LATEST)(self._read)

    def read(self, text: str) -> Reading:
        """The clauses of ``text``; one of open chat when it holds no word."""
        return self._known(text)

    def _read(self, text: str) -> Reading:
        words = encoding.words_of(text)
        if not words:
            return Reading((Clause("chat", text),))
        shown, places = self._shown(text, words)
        labels, features = self._labels(shown[: encoding.LENGTH])
        places = [place for place in places if place < len(labels[0])]
        task, tag, flags = (rows[places] for rows in labels)
        shared = Counter(places)
        inside = [index for index, place in enumerate(places) if shared[place] > 1]
        glued = [i for i in range(1, len(places)) if _hyphened(text, words[i - 1], words[i])]
        flags[inside + glued, 0] = _NEVER  # no wish begins within a quotation or a word
        seen = words[: len(places)]
        clauses = _clauses(text, words, seen, task, tag, flags)
        mended = tuple(self._mended(clause) for clause in clauses)
        strange = all(map(self._spelling.is_strange, (word.text for word in words)))
        about, changed = self._topics.of(features), self._changes.of(features)
        return Reading(mended, about, changed, strange)

    def features(self, text: str) -> NDArray[np.float32]:
        """What the layers make of ``text``, means over its word pieces: what topics are known
        by."""
        shown, _ = self._shown(text, encoding.words_of(text))
        return self._labels(shown[: encoding.LENGTH])[1]

    def _shown(self, text: str, words: list[Word]) -> tuple[list[str], list[int]]:
        """The words that the model reads, and for each word of ``text`` the place of what
        stands for it there: typing errors are mended, and a quotation is always the same two
        words, so that what is said in it can't be taken for a wish."""
        quotes = [
            (start, end)
            for start, end in encoding.quoted(text)
            if len(text[start:end].split()) >= _LONG_QUOTE and not FILE_NAME.search(text[start:end])
        ]
        shown: list[str] = []
        places: list[int] = []
        for word in words:
            quote = next((q for q in quotes if q[0] <= word.start < q[1]), None)
            if quote is None:
                early = len(shown) < encoding.LENGTH  # what comes later is not read
                shown.append(self._spelling.right(word.text) if early else word.text)
            elif word.start == quote[0] or words[len(places) - 1].start < quote[0]:
                shown += _QUOTE
                places.append(len(shown) - 2)
                continue
            places.append(len(shown) - 1)
        return shown, places

    def _mended(self, clause: Clause) -> Clause:
        """The clause with typing errors mended in spans whose exact words don't matter, and no
        doubt left where the request begins with the action's own word."""
        spans = tuple(
            span if span.role in _AS_WRITTEN else replace(span, text=self._respelt(span.text))
            for span in clause.spans
        )
        sure = clause.task == "sing" and _SINGS.match(clause.text)
        confidence = max(clause.confidence, PLAIN) if sure else clause.confidence
        return replace(clause, spans=spans, confidence=confidence)

    def _respelt(self, words: str) -> str:
        return _WORDS.sub(lambda match: self._spelling.right(match[0]), words)

    def _labels(
        self, words: list[str]
    ) -> tuple[tuple[NDArray[np.float32], ...], NDArray[np.float32]]:
        """Logits of the first piece of each word: tasks, tags, (begins, first); and the means of
        the layers."""
        import numpy as np

        ids, first = encoding.pieces_of(self._tokenizer, words)
        row = np.asarray([ids], np.int64)
        task, tag, flags, *hidden = self._session.run(None, {"ids": row, "mask": np.ones_like(row)})
        labels = tuple(output[0][first].astype(np.float32) for output in (task, tag, flags))
        return labels, np.concatenate([layer[0].mean(axis=0) for layer in hidden])


def _hyphened(text: str, before: Word, word: Word) -> bool:
    """Whether a hyphen joins two words without a blank: "brushes" of "Rhodes-and-brushes"."""
    return before.end == word.start and "-" in (before.text, word.text)


def _clauses(
    text: str,
    words: list[Word],
    seen: list[Word],
    task: NDArray[np.float32],
    tag: NDArray[np.float32],
    flags: NDArray[np.float32],
) -> list[Clause]:
    """Cut where a clause begins; each gets the task that most of its words speak for."""
    begins = _merged(clause_starts(task, flags[:, 0]), seen)
    clauses: list[Clause] = []
    for number, start in enumerate(begins):
        last = number + 1 == len(begins)
        stop = len(seen) if last else begins[number + 1]
        chances = encoding.softmax(task[start:stop].mean(axis=0) / _TEMPERATURE)
        best = int(chances.argmax())
        name = TASKS[best]
        end = words[-1].end if last else seen[stop - 1].end
        spans = _spans(text, seen[start:stop], tag[start:stop], name)
        said = next((span for span in spans if span.role == "text"), None)
        if last and said and len(words) > len(seen):  # a long text goes on past what was read
            tail = text.find(said.text, seen[start].start)
            spans = [span for span in spans if span.role != "text"]
            spans.append(Span("text", text[tail:end]))
        clauses.append(
            Clause(
                task=name,
                text=text[seen[start].start : end],
                confidence=float(chances[best]),
                spans=tuple(spans),
                first=bool(flags[start:stop, 1].mean() > 0),
                alternatives=tuple(
                    (TASKS[i], float(chances[i])) for i in chances.argsort()[-2:-6:-1]
                ),
            )
        )
    return clauses


def clause_starts(task: NDArray[np.float32], starts: NDArray[np.float32]) -> list[int]:
    """Where clauses begin, by the likeliest path through the words (Viterbi).

    ``task`` has shape (words, tasks), ``starts`` (words,); both are logits. A word either goes
    on with the clause before it or begins one of any task. So a cut that the second head
    overlooks is found where the words after it speak for another task.
    """
    import numpy as np

    spoken = np.maximum(encoding.log_softmax(task / _TEMPERATURE), _DOUBT)
    begin = -np.logaddexp(0, -starts)
    go_on = -np.logaddexp(0, starts)
    score = spoken[0]
    came: list[tuple[NDArray[np.bool_], int]] = []
    for place in range(1, len(task)):
        best = int(score.argmax())
        new = score[best] + begin[place] - _RELUCTANCE * (starts[place] < 0)
        stay = score + go_on[place]
        came.append((stay < new, best))
        score = np.maximum(stay, new) + spoken[place]
    state = int(score.argmax())
    begins: list[int] = []
    for place in range(len(task) - 1, 0, -1):
        is_new, best = came[place - 1]
        if is_new[state]:
            begins.append(place)
            state = best
    return [0, *reversed(begins)]


def _merged(begins: list[int], seen: list[Word]) -> list[int]:
    """Without clauses that hold no word, only signs."""
    kept = [begins[0]]
    for position, begin in enumerate(begins[1:], 1):
        stop = begins[position + 1] if position + 1 < len(begins) else len(seen)
        if any(word.text[0].isalnum() for word in seen[begin:stop]):
            kept.append(begin)
    return kept


def _spans(text: str, words: list[Word], tag: NDArray[np.float32], task: str) -> list[Span]:
    """Stretches of words with a role that makes sense for ``task``."""
    allowed = encoding.roles_of(task)
    closed = [i for i, name in enumerate(TAGS) if name and name[2:] not in allowed]
    logits = tag - tag.max(axis=1, keepdims=True)
    logits[:, closed] = -1e9
    found: list[tuple[str, int, int]] = []
    role, start, end = "", 0, 0
    for word, label in zip(words, best_tags(logits), strict=True):
        letter, _, name = TAGS[label].partition("-")
        if name and name == role and letter == "I":
            end = word.end
            continue
        if role:
            found.append((role, start, end))
        role, start, end = name, word.start, word.end
    if role:
        found.append((role, start, end))
    spans = [Span(role, text[start:end]) for role, start, end in _joined(text, found)]
    return _start_and_end([span for span in spans if span.text.strip(_SIGNS)])


def _joined(text: str, found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Texts and descriptions in one piece where at most three words were left out."""
    joined: list[tuple[str, int, int]] = []
    for role, start, end in found:
        if joined and role == joined[-1][0] and role in ("text", "description"):
            between = text[joined[-1][2] : start]
            if len(between.split()) <= 3:
                joined[-1] = (role, joined[-1][1], end)
                continue
        joined.append((role, start, end))
    return joined


def best_tags(logits: NDArray[np.float32]) -> list[int]:
    """The likeliest tags in which every I-role continues a stretch of its role (Viterbi).

    ``logits`` has shape (words, tags).
    """
    import numpy as np

    barred = np.zeros((len(TAGS), len(TAGS)), np.float32)  # from, to
    opens = np.zeros(len(TAGS), np.float32)
    for to, name in enumerate(TAGS):
        if name.startswith("I-"):
            fits = [name, "B-" + name[2:]]
            barred[[i for i, before in enumerate(TAGS) if before not in fits], to] = -1e9
            opens[to] = -1e9
    score = logits[0] + opens
    came: list[NDArray[np.intp]] = []
    for row in logits[1:]:
        total = score[:, None] + barred
        came.append(total.argmax(axis=0))
        score = total.max(axis=0) + row
    path = [int(score.argmax())]
    for step in reversed(came):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _start_and_end(spans: list[Span]) -> list[Span]:
    """Two points in time are a start and an end, even if both were read as the same."""
    points = [i for i, span in enumerate(spans) if span.role in ("start", "end")]
    if len(points) == 2 and spans[points[0]].role == spans[points[1]].role:
        for index, role in zip(points, ("start", "end"), strict=True):
            spans[index] = Span(role, spans[index].text)
    return spans
