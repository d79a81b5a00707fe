"""The lines of the conversation: what was said, what is answered, remarks beside it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from voice_agent.show.clean import clean_text
from voice_agent.show.layout import Gutter, Spread, joined
from voice_agent.show.theme import AGENT, BAD, QUIET, WARN, YOU, glyphs

MODE_HINTS = {
    "hands-free": "just speak",
    "push-to-talk": "Space starts and ends your turn",
    "text": "type your request",
}


@dataclass(frozen=True)
class Welcome:
    """The first lines of a session; hints where there is something to type into."""

    session: str
    mode: str
    hints: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Spread(Text("voice agent", AGENT), Text(self.session, QUIET))
        if self.hints:
            parts = (MODE_HINTS.get(self.mode, ""), "/help shows what you can type", "Ctrl-C stops")
            yield joined(parts, f" {glyphs(options).dot} ")


@dataclass(frozen=True)
class Said:
    """What the user said or typed."""

    text: str
    note: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        sign = glyphs(options).you if console.is_terminal else "you:"
        content = Spread(Text(self.text, "bold"), Text(self.note, QUIET))
        if cell_len(self.text) + cell_len(self.note) + 6 > options.max_width:
            content = Text(self.text, "bold")  # type: ignore[assignment]
        yield ""
        yield Gutter(content, Text(sign + " ", YOU), Text(" " * (len(sign) + 1)))


@dataclass(frozen=True)
class Answer:
    """What the assistant answers; questions and refusals look a little different."""

    text: str
    kind: str = "act"
    apart: bool = False  # an empty line first: pictures went before

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        sign = glyphs(options).agent if console.is_terminal else "agent:"
        if self.apart:
            yield ""
        style = {"clarify": WARN, "unsupported": WARN, "error": BAD}.get(self.kind, AGENT)
        yield Gutter(Text(self.text), Text(sign + " ", style), Text(" " * (len(sign) + 1)))


@dataclass(frozen=True)
class Line:
    """A remark beside the conversation: a notice, a change of mode, latencies."""

    severity: str
    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = glyphs(options)
        sign, style = {
            "warning": (signs.warning, WARN),
            "error": (signs.failed, BAD),
        }.get(self.severity, (signs.info, QUIET))
        body = QUIET if self.severity == "info" else ""
        yield Gutter(Text(clean_text(self.text), body), Text(sign + " ", style), Text("  "))


@dataclass(frozen=True)
class Indented:
    content: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Gutter(self.content, Text("  "), Text("  "))
