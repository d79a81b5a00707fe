"""The last lines of the terminal as a prompt_toolkit application: layout and key bindings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import AnyFormattedText, StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.input.base import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VerticalAlign,
    VSplit,
    Window,
)
from prompt_toolkit.layout.processors import AfterInput, ConditionalProcessor
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from voice_agent.show.completion import Choices
from voice_agent.show.line_input import SlashCompleter
from voice_agent.show.theme import QUIET, YOU, Glyphs

MOST_COMPLETIONS = 8
MOST_LINES = 6  # of input

_STYLE = Style.from_dict(
    {
        "you": YOU.replace("bold ", "bold fg:"),
        "quiet": f"fg:{QUIET}",
        "chosen": f"bold fg:{YOU.split()[-1]}",
    }
)


@dataclass
class Screen:
    """What the last lines show and what their keys call; all callables return at once."""

    history: History
    choices: Choices
    live: Callable[[], AnyFormattedText]
    bar: Callable[[], AnyFormattedText]
    hint: Callable[[], str]
    signs: Glyphs
    talks_by_key: Callable[[], bool]
    on_line: Callable[[str], None]
    on_space: Callable[[], None]
    on_interrupt: Callable[[], None]
    on_stop: Callable[[], object]
    on_end: Callable[[], None]

    def application(self, keyboard: Input, output: Output, depth: ColorDepth) -> Application[None]:
        """The application; it leaves nothing on the screen when it ends."""
        self.buffer = Buffer(
            history=self.history,
            completer=SlashCompleter(self.choices),
            complete_while_typing=Condition(lambda: self.buffer.text.startswith("/")),
            accept_handler=self._accept,
            multiline=False,
        )
        app: Application[None] = Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            style=_STYLE,
            color_depth=depth,
            input=keyboard,
            output=output,
            erase_when_done=True,
        )
        app.timeoutlen = 0.3  # Esc alone must act soon
        app.ttimeoutlen = 0.05
        return app

    def _layout(self) -> Layout:
        empty = Condition(lambda: not self.buffer.text)
        hint = AfterInput(lambda: [("class:quiet", self.hint())])
        control = BufferControl(self.buffer, [ConditionalProcessor(hint, empty)])
        typing = Window(
            control,
            height=Dimension(min=1, max=MOST_LINES),
            wrap_lines=True,
            dont_extend_height=True,
        )
        sign = Window(
            FormattedTextControl([("class:you", self.signs.you + " ")]), width=2, height=1
        )
        completing = Condition(lambda: self.buffer.complete_state is not None)
        lines = HSplit(
            [
                Window(FormattedTextControl(self.live), height=1),
                VSplit([sign, typing]),
                ConditionalContainer(
                    Window(
                        FormattedTextControl(self._completions),
                        height=Dimension(max=MOST_COMPLETIONS),
                        dont_extend_height=True,
                    ),
                    completing,
                ),
                Window(FormattedTextControl(self.bar), height=1),
            ],
            align=VerticalAlign.TOP,
        )
        return Layout(lines, focused_element=typing)

    def _completions(self) -> StyleAndTextTuples:
        state = self.buffer.complete_state
        if state is None:
            return []
        chosen = state.complete_index
        first = max(0, min((chosen or 0) - 2, len(state.completions) - MOST_COMPLETIONS))
        shown = state.completions[first : first + MOST_COMPLETIONS]
        width = max((len(completion.text) for completion in shown), default=0)
        lines: StyleAndTextTuples = []
        for index, completion in enumerate(shown, start=first):
            style = "class:chosen" if index == chosen else ""
            lines.append((style, f"  {completion.text.ljust(width)}  "))
            lines.append(("class:quiet", completion.display_meta_text + "\n"))
        return lines

    def _accept(self, buffer: Buffer) -> bool:
        self.on_line(buffer.text)
        return False  # and the line becomes empty

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        empty = Condition(lambda: not self.buffer.text)

        @keys.add(" ", filter=empty & Condition(self.talks_by_key))
        def _(event: KeyPressEvent) -> None:
            self.on_space()

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            self.buffer.reset()
            self.on_interrupt()

        @keys.add("escape")
        def _(event: KeyPressEvent) -> None:
            if self.buffer.complete_state is not None:
                self.buffer.cancel_completion()
            else:
                self.on_stop()

        @keys.add("c-d", filter=empty)
        def _(event: KeyPressEvent) -> None:
            self.on_end()

        return keys
