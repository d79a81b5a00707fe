"""Export the vocoder's network to the ONNX graph that the assistant runs.

    python -m training.vocoder.export RUN models/vocoder

The averaged weights of RUN's ``last.pt`` are taken and stored in half precision. ONNX Runtime
and torch are run on the same input and must agree within 1e-4.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from training.fastspeech2.export import average_of, export
from training.vocoder.model import Network, Size


class Graph(nn.Module):
    """The network with its levels and phases put together as real and imaginary parts."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, mel: Tensor, f0: Tensor, laid: Tensor, place: Tensor) -> tuple[Tensor, ...]:
        """-> what the pulses are multiplied by (B, F, H, 2) and what is added (B, F, K, 2)."""
        made = self.network(mel, f0, laid, place)
        return turned(made.harmonic, made.harmonic_phase), turned(made.free, made.free_phase)


def turned(level: Tensor, phase: Tensor) -> Tensor:
    """Level in nepers (...) and phase as a vector (..., 2) to real and imaginary parts."""
    length = phase.square().sum(-1, keepdim=True).clamp(min=1e-12).sqrt()
    return level.exp()[..., None] * phase / length


def export_network(run: Path, out: Path) -> float:
    network = Network(Size())
    network.load_state_dict(average_of(run))
    generator = torch.Generator().manual_seed(0)
    size, steps = network.size, 61
    inputs = {
        "mel": torch.randn(1, 2 * steps, size.bands, generator=generator) - 7.0,
        "f0": torch.rand(1, 2 * steps, generator=generator) * 300,
        "laid": torch.randn(1, steps, size.hidden, generator=generator),
        "place": torch.rand(1, steps, 3, generator=generator),
    }
    frames, half = ["frames"], ["steps"]
    axes = {"mel": frames, "f0": frames, "laid": half, "place": half}
    outputs = ["harmonic", "free"]
    axes |= dict.fromkeys(outputs, frames)
    return export(Graph(network), inputs, outputs, axes, out / "vocoder.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    print(f"torch and ONNX Runtime differ by {export_network(options.run, options.out):.1e}")


if __name__ == "__main__":
    main()
