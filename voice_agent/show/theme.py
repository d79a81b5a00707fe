"""Colours and signs of the terminal: few, calm, the same everywhere.

The colours are of middle lightness, so they read on dark and on light grounds; rich turns
them into what the terminal can show. Every sign has an ASCII stand-in of the same width.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import ConsoleOptions

YOU = "bold #5c9cf5"
AGENT = "bold #b58cf0"
TOOL = "bold"
QUIET = "#808896"
GOOD = "#5fb36a"
WARN = "#d69a3a"
BAD = "#e0616e"
WAVE = "#5c9cf5"
RAIL = "#5b6274"

STATE_STYLES = {
    "idle": QUIET,
    "hearing": "bold #5fb36a",
    "thinking": "bold #d69a3a",
    "working": "bold #d69a3a",
    "speaking": "bold #b58cf0",
    "asleep": QUIET,
}


@dataclass(frozen=True)
class Glyphs:
    """The signs of one alphabet; strings of several are scales from low to high."""

    you: str = "❯"
    agent: str = "●"
    done: str = "✓"
    failed: str = "✗"
    first: str = "╭"
    rail: str = "│"
    branch: str = "├"
    last: str = "╰"
    audio: str = "♪"
    image: str = "▣"
    video: str = "▶"
    text: str = "≡"
    info: str = "·"
    warning: str = "!"
    arrow: str = "→"
    dot: str = "·"
    ellipsis: str = "…"
    full: str = "━"
    empty: str = "─"
    levels: str = " ▁▂▃▄▅▆▇█"
    meter: str = "▁▂▃▄▅▆▇█"
    spinner: str = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
    lamp: str = "●"


UNICODE = Glyphs()
ASCII = Glyphs(
    you=">", agent="*", done="+", failed="x", first=",", rail="|", branch="|", last="`",
    audio="~", image="#", video=">", text="=", info="-", warning="!", arrow=">", dot="-",
    ellipsis="~", full="=", empty="-", levels=" ..::--==", meter="########", spinner="|/-\\",
    lamp="o",
)  # fmt: skip


def glyphs(options: ConsoleOptions) -> Glyphs:
    """The signs that this console's encoding can show."""
    return ASCII if options.ascii_only else UNICODE
