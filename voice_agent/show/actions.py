"""What the terminal may ask of the conversation, and how a command value becomes a call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from voice_agent.show import slash
from voice_agent.show.cards import file_list
from voice_agent.show.clean import clean_text
from voice_agent.show.lines import Indented, Line
from voice_agent.show.theme import QUIET, TOOL, YOU
from voice_agent.show.view import View
from voice_agent.units import Exchange, Resource


class Actions(Protocol):
    """Carried out by whoever runs the conversation.

    ``ask``, ``attach``, ``play`` and ``again`` may take their time: they are called one after
    the other from a thread of their own. The other commands come from a second thread, also
    one at a time; ``stop`` and ``talk`` come from the terminal's own thread and must return
    at once. What a method returns is shown as a remark ("" for none), an ``AgentError`` as
    an error.
    """

    def ask(self, text: str) -> str: ...  # a typed request
    def talk(self, pressed: bool) -> None: ...  # push-to-talk began or ended
    def stop(self) -> bool: ...  # stop the current thing; False if there was none

    def attach(self, file: str) -> str: ...
    def files(self) -> Sequence[Resource]: ...
    def play(self, path: str) -> str: ...  # "" plays what was made last
    def save(self, path: str, to: str) -> str: ...
    def mode(self, mode: str) -> str: ...
    def device(self, direction: str, name: str) -> str: ...  # "" as direction lists them
    def voice(self, name: str) -> str: ...  # "" is the other voice
    def mute(self) -> str: ...
    def again(self) -> str: ...
    def history(self) -> Sequence[Exchange]: ...
    def quit(self) -> None: ...


def execute(command: slash.Command, actions: Actions, view: View) -> RenderableType | None:
    """Carry out ``command``; what to show for it. ``view`` knows the numbers of the cards."""
    match command:
        case slash.Help():
            return help_table()
        case slash.Attach(file):
            remarks = [actions.attach(name) for name in _named(file)]
            return _remark("; ".join(filter(None, remarks)))
        case slash.Files():
            files = actions.files()
            return (
                file_list(files, view.number_of)
                if files
                else _remark("no file yet; /attach brings one in")
            )
        case slash.Play(what):
            return _remark(actions.play(view.path_of(what) if what else ""))
        case slash.Save(what, to):
            return _remark(actions.save(view.path_of(what), to))
        case slash.SetMode(mode):
            return _remark(actions.mode(mode))
        case slash.Device(direction, name):
            return _remark(actions.device(direction, name))
        case slash.Voice(name):
            return _remark(actions.voice(name))
        case slash.Mute():
            return _remark(actions.mute())
        case slash.Again():
            return _remark(actions.again())
        case slash.History():
            exchanges = actions.history()
            return history_table(exchanges) if exchanges else _remark("nothing was said yet")
        case slash.Quit():
            actions.quit()
            return None


def _named(text: str) -> list[str]:
    """The files that ``/attach`` names: one whose name holds blanks, if it is there, else each
    word of them, as in a shell."""
    if Path(text).expanduser().exists():
        return [text]
    words = slash.words_of(text)
    return words if any(Path(word).expanduser().exists() for word in words) else [text]


def help_table() -> RenderableType:
    """Every command with what it does, and the keys."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=TOOL, no_wrap=True)
    table.add_column(style=QUIET)
    for usage in slash.COMMANDS.values():
        table.add_row(usage.synopsis, usage.help)
    table.add_row("", "")
    table.add_row("Space", "push-to-talk: tap to start and end, or hold")
    table.add_row("Esc, Ctrl-C", "stop; Ctrl-C twice leaves")
    table.add_row("Tab, ↑", "complete; earlier lines")
    return Indented(table)


def history_table(exchanges: Sequence[Exchange]) -> RenderableType:
    """Question and answer of every turn."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style=QUIET, no_wrap=True)
    table.add_column()
    for exchange in exchanges:
        table.add_row(str(exchange.turn), Text(clean_text(exchange.query), YOU))
        table.add_row("", Text(clean_text(exchange.reply)))
    return Indented(table)


def _remark(text: str) -> RenderableType | None:
    return Line("info", text) if text else None
