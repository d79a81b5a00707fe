"""Sentences of the kind that an assistant says, for the corpus.

    python -m training.fastspeech2.texts OUT.txt [--count 3000]

Books have few questions, no lists, no file names and no short answers. This writes them:
patterns whose gaps are filled at random, from file names to clock times, and small talk as it
stands. Every line is already in spoken words, as serving would say it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

from voice_agent.speak.text import spoken

LISTS = Path(__file__).parent / "texts"


def lines_of(name: str) -> list[str]:
    text = (LISTS / f"{name}.list").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def words() -> dict[str, list[str]]:
    """The words that may stand in a gap, by the gap's name."""
    found: dict[str, list[str]] = {}
    for line in lines_of("words"):
        if line.startswith("["):
            found[line.strip("[]")] = current = []
        else:
            current += line.split()
    return found


def fillers(dice: random.Random) -> dict[str, Callable[[], str]]:
    """What may stand in each gap of a pattern."""
    known = words()

    def file() -> str:
        folder = dice.choice(["audio", "image", "video", ""])
        name = "".join(dice.choice("0123456789abcdef") for _ in range(8))
        if dice.random() < 0.4:
            second = dice.choice([dice.choice(known["noun"]), str(dice.randint(1, 40))])
            name = f"{dice.choice(known['noun'])}_{second}"
        return f"{folder}/{name}.{dice.choice(known['ending'])}".lstrip("/")

    def time() -> str:
        if dice.random() < 0.4:
            return f"{dice.randint(1, 12)}:{dice.randint(0, 59):02d} {dice.choice(['am', 'pm'])}"
        return f"{dice.randint(0, 23)}:{dice.randint(0, 59):02d}"

    def code() -> str:
        return "".join(dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(6))

    def date() -> str:
        return f"20{dice.randint(10, 30)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"

    def note() -> str:
        return dice.choice("ABCDEFG") + dice.choice(["", "#", "b"]) + str(dice.randint(2, 6))

    return {
        "noun": lambda: dice.choice(known["noun"]),
        "verb": lambda: dice.choice(known["verb"]),
        "verbc": lambda: dice.choice(known["verb"]).capitalize(),
        "adj": lambda: dice.choice(known["adj"]),
        "name": lambda: dice.choice(known["name"]),
        "place": lambda: dice.choice(known["place"]),
        "day": lambda: dice.choice(known["day"]),
        "file": file,
        "num": lambda: str(dice.randint(2, dice.choice([20, 100, 1000]))),
        "small": lambda: str(dice.randint(1, 12)),
        "neg": lambda: f"-{dice.randint(1, 60)}",
        "dec": lambda: f"{dice.uniform(0, dice.choice([1, 10, 100])):.{dice.randint(1, 2)}f}",
        "big": lambda: f"{dice.randint(1000, 3_000_000):,}",
        "money": lambda: f"{dice.randint(1, 300)}.{dice.randint(0, 99):02d}",
        "unit": lambda: dice.choice(known["unit"]),
        "pct": lambda: "%",
        "time": time,
        "date": date,
        "year": lambda: str(dice.randint(1800, 2030)),
        "code": code,
        "note": note,
    }


def write(count: int, seed: int) -> list[str]:
    """``count`` different lines in spoken words, small talk among them."""
    dice = random.Random(seed)
    fill = fillers(dice)
    lines = dict.fromkeys(spoken(line) for line in lines_of("small_talk"))
    patterns = lines_of("patterns")
    while len(lines) < count:
        pattern = dice.choice(patterns)
        line = re.sub(r"\{(\w+)\}", lambda gap: fill[gap[1]](), pattern)
        lines[spoken(line)] = None
    return list(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    lines = write(options.count, options.seed)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines in {options.out}")


if __name__ == "__main__":
    main()
