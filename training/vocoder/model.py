"""The vocoder's network: mel and F0 of each frame to the spectra that make its sound.

ConvNeXt blocks along time (Liu et al. 2022, arXiv 2201.03545; for vocoders Siuzdak 2023,
arXiv 2306.00814), 80 frames a second. For each bin of the spectrum it tells what the pulses'
spectrum is multiplied by, and what is added with phases of the network's own: noise, and
whatever in voiced speech is not of the pulses.

Besides mel and F0 it sees what the acoustic model's encoder makes of the phonemes: which part
of voiced speech is creaky or breathy, and how, follows from them better than from the mel.

Shapes: B utterances, T steps of 25 ms, F = 2 T mel frames, K = 601 bins,
the lower H of them harmonic.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from voice_agent.speak import mel as mels

LOG_F0_MEAN, LOG_F0_SCALE = 5.2, 0.4  # of ln(Hz)
MEL_MEAN, MEL_SCALE = -7.0, 2.0  # nepers
LEVEL_MEAN, LEVEL_SCALE = -8.0, 2.0  # nepers


@dataclass(frozen=True)
class Size:
    bands: int = mels.BANDS
    bins: int = mels.BINS
    harmonic_bins: int = 400  # to 8 kHz: nothing above comes from the pulses
    width: int = 256
    inner: int = 640
    blocks: int = 6
    hidden: int = 256  # width of the acoustic model's encoder
    kernel: int = 7

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Spectra:
    """Levels in nepers; phases as cosine and sine, shorter than 1 where they are not sure."""

    harmonic: Tensor  # (B, F, H)
    harmonic_phase: Tensor  # (B, F, H, 2)
    free: Tensor  # (B, F, K)
    free_phase: Tensor  # (B, F, K, 2)


class Block(nn.Module):
    """Each channel along time, then the channels together; added to the input."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        width = size.width
        self.along = nn.Conv1d(width, width, size.kernel, padding=size.kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, size.inner)
        self.narrow = nn.Linear(size.inner, width)
        self.scale = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: Tensor) -> Tensor:
        new = self.norm(self.along(x.transpose(1, 2)).transpose(1, 2))
        return x + self.scale * self.narrow(F.gelu(self.widen(new)))


class Network(nn.Module):
    """mel (B, F, 80) in nepers, f0 (B, F) in Hz, 0 unvoiced, and phonemes to ``Spectra``.

    The phonemes come as the encoder's output laid out in time (B, T, hidden) and the place of
    each step in its symbol (B, T, 3).
    """

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.enter = nn.Conv1d(size.bands + 2, size.width, size.kernel, padding=size.kernel // 2)
        self.phonemes = nn.Linear(size.hidden + 3, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.blocks))
        self.norm = nn.LayerNorm(size.width)
        both = size.harmonic_bins + size.bins
        self.levels = nn.Linear(size.width, both)
        self.phases = nn.Linear(size.width, 2 * both)

    def forward(self, mel: Tensor, f0: Tensor, laid: Tensor, place: Tensor) -> Spectra:
        voiced = (f0 > 1.0).to(mel.dtype)
        height = (torch.log(f0.clamp(min=50.0)) - LOG_F0_MEAN) / LOG_F0_SCALE * voiced
        seen = torch.cat(
            [(mel - MEL_MEAN) / MEL_SCALE, height[..., None], voiced[..., None]], dim=-1
        )
        x = self.enter(seen.transpose(1, 2)).transpose(1, 2)
        known = self.phonemes(torch.cat([laid, place], dim=-1))
        x = x + known.repeat_interleave(2, dim=1)
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        levels = self.levels(x) * LEVEL_SCALE + LEVEL_MEAN
        phases = self.phases(x).reshape(*levels.shape, 2)
        cut = self.size.harmonic_bins
        return Spectra(
            levels[..., :cut], phases[..., :cut, :], levels[..., cut:], phases[..., cut:, :]
        )
