"""A result that shall last longer or shorter than the one before: "a full minute", "half of it"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think.offline.phrases import arguments, values
from voice_agent.think.offline.reading import Clause
from voice_agent.units import Step, ToolSignature

Signatures = Mapping[str, ToolSignature]


def is_length(text: str) -> bool:
    """Whether words ask for another length without telling which."""
    return any(re.search(cue, text.lower()) for cue, _ in _LENGTHS)


def longer(
    steps: tuple[Step, ...], clause: Clause, signatures: Signatures
) -> tuple[Step, ...] | None:
    """The steps with another length, when only "longer" or "half as long" was said."""
    text = clause.text.lower()
    factor = next((value for cue, value in _LENGTHS if re.search(cue, text)), None)
    for index in range(len(steps) - 1, -1, -1):
        properties = signatures[steps[index].tool].parameters.get("properties", {})
        name = next((n for n in ("duration", "seconds") if n in properties), None)
        if factor and name:
            old = steps[index].arguments.get(name, properties[name].get("default", 10))
            least, most = (properties[name].get(end) for end in ("minimum", "maximum"))
            wanted = max(_length(text, float(old), factor), least or 0.0)
            new = arguments.tidy(wanted if most is None else min(wanted, most))
            return (
                *steps[:index],
                Step(steps[index].tool, {**steps[index].arguments, name: new}),
                *steps[index + 1 :],
            )
    return None


def without_amount(clause: Clause) -> Clause:
    """A clause without a length that is only by how much: "five seconds longer"."""
    if not _BY.search(clause.text.lower()):
        return clause
    return replace(clause, spans=tuple(s for s in clause.spans if s.role != "duration"))


def _length(text: str, old: float, factor: float) -> float:
    """Seconds after "longer": "a full minute", "five seconds longer", else by a factor."""
    told = _FULL.sub("", text)
    told_seconds = values.seconds(told) if values.has_unit(told) else None
    if not told_seconds:
        return old * factor
    if _BY.search(told):
        return max(1.0, old - told_seconds if factor < 1 else old + told_seconds)
    return told_seconds


_ADDED = r"\badd (?:another |a further )?(?:[\w.]+ ){1,2}(?:seconds?|secs?|minutes?)\b"
_BY = re.compile(rf"\b(?:seconds?|secs?|minutes?) (?:longer|shorter|more|less)\b|{_ADDED}")
_FULL = re.compile(r"\b(?:full|whole|good|entire) |\bsecond (?:half|part|time|verse)\b")
_LENGTHS = (
    (
        r"(?<!first )(?<!second )(?<!other )(?<!last )\bhalf\b"
        r"(?!.*\b(?:speed|tempo|pace|volume)\b)",
        0.5,
    ),
    (r"\b(?:twice|double)\b(?! (?:as|the) (?:fast|slow|quick|loud|speed|tempo))", 2.0),
    (r"\blonger\b", 1.5),
    (r"\bshorter\b", 0.5),
    (_ADDED, 1.5),
)
