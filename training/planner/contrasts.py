"""How well work with sound is told from wishes that only sound like it, with topics and without.

    python training/planner/contrasts.py

The lines of ``contrasts/`` are by an author of whom nothing was learnt; a topic counts for nothing
in the baseline. Work is said where a recording was handed over, other wishes where nothing was.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from voice_agent.errors import Cancel  # noqa: E402
from voice_agent.think.context import Context  # noqa: E402
from voice_agent.think.offline import OfflinePlanner  # noqa: E402
from voice_agent.think.offline.reader.model import ModelReader  # noqa: E402
from voice_agent.think.offline.reading import Reading  # noqa: E402
from voice_agent.think.offline.tasks import known_signatures  # noqa: E402
from voice_agent.units import Query, Resource  # noqa: E402

MEMO = Resource("audio/0a0b0c0d.wav", "audio", "voice memo.wav")


class WithoutTopics:
    """The reader that takes nothing for small talk by its topic."""

    def __init__(self, reader: ModelReader) -> None:
        self._reader = reader

    def read(self, text: str) -> Reading:
        return replace(self._reader.read(text), topic=None)


def is_work(planner: OfflinePlanner, text: str, context: Context) -> bool:
    """Whether work is begun, or what it lacks is asked for."""
    plan = planner.plan(Query(1, text, "speech"), context, Cancel())
    return plan.kind == "act" or (
        plan.kind == "clarify" and not plan.reply.startswith("What shall")
    )


def main() -> None:
    reader = ModelReader(HERE.parent.parent / "models" / "planner")
    print("kind        lines  right without topics  with topics  wait as work does: without, with")
    for name, work in (("elsewhere", False), ("work", True)):
        lines = (HERE / "contrasts" / f"{name}.txt").read_text("utf-8").splitlines()
        context = Context().with_resource(MEMO) if work else Context()
        right, waits = [], []
        for known in (WithoutTopics(reader), reader):
            planner = OfflinePlanner(known_signatures(), reader=known)
            right.append(sum(is_work(planner, line, context) is work for line in lines))
            open_ = (planner.standing(Query(1, line, "speech"), context) for line in lines)
            waits.append(sum(standing == "open" for standing in open_))
        print(f"{name:12}{len(lines):5}{right[0]:22}{right[1]:13}{waits[0]:28}{waits[1]:6}")


if __name__ == "__main__":
    main()
