"""Muon (Jordan et al. 2024) for the matrices inside the network, Adam for all else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor


def orthogonalised(matrices: Tensor, rounds: int = 5) -> Tensor:
    """[many, rows, columns] with all singular values near one, by Newton-Schulz rounds."""
    wide = matrices.shape[1] > matrices.shape[2]
    x = (matrices.transpose(1, 2) if wide else matrices).bfloat16()
    x = x / (x.float().norm(dim=(1, 2), keepdim=True) + 1e-7).bfloat16()
    for _ in range(rounds):
        a = x.transpose(1, 2) @ x
        b = -4.7750 * a + 2.0315 * (a @ a)
        x = 3.4445 * x + x @ b
    return (x.transpose(1, 2) if wide else x).float()


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised; the step has the size that Adam's would have."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.02,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            alike: dict[tuple[int, ...], list[Tensor]] = defaultdict(list)
            for p in group["params"]:
                alike[tuple(p.shape)].append(p)
            for shape, params in alike.items():
                steps = []
                for p in params:
                    state = self.state[p]
                    if not state:
                        state["momentum"] = torch.zeros_like(p)
                    state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                    steps.append(p.grad.lerp(state["momentum"], group["momentum"]))
                scale = 0.2 * max(shape) ** 0.5 * group["lr"]
                for p, update in zip(params, orthogonalised(torch.stack(steps)), strict=True):
                    p.mul_(1 - group["lr"] * group["weight_decay"]).add_(update, alpha=-scale)
