"""The extraction network: a spectrum's bands through time, asked for one sound.

Frames of 64 ms every 32 ms as powers of 160 bands; layers that look at neighbouring frames (dilated
convolutions one channel at a time, then gated mixtures of all channels, after Luo and Mesgarani
2019 and Kavalerov et al. 2019); what is wanted, a vector of word meanings, scales and shifts
every layer's channels (FiLM, Perez et al. 2018).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

RATE = 32_000
WINDOW = 2048
HOP = 1024
BINS = WINDOW // 2 + 1
# Bins: 31 Hz wide to 2 kHz, 62 Hz to 4 kHz, 125 Hz to 8 kHz, 250 Hz to 16 kHz.
BANDS = (2,) * 64 + (4,) * 32 + (8,) * 32 + (16,) * 31 + (17,)
EDGES = np.cumsum((0, *BANDS))  # first bin of each band, and the last one's end
ASKED = 320  # dimensions of what is asked for: the words' meaning and the classes'
SCALE = 0.25  # of the natural logarithm of power, as the network sees it
_ASKED_LEVEL = 12.0  # brings directions of length one in 160 dimensions to a deviation of one


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    width: int = 256
    wish: int = 128  # of what is asked for, inside
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 1)  # frames, one for each layer
    kernel: int = 5

    def document(self) -> dict[str, object]:
        return asdict(self)


class Layer(nn.Module):
    """Neighbouring frames, then all channels, in the light of what is asked for."""

    def __init__(self, shape: Shape, dilation: int) -> None:
        super().__init__()
        width = shape.width
        self.norm = nn.LayerNorm(width)
        self.film = nn.Linear(shape.wish, 2 * width)
        self.near = nn.Conv1d(
            width, width, shape.kernel, dilation=dilation, groups=width,
            padding=dilation * (shape.kernel // 2),
        )  # fmt: skip
        self.into = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width, bias=False)
        nn.init.zeros_(self.out.weight)
        nn.init.normal_(self.film.weight, std=0.03)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, wish: Tensor) -> Tensor:
        scale, shift = self.film(wish)[:, None].chunk(2, -1)
        y = self.norm(x) * (1.0 + scale) + shift
        y = y + self.near(y.transpose(1, 2)).transpose(1, 2)
        a, b = self.into(y).chunk(2, -1)
        return x + self.out(a * F.silu(b))


class Extractor(nn.Module):
    """From a mixture's bands and what is asked for to a soft mask, and when it sounds."""

    def __init__(self, shape: Shape = Shape()) -> None:
        super().__init__()
        self.shape = shape
        self.wish = nn.Sequential(
            nn.Linear(ASKED, shape.wish), nn.SiLU(), nn.Linear(shape.wish, shape.wish), nn.SiLU()
        )
        self.enter = nn.Linear(len(BANDS), shape.width)
        self.place = nn.Linear(shape.wish, shape.width)
        self.layers = nn.ModuleList(Layer(shape, dilation) for dilation in shape.dilations)
        self.norm = nn.LayerNorm(shape.width)
        self.film = nn.Linear(shape.wish, 2 * shape.width)
        self.leave = nn.Linear(shape.width, len(BANDS))
        self.when = nn.Linear(shape.width, 1)

    def forward(self, bands: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        """``SCALE`` times the logarithm of the bands' powers [batch, frames, bands] at a level
        of one, and [batch, ASKED], to the mask's log-odds [batch, frames, bands] and those of
        the sound being there [batch, frames]."""
        wish = self.wish(asked * _ASKED_LEVEL)
        x = self.enter(bands) + self.place(wish)[:, None]
        for layer in self.layers:
            x = layer(x, wish)
        scale, shift = self.film(wish)[:, None].chunk(2, -1)
        x = self.norm(x) * (1.0 + scale) + shift
        return self.leave(x), self.when(x)[..., 0]
