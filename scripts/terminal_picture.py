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
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402
from rich.segment import Segment  # noqa: E402
from rich.terminal_theme import TerminalTheme  # noqa: E402

from voice_agent import events  # noqa: E402
from voice_agent.show.bar import bar  # noqa: E402
from voice_agent.show.previews import Previews  # noqa: E402
from voice_agent.show.theme import UNICODE  # noqa: E402
from voice_agent.show.view import View  # noqa: E402

THEME = TerminalTheme(
    (22, 24, 33),
    (214, 218, 230),
    [(40, 44, 58), (224, 97, 110), (95, 179, 106), (214, 154, 58),
     (92, 156, 245), (181, 140, 240), (86, 182, 194), (200, 204, 216)],
    [(91, 98, 116), (224, 97, 110), (95, 179, 106), (214, 154, 58),
     (92, 156, 245), (181, 140, 240), (86, 182, 194), (240, 242, 248)],
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--demo", default="", help="name of a demo (default: the default demo)")
    parser.add_argument("--session", type=Path, help="folder of a session recorded before")
    parser.add_argument("--turns", type=int, nargs="*", help="only these turns")
    parser.add_argument("--width", type=int, default=100)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "terminal")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = arguments.session or play_demo(arguments.demo, Path(folder))
        console = draw(session, arguments.width, set(arguments.turns or ()))
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        segments = list(console._record_buffer)
        svg = arguments.out.with_suffix(".svg")
        console.save_svg(str(svg), title="voice agent", theme=THEME)
        draw_png(segments, arguments.out.with_suffix(".png"), arguments.width)
    print(f"wrote {svg} and {arguments.out.with_suffix('.png')}")
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
                          color_system="truecolor", highlight=False, _environ={})  # fmt: skip
        previews = Previews(session)
        view = View(load=previews.load, look=previews.look, mode="hands-free", voice="")
        now = 0.0
        for event in read_events(session):
            if not turns or event.turn in turns or event.turn == 0:
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


def draw_png(segments: list[Segment], path: Path, width: int, *, size: int = 15) -> None:
    """Draw recorded segments cell by cell; blocks as rectangles, so they join without seams."""
    from PIL import Image, ImageDraw

    font = monospace(size)
    wide, high = round(font.getlength("M")), round(size * 1.28) // 2 * 2
    lines = list(Segment.split_lines(s for s in segments if not s.control))
    pad = 16
    ground = tuple(THEME.background_color)
    image = Image.new("RGB", (width * wide + 2 * pad, len(lines) * high + 2 * pad), ground)
    pencil = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        column = 0
        for text, style, _ in line:
            front, back = tuple(THEME.foreground_color), ground
            if style is not None:
                front = tuple(style.color.get_truecolor(THEME)) if style.color else front
                back = tuple(style.bgcolor.get_truecolor(THEME)) if style.bgcolor else back
                if style.dim:
                    front = tuple((f + b) // 2 for f, b in zip(front, back, strict=True))
                if style.reverse:
                    front, back = back, front
            for sign in text:
                place = (pad + column * wide, pad + row * high)
                draw_cell(pencil, sign, place, (wide, high), front, back, font)
                column += 1
    image.save(path, optimize=True)


def draw_cell(pencil, sign, place, size, front, back, font) -> None:  # type: ignore[no-untyped-def]
    x, y = place
    wide, high = size
    pencil.rectangle((x, y, x + wide - 1, y + high - 1), fill=back)
    eighths = " ▁▂▃▄▅▆▇█".find(sign)
    if sign == "▀":
        pencil.rectangle((x, y, x + wide - 1, y + high // 2 - 1), fill=front)
    elif eighths > 0:
        top = y + high - round(high * eighths / 8)
        pencil.rectangle((x, top, x + wide - 1, y + high - 1), fill=front)
    elif sign != " ":
        pencil.text((x, y + high * 0.78), sign, font=font, fill=front, anchor="ls")


def monospace(size: int):  # type: ignore[no-untyped-def]
    """A monospaced font of this machine; Pillow's own where there is none."""
    from PIL import ImageFont

    for name in ("DejaVuSansMono.ttf", "Menlo.ttc", "consola.ttf", "LiberationMono-Regular.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


if __name__ == "__main__":
    raise SystemExit(main())
