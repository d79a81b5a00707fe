"""What the separator is trained by, and how its outputs are judged."""

from __future__ import annotations

import torch
from torch import Tensor

from training.separator.model import stft


def snr_losses(estimates: Tensor, sources: Tensor) -> Tensor:
    """[batch]: mean negative signal-to-error ratio in dB of the better of the two orders.

    Not scale-invariant, as the outputs are to add up to the mixture. Ends at 30 dB, and is
    defined for a silent talker too: what is left in its output counts against the mixture.
    """
    mixture = sources.sum(1).pow(2).sum(-1)
    error = (estimates[:, :, None] - sources[:, None]).pow(2).sum(-1)  # [batch, output, source]
    power = sources.pow(2).sum(-1)
    floor = 1e-3 * mixture[:, None] + 1e-8
    signal = torch.maximum(power, 0.03 * mixture[:, None])
    ratios = 10 * torch.log10((error + floor[:, None]) / (signal[:, None] + floor[:, None]))
    straight = ratios[:, 0, 0] + ratios[:, 1, 1]
    crossed = ratios[:, 0, 1] + ratios[:, 1, 0]
    return torch.minimum(straight, crossed) / 2


def grouping_loss(groups: Tensor, sources: Tensor, bands: tuple[int, ...]) -> Tensor:
    """Deep clustering by whitened k-means (Wang et al. 2018), of bands instead of bins.

    How little of who is the louder talker, band by band, a linear look at ``groups`` explains:
    0 to 1. Needs no order of the talkers, so it teaches what belongs together long before the
    order is clear. Loud bands count more.
    """
    batch = len(groups)
    power = stft(sources.flatten(0, 1)).pow(2).sum(-1).unflatten(0, (batch, 2))
    power = torch.stack([part.sum(-1) for part in power.split(list(bands), -1)], -1)
    total = power.sum(1).flatten(1)  # [batch, frames * bands]
    weight = (total / total.amax(1, keepdim=True)).pow(0.15) * (total > 1e-4 * total.amax(1, True))
    weight = (weight / weight.sum(1, keepdim=True)).sqrt()[..., None]
    first = (power[:, 0] > power[:, 1]).flatten(1).float()
    truth = torch.stack([first, 1 - first], -1) * weight
    found = groups.flatten(1, 2) * weight
    own = found.transpose(1, 2) @ found + 1e-3 * torch.eye(found.shape[-1])
    cross = found.transpose(1, 2) @ truth
    explained = torch.linalg.solve(own, cross).transpose(1, 2) @ cross
    sizes = truth.pow(2).sum(1) + 1e-4
    return 2.0 - (explained.diagonal(dim1=1, dim2=2) / sizes).sum(1).mean()


def si_sdr(estimates: Tensor, sources: Tensor) -> Tensor:
    """[..., samples] to dB (Le Roux et al. 2019)."""
    gain = (estimates * sources).sum(-1, keepdim=True) / (
        sources.pow(2).sum(-1, keepdim=True) + 1e-9
    )
    target = gain * sources
    return 10 * torch.log10(
        target.pow(2).sum(-1) / ((estimates - target).pow(2).sum(-1) + 1e-9) + 1e-9
    )


def improvements(estimates: Tensor, sources: Tensor) -> Tensor:
    """[batch]: mean gain in SI-SDR over the mixture, the better of the two orders."""
    before = si_sdr(sources.sum(1, keepdim=True).expand_as(sources), sources).mean(1)
    straight = si_sdr(estimates, sources).mean(1)
    crossed = si_sdr(estimates.flip(1), sources).mean(1)
    return torch.maximum(straight, crossed) - before
