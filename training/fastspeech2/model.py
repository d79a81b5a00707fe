"""FastSpeech 2 (Ren et al. 2020, arXiv 2006.04558): what is trained and what is exported.

Encoder and decoder are feed-forward Transformer blocks (pre-norm, rotary positions, a
convolution of kernel 3 as feed-forward, as in the paper). The variance adaptor predicts the
duration and energy of each symbol, and the F0 of each frame as log-F0 with a voicing
decision, not as the paper's wavelet spectrogram: singing and style transfer hand an F0
contour in, and a contour is what the vocoder needs back. The decoder runs at 40 Hz and emits
two mel frames a step, which halves its cost.

Shapes: B utterances, S symbols, T steps of 25 ms, F = 2 T mel frames.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

FRAMES_PER_STEP = 2
LOG_F0_MEAN, LOG_F0_SCALE = 5.2, 0.4  # of ln(Hz): about 180 Hz, a factor of 1.5
MEL_MEAN, MEL_SCALE = -7.0, 2.0  # nepers
ENERGY_MEAN, ENERGY_SCALE = -4.5, 2.0  # nepers


@dataclass(frozen=True)
class Size:
    symbols: int = 64
    bands: int = 80
    width: int = 256
    heads: int = 2
    inner: int = 512
    encoder_blocks: int = 4
    decoder_blocks: int = 4
    dropout: float = 0.05

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def rotate(x: Tensor, positions: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021) of x (B, heads, T, d) at positions (T,)."""
    half = x.shape[-1] // 2
    rates = torch.exp(torch.arange(half, device=x.device) * (-9.210340371976184 / half))
    angles = positions[:, None] * rates[None]
    cosine, sine = angles.cos(), angles.sin()
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)


class Block(nn.Module):
    """Self-attention, then a convolutional feed-forward, each added to its input."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        width = size.width
        self.heads = size.heads
        self.before_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.mixed = nn.Linear(width, width)
        self.before_feed = nn.LayerNorm(width)
        self.widen = nn.Conv1d(width, size.inner, 3, padding=1)
        self.narrow = nn.Conv1d(size.inner, width, 3, padding=1)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, T, width), mask (B, T) true where there is something."""
        batch, steps, width = x.shape
        positions = torch.arange(steps, device=x.device, dtype=x.dtype)
        q, k, v = (
            part.reshape(batch, steps, self.heads, width // self.heads).transpose(1, 2)
            for part in self.qkv(self.before_attention(x)).chunk(3, dim=-1)
        )
        q, k = rotate(q, positions), rotate(k, positions)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = self.mixed(seen.transpose(1, 2).reshape(batch, steps, width))
        x = x + self.dropout(seen)
        fed = self.before_feed(x) * mask[..., None]
        fed = self.widen(fed.transpose(1, 2))
        fed = self.narrow(F.gelu(fed) * mask[:, None])
        x = x + self.dropout(fed.transpose(1, 2))
        return x * mask[..., None]


class Convolutions(nn.Module):
    """The predictors' body: convolutions with normalisation, then a linear read-out."""

    def __init__(
        self, width: int, outputs: int, kernel: int, dilations: tuple[int, ...], dropout: float
    ) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv1d(width, width, kernel, padding=d * (kernel // 2), dilation=d)
            for d in dilations
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.dropout = nn.Dropout(dropout)
        self.read = nn.Linear(width, outputs)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        for layer, norm in zip(self.layers, self.norms, strict=True):
            x = x * mask[..., None]
            new = F.gelu(layer(x.transpose(1, 2)).transpose(1, 2))
            x = x + self.dropout(norm(new))
        return self.read(x)


class Encoder(nn.Module):
    """Symbols -> what each means in its sentence, and its log duration and energy."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.embed = nn.Embedding(size.symbols, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.encoder_blocks))
        self.norm = nn.LayerNorm(size.width)
        self.duration = Convolutions(size.width, 1, 3, (1, 1), 0.1)
        self.energy = Convolutions(size.width, 1, 3, (1, 1), 0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """ids (B, S) -> hidden (B, S, width), ln(1 + steps) (B, S), energy (B, S) in nepers."""
        x = self.embed(ids) * mask[..., None]
        for block in self.blocks:
            x = block(x, mask)
        x = self.norm(x)
        durations = self.duration(x, mask).squeeze(-1)
        energy = self.energy(x, mask).squeeze(-1) * ENERGY_SCALE + ENERGY_MEAN
        return x, durations, energy


class Pitch(nn.Module):
    """Symbols laid out in time -> log-F0 and voicing of each frame."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.place = nn.Linear(3, size.width)
        self.body = Convolutions(size.width, 2 * FRAMES_PER_STEP, 5, (1, 2, 4, 1), 0.1)

    def forward(self, laid: Tensor, place: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """laid (B, T, width), place (B, T, 3) -> ln F0 in Hz and voicing logit, each (B, F)."""
        batch, steps, _ = laid.shape
        out = self.body(laid + self.place(place), mask).reshape(batch, FRAMES_PER_STEP * steps, 2)
        return out[..., 0] * LOG_F0_SCALE + LOG_F0_MEAN, out[..., 1]


class Decoder(nn.Module):
    """Symbols laid out in time, with their energy and F0 -> the mel spectrogram."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.bands = size.bands
        self.place = nn.Linear(3, size.width)
        self.pitch = nn.Conv1d(2 * FRAMES_PER_STEP, size.width, 3, padding=1)
        self.energy = nn.Linear(1, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.decoder_blocks))
        self.norm = nn.LayerNorm(size.width)
        self.mel = nn.Linear(size.width, FRAMES_PER_STEP * size.bands)
        self.postnet = nn.ModuleList(
            [
                nn.Conv1d(size.bands, size.width, 5, padding=2),
                nn.Conv1d(size.width, size.width, 5, padding=2),
                nn.Conv1d(size.width, size.bands, 5, padding=2),
            ]
        )

    def forward(
        self, laid: Tensor, place: Tensor, energy: Tensor, f0: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """energy (B, T) nepers, f0 (B, F) Hz, 0 unvoiced -> mel before and after the postnet."""
        batch, steps, _ = laid.shape
        voiced = (f0 > 1.0).to(laid.dtype)
        height = (torch.log(f0.clamp(min=50.0)) - LOG_F0_MEAN) / LOG_F0_SCALE * voiced
        tune = torch.cat(
            [height.reshape(batch, steps, -1), voiced.reshape(batch, steps, -1)], dim=-1
        )
        x = laid + self.place(place) + self.pitch(tune.transpose(1, 2)).transpose(1, 2)
        x = x + self.energy((energy[..., None] - ENERGY_MEAN) / ENERGY_SCALE)
        x = x * mask[..., None]
        for block in self.blocks:
            x = block(x, mask)
        coarse = self.mel(self.norm(x)).reshape(batch, FRAMES_PER_STEP * steps, self.bands)
        frame_mask = mask.repeat_interleave(FRAMES_PER_STEP, dim=1)[:, None]
        fine = coarse.transpose(1, 2)
        for layer in self.postnet[:-1]:
            fine = torch.tanh(layer(fine * frame_mask))
        fine = coarse + self.postnet[-1](fine * frame_mask).transpose(1, 2)
        return coarse * MEL_SCALE + MEL_MEAN, fine * MEL_SCALE + MEL_MEAN


class FastSpeech2(nn.Module):
    """The three parts together, as they are trained: durations and F0 given."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(size)
        self.pitch = Pitch(size)
        self.decoder = Decoder(size)

    def lay(self, hidden: Tensor, owners: Tensor) -> Tensor:
        """Length regulation: hidden (B, S, width) gathered by owners (B, T)."""
        index = owners[..., None].expand(-1, -1, hidden.shape[-1])
        return torch.gather(hidden, 1, index)
