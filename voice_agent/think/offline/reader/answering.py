"""An answer to a question of ours: what had been asked for, and the words that say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think.offline.phrases import stretches
from voice_agent.think.offline.reader.encoding import roles_of
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.think.offline.steps.gaps import Gap
from voice_agent.units import ToolSignature

# What an answer to a question may look like when it is read on its own.
ANSWERS = {"answer", "redo", "affirm", "deny", "chat", "unsupported", "greet", "files"}

# Words of a question and the role that they ask for.
_ASKED = (
    ("language", r"language"),
    ("start", r"which (?:second|part|stretch|section)|from when|from where|where does it start"),
    ("duration", r"how long|seconds"),
    ("text", r"(?:should|shall|do|can) i (say|speak|read|sing)|which (text|words)"),
    ("description", r"which sound|what sound|which kind of music"),
    ("voice", r"whose voice"),
)


def asked(
    question: str, clauses: tuple[Clause, ...], signatures: Mapping[str, ToolSignature]
) -> tuple[tuple[Clause, ...], Gap] | None:
    """What ``question`` asked for, when the plan itself doesn't show it (any more).

    A clause whose task can't take it is read as its likeliest task that can.
    """
    role = role_asked(question)
    for index, clause in enumerate(clauses):
        if clause.task in signatures and role in roles_of(clause.task):
            return clauses, Gap(index, role, question)
    for index, clause in enumerate(clauses):
        for task, _ in clause.alternatives:
            if task in signatures and role in roles_of(task):
                other = replace(clause, task=task)
                changed = (*clauses[:index], other, *clauses[index + 1 :])
                return changed, Gap(index, role, question)
    return None


def role_asked(question: str) -> str:
    """The role of the words that ``question`` asks for; a file when it tells nothing else."""
    lowered = question.lower()
    return next((role for role, cue in _ASKED if re.search(cue, lowered)), "file")


def hands_over(head: Clause) -> bool:
    """Whether words only give a file that was asked for: "here you go: pastor.wav"."""
    return bool(head.get("file")) and bool(_HERE.search(head.text))


_HERE = re.compile(
    r"\b(?:here (?:you go|you are|it is|it comes|is)|here['’]s|there (?:you go|it is)|(?:take|use)"
    r" (?:this|that) one|i (?:meant?|mean)|attached now)\b",
    re.IGNORECASE,
)


def may_be_all(words: str, question: str) -> bool:
    """Whether so few words may be the whole answer to ``question``. A text or a description may
    go on after any word, and so may words like "the" or "not"."""
    said = re.findall(r"[\w']+", words.lower())
    if role_asked(question) in ("text", "description"):
        return False
    return 0 < len(said) <= _FEW_WORDS and not _OPEN.fullmatch(said[-1])


_FEW_WORDS = 4
_OPEN = re.compile(
    r"a|an|the|and|or|not?|nor|if|i|i'm|it's|that's|you|to|of|with|from|into?|on|at|be|would|my|his|her"
    r"|our|your|this|oh|ah|um|uh|er|hmm?|well|so|but|who|which|where|because|wait|sorry|point|half"
    r"|about|around|maybe|perhaps|just|only|like|as|between|for|is|are|was"
)


def is_bare(head: Clause, asked: str) -> bool:
    """Whether words only name a sound or a text, as an answer does, and order nothing."""
    if asked not in ("description", "text"):
        return False
    left = head.text
    for span in head.spans:
        left = left.replace(span.text, " ") if span.role in ("description", "text") else left
    return bool(head.spans) and not _LITTLE.sub("", left)


def is_order(words: str) -> bool:
    """Whether words begin as an order or a question does, not as a text to be spoken."""
    return bool(_VERBS.match(words))


_VERBS = re.compile(
    r"^\W*(?:(?:please|now|no|and|then|ok|okay|just|first|instead|actually)\W+)*"
    r"(?:can|could|would|will|what|which|who|when|where|how|i (?:want|need|would)|let|make|give"
    r"|show|tell|take|put|place|get|find|list|play|sing|record|transcribe|translate|clean|denoise"
    r"|enhance|separate|split|extract|isolate|remove|repair|fix|fill|generate|create|compose|describe"
    r"|caption|detect|animate|write|binauralize|turn|undo|stop|cancel|never mind|forget)\b",
    re.IGNORECASE,
)
_LITTLE = re.compile(r"\b(?:a|an|the|some|uh|um|well|maybe|please|just|of|sound)\b|\W")


def answered(head: Clause, text: str, gap: Gap) -> tuple[Span, ...]:
    """The words of an answer, in the role that was asked for."""
    if head.task == "affirm" and gap.suggestion:
        return (Span(gap.role, gap.suggestion),)
    if gap.role in ("start", "end"):
        return _points(head, text)
    words = head.get(gap.role) or ""
    before = text.partition(words)[0] if words else ""
    if gap.role == "text" and not (is_order(text) or _SAYS.search(before)):
        words = ""  # all of it is the text, whatever was found in it
    return (Span(gap.role, words or text.strip().rstrip(".!?")),)


_SAYS = re.compile(r"\b(?:say|says|saying|sing|read|speak|text|words?)\b|[\"“:]", re.IGNORECASE)


def _points(head: Clause, text: str) -> tuple[Span, ...]:
    """Start and end, as "three to four point five" says or as the reader saw them."""
    times = stretches.stretch(text)
    if times is not None:
        return Span("start", f"{times[0]:g} s"), Span("end", f"{times[1]:g} s")
    return tuple(span for span in head.spans if span.role in ("start", "end"))
