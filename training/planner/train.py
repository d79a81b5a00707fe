"""Trains the reader on generated requests; stops and resumes at any time.

    python training/planner/train.py --encoder DIRECTORY --corpus FILE --steps 4000

``--encoder`` holds ``model.safetensors`` and ``tokenizer.json`` of all-MiniLM-L6-v2. A
checkpoint goes to ``training/planner/runs/NAME`` every 50 steps; the same command continues
from it. About 0.5 s a step on one CPU core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from generate import Generator, Request  # noqa: E402
from mining import Miner  # noqa: E402
from model import Reader, load_encoder  # noqa: E402
from rephrase import Rephraser  # noqa: E402

from voice_agent.think.offline.reader.encoding import TAGS, TASKS, load_tokenizer, pieces_of  # noqa: E402

_IGNORED = -100
_FLAG_WEIGHT = 3.0  # a missed clause costs a whole step
_POOL = 4  # batches drawn together and sorted by length, so that little is padding


def encode(request: Request, tokenizer: object) -> dict[str, list[int]]:
    """Ids and labels of a request; labels sit on the first piece of each word."""
    ids, first = pieces_of(tokenizer, request.words)
    labels = {name: [_IGNORED] * len(ids) for name in ("task", "tag", "start", "first")}
    for word, piece in enumerate(first):
        labels["task"][piece] = TASKS.index(request.tasks[word])
        labels["tag"][piece] = TAGS.index(request.roles[word])
        labels["start"][piece] = int(request.starts[word])
        labels["first"][piece] = int(request.first[word])
    return {"ids": ids, **labels}


@dataclass
class Source:
    """Where training requests come from; ``miner`` leaves out most that are easy."""

    generator: Generator
    rephraser: Rephraser
    tokenizer: object
    miner: Miner | None = None

    def item(self, chance: random.Random) -> dict[str, list[int]]:
        while True:
            request = self.rephraser.apply(self.generator.request(chance), chance)
            item = encode(request, self.tokenizer)
            if self.miner is None or self.miner.keeps(item, chance):
                return item

    def batches(self, size: int, seed: int) -> Iterator[list[dict[str, list[int]]]]:
        """Endless batches; ``seed`` is advanced by the caller when it resumes."""
        chance = random.Random(seed)
        while True:
            pool = [self.item(chance) for _ in range(size * _POOL)]
            pool.sort(key=lambda item: len(item["ids"]))
            groups = [pool[i : i + size] for i in range(0, len(pool), size)]
            chance.shuffle(groups)
            yield from groups


def collate(items: list[dict[str, list[int]]]) -> dict[str, Tensor]:
    longest = max(len(item["ids"]) for item in items)
    padded = {}
    for name in items[0]:
        fill = 0 if name == "ids" else _IGNORED
        padded[name] = torch.tensor([i[name] + [fill] * (longest - len(i[name])) for i in items])
    lengths = torch.tensor([len(item["ids"]) for item in items])
    padded["mask"] = (torch.arange(longest)[None] < lengths[:, None]).long()
    return padded


def loss_of(model: Reader, batch: dict[str, Tensor]) -> tuple[Tensor, list[float]]:
    """Sum of the four losses, and each of them for the log."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        task, tag, flags = model(batch["ids"], batch["mask"])
    entropy = nn.functional.cross_entropy
    parts = [
        entropy(task.float().flatten(0, 1), batch["task"].flatten(), label_smoothing=0.05),
        entropy(tag.float().flatten(0, 1), batch["tag"].flatten()),
    ]
    for index, name in enumerate(("start", "first")):
        known = batch[name] != _IGNORED
        logits = flags.float()[..., index][known]
        parts.append(
            _FLAG_WEIGHT
            * nn.functional.binary_cross_entropy_with_logits(logits, batch[name][known].float())
        )
    return sum(parts[1:], parts[0]), [part.item() for part in parts]


def train(arguments: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    tokenizer = load_tokenizer(str(arguments.encoder / "tokenizer.json"))
    model = Reader(len(TASKS), len(TAGS))
    load_encoder(model.encoder, arguments.encoder / "model.safetensors")
    if arguments.init:
        model.load_state_dict(torch.load(arguments.init, weights_only=True)["model"])
    frozen = [model.encoder.pieces, model.encoder.places, model.encoder.norm]
    for part in (*frozen, *model.encoder.layers[: arguments.frozen]):
        part.requires_grad_(False)  # rare words keep their meaning, and steps are faster
    model.encoder.kind.requires_grad_(False)
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder")]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": arguments.rate}, {"params": heads, "lr": 10 * arguments.rate}],
        weight_decay=0.01,
        fused=True,
    )
    warm = max(1, min(150, arguments.steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, max(0.02, 1 - step / arguments.steps)),
    )
    checkpoint = HERE / "runs" / arguments.name / "checkpoint.pt"
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    step = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
    source = Source(
        Generator(arguments.corpus),
        Rephraser(arguments.encoder, arguments.near, arguments.hidden),
        tokenizer,
        Miner(arguments.mine, arguments.share) if arguments.mine else None,
    )
    model.train()
    began, seen = time.monotonic(), [0.0] * 4
    for items in source.batches(arguments.batch, arguments.seed * 1_000_003 + step):
        if step >= arguments.steps:
            break
        loss, parts = loss_of(model, collate(items))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimiser.step()
        schedule.step()
        step += 1
        seen = [a + b for a, b in zip(seen, parts, strict=True)]
        if step % 20 == 0:
            shown = " ".join(f"{part / 20:.3f}" for part in seen)
            print(
                f"{step} task/tag/start/first {shown} {time.monotonic() - began:.0f}s", flush=True
            )
            seen = [0.0] * 4
        if step % 50 == 0 or step == arguments.steps:
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "step": step,
            }
            partial = checkpoint.with_suffix(".part")
            torch.save(state, partial)
            partial.replace(checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--name", default="reader")
    parser.add_argument("--init", type=Path, help="a checkpoint to start from")
    parser.add_argument("--mine", type=Path, help="an exported reader; learn from its mistakes")
    parser.add_argument("--share", type=float, default=0.12, help="kept of what it reads right")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--frozen", type=int, default=2, help="lower layers that stay as they are")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--near", type=float, default=0.12, help="most words exchanged")
    parser.add_argument("--hidden", type=float, default=0.03, help="most words hidden")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
