"""Export trained weights to the graph that the assistant runs.

    python -m training.separator.export RUN models/separator

The running mean of RUN's ``last.pt``, rounded to half precision, which is how it is stored
(the arithmetic stays in single precision). torch and ONNX Runtime must agree afterwards.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.separator.model import BINS, HOP, RATE, Separator, Shape

FRAMES = 8 * RATE // HOP + 1
OPSET = 18
TOLERANCE = 2e-3


class Graph(nn.Module):
    """The separator with operations that ONNX has."""

    def __init__(self, model: Separator) -> None:
        super().__init__()
        self.model = model

    def forward(self, spectrum: Tensor) -> tuple[Tensor, Tensor]:
        bands = self.model.bands(spectrum, plain=True)
        groups = self.model.grouped(bands)
        whose = self.model.whose(groups, spectrum)
        return self.model.masks(bands, whose, plain=True), self.model.apart(groups, spectrum)


def averaged(run: Path) -> Separator:
    """The separator of a run with its averaged weights, rounded to half precision."""
    saved = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    shape = Shape(**{k: tuple(v) if k == "bands" else v for k, v in saved["shape"].items()})
    model = Separator(shape)
    model.load_state_dict({name: w.half().float() for name, w in saved["average"].items()})
    return model.eval()


def export(model: Separator, path: Path) -> float:
    """Write the graph; the largest difference between torch and ONNX Runtime."""
    import onnxruntime

    torch.manual_seed(0)
    spectrum = torch.randn(1, FRAMES, BINS, 2)
    with torch.no_grad():
        torch.onnx.export(
            Graph(model).eval(),
            (spectrum,),
            str(path),
            input_names=["spectrum"],
            output_names=["mask", "apart"],
            opset_version=OPSET,
            dynamo=False,
        )
        expected = model(spectrum).numpy()
    halve(path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {"spectrum": spectrum.numpy()})[0]
    return float(np.abs(found - expected).max())


def halve(path: Path) -> None:
    """Store the weights as half precision, each cast back where it is used."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    casts = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < 64:
            continue
        small = numpy_helper.from_array(values.astype(np.float16), tensor.name + ".half")
        model.graph.initializer.remove(tensor)
        model.graph.initializer.append(small)
        casts.append(helper.make_node("Cast", [small.name], [tensor.name], to=TensorProto.FLOAT))
    for node in reversed(casts):
        model.graph.node.insert(0, node)
    _shorten(model.graph)
    onnx.save(model, str(path))


def _shorten(graph: Any) -> None:
    """Numbers for names, which else take a quarter of the file."""
    known = {value.name: value.name for value in [*graph.input, *graph.output]}

    def short(name: str) -> str:
        return known.setdefault(name, format(len(known), "x")) if name else name

    for tensor in graph.initializer:
        tensor.name = short(tensor.name)
    for node in graph.node:
        node.name = ""
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]
    del graph.value_info[:]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    separator = averaged(arguments.run)
    difference = export(separator, arguments.out / "separator.onnx")
    count = sum(p.numel() for p in separator.parameters())
    print(f"{count:,} parameters; torch and ONNX Runtime differ by at most {difference:.1e}")
    if difference > TOLERANCE:
        raise SystemExit("that is too much")
