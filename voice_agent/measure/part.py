"""The process in which one part of the evaluation is measured (see ``parts``).

    python -m voice_agent.measure.part NAME RESULT.json MARK  < a pickled Order

Progress goes to standard output, a line each; the result is written in one piece at the end.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.measure import evaluation
from voice_agent.measure.report.exhibits import Exhibit, stored
from voice_agent.measure.report.table import Report

if TYPE_CHECKING:
    from voice_agent.measure.parts import Order


def main(name: str, result: Path, mark: str) -> None:
    order: Order = pickle.load(sys.stdin.buffer)
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever a library prints is no progress

    def tell(what: str) -> None:
        lines.write(f"{what}\n")

    report = Report(tell, quick=order.quick)
    began = time.monotonic()
    exhibits: Sequence[Exhibit] = ()
    why = ""
    try:
        exhibits = evaluation.measure(name, order, report)
    except Exception as error:  # whatever it is: the other parts go on, and a row tells
        logging.exception("%s could not be measured", name)
        why = f"{type(error).__name__}: {error}"
    document: dict[str, Any] = {
        "mark": mark,
        "why": why,
        "seconds": round(time.monotonic() - began, 1),
        "processor": round(sum(os.times()[:4]), 1),
        "exhibits": [stored(exhibit) for exhibit in exhibits],
    }
    unfinished = result.with_suffix(".unfinished")
    text = json.dumps(document, ensure_ascii=False, default=lambda number: number.item())
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(result)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
