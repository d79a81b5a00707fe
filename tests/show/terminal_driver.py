"""A tiny program around the real terminal, run by the tests on a pseudo-terminal.

Every action is reported as a line of the conversation. The first argument is the mode, or
``crash`` (Esc makes the drawing of the bar fail), ``broken`` (Esc fails) or ``noisy``
(libraries write to both output streams); a second one is a folder for the history;
``--turn`` feeds a scripted turn.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from voice_agent import events
from voice_agent.settings import TerminalSettings
from voice_agent.show.terminal import make_terminal
from voice_agent.show.view import View
from voice_agent.units import (
    Artifact,
    Audio,
    Exchange,
    Plan,
    Query,
    Reply,
    Resource,
    Step,
    StepResult,
)


class ReportingActions:
    def __init__(self, report, leave) -> None:
        self.report = report
        self.leave = leave

    def ask(self, text: str) -> str:
        return f"asked: {text}"

    def talk(self, pressed: bool) -> None:
        self.report(f"talk: {'pressed' if pressed else 'released'}")

    def stop(self) -> bool:
        self.report("stopped")
        return True

    def attach(self, file: str) -> str:
        return f"attached: {file}"

    def files(self) -> Sequence[Resource]:
        return ()

    def play(self, path: str) -> str:
        return f"played: {path}"

    def save(self, path: str, to: str) -> str:
        return f"saved: {path} as {to}"

    def mode(self, mode: str) -> str:
        return f"mode: {mode}"

    def device(self, direction: str, name: str) -> str:
        return f"device: {direction} {name}"

    def voice(self, name: str) -> str:
        return f"voice: {name}"

    def mute(self) -> str:
        return "muted"

    def again(self) -> str:
        return "again"

    def history(self) -> Sequence[Exchange]:
        return ()

    def quit(self) -> None:
        self.leave()


def noisy(ask: Callable[[str], str]) -> Callable[[str], str]:
    def ask_noisily(text: str) -> str:
        os.write(2, b"ALSA lib pcm.c:2664:(snd_pcm_open_noupdate) Unknown PCM\n")
        print("printed by a library")
        return ask(text)

    return ask_noisily


def sound(path: str) -> Audio:
    time_axis = np.arange(32000) / 16000
    sweep = np.sin(2 * np.pi * (200 + 1500 * time_axis) * time_axis)
    return Audio((0.5 * sweep).astype(np.float32), 16000)


def main() -> int:
    mode = sys.argv[1] if len(sys.argv) > 1 else "text"
    folders = [argument for argument in sys.argv[2:] if not argument.startswith("--")]
    history = Path(folders[0]) if folders else None
    view = View(load=sound, mode=mode, voice="hibari")
    settings = TerminalSettings(history=history is not None)
    terminal = make_terminal(view, settings, history_directory=history)
    actions = ReportingActions(terminal.print, terminal.leave)
    if mode == "crash":
        actions.stop = lambda: setattr(view, "snapshot", lambda: 1 / 0)
    if mode == "broken":
        actions.stop = lambda: 1 / 0
    if mode == "noisy":
        actions.ask = noisy(actions.ask)
    start = time.monotonic()
    terminal.feed(events.SessionStarted(session="20261121-093012-7f3a", time=start))
    if "--turn" in sys.argv:
        step = Step("synthesize_speech", {"text": "hello"})
        artifact = Artifact("audio/9b1d22aa.wav", "audio", "hello", 2.0, 16000, 1)
        for event in (
            events.Heard(1, Query(1, "say hello", "text")),
            events.Planned(1, Plan(1, "act", (step,))),
            events.StepFinished(
                1, StepResult(1, 1, step.tool, step.arguments, True, 0.3, (artifact,))
            ),
            events.Replied(1, Reply(1, "act", "There you are.")),
        ):
            terminal.feed(event)
    return terminal.run(actions)


if __name__ == "__main__":
    sys.exit(main())
