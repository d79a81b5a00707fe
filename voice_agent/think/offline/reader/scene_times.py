"""Times within a scene: "rain, wait five seconds, then thunder", "ten gunshots in two seconds".

The trained reader takes each of them for the length of the whole. So it reads the words without
them, and they are put back into the description that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.phrases.lengths import COUNT
from voice_agent.think.offline.reading import Clause, Span

_USUAL = 10.0  # seconds of a scene where no length is told
_NEXT = "followed by"  # what stands for a wait while the words are read


def scene(text: str, read: Callable[[str], tuple[Clause, ...]]) -> tuple[Clause, ...]:
    """The clauses of words that tell a scene with such times; none where they tell something else.
    ``read`` finds the clauses of words without."""
    waits, hurries = list(_WAIT.finditer(text)), list(_HURRY.finditer(text))
    if not (waits or hurries) or _NEXT in text:
        return ()
    plain = _HURRY.sub(r"\g<what>", _WAIT.sub(f", {_NEXT}", text))
    clauses = read(plain)
    scenes = [clause for clause in clauses if clause.task == "generate_audio"]
    told = [span for clause in scenes for span in clause.spans]
    heard = [part for s in told if s.role == "description" for part in s.text.split(_NEXT)]
    heard = [part.strip(" ,") for part in heard]
    if len(heard) != len(waits) + 1 or not all(heard):
        return ()
    described = heard[0] + "".join(
        f", {wait['wait']}, {part}" for wait, part in zip(waits, heard[1:], strict=True)
    )
    if any(hurry["what"] not in described for hurry in hurries):
        return ()
    for hurry in hurries:
        described = described.replace(hurry["what"], hurry[0], 1)
    seconds = sum(values.seconds(wait["wait"]) or 0.0 for wait in waits)
    lasts = next((span.text for span in told if span.role == "duration"), "")
    if (length := values.seconds(lasts) or _USUAL) <= seconds or (waits and not lasts):
        lasts = f"{length + seconds:g} seconds"  # a length for the first sound, or none
    spans = [Span("description", described)] + [Span("duration", lasts)] * bool(lasts)
    whole = replace(scenes[0], text=described, spans=tuple(spans))
    kept = (whole if clause is scenes[0] else clause for clause in clauses)
    return tuple(clause for clause in kept if clause not in scenes[1:])


_UNIT = r"[ -]?(?:seconds?|secs?|s|minutes?|mins?)"
_QUIET = r"(?:complete |total )*(?:pause|silence|gap|break|rest|quiet|nothing)"
_WAIT = re.compile(
    r"[\s,;.]*\b(?:(?:and|then) )*(?:with )?(?P<wait>(?:after )?(?:(?:an?|another) )?(?:"
    rf"(?:waits?|pauses?|{_QUIET})(?: (?:of|for|lasting|about))* {COUNT}{_UNIT}"
    rf"|{COUNT}{_UNIT}(?: later| after (?:that|which)|(?: of)? {_QUIET})))\b,?"
    r"(?: (?:and|then)\b)*(?=\W*\w)",
    re.IGNORECASE,
)
_HURRY = re.compile(
    rf"(?:(?<=with )|(?<=and )|(?<=then )|(?<=, ))(?P<what>{COUNT} (?:[a-z]+ ){{0,2}}[a-z]+)"
    rf" (?:with)?in {COUNT}{_UNIT}\b",
    re.IGNORECASE,
)
