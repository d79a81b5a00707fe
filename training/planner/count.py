"""How many requests of which sets are planned exactly, by the code of now.

    python training/planner/count.py dev14 dev15
    python training/planner/count.py --model DIRECTORY dev15     with another exported reader

Names are those of ``tests/think/requests``; no request is shown.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from voice_agent.measure.plans.consistency import evaluate  # noqa: E402
from voice_agent.measure.plans.requests import load_requests  # noqa: E402
from voice_agent.think.offline import OfflinePlanner  # noqa: E402
from voice_agent.tools import registry  # noqa: E402

GROUPS = ("", "single", "chain", "followup", "none", "asr")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="the shipped one if left out")
    parser.add_argument("sets", nargs="+")
    arguments = parser.parse_args()
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    planner = OfflinePlanner(signatures, arguments.model)
    for name in arguments.sets:
        path = ROOT / "tests" / "think" / "requests" / f"{name}.jsonl"
        report = evaluate(planner, load_requests(path))
        counts = ((group or "all", *report.accuracy(group)) for group in GROUPS)
        told = [f"{group} {right}/{count}" for group, right, count in counts if count]
        print(f"{name}: {', '.join(told)}")


if __name__ == "__main__":
    main()
