"""The separator: bands of a spectrum, followed through time and compared with one another.

Band splitting after Luo & Yu (2023), the alternation of narrow-band and full-band processing
and attention over whole frames after Wang et al. (2023, TF-GridNet), recurrences that are
linear in the state after Feng et al. (2024, minGRU), which leave nearly all the work to
matrix products.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training.separator.scan import plain_scan, scan

RATE = 16_000
WINDOW = 512
HOP = 256
BINS = WINDOW // 2 + 1
BANDS = (4,) * 16 + (8,) * 8 + (32,) * 3 + (33,)  # bins: 125 Hz to 2 kHz, 250 Hz, then 1 kHz
FEATURES = 3
ROUNDS = 8  # of k-means
GROUPING = 20  # dimensions in which bands of one talker are to lie together


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    width: int = 64  # channels of a band
    state: int = 64  # of the recurrence, each way
    layers: int = 5  # before the talkers are found
    after: int = 1  # and after it
    share: int = 12  # channels of a band that others see
    mixed: int = 192  # hidden units over all bands
    heads: int = 4
    key: int = 4  # of a band in a head
    bands: tuple[int, ...] = field(default=BANDS)

    def document(self) -> dict[str, object]:
        return asdict(self)


class RMSNorm(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        scale = torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + 1e-5)
        return (x.float() * scale * self.weight).to(x.dtype)


class NarrowBand(nn.Module):
    """Follows each band through time, both ways; the same weights for every band."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm = RMSNorm(shape.width)
        self.near = nn.Parameter(torch.tensor([0.0, 1.0, 0.0])[:, None].repeat(1, shape.width))
        self.into = nn.Linear(shape.width, 6 * shape.state)
        self.out = nn.Linear(2 * shape.state, shape.width, bias=False)
        nn.init.zeros_(self.out.weight)
        with torch.no_grad():  # memories of one frame to half a second
            memory = torch.linspace(0.0, 3.5, shape.state).repeat(2)
            self.into.bias[: 2 * shape.state] = -memory

    def forward(self, x: Tensor, run: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
        y = self.norm(x)  # [batch * bands, frames, width]
        w = self.near.to(y.dtype)
        padded = F.pad(y, (0, 0, 1, 1))
        y = padded[:, :-2] * w[0] + y * w[1] + padded[:, 2:] * w[2]
        z, n, gate = self.into(y).chunk(3, -1)
        h = run(torch.sigmoid(z), n)
        return self.out(h * F.silu(gate))


class FullBand(nn.Module):
    """Compares the bands of each frame: neighbours by shared weights, all of them by a
    network over a few channels of each."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        bands, share = len(shape.bands), shape.share
        self.norm = RMSNorm(shape.width)
        self.around = nn.Linear(3 * shape.width, 2 * shape.width)
        self.show = nn.Linear(shape.width, share)
        self.mix = nn.Linear(bands * share, 2 * shape.mixed)
        self.give = nn.Linear(shape.mixed, bands * share)
        self.out = nn.Linear(shape.width + share, shape.width, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor) -> Tensor:
        batch, frames, bands, _ = x.shape
        y = self.norm(x)
        padded = F.pad(y, (0, 0, 1, 1))
        a, b = self.around(torch.cat([padded[:, :, :-2], y, padded[:, :, 2:]], -1)).chunk(2, -1)
        local = a * F.silu(b)
        a, b = self.mix(self.show(y).reshape(batch, frames, -1)).chunk(2, -1)
        wide = self.give(a * F.silu(b)).reshape(batch, frames, bands, -1)
        return self.out(torch.cat([local, wide], -1))


class Attention(nn.Module):
    """Each frame looks at the frames that resemble it as a whole spectrum."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.key = shape.heads, shape.key
        self.norm = RMSNorm(shape.width)
        self.into = nn.Linear(shape.width, 2 * shape.heads * shape.key + shape.width)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.scale = nn.Parameter(torch.full((shape.heads, 1, 1), 8.0))
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor) -> Tensor:
        batch, frames, bands, width = x.shape
        keys = self.heads * self.key
        y = self.into(self.norm(x))

        def by_head(part: Tensor) -> Tensor:
            part = part.reshape(batch, frames, bands, self.heads, -1).permute(0, 3, 1, 2, 4)
            return part.reshape(batch, self.heads, frames, -1)

        q, k, v = (by_head(part) for part in y.split([keys, keys, width], -1))
        q = F.normalize(q.float(), dim=-1) * self.scale
        k = F.normalize(k.float(), dim=-1)
        weights = torch.softmax((q.to(y.dtype) @ k.to(y.dtype).transpose(-1, -2)).float(), -1)
        seen = (weights.to(y.dtype) @ v).reshape(batch, self.heads, frames, bands, -1)
        return self.out(seen.permute(0, 2, 3, 1, 4).reshape(batch, frames, bands, width))


class Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.full = FullBand(shape)
        self.narrow = NarrowBand(shape)
        self.attention = Attention(shape)

    def forward(
        self, x: Tensor, run: Callable[[Tensor, Tensor], Tensor], dtype: torch.dtype
    ) -> Tensor:
        batch, frames, bands, width = x.shape
        x = x + self.full(x.to(dtype))
        rows = x.to(dtype).transpose(1, 2).reshape(batch * bands, frames, width)
        y = self.narrow(rows, run).reshape(batch, bands, frames, width).transpose(1, 2)
        x = x + y
        return x + self.attention(x.to(dtype))


class Separator(nn.Module):
    """From a mixture's spectrum to one complex mask: the first talker is ``(1/2 + m) x``, the
    second ``(1/2 - m) x``, so they always add up to the mixture."""

    def __init__(self, shape: Shape = Shape()) -> None:
        super().__init__()
        self.shape = shape
        self.enter = nn.ModuleList(nn.Linear(FEATURES * n, shape.width) for n in shape.bands)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RMSNorm(shape.width)
        self.hidden = nn.Linear(shape.width, 2 * shape.width)
        self.leave = nn.ModuleList(nn.Linear(shape.width, 2 * n) for n in shape.bands)
        self.group = nn.Linear(shape.width, GROUPING)
        self.sharpness = nn.Parameter(torch.tensor(2.0))
        self.mark = nn.Parameter(0.3 * torch.randn(shape.width))
        self.after = nn.ModuleList(Layer(shape) for _ in range(shape.after))
        self.last = RMSNorm(shape.width)
        self.belief = nn.Parameter(torch.full((sum(shape.bands), 1), 0.4))
        for leave in self.leave:
            nn.init.zeros_(leave.weight)
            nn.init.zeros_(leave.bias)

    def forward(
        self, spectrum: Tensor, dtype: torch.dtype = torch.float32, *, plain: bool = False
    ) -> Tensor:
        """Spectra [batch, frames, bins, 2] at a level of one, to masks of that shape."""
        bands = self.bands(spectrum, dtype, plain=plain)
        whose = self.whose(self.grouped(bands), spectrum)
        return self.masks(bands, whose, dtype, plain=plain)

    def bands(
        self, spectrum: Tensor, dtype: torch.dtype = torch.float32, *, plain: bool = False
    ) -> Tensor:
        """What the network makes of each band, [batch, frames, bands, width]."""
        power = spectrum.pow(2).sum(-1) + 1e-8
        squeezed = spectrum * power.pow(-0.35)[..., None]  # magnitude to the power of 0.3
        features = torch.cat([squeezed, 0.2 * torch.log(power)[..., None]], -1)
        parts = features.split(list(self.shape.bands), 2)
        x = torch.stack([e(p.flatten(2)) for e, p in zip(self.enter, parts, strict=True)], 2)
        run = plain_scan if plain else scan
        for layer in self.layers:
            x = layer(x, run, dtype)
        return self.norm(x)

    def grouped(self, bands: Tensor) -> Tensor:
        """Directions in which bands of one talker lie together, [batch, frames, bands, 20]."""
        return F.normalize(self.group(bands.float()), dim=-1)

    def whose(self, groups: Tensor, spectrum: Tensor) -> Tensor:
        """Which of two clusters each band belongs to, from -1 to 1: [batch, frames, bands].

        Begins with the direction in which the bands spread most, then soft k-means. Only the
        last step is differentiated.
        """
        points, weight = groups.flatten(1, 2), self._weights(spectrum)
        first, second = self._clusters(points, weight)
        belief = torch.tanh(self.sharpness * _nearer(points, first, second))
        return belief.reshape(groups.shape[:3])

    def apart(self, groups: Tensor, spectrum: Tensor) -> Tensor:
        """How much of the bands' spread the two clusters explain, 0 to 1: [batch]."""
        points, weight = groups.flatten(1, 2), self._weights(spectrum)
        centred = points - (points * weight).sum(1, keepdim=True)
        first, second = self._clusters(points, weight)
        axis = F.normalize(first - second, dim=-1)
        along = (centred * axis).sum(-1, keepdim=True).pow(2) * weight
        return along.sum((1, 2)) / ((centred.pow(2) * weight).sum((1, 2)) + 1e-9)

    def _weights(self, spectrum: Tensor) -> Tensor:
        """What each band counts, [batch, frames * bands, 1]; together one.

        Bands 30 dB below the loudest count nothing: else the clusters are at times the loud
        and the quiet instead of the talkers.
        """
        power = spectrum.pow(2).sum(-1).split(list(self.shape.bands), -1)
        total = torch.stack([part.sum(-1) for part in power], -1).flatten(1)
        ratio = total / (total.amax(1, keepdim=True) + 1e-9)
        weight = ((ratio + 1e-9).pow(0.3) * (ratio > 1e-3).to(ratio.dtype))[..., None]
        return weight / (weight.sum(1, keepdim=True) + 1e-9)

    def _clusters(self, points: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            near = torch.sign(self._spread(points, weight))
            for _ in range(ROUNDS):
                first, second = _centres(points, weight, near)
                near = torch.tanh(4.0 * _nearer(points, first, second))
        return _centres(points, weight, near)

    def _spread(self, points: Tensor, weight: Tensor) -> Tensor:
        """The points along their first principal axis, by power iteration."""
        centred = points - (points * weight).sum(1, keepdim=True)
        spread = centred.transpose(1, 2) @ (centred * weight)
        for _ in range(5):  # squared each time: the 32nd power
            spread = spread @ spread
            spread = spread / (spread.pow(2).sum((1, 2), keepdim=True).sqrt() + 1e-20)
        axis = spread @ torch.linspace(0.5, 1.5, points.shape[-1])[:, None]
        return centred @ axis

    def masks(
        self,
        bands: Tensor,
        whose: Tensor,
        dtype: torch.dtype = torch.float32,
        *,
        plain: bool = False,
    ) -> Tensor:
        x = bands + (self.mark * whose[..., None]).to(bands.dtype)
        for layer in self.after:
            x = layer(x, plain_scan if plain else scan, dtype)
        a, b = self.hidden(self.last(x)).chunk(2, -1)
        y = a * F.silu(b)
        parts = []
        beliefs = self.belief.split(list(self.shape.bands))
        for band, (leave, n) in enumerate(zip(self.leave, self.shape.bands, strict=True)):
            mask = leave(y[:, :, band]).unflatten(-1, (n, 2)).float()
            plain_mask = whose[:, :, band, None, None] * beliefs[band]
            parts.append(mask + F.pad(plain_mask, (0, 1)))
        return torch.cat(parts, 2)


def _centres(points: Tensor, weight: Tensor, near: Tensor) -> tuple[Tensor, Tensor]:
    """Weighted means of both clusters, [batch, 1, 20]; ``near`` is 1 in the first, -1 in the
    second."""
    one, other = weight * (1.0 + near), weight * (1.0 - near)
    first = (points * one).sum(1, keepdim=True) / (one.sum(1, keepdim=True) + 1e-4)
    second = (points * other).sum(1, keepdim=True) / (other.sum(1, keepdim=True) + 1e-4)
    return first, second


def _nearer(points: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """By how much nearer points are to the first centre than to the second."""
    away = (points - second).pow(2).sum(-1, keepdim=True)
    return away - (points - first).pow(2).sum(-1, keepdim=True)


def stft(samples: Tensor) -> Tensor:
    """[batch, samples] to [batch, frames, bins, 2]."""
    window = torch.hann_window(WINDOW, device=samples.device).sqrt()
    spectrum = torch.stft(samples, WINDOW, HOP, window=window, return_complex=True)
    return torch.view_as_real(spectrum.transpose(1, 2))


def istft(spectrum: Tensor, length: int) -> Tensor:
    window = torch.hann_window(WINDOW, device=spectrum.device).sqrt()
    return torch.istft(
        torch.view_as_complex(spectrum.contiguous()).transpose(1, 2),
        WINDOW,
        HOP,
        window=window,
        length=length,
    )


def scaled(mixture: Tensor) -> tuple[Tensor, Tensor]:
    """The spectrum as the network wants it, and the mixture's level [batch, 1]."""
    level = mixture.pow(2).mean(-1, keepdim=True).sqrt() + 1e-5
    return stft(mixture / level) * (2.0 / WINDOW**0.5), level


def divided(mixture: Tensor, spectrum: Tensor, level: Tensor, mask: Tensor) -> Tensor:
    """Both talkers, [batch, 2, samples]."""
    real, imag = spectrum.unbind(-1)
    a, b = mask.float().unbind(-1)
    difference = torch.stack([real * a - imag * b, real * b + imag * a], -1)
    part = istft(difference * (WINDOW**0.5 / 2.0), mixture.shape[-1]) * level
    return torch.stack([mixture / 2 + part, mixture / 2 - part], 1)


def separate(model: Separator, mixture: Tensor, *, plain: bool = False) -> Tensor:
    """Mixtures [batch, samples] of any level to [batch, 2, samples]."""
    spectrum, level = scaled(mixture)
    return divided(mixture, spectrum, level, model(spectrum, plain=plain))
