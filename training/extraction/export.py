"""Export trained weights to the graph that the assistant runs.

    python -m training.extraction.export RUN models/extraction

The running mean of RUN's ``last.pt``, rounded to half precision, which is how it is stored
(the arithmetic stays in single precision). torch and ONNX Runtime must agree afterwards.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.extraction.model import ASKED, BANDS, Extractor, Shape
from training.separator.export import halve

FRAMES = 250
OPSET = 18
TOLERANCE = 2e-3


class Graph(nn.Module):
    """The network with a mask instead of its log-odds."""

    def __init__(self, model: Extractor) -> None:
        super().__init__()
        self.model = model

    def forward(self, bands: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        odds, when = self.model(bands, asked)
        return torch.sigmoid(odds), when


def averaged(run: Path) -> Extractor:
    """The network of a run with its averaged weights, rounded to half precision."""
    saved = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    shape = Shape(**{k: tuple(v) if k == "dilations" else v for k, v in saved["shape"].items()})
    model = Extractor(shape)
    model.load_state_dict({name: w.half().float() for name, w in saved["average"].items()})
    return model.eval()


def export(model: Extractor, path: Path) -> float:
    """Write the graph; the largest difference between torch and ONNX Runtime."""
    import onnxruntime

    torch.manual_seed(0)
    bands, asked = torch.randn(1, FRAMES, len(BANDS)), 0.08 * torch.randn(1, ASKED)
    graph = Graph(model).eval()
    with torch.no_grad():
        torch.onnx.export(
            graph,
            (bands, asked),
            str(path),
            input_names=["bands", "asked"],
            output_names=["mask", "when"],
            dynamic_axes={name: {1: "frames"} for name in ("bands", "mask", "when")},
            opset_version=OPSET,
            dynamo=False,
        )
        expected = graph(bands[:, :100], asked)
    halve(path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {"bands": bands[:, :100].numpy(), "asked": asked.numpy()})
    pairs = zip(found, expected, strict=True)
    return max(float(np.abs(one - other.numpy()).max()) for one, other in pairs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    extractor = averaged(arguments.run)
    difference = export(extractor, arguments.out / "extraction.onnx")
    count = sum(p.numel() for p in extractor.parameters())
    print(f"{count:,} parameters; torch and ONNX Runtime differ by at most {difference:.1e}")
    if difference > TOLERANCE:
        raise SystemExit("that is too much")
