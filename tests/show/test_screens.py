"""The terminal's screens, as a reader sees them."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from tests.show.recorded import recorded, screen
from tests.show.scenes import make_view, session
from voice_agent import events as e
from voice_agent.show.actions import help_table
from voice_agent.show.bar import bar, live
from voice_agent.show.console import render
from voice_agent.show.theme import ASCII, UNICODE
from voice_agent.units import Plan, Step

WIDTHS = (40, 80, 120)
ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def conversation(width: int, colours: str = "none", encoding: str = "utf-8", **options) -> str:
    view = make_view(**options)
    lines = [line for event in session() for line in view.feed(event)]
    return render(lines, width=width, colours=colours, encoding=encoding)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_whole_session(width):
    assert screen(conversation(width)) == recorded(f"session-{width}")


def test_a_whole_session_in_colour():
    assert screen(conversation(80, "truecolor")) == recorded("session-80-truecolor")


def test_a_whole_session_in_ascii():
    text = conversation(80, encoding="ascii")
    assert screen(text) == recorded("session-80-ascii")
    assert text.isascii() or "“" in text


def test_a_session_without_pictures():
    text = conversation(80, pictures=False, latencies=True)
    assert screen(text) == recorded("session-80-without-pictures")


@pytest.mark.parametrize("colours", ["none", "standard", "256", "truecolor"])
@pytest.mark.parametrize("width", [20, 33, 40, 57, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width, colours):
    for line in ESCAPES.sub("", conversation(width, colours)).splitlines():
        assert cell_len(line) <= width, line


def test_without_colour_there_is_no_escape_code_at_all():
    assert "\x1b" not in conversation(80)


def test_sixteen_colours_use_only_the_sixteen():
    codes = set(re.findall(r"\x1b\[([\d;]*)m", conversation(80, "standard")))
    numbers = {int(part) for code in codes for part in code.split(";") if part}
    assert numbers <= {0, 1, 2, 3, 7, *range(30, 38), *range(40, 48), *range(90, 108)}


def bars(width: int) -> list[str]:
    """The bar and live line in every state, one after the other."""
    view = make_view()
    plan = Plan(1, "act", (Step("enhance_speech"), Step("transcribe_speech")))
    moments = [
        [e.StateChanged(state="idle", time=0.0)],
        [e.Level(0, -18.0, time=1.0), e.StateChanged(1, "hearing", time=1.0)],
        [e.Partial(1, "please denoise this recording and tell me what it says", time=1.1)],
        [e.StateChanged(1, "thinking", time=2.0)],
        [e.Planned(1, plan, time=2.1), e.StateChanged(1, "working", time=2.1),
         e.StepStarted(1, 1, plan.steps[0], time=2.1), e.Progress(1, "denoising", 0.45, time=2.2)],
        [e.StepStarted(1, 2, plan.steps[1], time=2.3), e.Progress(1, "denoising", 1.0, time=2.3)],
        [e.TurnEnded(1, timings={"transcript": 0.33, "first_audio": 0.42}, time=2.4),
         e.StateChanged(1, "speaking", time=2.4), e.Saying(1, "Here is what it says.", time=2.4)],
        [e.StateChanged(state="idle", time=3.0), e.ModeChanged(0, "text", time=3.0),
         e.Progress(0, "fetching whisper-tiny-en", 0.5, time=3.0)],
        [e.Progress(0, "fetching whisper-tiny-en", 1.0, time=3.1),
         e.Playing(1, "audio/9b1d22aa.wav", 4.0, time=3.1)],
        [e.StateChanged(state="asleep", time=9.0)],
    ]  # fmt: skip
    lines = []
    for events in moments:
        for event in events:
            view.feed(event)
        now = events[-1].time + 0.5
        for signs in (UNICODE, ASCII) if width == 80 else (UNICODE,):
            line = live(view.snapshot(), now, width, signs)
            lines.append(line.plain if line else "")
            lines.append(bar(view.snapshot(), now, width, signs).plain)
    return lines


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bar_and_the_live_line(width):
    assert screen("\n".join(bars(width))) == recorded(f"bar-{width}")


@pytest.mark.parametrize("width", range(12, 140, 7))
def test_the_bar_fits(width):
    assert all(cell_len(line) <= max(width, 20) for line in bars(width))


@pytest.mark.parametrize("width", WIDTHS)
def test_help(width):
    text = render([help_table()], width=width, colours="none")
    assert screen(text) == recorded(f"help-{width}")
