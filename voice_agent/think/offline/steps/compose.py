"""From a reading of the request to a plan: arguments, files, order, what is missing.

Everything here is deterministic; the model only says which words mean which task and role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voice_agent.think import candidates, file_names, naming, references
from voice_agent.think.context import Context, files_used
from voice_agent.think.offline.dialogue import followups, other_files, parts, seeds
from voice_agent.think.offline.phrases import (
    arguments,
    completing,
    excerpts,
    options,
    portions,
    values,
)
from voice_agent.think.offline.reader import asides, encoding, removing, swapped
from voice_agent.think.offline.reader import clauses as clauses_of
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.think.offline.steps import excluding, filling, leftovers, melodies
from voice_agent.think.offline.steps.gaps import ROLE_OF_FILE, Gap, file_gap, unknown_gap
from voice_agent.units import Step, ToolSignature

Signatures = Mapping[str, ToolSignature]

# Pictures that may speak without being mentioned; a landscape may not.
_PEOPLE = re.compile(
    r"portrait|face|person|people|\b(wo)?man\b|\bgirl|\bboy\b|selfie|avatar|head|\bme\b",
    re.IGNORECASE,
)
_PICTURED = re.compile(r"\b(?:photo|picture|image|painting|selfie|my|his|her)|\.", re.IGNORECASE)
_PHOTO = re.compile(r"\b(?:foto|photo|picture|image|portrait|headshot)s?\b", re.IGNORECASE)
_PLACE = re.compile(r"\bthe (?:first|second|third|fourth|last|other)\b(?: \w+)?", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;:]")
_OF_SOMEBODY = re.compile(r"(?:his|her|their) \w+", re.IGNORECASE)
_ENDS = ("start", "end")
_TRANSCRIPT = re.compile(r"\b(?:transcript(?:ion)?|what (?:it|he|she|they) sa(?:ys?|id))\b", re.I)
_AROUND_TEXT = re.compile(r"\b(?:read|speak|say|aloud|out|loud|transcript(?:ion)?|of|the)\b", re.I)


@dataclass(frozen=True)
class Draft:
    """Steps so far, and the first thing that is missing, if any."""

    steps: tuple[Step, ...]
    gap: Gap | None = None


def compose(
    clauses: Sequence[Clause], context: Context, signatures: Signatures, turn: int
) -> Draft:
    """Steps for the clauses that are tools' tasks, in the order in which they shall run."""
    builder = _Builder(context, signatures, turn)
    works = {*signatures, "redo"}
    passed: Gap | None = None
    numbered = [(index, c) for index, c in enumerate(clauses) if c.task in works]
    makes = bool(numbered) and not context.resources and _makes(numbered[0][1], signatures)
    for index, clause in numbered if makes else clauses_of.in_order(numbered):
        gap = builder.add(index, clause)
        if gap is not None and len(numbered) > 1 and asides.is_doubtful(clause):
            passed = passed or gap  # nothing is named, and something else is asked for
        elif gap is not None:
            return Draft(tuple(builder.steps), gap)
    return Draft(tuple(builder.steps), None if builder.steps else passed)


def _makes(clause: Clause, signatures: Signatures) -> bool:
    return clause.task in signatures and not signatures[clause.task].file_arguments


_ANEW = re.compile(r"\b(?:again|another|also|too|then|once more|both|second)\b", re.IGNORECASE)


class _Builder:
    """Adds one clause after the other; knows which files exist at each point."""

    def __init__(self, context: Context, signatures: Signatures, turn: int) -> None:
        self.context = context
        self.signatures = signatures
        self.turn = turn
        self.pool = candidates.candidates_of(context, turn)
        self.steps: list[Step] = []
        self._changed: list[Step] = []  # what a change of the last action came to
        self._taken = context.exchanges[-1].query if context.exchanges else ""

    def add(self, index: int, clause: Clause) -> Gap | None:
        """Append the steps of one clause; what it lacks, if it lacks anything."""
        if clause.task == "redo":
            return self._redo(index, clause)
        signature = self.signatures[clause.task]
        clause = completing.completed(
            swapped.righted(clause, signature, self.pool, self.context), signature
        )
        clause = leftovers.filed(clause, self.pool)
        clause = self._located(options.optional(clause, signature), signature)
        given, gap = self._values(index, clause, signature)
        if gap is not None and signature.name == "synthesize_speech" and self._write_down(clause):
            given, gap = {**given, **self._values(index, clause, signature)[0]}, None
        if gap is not None:
            return gap
        files: dict[str, tuple[str, ...]] = {}
        for name, kind in signature.file_arguments.items():
            found = self._file(name, kind, clause, signature)
            if found is None:
                continue
            if found.trouble:
                return file_gap(index, name, kind, found)
            files[name] = found.handles
        if clause.task == "play_audio" and "start" in signature.parameters.get("properties", {}):
            for handle in files.get("audio", ())[:1]:
                given = excerpts.played(given, clause.text, self._seconds(handle))
        last = len(self.steps)
        for text in self._before().texts(given.get("text"), clause.text):
            told = {**given, "text": text} if text is not None else given
            if not self._said_aloud(told, signature, last):
                self._append(index, clause, signature, files, told)
        return None

    def _located(self, clause: Clause, signature: ToolSignature) -> Clause:
        """With the times of "the last second", where the length of the recording is known."""
        told = [values.seconds(clause.get(role) or "") for role in ("start", "end")]
        if "start" not in signature.required or None not in told:
            return clause
        found = self._file("audio", "audio", clause, signature)
        handle = found.handles[0] if found is not None and not found.trouble else ""
        known = self._seconds(handle)
        span = portions.portion(clause.text, known) if known else None
        if span is None:
            return clause
        kept = tuple(s for s in clause.spans if s.role not in ("start", "end", "duration"))
        times = (Span(role, f"{time:g} seconds") for role, time in zip(_ENDS, span, strict=True))
        return replace(clause, spans=(*kept, *times))

    def _seconds(self, handle: str) -> float | None:
        """The length of a recording, where it is known."""
        return next((f.seconds for f in self.context.resources if f.path == handle), None)

    def _said_aloud(self, given: dict[str, Any], signature: ToolSignature, last: int) -> bool:
        """ "Translate it and read it out": the steps up to ``last`` that can speak their text
        themselves, in the right language, are told to and no step is added."""
        number = next((n for n in range(1, last + 1) if given == {"text": f"${n}"}), 0)
        if not number or signature.name != "synthesize_speech":
            return False
        step = self.steps[number - 1]
        same = all(other.tool == step.tool for other in self.steps[number - 1 : last])
        speaks = "speak" in self.signatures[step.tool].parameters.get("properties", {})
        if not speaks or not same:
            return False
        self.steps[number - 1] = Step(step.tool, {**step.arguments, "speak": True})
        return True

    def _redo(self, index: int, clause: Clause) -> Gap | None:
        """The last action again, on what this plan made just now if it made something."""
        context = self.context
        if self._changed and self.steps == self._changed and not _ANEW.search(clause.text):
            context = parts.with_last(
                context, tuple(self.steps)
            )  # "lower, and make him sound tired"
            self.steps = []
            self.pool = candidates.candidates_of(context, self.turn)
        steps = followups.redo(clause, context, self.signatures, self.turn)
        if steps is None:
            return Gap(index, "", "What shall I do?")
        if (lost := unknown_gap(index, clause, self.pool, self.context)) is not None:
            return lost
        steps = seeds.kept(steps, clause.text, self.context, self.signatures)
        made = [known.handle for known in self.pool if known.handle[0] == "$"]
        used = files_used(steps)
        shift = len(self.steps)
        for step in steps:
            new = made[-1] if made and used else ""
            old = used[0] if new else ""
            changed = {
                k: new if v == old and new else other_files.moved(v, old, old, shift)
                for k, v in step.arguments.items()
            }
            self.steps.append(Step(step.tool, changed))
            self._remember(self.steps[-1], self.signatures[step.tool], f"plan:{index}")
        self._changed = list(self.steps)
        return None

    def _append(
        self,
        index: int,
        clause: Clause,
        signature: ToolSignature,
        files: dict[str, tuple[str, ...]],
        given: dict[str, Any],
    ) -> None:
        """One step for each file of the first file argument (a fan-out), else one step."""
        names = list(files)
        count = len(files[names[0]]) if names else 1
        for number in range(count):
            chosen = {n: files[n][min(number, len(files[n]) - 1)] for n in names}
            order = signature.parameters.get("properties", {})
            merged = {**given, **chosen}
            step = Step(clause.task, {name: merged[name] for name in order if name in merged})
            known = names and clause.task != "play_audio" and step in self.steps
            if known or (self.steps and options.is_same_wish(self.steps[-1], step)):
                continue  # one wish that was read as two
            more = options.more_of(self.steps, step, signature, clause.text)
            if more is not None:
                self.steps[-1] = more
                continue
            self.steps.append(step)
            self._remember(step, signature, f"plan:{index}", clause.text)

    def _remember(self, step: Step, signature: ToolSignature, group: str, said: str = "") -> None:
        when = 1e6 + len(self.steps)
        used = {value for value in step.arguments.values() if isinstance(value, str)}
        self.pool = [
            replace(known, touched=max(known.touched, when - 0.5))
            if known.handle in used
            else known
            for known in self.pool
        ]
        made = candidates.outputs_of(step, len(self.steps), signature, group)
        if step.tool == "extract_sound":
            made, self._taken = leftovers.either(made, step, said), said
        self.pool += made
        self.pool.sort(key=lambda known: known.touched)

    def _file(
        self, name: str, kind: str, clause: Clause, signature: ToolSignature
    ) -> references.Found | None:
        role = ROLE_OF_FILE.get(name, "file")
        words = clause.get(role)
        if words is not None and words.strip().lower() in ("the", "a", "my"):
            place = _PLACE.search(clause.text)  # what it is the article of stands beside it
            words = place[0] if place else None
        if role == "file" and (rest := self._rest(clause)):
            return references.Found((rest,))
        left = excluding.left(clause.text, signature.name, kind, self.pool, self.context)
        if role == "file" and left:
            return references.Found(left)
        if role == "file" and (several := naming.listed(clause.text, kind, self.pool)):
            return references.Found(several)
        if words is None and role == "voice":
            words = clause.get("file")
        if words is None and name not in signature.required:
            if role == "score":
                return melodies.score_of(clause, kind, self.pool, self.steps, self.context)
            if role != "portrait":
                return None
            people = naming.named_in(clause.text, kind, self.pool)
            people = people or [k for k in self.pool if _PEOPLE.search(k.description)]
            if not people and _PHOTO.search(clause.text):
                people = [k for k in self.pool if k.origin in candidates.GIVEN]
            found = references.find("", kind, people, self.context)
            return None if found.trouble else found
        pool = self._pool(role)
        found = references.find(words or "", kind, pool, self.context, around=clause.text)
        if role == "portrait" and found.trouble == "nothing" and not _PICTURED.search(words or ""):
            return None  # "the face" without a picture: the tool has one of its own
        points = arguments.is_pronoun(words or "it")
        if role in ("file", "voice") and points and not self._tells(words, kind):
            mentioned = naming.mentioned(_around(clause), kind, self.pool)
            made = naming.made(clause.text, kind, self.pool) if words is None else ""
            found = references.Found((mentioned or made,)) if mentioned or made else found
        if words and _OF_SOMEBODY.fullmatch(words):
            told = _SENTENCE.split(clause.text.partition(words)[0])[:-1]
            somebody = naming.mentioned(" ".join(told), kind, self.pool)
            found = references.Found((somebody,)) if somebody else found
        if found.trouble == "ambiguous" and re.search(
            r"\b(they|them|their)\b", clause.text.lower()
        ):
            return references.find("both", kind, self.pool, self.context)
        counted = found.named.startswith("number ")
        unnamed = bool(words) and not counted and "." not in file_names.written(words or "")
        if found.trouble == "unknown" and not found.suggestion and unnamed:
            return references.find("", kind, self.pool, self.context)
        return found

    def _tells(self, words: str | None, kind: str) -> bool:
        """Whether words that may point somewhere name a file: "the street one"."""
        return bool(words) and bool(naming.mentioned(words or "", kind, self.pool))

    def _write_down(self, clause: Clause) -> bool:
        """Whether what shall be read was first written down: "read the transcript aloud"."""
        told = _TRANSCRIPT.search(clause.text) and "transcribe_speech" in self.signatures
        if not told or not any(known.kind == "audio" for known in self.pool):
            return False
        file = _AROUND_TEXT.sub(" ", clause.text)
        heard = Clause("transcribe_speech", file, 1.0, (), clause.first)
        return self.add(0, heard) is None and self._before().text() is not None

    def _rest(self, clause: Clause) -> str:
        """What an extraction left, of this plan or of the dialogue, where the clause means it."""
        if clause.task == "extract_sound":
            return ""
        left = leftovers.rest(clause, self.steps, rid=removing.is_rid_of(self._taken))
        left = left or leftovers.heard(clause, self.pool, self._taken)
        return left or ("" if self.steps else leftovers.residual(clause.text, self.pool))

    def _pool(self, role: str) -> list[candidates.Candidate]:
        """The files that may play a role: nobody's voice is copied from what we spoke."""
        natural = [c for c in self.pool if c.origin not in candidates.OURS]
        return natural if role == "voice" and natural else self.pool

    def _values(
        self, index: int, clause: Clause, signature: ToolSignature
    ) -> tuple[dict[str, Any], Gap | None]:
        return filling.filled(index, clause, signature, self._before())

    def _before(self) -> filling.Before:
        return filling.Before(self.steps, self.context, self.signatures)


def _around(clause: Clause) -> str:
    """The words of a clause that play no role and are not quoted."""
    words = clause.text
    for start, end in reversed(encoding.quoted(words)):
        words = f"{words[:start]} {words[end:]}"
    for span in clause.spans:
        words = words.replace(span.text, " ")
    return words
