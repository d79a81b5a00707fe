"""What people say to an assistant besides work: greetings, wishes about the voice, the time.

Every function is pure: the clock's reading and the tools come as arguments.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voice_agent.think.context import Context
from voice_agent.think.offline.answers import arithmetic, dates, deeds, facts, topics, zones
from voice_agent.think.offline.reader.courtesies import is_usual
from voice_agent.think.offline.reading import Clause
from voice_agent.units import PlanKind, Standing, ToolSignature

# Confidence from which a session is over, or nothing is spoken any more by a guess: "cheers, mate"
# may be misheard.
_LEAVES = 0.8
# Confidence from which an act is answered before the speaker is surely done, read or guessed.
_SURE, _GUESSED = 0.6, 0.9
# Acts that are answered in words, or change how they are said, which is soon said otherwise. Others
# begin a sentence ("no", "okay"), or cannot be taken back by going on: a session that was left, and
# answers that nobody hears.
_ANSWERED = {
    "greet", "thanks", "who", "capabilities", "repeat", "louder", "quieter", "faster", "slower",
    "stop", "unmute", "new_voice", "time", "date", "arithmetic", "files",
}  # fmt: skip
_ELSE = {"chat", "unsupported"}
# Acts that begin a sentence, unless that is said at some length: "yeah, sure, go for it".
_BEGINS, _LENGTH = {"affirm", "deny", "goodbye", "arithmetic"}, 4
_REMARKS = {"telling"}  # topics of what is answered, but as well goes on


@dataclass(frozen=True)
class Answer:
    """What is said when no tool runs, and what shall happen to the conversation itself.
    ``spoken`` is for the ear where ``text`` is long; "" where it is the same."""

    text: str
    kind: PlanKind = "chat"
    effects: dict[str, Any] = field(default_factory=dict)
    spoken: str = ""


def answer(
    clause: Clause,
    context: Context,
    now: dt.datetime,
    signatures: Mapping[str, ToolSignature],
) -> Answer:
    """The answer to one clause whose task is an act."""
    act = clause.task
    if act in _FOR_GOOD and _FACTUAL.match(clause.text):
        return OPEN
    if act == "goodbye" and clause.confidence < _LEAVES:
        return Answer("Say goodbye once more, and I leave.")
    if act == "mute" and clause.guessed and clause.confidence < _LEAVES:
        return _EFFECTS["stop"]
    if act == "new_voice" and is_usual(clause.text):
        return USUAL
    if act in _PLAIN:
        return Answer(_PLAIN[act])
    if act in ("louder", "quieter"):
        return _volume(clause)
    if act in ("faster", "slower"):
        return _speed(clause)
    if act == "time":
        return Answer(zones.told(clause.text, now))
    if act == "date":
        return Answer(dates.told(clause.text, now))
    if act == "arithmetic":
        value = arithmetic.calculate(clause.text)
        if value is not None:
            return Answer(f"That is {arithmetic.spoken(value)}.")
        return Answer("I can only work out plain sums such as 12 times 7.")
    if act == "repeat":
        return _repeated(clause, context)
    if act == "capabilities":
        return Answer(deeds.abilities(signatures), spoken=deeds.some_abilities(signatures))
    if act == "files":
        return Answer(_files(clause, context))
    if act == "mode":
        return _mode(clause)
    return _EFFECTS.get(act, OPEN)


def standing(clauses: Sequence[Clause], context: Context) -> Standing:
    """What a request comes to while it may still go on: "ready" where it is surely nothing but
    acts that words answer, "talk" where nothing in it is understood as work."""
    if context.last_action is None:
        clauses = [clause for clause in clauses if clause.task != "undo"]
    if all(_is_answered(clause) for clause in clauses):
        return "ready"
    if all(_is_talk(clause) or _is_answered(clause) for clause in clauses):
        return "talk"
    return "open"


def _is_talk(clause: Clause) -> bool:
    long = clause.task in _BEGINS and len(clause.text.split()) >= _LENGTH
    return long or clause.task in _ELSE or clause.guessed


def _is_answered(clause: Clause) -> bool:
    if clause.task == "arithmetic" and arithmetic.calculate(clause.text) is None:
        return False
    answered = clause.task in _ANSWERED or topics.is_told(clause.task)
    sure = _SURE if not clause.guessed else _GUESSED
    return answered and clause.confidence >= sure and clause.task not in _REMARKS


def beside(clauses: Sequence[Clause], work: Clause) -> list[Clause]:
    """What is answered in words beside work, the first of which is ``work``: questions, and
    wishes about the voice that were said before it (after it they may mean what it makes)."""
    before = [clause for clause in clauses[: clauses.index(work)] if clause.task in _MANNER]
    asked = [clause for clause in clauses if clause.task in ("time", "date", "arithmetic")]
    return [clause for clause in (*before, *asked) if _is_answered(clause)]


_MANNER = {"louder", "quieter", "faster", "slower", "new_voice", "unmute"}


# What nobody wants to happen because a question was misread, and how such questions begin.
_FOR_GOOD = {"goodbye", "mute", "mode"}
_FACTUAL = re.compile(
    r"^\W*(?:(?:so|and|but|well|tell me)\W+)*(?:did|does|was|were|who|whose|has"
    r"|have (?:you|i|we|they)|is (?:it|this|that|there)|are (?:you|we|they|there)"
    r"|do (?:you(?! mind)|i|we|they)|am i)\b",
    re.IGNORECASE,
)
_PLAIN = {
    "greet": "Hello! What shall I do for you?",
    "thanks": "You're welcome.",
    "who": "I'm a voice assistant for audio work. I run on this machine, and I can hear, clean, "
    "describe, make and speak sound.",
    "deny": "All right. What would you like instead?",
    "affirm": "Good. What shall I do?",
}
USUAL = Answer("This is how I usually speak.", effects={"manner": "usual"})
_EFFECTS = {
    "stop": Answer("Okay.", effects={"stop": True}),
    "goodbye": Answer("Goodbye!", effects={"quit": True}),
    "mute": Answer("I'll be quiet and only write.", effects={"mute": True}),
    "unmute": Answer("I'm speaking again.", effects={"mute": False}),
    "new_voice": Answer("Here is another voice.", effects={"voice": "next"}),
}
OPEN = Answer(
    "I'm an audio assistant, so I'm no good at open conversation on my own. With a language "
    "model connected (the openai or local-llm profile) I could chat. Ask me what I can do."
)


def _repeated(clause: Clause, context: Context) -> Answer:
    """The last answer once more, or the words of it where a sound was the answer."""
    words = clause.text.lower()
    if said := clause.get("said"):
        return Answer(f'It was: "{said}"')
    slowly = re.search(r"\bslow", words)
    effects: dict[str, Any] = {"speed": 0.85} if slowly and context.last_reply else {}
    return Answer(context.last_reply or "I haven't said anything yet.", effects=effects)


def _volume(clause: Clause) -> Answer:
    much = bool(re.search(r"\b(much|lot|way|far|really|very|twice)\b", clause.text.lower()))
    decibels = 10.0 if much else 6.0
    if clause.task == "louder":
        return Answer("I'll speak louder.", effects={"volume": decibels})
    return Answer("I'll speak more quietly.", effects={"volume": -decibels})


def _speed(clause: Clause) -> Answer:
    much = bool(re.search(r"\b(much|lot|way|far|really|very)\b", clause.text.lower()))
    if clause.task == "faster":
        return Answer("I'll speak faster.", effects={"speed": 1.4 if much else 1.2})
    return Answer("I'll speak more slowly.", effects={"speed": 0.7 if much else 0.85})


def _mode(clause: Clause) -> Answer:
    words = clause.text.lower()
    if re.search(r"push|button|key|hold", words):
        return Answer("Push-to-talk it is.", effects={"mode": "push-to-talk"})
    if re.search(r"text|typ|writ|keyboard", words):
        return Answer("We'll go on in writing.", effects={"mode": "text"})
    return Answer("I'm listening, hands free.", effects={"mode": "hands-free"})


def _files(clause: Clause, context: Context) -> str:
    """The files of the session; only those attached, recorded or made when asked for these."""
    words = clause.text.lower()
    cue, verb, origins = next((c for c in _CAME if re.search(c[0], words)), ("", "", None))
    chosen = [r for r in context.resources if origins is None or (r.origin in origins)]
    if cue == _MADE:
        chosen = [r for r in context.resources if r.origin not in ("attached", "recorded")]
    if not context.resources:
        return facts.NO_FILES
    if not chosen:
        return f"Nothing was {verb} in this session yet."
    newest = [f"{r.description.rstrip('.')} ({r.path})" for r in reversed(chosen[-_TOLD:])]
    count = len(chosen)
    start = f"There {'is one file' if count == 1 else f'are {count} files'}"
    if verb:
        start += f" that {'was' if count == 1 else 'were'} {verb}"
    return f"{start}{', the latest first' if count > 1 else ''}: {'; '.join(newest)}."


_TOLD = 5  # files that one answer names
_MADE = r"\b(?:made|make|created?|generated?|produced?|results?)\b"
_CAME: tuple[tuple[str, str, tuple[str, ...] | None], ...] = (
    (r"\b(?:attach|upload|gave|give|given|sent|send|handed)", "attached", ("attached",)),
    (r"\bi\b.* record(?:ed)?\b", "recorded", ("recorded", "record_audio")),
    (_MADE, "made", None),
)
