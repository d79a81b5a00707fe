"""Averages the weights of several checkpoints: between two trainings lies a better reader.

    python training/planner/blend.py runs/blend/checkpoint.pt 0.4 OLD.pt 0.6 NEW.pt

All must come from the same start (Wortsman et al. 2022, "Model soups"). Choose the shares on
the development requests.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def blend(parts: list[tuple[float, Path]]) -> dict[str, torch.Tensor]:
    """The weighted mean of the models; the shares are scaled to a sum of 1."""
    total = sum(share for share, _ in parts)
    mixed: dict[str, torch.Tensor] = {}
    for share, path in parts:
        for name, value in torch.load(path, weights_only=True)["model"].items():
            mixed[name] = mixed.get(name, torch.zeros_like(value)) + share / total * value
    return mixed


def main() -> None:
    if len(sys.argv) < 4 or len(sys.argv) % 2:
        raise SystemExit(__doc__)
    target, *rest = sys.argv[1:]
    parts = [(float(s), Path(p)) for s, p in zip(rest[::2], rest[1::2], strict=True)]
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": blend(parts)}, target)


if __name__ == "__main__":
    main()
