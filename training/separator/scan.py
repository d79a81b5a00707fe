"""The gated linear recurrence of the separator: compiled for training, plain for export."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812


@cache
def compiled() -> Any:
    """The C++ kernels; built at the first use."""
    from torch.utils.cpp_extension import load

    return load(
        name="separator_scan",
        sources=[str(Path(__file__).with_name("scan.cpp"))],
        extra_cflags=["-O3", "-march=native", "-ffast-math"],
    )


@torch.library.custom_op("separator::scan", mutates_args=())
def scan(z: Tensor, n: Tensor) -> Tensor:
    """``h[t] = (1 - z[t]) h[t-1] + z[t] n[t]`` over [sequences, steps, channels]; the second
    half of the channels runs backwards in time."""
    return compiled().scan(z.contiguous(), n.contiguous())


@scan.register_fake
def _(z: Tensor, n: Tensor) -> Tensor:
    return torch.empty_like(z, memory_format=torch.contiguous_format)


@torch.library.custom_op("separator::scan_backward", mutates_args=())
def scan_backward(g: Tensor, z: Tensor, n: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    dz, dn = compiled().scan_backward(g.contiguous(), z.contiguous(), n.contiguous(), h)
    return dz, dn


@scan_backward.register_fake
def _(g: Tensor, z: Tensor, n: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    return torch.empty_like(h), torch.empty_like(h)


def _setup(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
    ctx.save_for_backward(*inputs, output)


def _backward(ctx: Any, g: Tensor) -> tuple[Tensor, Tensor]:
    z, n, h = ctx.saved_tensors
    return scan_backward(g, z, n, h)


scan.register_autograd(_backward, setup_context=_setup)


def plain_scan(z: Tensor, n: Tensor) -> Tensor:
    """The same in operations that every runtime has."""
    half = z.shape[-1] // 2
    forwards = _chunked(z[..., :half], n[..., :half])
    backwards = _chunked(z[..., half:].flip(1), n[..., half:].flip(1)).flip(1)
    return torch.cat([forwards, backwards], -1)


def _chunked(z: Tensor, n: Tensor, size: int = 16) -> Tensor:
    """Inside chunks first, then from chunk to chunk."""
    rows, steps, channels = z.shape
    more = (0, 0, 0, -steps % size)
    split = (rows, -1, size, channels)
    keep = F.pad(1.0 - z, more, value=1.0).reshape(split)
    keep, value = _doubled(keep, F.pad(z * n, more).reshape(split), 2)
    _, ends = _doubled(keep[:, :, -1], value[:, :, -1], 1)
    carried = F.pad(ends[:, :-1], (0, 0, 1, 0))[:, :, None]
    return (value + keep * carried).reshape(rows, -1, channels)[:, :steps]


def _doubled(keep: Tensor, value: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    """Running products of ``keep`` and the recurrence along ``axis``, by doubling strides."""
    stride, steps = 1, value.shape[axis]
    behind = (0, 0) * (value.ndim - 1 - axis)
    while stride < steps:
        shift = (*behind, stride, 0)
        value = value + keep * F.pad(value.narrow(axis, 0, steps - stride), shift)
        keep = keep * F.pad(keep.narrow(axis, 0, steps - stride), shift, value=1.0)
        stride *= 2
    return keep, value
