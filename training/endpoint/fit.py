"""Fits the end-of-turn model on what ``collect.py`` made: writes models/endpoint/head.npz and
prints READING and ASKING of ``voice_agent/hear/endpoint.py``.

    python training/endpoint/fit.py --data DATA --sentences FILE

FILE is the prose of ``words.py``. Two logistic regressions, one on top of the other. The head
weighs Smart Turn's log-odds and what its encoder makes of the last sound, the latter in its
``COMPONENTS`` main directions; the fusion weighs the head's log-odds, made without the recording
that they are for, the recogniser's expectations, and the wording: its model learns from every
other request and small thing here, and the fusion from the rest. A minute on one core.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "endpoint")]

from collect import texts  # noqa: E402
from words import Models, made, small_things, train  # noqa: E402

from voice_agent.hear.endpoint import log_odds  # noqa: E402
from voice_agent.measure.bench.endpointing import Pause, Traced  # noqa: E402
from voice_agent.settings import EndpointSettings  # noqa: E402

F64 = NDArray[np.float64]

COMPONENTS = 16
RIDGE = 10.0  # on standardised cues of the head
READING_RIDGE, ASKING_RIDGE = 10.0, 3.0  # of the fusion, where nothing is asked for and where
MADE = 0.5  # weight of a pause of a synthetic voice; one of a person counts 1
FOLDS = 8
NEAR = 0.3  # seconds between where a pause is and where it is taken to be
SHORTEST = 0.18  # seconds: a pause in which nothing can end teaches nothing
ALONE = 0.18  # the same where the head decides alone
LEARNT = ("request", "small")  # every other one of them teaches the wording's model
CUT = {"people": 0.2, "requests": 0.13}  # share of pauses inside a turn taken for its end
# The band of waits in between is so much narrower: it costs more cut-offs than it saves time.
STEEP = {"people": 3.0, "requests": 2.0}


@dataclass(frozen=True)
class Examples:
    """``cues`` of the head (n, 385), ``endings`` as log-odds (n, 4), whether the turn was
    ``over`` (n,), how likely its words ask for something (n,), which recording each is from, and
    how much it counts; ``known`` where the wording's model has learnt from the same request."""

    cues: F64
    endings: F64
    over: F64
    asks: F64
    source: NDArray[np.int64]
    weight: F64
    known: NDArray[np.bool_]

    def __getitem__(self, some: NDArray[np.bool_]) -> Examples:
        return Examples(*(each[some] for each in vars(self).values()))


@dataclass(frozen=True)
class Linear:
    """``x @ weights + bias``."""

    weights: F64
    bias: float

    def __call__(self, x: F64) -> F64:
        return np.asarray(x @ self.weights + self.bias)


def is_over(traced: Traced, pause: Pause) -> bool | None:
    """Whether the turn ends in ``pause``; None where nobody knows: a sentence that was held up
    may end where the recording was cut off, or later."""
    held = traced.case.held
    if held is None and abs(pause.begin - traced.case.end) < NEAR:
        return True
    if pause.resumed is None and not (held and abs(pause.begin - held[0]) < NEAR):
        return None
    return False


def examples(paths: list[Path], wording: Models) -> Examples:
    rows: list[tuple[F64, list[float], float, float, int, float, bool]] = []
    for number, path in enumerate(paths):
        kind, *place = path.stem.split()
        weight = MADE if place else 1.0
        known = kind in LEARNT and int(place[0]) % 2 == 1
        for traced in pickle.loads(path.read_bytes()):
            for pause in traced.pauses:
                over = is_over(traced, pause)
                if pause.resumed is not None and pause.resumed - pause.begin < SHORTEST:
                    continue
                if over is None or pause.ending is None or pause.cues is None:
                    continue
                ending = pause.ending
                closed, asks = wording.judge(pause.text)
                expected = (ending.stop, ending.nothing, ending.comma, closed)
                endings = [log_odds(p) for p in expected]
                rows.append((pause.cues, endings, float(over), asks, number, weight, known))
    return Examples(*(np.array(column) for column in zip(*rows, strict=True)))


def regression(x: F64, over: F64, weight: F64, ridge: float) -> Linear:
    """Weighted logistic regression by Newton's method, a ridge on standardised cues."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    rows = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    penalty = np.diag([1e-6, *np.full(x.shape[1], ridge)])
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - over)) + penalty @ found
        curve = (rows.T * (weight * chance * (1 - chance))) @ rows + penalty
        found -= np.linalg.solve(curve, slope)
    weights = found[1:] / spread
    return Linear(weights, float(found[0] - mean @ weights))


def fit_head(data: Examples) -> Linear:
    """The head, as one linear function of all its cues."""
    hidden = data.cues[:, 1:]
    mean, spread = hidden.mean(axis=0), hidden.std(axis=0) + 1e-3
    _, size, directions = np.linalg.svd((hidden - mean) / spread, full_matrices=False)
    axes = (directions[:COMPONENTS] / size[:COMPONENTS, None]).T * np.sqrt(len(hidden))
    axes /= spread[:, None]
    x = np.column_stack([data.cues[:, 0], (hidden - mean) @ axes])
    inner = regression(x, data.over, data.weight, RIDGE)
    weights = np.concatenate([inner.weights[:1], axes @ inner.weights[1:]])
    return Linear(weights, inner.bias - float(mean @ weights[1:]))


def unseen(data: Examples) -> F64:
    """The head's log-odds of each example, by a head that knew nothing of its recording."""
    folds = np.random.default_rng(0).permutation(int(data.source.max()) + 1) % FOLDS
    mine = folds[data.source]
    found = np.zeros(len(data.over))
    for fold in range(FOLDS):
        found[mine == fold] = fit_head(data[mine != fold])(data.cues[mine == fold])
    return found


def fuse(x: F64, data: Examples, threshold: float) -> tuple[Linear, Linear]:
    """The fusion where nothing is asked for (without the wording) and where something is: each
    learns from an example as much as its words are of that kind."""
    found = (
        regression(x[:, :-1], data.over, (1.0 - data.asks) * data.weight, READING_RIDGE),
        regression(x, data.over, data.asks, ASKING_RIDGE),
    )
    value = fused(found, x, data)
    report("head and words", value, data)
    people = data.weight == 1.0
    places = [
        at_threshold(value[some], data[some], CUT[kind])
        for kind, some in (("people", people), ("requests", ~people))
    ]
    reading, asking = (
        Linear(steep * fit.weights, steep * (fit.bias - place) + log_odds(threshold))
        for fit, place, steep in zip(found, places, STEEP.values(), strict=True)
    )
    return reading, asking


def fused(both: tuple[Linear, Linear], x: F64, data: Examples) -> F64:
    return (1.0 - data.asks) * both[0](x[:, :-1]) + data.asks * both[1](x)


def at_threshold(found: F64, data: Examples, cut: float) -> float:
    """The log-odds from which a share of ``cut`` of the pauses inside a turn are."""
    inside = data.over == 0
    order = np.argsort(found[inside])[::-1]
    passed = np.cumsum(data.weight[inside][order]) / data.weight[inside].sum()
    last = found[inside][order][int(np.searchsorted(passed, cut))]
    return float(last)


def report(name: str, found: F64, data: Examples) -> None:
    for kind, some in (("people", data.weight == 1.0), ("requests", data.weight < 1.0)):
        over, value = data.over[some] == 1, found[some]
        if over.any() and not over.all():
            ranks = value.argsort().argsort() + 1
            ends, rest = int(over.sum()), int((~over).sum())
            area = (ranks[over].sum() - ends * (ends + 1) / 2) / (ends * rest)
            right = [
                f"{np.mean(value[over] > np.quantile(value[~over], 1 - cut)):.2f} at {cut:.0%}"
                for cut in (0.1, 0.06)
            ]
            print(
                f"{name}, {kind}: {ends} ends, {rest} pauses, area {area:.3f}, ends found {right}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="what collect.py made")
    parser.add_argument("--sentences", type=Path, required=True, help="prose, a sentence a line")
    arguments = parser.parse_args()
    prose = arguments.sentences.read_text("utf-8").splitlines()
    small = [line for line in small_things()[1::2] if line[0] != "/"]
    wording = train([*texts()[1::2], *made()], prose, small)
    paths = sorted(arguments.data.glob("*.pickle"))
    data = examples([path for path in paths if not path.stem.startswith("kept")], wording)
    threshold = EndpointSettings().done_threshold
    alone = unseen(data)
    report("Smart Turn", data.cues[:, 0], data)
    report("head, unseen", alone, data)
    shift = log_odds(threshold) - at_threshold(alone, data, ALONE)
    head = fit_head(data)
    bounded = np.clip(alone + shift, log_odds(0.0), log_odds(1.0))
    data, x = data[~data.known], np.column_stack([bounded, data.endings])[~data.known]
    both = fuse(x, data, threshold)
    folder = ROOT / "models" / "endpoint"
    folder.mkdir(exist_ok=True)
    np.savez(
        folder / "head.npz",
        weights=head.weights.astype(np.float32),
        bias=np.float32(head.bias + shift),
    )
    for name, one in zip(("READING", "ASKING"), both, strict=True):
        print(name, "=", tuple(round(float(value), 3) for value in (one.bias, *one.weights)))


if __name__ == "__main__":
    main()
