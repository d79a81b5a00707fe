"""The bottom bar and the live line above the input: pure functions of state, time, width."""

from __future__ import annotations

from rich.text import Text

from voice_agent.show.layout import joined, seconds_text, shorten_start
from voice_agent.show.theme import BAD, GOOD, QUIET, STATE_STYLES, WARN, Glyphs
from voice_agent.show.view import LATENCY_NAMES, ViewState

QUIETEST, LOUDEST = -60.0, 0.0  # dBFS at the ends of the meter
STALE = 1.0  # seconds after which the last level no longer counts
SPINS_PER_SECOND = 10


def bar(state: ViewState, now: float, width: int, signs: Glyphs) -> Text:
    """State, input level, mode, planner, voice and last latencies in one line of ``width``.

    What matters least goes first where the line is narrow.
    """
    style = STATE_STYLES[state.state]
    lamp = Text(f" {signs.lamp} {state.state:<8}", style)
    listens = state.mode != "text" or now - state.level_time < STALE
    pieces = [
        (0, lamp),
        (1, meter(state, now, signs) if listens else Text()),
        (2, Text(state.mode, QUIET)),
        (5, Text(state.planner, QUIET)),
        (4, Text("muted" if state.muted else state.voice, WARN if state.muted else QUIET)),
    ]
    right = _latencies(state, signs)
    for least in (6, 5, 4, 3, 2, 1):
        kept = [text for rank, text in pieces if rank < least]
        left = Text("  ").join([text for text in kept if text.plain])
        tail = right if least > 3 else Text()
        gap = width - left.cell_len - tail.cell_len - 1
        if gap >= (2 if tail.plain else 0):
            return Text.assemble(left, " " * gap, tail, " ")
    return lamp


def meter(state: ViewState, now: float, signs: Glyphs) -> Text:
    """The input level as a row of rising bars, lit from the left."""
    fresh = now - state.level_time < STALE
    share = (state.level - QUIETEST) / (LOUDEST - QUIETEST) if fresh else 0.0
    lit = round(min(max(share, 0.0), 1.0) * len(signs.meter))
    text = Text()
    for index, sign in enumerate(signs.meter):
        style = GOOD if index < 6 else (WARN if index < 7 else BAD)
        text.append(sign if index < lit else signs.meter[0] if len(set(signs.meter)) > 1 else ".",
                    style if index < lit else f"dim {QUIET}")  # fmt: skip
    return text


def live(state: ViewState, now: float, width: int, signs: Glyphs) -> Text | None:
    """What goes on this moment: words so far, the running step, a download; or None."""
    spin = signs.spinner[int(now * SPINS_PER_SECOND) % len(signs.spinner)]
    mark = STATE_STYLES[state.state]
    if state.state == "hearing":
        words = state.partial or "listening"
        return Text.assemble((f"{spin} ", mark), (shorten_start(words, width - 3), "italic"))
    if state.step is not None and state.step.step is not None:
        count = len(state.plan.steps) if state.plan else 1
        place = f"{state.step.index}/{count} " if count > 1 else ""
        name, since = place + state.step.step.tool, state.step.time
    elif state.state == "thinking":
        name, since = "thinking", state.since
    elif state.playing and now < state.playing.time + state.playing.seconds:
        played = max(0.0, now - state.playing.time) / state.playing.seconds
        head = Text.assemble((f"{signs.audio} ", mark), (state.playing.path, ""))
        return _with_progress(head, played, width, signs)
    elif state.clause:
        clause = shorten_start(state.clause, width - 3)
        return Text.assemble((f"{signs.audio} ", mark), (clause, QUIET))
    elif state.progress:
        name, since = "", now
    else:
        return None
    head = Text.assemble((f"{spin} ", STATE_STYLES["working"]), name)
    what, fraction = next(reversed(state.progress.items()), ("", None))
    if what and what != name.split(" ")[-1]:
        head.append(f"  {what}" if name else what, "" if not name else QUIET)
    if fraction is None:
        waited = now - since
        head.append(f"  {seconds_text(waited)}" if waited >= 1.0 else "", QUIET)
        head.truncate(width - 1)
        return head
    return _with_progress(head, fraction, width, signs)


def _with_progress(head: Text, fraction: float, width: int, signs: Glyphs) -> Text:
    cells = min(24, max(0, width - head.cell_len - 9))
    done = round(min(max(fraction, 0.0), 1.0) * cells)
    if cells >= 4:
        head.append(" ").append(signs.full * done, GOOD)
        head.append(signs.empty * (cells - done), f"dim {QUIET}")
    head.append(f" {100 * min(max(fraction, 0.0), 1.0):3.0f} %", QUIET)
    head.truncate(width - 1)
    return head


def _latencies(state: ViewState, signs: Glyphs) -> Text:
    shown = ("transcript", "first_audio")
    parts = [f"{LATENCY_NAMES[key]} {state.timings[key]:.2f}" for key in shown
             if key in state.timings]  # fmt: skip
    return joined([*parts[:-1], *(part + " s" for part in parts[-1:])], f" {signs.dot} ")
