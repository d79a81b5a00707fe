"""The learned filter of the vocoder, and the same synthesis as in serving, differentiable.

The network sees the mel spectrogram and F0 and corrects the direct envelopes bin by bin: how
loud the harmonics, at which phase, how loud the noise. Four ConvNeXt blocks (Liu et al. 2022)
over frames. ``synthesise`` mirrors ``voice_agent.speak.vocoder`` and a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training.fastspeech2.model import LOG_F0_MEAN, LOG_F0_SCALE, MEL_MEAN, MEL_SCALE
from voice_agent.speak import mel as mels
from voice_agent.speak import vocoder


@dataclass(frozen=True)
class FilterSize:
    width: int = 256
    inner: int = 768
    blocks: int = 4


class ConvNeXt(nn.Module):
    """Depthwise convolution over time, then a gated mixing of channels, added to the input."""

    def __init__(self, size: FilterSize) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(size.width, size.width, 7, padding=3, groups=size.width)
        self.norm = nn.LayerNorm(size.width)
        self.widen = nn.Linear(size.width, size.inner)
        self.narrow = nn.Linear(size.inner, size.width)
        self.scale = nn.Parameter(torch.full((size.width,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        """x (B, width, F)."""
        new = self.norm(self.depthwise(x).transpose(1, 2))
        new = self.narrow(F.gelu(self.widen(new))) * self.scale
        return x + new.transpose(1, 2)


class FilterNet(nn.Module):
    """mel (B, F, 80), f0 (B, F), comb (B, F, bins) -> harmonic, phase, noise (B, F, bins)."""

    def __init__(self, size: FilterSize) -> None:
        super().__init__()
        self.enter = nn.Conv1d(mels.BANDS + 2, size.width, 5, padding=2)
        self.norm = nn.LayerNorm(size.width)
        self.blocks = nn.ModuleList(ConvNeXt(size) for _ in range(size.blocks))
        self.last = nn.LayerNorm(size.width)
        self.read = nn.Linear(size.width, 3 * mels.BINS)
        nn.init.normal_(self.read.weight, std=1e-3)
        nn.init.zeros_(self.read.bias)
        bank = torch.from_numpy(mels.filterbank())
        self.register_buffer("bank", bank.T.contiguous(), persistent=False)
        self.register_buffer(
            "noise_level", 0.5 * torch.log(bank.sum(dim=1)), persistent=False
        )
        below, share = vocoder.bin_weights()
        spread = np.zeros((mels.BANDS, mels.BINS), np.float32)
        spread[below, np.arange(mels.BINS)] += 1.0 - share
        spread[below + 1, np.arange(mels.BINS)] += share
        self.register_buffer("spread", torch.from_numpy(spread), persistent=False)
        hz = torch.linspace(0, mels.RATE / 2, mels.BINS)
        voicing = torch.sigmoid((vocoder.CROSSOVER - hz) / 1000.0)
        self.register_buffer("prior_harmonic", 0.5 * torch.log(voicing + 1e-3), persistent=False)
        self.register_buffer("prior_noise", 0.5 * torch.log(1.02 - voicing), persistent=False)

    def forward(self, mel: Tensor, f0: Tensor, comb: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        voiced = (f0 > vocoder.VOICED_ABOVE).to(mel.dtype)[..., None]
        height = (torch.log(f0.clamp(min=50.0))[..., None] - LOG_F0_MEAN) / LOG_F0_SCALE * voiced
        x = torch.cat([(mel - MEL_MEAN) / MEL_SCALE, height, voiced], dim=-1)
        x = self.enter(x.transpose(1, 2))
        x = self.norm(x.transpose(1, 2)).transpose(1, 2)
        for block in self.blocks:
            x = block(x)
        out = self.read(self.last(x.transpose(1, 2)))
        harmonic, phase, noise = out.chunk(3, dim=-1)
        comb_level = 0.5 * torch.log(comb @ self.bank + 1e-4)
        harmonic = harmonic + self.prior_harmonic + (mel - comb_level) @ self.spread
        noise = noise + (mel - self.noise_level) @ self.spread
        noise = noise + self.prior_noise * voiced
        return harmonic, phase, noise


class Synthesis(nn.Module):
    """Source, filter and overlap-add as in serving, for segments in a batch."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.from_numpy(mels.hann()), persistent=False)

    def source(self, train: Tensor, frames: int) -> Tensor:
        """Pulses (B, frames * HOP) -> spectra (B, frames, bins)."""
        half = mels.WINDOW // 2
        blocks = F.pad(train, (half, half)).unfold(1, mels.WINDOW, mels.HOP)[:, :frames]
        return torch.fft.rfft(blocks * (self.window / (mels.WINDOW / 4)), dim=-1)

    def forward(self, source: Tensor, harmonic: Tensor, phase: Tensor, noise: Tensor) -> Tensor:
        level = torch.exp(harmonic.clamp(min=vocoder.QUIETEST, max=6.0))
        z = torch.randn(*noise.shape, 2, device=noise.device)
        z = torch.view_as_complex(z) * float(vocoder.NOISE_GAIN)
        hiss = torch.exp(noise.clamp(min=vocoder.QUIETEST, max=6.0))
        spectra = source * torch.polar(level, phase) + z * hiss
        return self.overlap_add(spectra)

    def overlap_add(self, spectra: Tensor) -> Tensor:
        batch, frames, _ = spectra.shape
        blocks = torch.fft.irfft(spectra, n=mels.WINDOW, dim=-1) * self.window
        total = F.fold(
            blocks.transpose(1, 2),
            output_size=(1, (frames - 1) * mels.HOP + mels.WINDOW),
            kernel_size=(1, mels.WINDOW),
            stride=(1, mels.HOP),
        ).reshape(batch, -1)
        half = mels.WINDOW // 2
        return total[:, half : half + frames * mels.HOP] * (mels.WINDOW / 4 / 1.5)
