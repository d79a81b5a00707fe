"""Trains the two models of wording: writes models/endpoint/words.npz.

    python training/endpoint/words.py --sentences FILE

FILE has sentences of prose, one a line (the transcripts of LJ Speech, say). Requests are those of
``tests/think/requests/dev.jsonl`` and a hundred thousand that ``training/planner`` puts together;
beside them what people say in passing (``short.txt``, but for the lines kept for development) and
twenty thousand everyday sentences (``everyday.txt``, but for those that are measured with). They
are examples of "finished", their beginnings are examples of "not yet"; both are examples of
"asks", prose is not. Logistic regression by AdaGrad (Duchi et al. 2011) over hashed features; half
a minute on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "planner")]

from generate import Generator  # noqa: E402
from grammar import Token, choose  # noqa: E402
from noise import Noise  # noqa: E402

from voice_agent.hear.wording import SENTENCE, SIZE, features, judge, words  # noqa: E402
from voice_agent.measure.bench.latency import REQUESTS, unseen_requests  # noqa: E402
from voice_agent.measure.data.turn_requests import TEXTS  # noqa: E402

BY_HAND = ROOT / "tests" / "think" / "requests"
SHORT = ROOT / "training" / "endpoint" / "short.txt"
SMALL_TALK = ROOT / "training" / "fastspeech2" / "texts" / "small_talk.list"
SENTENCES = ROOT / "training" / "endpoint" / "everyday.txt"
EVERYDAY = 20_000  # sentences of it
MADE = 100_000  # requests that the planner's grammar makes
NOISY = 4  # one in so many with the noises of typing and of recognisers
BEGINNINGS = 4  # of each sentence
PASSES = 4
CHAT = 30  # times that each line of small talk counts
BATCH = 256
RATE = 0.3
DECAY = 1e-5


@dataclass(frozen=True)
class Models:
    """Weights (SIZE,) of "finished" and "asks", and their biases."""

    finished: NDArray[np.float64]
    asks: NDArray[np.float64]
    biases: tuple[float, float]

    def judge(self, text: str) -> tuple[float, float]:
        return judge(text, self.finished, self.asks, self.biases)

    def closed(self, text: str) -> float:
        return self.judge(text)[0]


def requests(name: str = "dev") -> list[str]:
    """Requests written by hand."""
    lines = (BY_HAND / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["query"].strip() for line in lines]


class NoNoise(Noise):
    """Leaves a request as it was put together."""

    def apply(self, tokens: list[Token], chance: random.Random) -> list[Token]:
        return tokens


def made(count: int = MADE) -> list[str]:
    """Requests of the planner's grammar, always the same ones."""
    noisy, clean, chance = Generator(), Generator(), random.Random(3)
    clean.noise = NoNoise()
    sources = [noisy if number % NOISY == 0 else clean for number in range(count)]
    return [source.request(chance).text for source in sources]


def small_things() -> list[str]:
    """The lines of ``short.txt``; one for development begins with "/"."""
    lines = SHORT.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def everyday(count: int = EVERYDAY) -> list[str]:
    """Sentences put together from ``everyday.txt``, each once, always the same ones."""
    lines = SENTENCES.read_text("utf-8").splitlines()
    read = [line for line in lines if line.strip() and line[0] != "#"]
    lists = dict(line.split(": ") for line in read[: read.index(".")])
    patterns, chance = read[read.index(".") + 1 :], random.Random(4)
    found: dict[str, None] = {}
    while len(found) < count:
        text = chance.choice(patterns)
        while slot := re.search(r"\{(\w+)\}", text := choose(text, chance)):
            filled = chance.choice(lists[slot[1]].split(", "))
            text = text[: slot.start()] + filled + text[slot.end() :]
        found[" ".join(text.split())] = None
    measured = {tuple(words(text)) for text in (*REQUESTS, *unseen_requests(), *TEXTS)}
    return [text for text in found if tuple(words(text)) not in measured]


def beginnings(said: list[str], rng: np.random.Generator) -> list[list[str]]:
    places = np.arange(1, len(said))
    chosen = rng.choice(places, min(BEGINNINGS, len(places)), replace=False)
    return [said[:place] for place in chosen]


def train(asked: Sequence[str], prose: Sequence[str], small: Sequence[str]) -> Models:
    """``asked``: requests; ``small``: other things that people say to an assistant."""
    rng = np.random.default_rng(1)
    whole = [said for said in map(words, [*asked, *everyday()]) if len(said) > 1]
    parts = [part for said in whole for part in beginnings(said, rng)]
    read = [said for said in map(words, prose) if len(said) > 1]
    read += [part for said in read for part in beginnings(said, rng)[:1]]
    talk = [line for line in SMALL_TALK.read_text("utf-8").splitlines() if line.strip()]
    chat = [words(SENTENCE.split(line)[-1]) for line in (*talk, *small)]
    finished, one = _fit(whole + CHAT * chat, parts, rng)
    asks, two = _fit(whole + parts + chat, read, rng)
    return Models(finished, asks, (one, two))


def _fit(
    yes: list[list[str]], no: list[list[str]], rng: np.random.Generator
) -> tuple[NDArray[np.float64], float]:
    """Logistic regression in which both kinds count alike."""
    x = np.array([features(said) for said in yes + no])
    y = np.repeat([1.0, 0.0], [len(yes), len(no)])
    count = np.where(y == 1.0, len(y) / 2 / len(yes), len(y) / 2 / len(no))
    weights, squares = np.zeros(SIZE), np.full(SIZE, 1e-8)
    bias, square = 0.0, 1e-8
    for _ in range(PASSES):
        order = rng.permutation(len(y))
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
    rng = np.random.default_rng(2)
    invented = made()
    small = [line for line in small_things() if line[0] != "/"]
    known = train([*requests(), *invented], prose[500:], small)
    unseen = [*requests("dev2"), *requests("dev3")]
    for name, texts in (("requests", unseen), ("prose", prose[:500])):
        said = [each for each in map(words, texts) if 2 < len(each) < 30]
        yes = [known.closed(" ".join(each)) for each in said]
        no = [known.closed(" ".join(p)) for each in said for p in beginnings(each, rng)]
        found = float(np.mean(np.array(yes) > np.quantile(no, 0.9)))
        print(f"{name}, unseen: area {area(yes, no):.3f}, {found:.2f} found at 10 % beginnings")
    kept = [known.closed(line) for line in small_things() if line[0] == "/"]
    print(
        f"small things, unseen: {np.mean(np.array(kept) > 0.5):.2f} of {len(kept)} taken for whole"
    )
    models = train([*requests(), *invented], prose, small)
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
