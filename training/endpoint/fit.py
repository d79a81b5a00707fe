"""Weighs the cues of the end-of-turn decision on natural speech; prints WEIGHTS of
``voice_agent/hear/endpoint.py``.

    python training/endpoint/fit.py --speech FOLDER

FOLDER holds recordings of readers whose names begin with a number, as LibriSpeech's do.
Even readers are used here, odd ones are left for ``bench endpoint``. Cases and cues are made
by the same code as there. About ten seconds a recording on one core.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from voice_agent.hear.endpoint import log_odds
from voice_agent.measure.endpointing import Traced, is_for_testing, traces
from voice_agent.measure.hearing_data import SUFFIXES, Clip
from voice_agent.measure.table import Report
from voice_agent.settings import load
from voice_agent.sound import files

REQUESTS = 0.5  # log-odds: who asks for something pauses less within than one who reads aloud


def examples(traced: list[Traced]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cues of every pause, (n, 5), and whether the turn was over, (n,). The end of a held-up
    sentence is left out: nobody knows whether it was one."""
    rows, over = [], []
    for each in traced:
        for pause in each.pauses:
            if pause.ending is None or (pause.resumed is None and each.case.held is not None):
                continue
            ending = pause.ending
            cues = (pause.done, ending.stop, ending.nothing, ending.comma)
            rows.append([1.0, *map(log_odds, cues)])
            over.append(float(pause.resumed is None))
    return np.array(rows), np.array(over)


def fit(rows: NDArray[np.float64], over: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method, ridge of 0.5 on standardised cues."""
    ridge = np.diag([0.0, *(0.5 * rows[:, 1:].var(axis=0))])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - over) + ridge @ weights
        curve = (rows.T * (chance * (1 - chance))) @ rows + ridge
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", type=Path, required=True, help="a folder of recordings")
    folder = parser.parse_args().speech
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    clips = [Clip(p.stem, files.read(p)) for p in paths if not is_for_testing(p.stem)]
    rows, over = examples(traces(load(environment={}), clips, Report(print)))
    weights = fit(rows, over)
    weights[0] += REQUESTS
    print(f"{len(rows)} pauses, {int(over.sum())} of them ends")
    print("WEIGHTS =", tuple(round(float(weight), 3) for weight in weights))


if __name__ == "__main__":
    main()
