"""Answers from results: short, speakable, by kind of output and never by name of tool.

A tool says its finding in ``StepResult.text``. Files are shown by path and spoken as "the new
audio file"; whoever listens can't use eight hexadecimal digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voice_agent.think.candidates import UTTERANCE
from voice_agent.think.context import REFERENCE
from voice_agent.units import Artifact, Plan, PlanKind, Reply, Resource, StepResult, ToolSignature

_PATH = re.compile(r"\b(audio|image|video)/[\w\-]+\.\w+")
_NAMES = {"audio": "audio file", "image": "picture", "video": "video"}
_A_FILE = re.compile(r"\ban?(?= (?:recording|picture)\b)")  # the one that a step was given
_SPOKEN_TEXT = 600  # characters of a finding that are read aloud


def report(
    plan: Plan, results: Sequence[StepResult], signatures: Mapping[str, ToolSignature]
) -> Reply:
    """The answer after a plan ran: what was found, where the result is, what went wrong."""
    shown: list[str] = []
    said: list[str] = []
    final = _final(results)
    heard = performed(results, signatures)
    for result in results:
        if not result.ok:
            if not _waits(result, results):  # a step that only missed its input explains nothing
                sentence = _failure(result, results, signatures)
                shown.append(sentence)
                said.append(sentence)
            continue
        text = _finding(result, results)
        if text:
            shown.append(text)
            said.append("" if result.index in heard else _shortened(text))
        beside = ("image", "text") if text else ()  # pictures and subtitles of what was said
        made = [a for a in result.artifacts if a.kind not in beside]
        made = [a for a in made if a.kind != "image"] or made
        if made and (result.index in final or not text):
            shown.append(_place(made) if text else _where(made))
            said.append(_spoken_where(made) if result.index in final and not text else "")
    if plan.reply:
        shown.append(plan.reply)
        said.append(plan.reply)
    text = " ".join(part for part in shown if part) or "Done."
    spoken = " ".join(part for part in said if part) or ("" if heard else "Done.")
    kind: PlanKind = "error" if any(not result.ok for result in results) else "act"
    return Reply(plan.turn, kind, text, aloud(spoken))


def performed(
    results: Sequence[StepResult], signatures: Mapping[str, ToolSignature]
) -> dict[int, Artifact]:
    """Sounds that are the answer themselves, by the index of the step that made them: what was
    to be said or sung, unless another step went on with it."""
    final = _final(results)
    return {
        result.index: artifact
        for result in results
        for artifact in result.artifacts[:1]
        if result.ok and result.index in final and artifact.kind == "audio"
        if result.tool in signatures and signatures[result.tool].heard
    }


def deed_of(description: str) -> str:
    """What a tool does, from its description: words that go on "I can …", "I couldn't …"."""
    sentence = re.split(r"(?<=[.!?])\s|: |,? such as ", description.strip(), maxsplit=1)[0]
    sentence = re.sub(r"\bthe user (\w+)s\b", r"you \1", sentence.rstrip("."))
    return sentence[:1].lower() + sentence[1:]


def called(known: Resource) -> str:
    """What a file is, by its own name where the user gave it, and its path."""
    if known.description == UTTERANCE:
        return "What you said"
    told = known.description.rstrip(".").removeprefix("sound: ")
    if known.origin == "attached":
        return f"{told.split(': ')[0]} ({known.path})"
    return f"{told[:1].upper()}{told[1:]} ({known.path})"


def lasting(seconds: float) -> str:
    """A length or a time for the ear: "12.3 seconds", "1 minute 5 seconds"."""
    if seconds < 60.0:
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    told = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{told} {rest} second{'' if rest == 1 else 's'}" if rest else told


def aloud(text: str) -> str:
    """``text`` for the ear: paths become "the audio file"; more than one are numbered."""
    counts: dict[str, list[str]] = {}

    def name(match: re.Match[str]) -> str:
        seen = counts.setdefault(match[1], [])
        if match[0] not in seen:
            seen.append(match[0])
        return f"the {_NAMES[match[1]]}"

    return re.sub(r"\s*\((the \w+ ?\w*)\)", "", _PATH.sub(name, text))


def spoken(text: str) -> str:
    """An answer that needs no results, for the ear: no paths, and not all of a long list."""
    return aloud(_shortened(text))


def _final(results: Sequence[StepResult]) -> set[int]:
    """Indices of results that no later step took as its input."""
    used = {
        value for result in results for value in result.arguments.values() if isinstance(value, str)
    }
    return {r.index for r in results if not any(a.path in used for a in r.artifacts)}


def _finding(result: StepResult, results: Sequence[StepResult]) -> str:
    """What a step found, with whose it is when the same was asked of several files."""
    text = (result.text or "").strip()
    if text and sum(other.tool == result.tool for other in results) > 1:
        made = {a.path: a.description for other in results for a in other.artifacts}
        named = [made[v] for v in result.arguments.values() if isinstance(v, str) and v in made]
        if named:
            text = f"{named[0][:1].upper()}{named[0][1:].rstrip('.')}: {text}"
    if text and text[-1] not in ".!?…\"”'":
        text = text.rstrip(",;:") + "."
    return text


def _where(made: Sequence[Artifact]) -> str:
    places = " and ".join(f"{_described(a)} in {a.path}" for a in made)
    return f"Here {'is' if len(made) == 1 else 'are'} {places}."


def _place(made: Sequence[Artifact]) -> str:
    """Where the files are, after a finding that has told what they are."""
    return f"{'It is' if len(made) == 1 else 'They are'} in {' and '.join(a.path for a in made)}."


def _spoken_where(made: Sequence[Artifact]) -> str:
    names = [f"the new {_NAMES.get(artifact.kind, 'file')}" for artifact in made]
    if len(made) == 1:
        return f"Here is {names[0]}: {_described(made[0])}."
    return f"Here are {len(made)} new {_NAMES.get(made[0].kind, 'file')}s."


def _described(artifact: Artifact) -> str:
    return artifact.description.strip().rstrip(".") or _NAMES.get(artifact.kind, "the file")


def _waits(result: StepResult, results: Sequence[StepResult]) -> bool:
    """Whether a step was not run because it needs an earlier one that failed."""
    references = (REFERENCE.fullmatch(v) for v in result.arguments.values() if isinstance(v, str))
    failed = {other.index for other in results if not other.ok and other.index < result.index}
    return any(match and int(match[1]) in failed for match in references)


def _failure(
    result: StepResult,
    results: Sequence[StepResult],
    signatures: Mapping[str, ToolSignature],
) -> str:
    """What failed and why; what had been finished before stays and is named."""
    signature = signatures.get(result.tool)
    deed = deed_of(signature.description) if signature else f"use {result.tool}"
    if signature and set(signature.file_arguments) & set(result.arguments):
        deed = _A_FILE.sub("the", deed)
    reason = result.error or "it gave no reason"
    before = [r for r in results if r.ok and r.index < result.index]
    kept = [a.path for r in before for a in r.artifacts if a.kind in ("audio", "video")]
    stop = "" if reason.rstrip("`'\")")[-1:] in (".", "!", "?") else "."
    sentence = f"I couldn't {deed}. {reason[:1].upper()}{reason[1:]}{stop}"
    if kept:
        sentence += f" What was done before is kept: {' and '.join(kept)}."
    return sentence


def _shortened(text: str) -> str:
    """A finding that is short enough to be read aloud, cut at a sentence."""
    if len(text) <= _SPOKEN_TEXT:
        return text
    cut = text[:_SPOKEN_TEXT]
    stop = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    head = cut[: stop + 1] if stop > 100 else cut.rsplit(" ", 1)[0] + " …"
    return f"{head} The rest is on the screen."
