"""Draw a real session as it looks in the terminal, for the README: docs/terminal.svg and .png.

Plays a demo (or takes a session that was recorded before) and feeds its event log to the
same view that the terminal uses.

    python scripts/terminal_picture.py                      # the default demo
    python scripts/terminal_picture.py --demo NAME --turns 1 2
    python scripts/terminal_picture.py --session recordings/20261121-093012-7f3a
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from cells import cells_of, write_png, write_svg  # noqa: E402
from rich.console import Console  # noqa: E402

from voice_agent import events  # noqa: E402
from voice_agent.settings import Settings  # noqa: E402
from voice_agent.show.bar import bar  # noqa: E402
from voice_agent.show.previews import Previews  # noqa: E402
from voice_agent.show.theme import UNICODE  # noqa: E402
from voice_agent.show.view import View  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--demo", default="", help="name of a demo (default: the default demo)")
    parser.add_argument("--session", type=Path, help="folder of a session recorded before")
    parser.add_argument("--turns", type=int, nargs="*", help="only these turns")
    parser.add_argument("--width", type=int, default=100, help="columns of the terminal")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "terminal")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = arguments.session or play_demo(arguments.demo, Path(folder))
        console = draw(session, arguments.width, set(arguments.turns or ()))
    rows = cells_of(console._record_buffer)
    svg, png = arguments.out.with_suffix(".svg"), arguments.out.with_suffix(".png")
    svg.parent.mkdir(parents=True, exist_ok=True)
    write_svg(rows, svg, arguments.width, "a session in the terminal")
    write_png(rows, png, arguments.width)
    print(f"wrote {svg} ({svg.stat().st_size // 1000} kB) and {png}")
    return 0


def play_demo(name: str, folder: Path) -> Path:
    """Run the demo with its recordings under ``folder``; the session that it left there."""
    environment = dict(os.environ)
    environment["VOICE_AGENT_RECORDINGS_DIRECTORY"] = str(folder)
    environment["VOICE_AGENT_RECORDINGS_KEEP"] = "all"
    command = [sys.executable, str(ROOT / "main.py"), "demo", *([name] if name else [])]
    finished = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    sessions = sorted(path.parent for path in folder.glob("*/events.jsonl"))
    if finished.returncode or not sessions:
        raise SystemExit(f"the demo ended with {finished.returncode}; nothing was drawn")
    return sessions[-1]


def draw(session: Path, width: int, turns: set[int]) -> Console:
    """A console that recorded the session's conversation and, below it, the bar."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(width=width, record=True, force_terminal=True, file=nowhere,
                          color_system="truecolor", highlight=False, markup=False,
                          _environ={})  # fmt: skip
        previews = Previews(session)
        engine = Settings().planner.engine
        view = View(load=previews.load, look=previews.look, mode="hands-free", planner=engine)
        now = 0.0
        for event in read_events(session):
            always = isinstance(event, (events.SessionStarted, events.Attached))
            if always or not turns or event.turn in turns:
                now = event.time
                for renderable in view.feed(event):
                    console.print(renderable)
        console.print()
        console.print(bar(view.state, now, width, UNICODE))
    return console


def read_events(session: Path) -> Iterable[events.Event]:
    with (session / "events.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            event = events.from_document(json.loads(line))
            if event is not None:
                yield event


if __name__ == "__main__":
    raise SystemExit(main())
