"""What stands around the input line: the live line above it, the hint in it, the bar below."""

from __future__ import annotations

import time

from rich.text import Text

from voice_agent.show.bar import bar, live
from voice_agent.show.console import Colours, render
from voice_agent.show.theme import ASCII, UNICODE
from voice_agent.show.view import View, ViewState


class StatusLines:
    """The live line and the bar as a terminal is sent them, rendered only when they change."""

    def __init__(self, view: View, colours: Colours, encoding: str) -> None:
        self.signs = UNICODE if encoding.lower().startswith("utf") else ASCII
        self.live = ""
        self.bar = ""
        self._view = view
        self._colours = colours
        self._encoding = encoding
        self._drawn: tuple[int, Text, Text] | None = None  # the width and what they show

    def redraw(self, width: int) -> bool:
        """Draw them for this moment and ``width``; False where they are as before."""
        state, now = self._view.snapshot(), time.monotonic()
        line = live(state, now, width, self.signs) or Text()
        drawn = (width, line, bar(state, now, width - 1, self.signs))
        if drawn == self._drawn:  # mostly: to compare costs a tenth of what rendering does
            return False
        self._drawn = drawn
        self.live, self.bar = (self._rendered(text, width) for text in drawn[1:])
        return True

    def _rendered(self, text: Text, width: int) -> str:
        shown = render([text], width=width, colours=self._colours, encoding=self._encoding)
        return shown.rstrip("\n")


def hint(state: ViewState, *, talking: bool) -> str:
    """What can be done now, shown while nothing is typed; ``talking``: by the key."""
    if state.state in ("thinking", "working", "speaking"):
        return "Esc stops"
    if state.mode == "push-to-talk":
        return "Space ends your turn" if talking else "Space to talk, or type"
    if state.state == "asleep":
        return "wake me, or type"
    return "speak, or type" if state.mode == "hands-free" else "type a request, or /help"
