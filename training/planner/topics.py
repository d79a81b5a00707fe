"""Trains what small talk is about: writes models/planner/topics.npz.

    python training/planner/topics.py

The lines of ``phrases/topics.txt`` but for those that are measured with, beside requests for
work that ``generate.py`` puts together, and their beginnings. Softmax regression on what the
layers of the exported reader make of a text, the mean over its word pieces; a tenth of the lines
is left out first, to tell how well it knows what it has not seen. Two minutes on one core; the
seed does not matter much.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from generate import Generator  # noqa: E402
from grammar import sections  # noqa: E402

from voice_agent.measure.bench.latency import unseen_requests  # noqa: E402
from voice_agent.think.offline.answers.topics import WEIGHTS, WORK, told  # noqa: E402
from voice_agent.think.offline.reader.model import ModelReader  # noqa: E402
from voice_agent.think.offline.reading import TOOLS  # noqa: E402

F32 = NDArray[np.float32]
REQUESTS = ROOT / "tests" / "think" / "requests"
MADE = 3000  # requests that the grammar makes
SHARE = 0.25  # what one of them counts
CHANGES = ("redo", "answer")  # acts that are about work
RIDGE = 1e-3
STEPS = 200
HELD = 10  # one line in so many is left out at first


def lines() -> tuple[list[str], list[str], list[float]]:
    """Texts, their topics, and what each counts."""
    known = measured()
    said = [
        (text, topic)
        for topic, texts in sections("topics.txt").items()
        for text in texts
        if plain(text) not in known
    ]
    texts, topics = [text for text, _ in said], [topic for _, topic in said]
    generator, chance = Generator(), random.Random(5)
    work = [made.text for made in (generator.request(chance) for _ in range(MADE)) if _works(made)]
    work += [beginning(text, chance) for text in work]  # who pauses there is not in small talk
    weights = [1.0] * len(texts) + [SHARE] * len(work)
    return texts + work, topics + [WORK] * len(work), weights


def measured() -> set[str]:
    """What is said in the sets that the planner and the latency are measured on."""
    held_out = (REQUESTS / "heldout.jsonl").read_text("utf-8").splitlines()
    asked = [str(json.loads(line)["query"]) for line in held_out]
    return {plain(text) for text in (*asked, *unseen_requests())}


def plain(text: str) -> str:
    """The words of ``text`` without signs."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def beginning(text: str, chance: random.Random) -> str:
    """The first words of ``text``, two at least where there are more."""
    words = text.split()
    return " ".join(words[: chance.randint(2, max(2, len(words) - 1))])


def _works(made: object) -> bool:
    tasks = [task for task, _ in made.clauses]  # type: ignore[attr-defined]
    return any(task in TOOLS or task in CHANGES for task in tasks)


def fit(x: F32, y: NDArray[np.int64], weight: F32, count: int) -> tuple[F32, F32]:
    """Weights (features, count) and biases of a softmax regression with a ridge."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    rows, wanted = torch.tensor((x - mean) / spread), torch.tensor(y)
    counts = torch.tensor(weight / weight.sum())
    weights = torch.zeros(x.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [weights, bias], max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        optimiser.zero_grad()
        each = cross_entropy(rows @ weights + bias, wanted, reduction="none")
        total = (each * counts).sum() + RIDGE * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    found = weights.detach().numpy() / spread[:, None]
    return found, bias.detach().numpy() - mean @ found


def report(chances: F32, y: NDArray[np.int64]) -> None:
    """How often the likeliest topic is right, of all and of the surest."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == y
    for least in (0.0, 0.5, 0.8, 0.9):
        some = sure >= least
        print(f"from {least:.1f}: {some.mean():.2f} of {len(y)}, {right[some].mean():.3f} right")


def main() -> None:
    torch.manual_seed(0)
    texts, topics, counts = lines()
    names = sorted(set(topics))
    if unknown := set(topics) - set(told()):
        raise SystemExit(f"not in topics.toml: {', '.join(sorted(unknown))}")
    print(f"{counts.count(1.0)} lines, {counts.count(SHARE)} requests and beginnings")
    reader = ModelReader(ROOT / "models" / "planner")
    x = np.stack([reader.features(text) for text in texts])
    y = np.array([names.index(topic) for topic in topics])
    weight = np.array(counts, np.float32)
    held = (np.random.default_rng(0).permutation(len(y)) % HELD == 0) & (weight == 1.0)
    weights, bias = fit(x[~held], y[~held], weight[~held], len(names))
    logits = x[held] @ weights + bias
    report(torch.softmax(torch.tensor(logits), 1).numpy(), y[held])
    weights, bias = fit(x, y, weight, len(names))
    np.savez_compressed(
        ROOT / "models" / "planner" / WEIGHTS,
        topics=np.array(names),
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
    )


if __name__ == "__main__":
    main()
