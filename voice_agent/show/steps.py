"""A plan and how its steps went, drawn as one tree that grows downwards.

╭ enhance_speech → transcribe_speech
├ ✓ enhance_speech  audio/3f0c9d12.wav                     0.41 s
│   ♪ 2 audio/9b1d22aa.wav                 4.2 s · 16 kHz · mono
╰ ✓ transcribe_speech  $1                                  0.55 s
     0.0 It was the best of times
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from voice_agent.show.cards import Card
from voice_agent.show.layout import Gutter, Spread, seconds_text
from voice_agent.show.theme import BAD, GOOD, QUIET, RAIL, TOOL, glyphs
from voice_agent.show.timeline import Timeline, Transcript, lanes_of
from voice_agent.units import Arguments, Plan, StepResult


@dataclass(frozen=True)
class PlanLine:
    """The tools of a plan of several steps, on one line."""

    plan: Plan

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = glyphs(options)
        names = Text(f" {signs.arrow} ", QUIET).join(
            [Text(step.tool, QUIET) for step in self.plan.steps]
        )
        prefix = Text(f"  {signs.first} ", RAIL)
        yield Gutter(names, prefix, Text(f"  {signs.rail} ", RAIL))


@dataclass(frozen=True)
class FinishedStep:
    """One step's branch: how it went, its text, its data drawn, its files as cards.

    ``total`` is the number of steps of the plan; ``seconds`` the length of the recording
    that the step looked at, for the time axis of what it found (0: not known).
    """

    result: StepResult
    total: int
    cards: Sequence[Card] = ()
    seconds: float = 0.0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = glyphs(options)
        result = self.result
        final = result.index >= self.total
        sign = Text(f"{signs.done} ", GOOD) if result.ok else Text(f"{signs.failed} ", BAD)
        arguments = arguments_text(result.arguments)
        left = Text.assemble(sign, (result.tool, TOOL), (f"  {arguments}", QUIET))
        head = Spread(left, Text(seconds_text(result.seconds), QUIET))
        if self.total == 1:
            branch, rail = Text("  "), Text("    ")
        else:
            branch = Text(f"  {signs.last if final else signs.branch} ", RAIL)
            rail = Text(f"  {' ' if final else signs.rail}   ", RAIL)
        yield Gutter(head, branch, rail)
        for part in self._parts():
            yield Gutter(part, rail, rail)

    def _parts(self) -> list[RenderableType]:
        result = self.result
        if not result.ok:
            return [Text(result.error or "it failed", BAD)]
        data = result.data or {}
        cards = list(self.cards)
        parts: list[RenderableType] = []
        if words := data.get("words"):
            parts.append(Transcript(words))
        elif lanes := lanes_of(data):
            ends = [end for lane in lanes for _, end in lane.spans]
            parts.append(Timeline(lanes, max([self.seconds, *ends])))
            # The lanes say it better than a small copy of the picture that shows them.
            cards = [replace(c, frames=()) if c.kind == "image" else c for c in cards]
        elif result.text and not cards:  # with files, the answer says the same again
            parts.append(Text(f"“{result.text}”"))
        parts.extend(cards)
        return [Group(*parts)] if parts else []


def arguments_text(arguments: Arguments) -> str:
    """The values of a call, shortest readable form: ``audio/3f0c9d12.wav · rain · 20 s``. Numbers
    have their names; a seed tells people nothing."""
    shown = {name: value for name, value in arguments.items() if name != "seed"}
    return " · ".join(_value_text(n, value) for n, value in shown.items() if value is not None)


def _value_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if isinstance(value, (int, float)):
        return f"{value:g} s" if name in ("duration", "seconds") else f"{name} {value:g}"
    text = " ".join(str(value).split())
    return text if len(text) <= 48 else text[:47] + "…"
