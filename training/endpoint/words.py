"""Trains the two models of wording: writes models/endpoint/words.npz.

    python training/endpoint/words.py --sentences FILE

FILE has sentences of prose, one a line (the transcripts of LJ Speech, say); requests are those of
``tests/think/requests/dev.jsonl``, beside them what people say in passing. A request is an
example of "finished", its beginnings are examples of "not yet"; requests and their beginnings are
examples of "asks", prose is not.
Logistic regression by AdaGrad (Duchi et al. 2011) over hashed features; seconds on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from voice_agent.hear.wording import SIZE, closed, features, words  # noqa: E402

REQUESTS = ROOT / "tests" / "think" / "requests" / "dev.jsonl"
SMALL_TALK = ROOT / "training" / "fastspeech2" / "texts" / "small_talk.list"
HELD_OUT = 100  # requests of the report, unknown to the models that are reported on
BEGINNINGS = 4  # of each sentence
PASSES = 8
BATCH = 256
RATE = 0.3
DECAY = 1e-5


@dataclass(frozen=True)
class Models:
    """Weights (SIZE,) of "finished" and "asks", and their biases."""

    finished: NDArray[np.float64]
    asks: NDArray[np.float64]
    biases: tuple[float, float]

    def closed(self, text: str) -> float:
        return closed(text, self.finished, self.asks, self.biases)


def requests() -> list[str]:
    lines = REQUESTS.read_text("utf-8").splitlines()
    return [json.loads(line)["query"].strip() for line in lines]


def beginnings(said: list[str], random: np.random.Generator) -> list[list[str]]:
    places = np.arange(1, len(said))
    chosen = random.choice(places, min(BEGINNINGS, len(places)), replace=False)
    return [said[:place] for place in chosen]


def train(asked: Sequence[str], prose: Sequence[str]) -> Models:
    random = np.random.default_rng(1)
    whole = [said for said in map(words, asked) if len(said) > 1]
    parts = [part for said in whole for part in beginnings(said, random)]
    read = [said for said in map(words, prose) if len(said) > 1]
    read += [part for said in read for part in beginnings(said, random)[:1]]
    chat = [words(line) for line in SMALL_TALK.read_text("utf-8").splitlines() if line.strip()]
    finished, one = _fit(whole + 3 * chat, parts, random)
    asks, two = _fit(whole + parts + chat, read, random)
    return Models(finished, asks, (one, two))


def _fit(
    yes: list[list[str]], no: list[list[str]], random: np.random.Generator
) -> tuple[NDArray[np.float64], float]:
    """Logistic regression in which both kinds count alike."""
    x = np.array([features(said) for said in yes + no])
    y = np.repeat([1.0, 0.0], [len(yes), len(no)])
    count = np.where(y == 1.0, len(y) / 2 / len(yes), len(y) / 2 / len(no))
    weights, squares = np.zeros(SIZE), np.full(SIZE, 1e-8)
    bias, square = 0.0, 1e-8
    for _ in range(PASSES):
        order = random.permutation(len(y))
        for start in range(0, len(y), BATCH):
            some = order[start : start + BATCH]
            chance = 1.0 / (1.0 + np.exp(-(weights[x[some]].sum(axis=1) + bias)))
            error = count[some] * (chance - y[some]) / len(some)
            slope = DECAY * weights
            slope += np.bincount(x[some].ravel(), np.repeat(error, x.shape[1]), SIZE)
            squares += slope**2
            weights -= RATE * slope / np.sqrt(squares)
            square += float(error.sum()) ** 2
            bias -= RATE * float(error.sum()) / square**0.5
    return weights, bias


def area(yes: list[float], no: list[float]) -> float:
    """Area under the curve: how often a finished sentence scores above a beginning."""
    one, two = np.array(yes)[:, None], np.array(no)[None]
    return float(np.mean(one > two) + 0.5 * np.mean(one == two))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=Path, required=True, help="prose, a sentence a line")
    prose = parser.parse_args().sentences.read_text("utf-8").splitlines()
    random = np.random.default_rng(2)
    asked = requests()
    order = random.permutation(len(asked))
    known = train([asked[i] for i in order[HELD_OUT:]], prose[500:])
    for name, texts in (("requests", [asked[i] for i in order[:HELD_OUT]]), ("prose", prose[:500])):
        said = [each for each in map(words, texts) if len(each) > 3]
        yes = [known.closed(" ".join(each)) for each in said]
        no = [known.closed(" ".join(p)) for each in said for p in beginnings(each, random)]
        print(
            f"{name}, unseen: area {area(yes, no):.3f}, mean {np.mean(yes):.2f} {np.mean(no):.2f}"
        )
    models = train(asked, prose)
    folder = ROOT / "models" / "endpoint"
    folder.mkdir(exist_ok=True)
    np.savez_compressed(
        folder / "words.npz",
        finished=models.finished.astype(np.float16),
        asks=models.asks.astype(np.float16),
        biases=np.array(models.biases, np.float32),
    )


if __name__ == "__main__":
    main()
