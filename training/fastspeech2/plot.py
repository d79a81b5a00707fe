"""Draw the course of a training run from its ``log.jsonl``.

    python -m training.fastspeech2.plot RUN curves.png

One panel for each figure that was followed, of the voice or of its vocoder.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

PANELS = (
    ("mel", "mel L1, nepers (validation)"),
    ("duration", "log-duration L1"),
    ("exact_durations", "durations exact"),
    ("f0_cents", "F0 median error, cents"),
    ("voicing_error", "voicing error"),
    ("harmonic", "level of harmonics, nepers"),
    ("harmonic_phase", "phase of harmonics (0 exact, 1 unknown)"),
    ("free", "level of the free spectrum, nepers"),
    ("free_phase", "phase of the free spectrum"),
)
WIDTH, HEIGHT, MARGIN = 720, 130, 44
INK, LINE, GRID = (40, 40, 48), (200, 80, 40), (225, 225, 230)


def draw(lines: list[dict[str, Any]], path: Path) -> None:
    from PIL import Image
    from PIL.ImageDraw import Draw

    panels = [(name, title) for name, title in PANELS if name in lines[-1]]
    image = Image.new("RGB", (WIDTH, HEIGHT * len(panels)), "white")
    canvas = Draw(image)
    for place, (name, title) in enumerate(panels):
        points = [(line["step"], line[name]) for line in lines if name in line]
        _panel(canvas, place * HEIGHT, title, points)
    image.quantize(64).save(path, optimize=True)


def _panel(canvas: ImageDraw, top: int, title: str, points: list[tuple[int, float]]) -> None:
    steps, values = [p[0] for p in points], [p[1] for p in points]
    low, high = min(values), max(values)
    left, right, bottom = MARGIN + 20, WIDTH - 20, top + HEIGHT - 24
    span = (high - low) or 1.0

    def at(step: int, value: float) -> tuple[float, float]:
        x = left + (right - left) * step / max(steps)
        return x, bottom - (bottom - top - 30) * (value - low) / span

    for value in (low, (low + high) / 2, high):
        y = at(0, value)[1]
        canvas.line((left, y, right, y), fill=GRID)
        canvas.text((6, y - 6), f"{value:.3g}", fill=INK)
    canvas.line([at(s, v) for s, v in points], fill=LINE, width=2)
    canvas.text((left, top + 4), f"{title}: {values[-1]:.3g} after {steps[-1]} steps", fill=INK)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("picture", type=Path)
    options = parser.parse_args()
    log = (options.run / "log.jsonl").read_text(encoding="utf-8")
    draw([json.loads(line) for line in log.splitlines()], options.picture)


if __name__ == "__main__":
    main()
