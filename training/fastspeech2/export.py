"""Export trained weights to the ONNX graphs that the assistant runs.

    python -m training.fastspeech2.export RUN models/fastspeech2

RUN holds ``last.pt`` (or ``model.pt``); the averaged weights are taken, rounded to half
precision, which is how they are stored (the arithmetic stays in single precision). After
writing, ONNX Runtime and torch are run on the same input and must agree within 1e-4.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.fastspeech2.model import FastSpeech2, Size
from voice_agent.speak import mel as mels
from voice_agent.speak.graphs import open_graph
from voice_agent.speak.phonemes import SYMBOLS

OPSET = 17
TOLERANCE = 1e-4


class EncoderGraph(nn.Module):
    def __init__(self, model: FastSpeech2) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.encoder(ids, torch.ones_like(ids, dtype=torch.bool))


class PitchGraph(nn.Module):
    def __init__(self, model: FastSpeech2) -> None:
        super().__init__()
        self.pitch = model.pitch

    def forward(self, laid: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        return self.pitch(laid, place, torch.ones_like(laid[..., 0], dtype=torch.bool))


class DecoderGraph(nn.Module):
    def __init__(self, model: FastSpeech2) -> None:
        super().__init__()
        self.decoder = model.decoder

    def forward(self, laid: Tensor, place: Tensor, energy: Tensor, f0: Tensor) -> Tensor:
        mask = torch.ones_like(laid[..., 0], dtype=torch.bool)
        return self.decoder(laid, place, energy, f0, mask)[1]


def average_of(run: Path) -> dict[str, Tensor]:
    """The averaged weights of a run, rounded to half precision."""
    finished = run / "model.pt"
    path = finished if finished.exists() else run / "last.pt"
    saved: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    weights = saved.get("average", saved["model"])
    return {k: v.half().float() if v.is_floating_point() else v for k, v in weights.items()}


def export(
    module: nn.Module,
    inputs: dict[str, Tensor],
    outputs: list[str],
    axes: dict[str, list[str]],
    path: Path,
) -> float:
    """Write one graph; the largest difference between torch and ONNX Runtime."""
    module.eval()
    torch.onnx.export(
        module,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        opset_version=OPSET,
        dynamo=False,
        dynamic_axes={
            name: {place + 1: axis for place, axis in enumerate(names) if axis}
            for name, names in axes.items()
        },
    )
    store_as_half(path)
    module.eval()
    with torch.no_grad():
        expected = module(*inputs.values())
    expected = expected if isinstance(expected, tuple) else (expected,)
    got = open_graph(path, 1).run(None, {k: v.numpy() for k, v in inputs.items()})
    worst = max(float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, got, strict=True))
    if worst > TOLERANCE:
        raise SystemExit(f"{path.name}: torch and ONNX Runtime differ by {worst:.2e}")
    return worst


def store_as_half(path: Path) -> None:
    """Keep large weights in half precision in the file; the runtime widens them on loading."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(path)
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < 1024:
            continue
        values = numpy_helper.to_array(tensor)
        halves = values.astype(np.float16)
        if not np.array_equal(halves.astype(np.float32), values):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(halves, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_acoustic(run: Path, out: Path) -> dict[str, float]:
    weights = average_of(run)
    model = FastSpeech2(Size(symbols=weights["encoder.embed.weight"].shape[0]))
    model.load_state_dict(weights)
    width = model.size.width
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(1, model.size.symbols, (1, 37), generator=generator)
    laid = torch.randn(1, 61, width, generator=generator)
    place = torch.rand(1, 61, 3, generator=generator)
    energy = torch.randn(1, 61, generator=generator) - 4.5
    f0 = torch.rand(1, 122, generator=generator) * 300
    steps, frames, symbols = ["steps"], ["frames"], ["symbols"]
    return {
        "encoder": export(
            EncoderGraph(model),
            {"ids": ids},
            ["hidden", "log_durations", "own_energy"],
            {"ids": symbols, "hidden": symbols, "log_durations": symbols, "own_energy": symbols},
            out / "encoder.onnx",
        ),
        "pitch": export(
            PitchGraph(model),
            {"laid": laid, "place": place},
            ["log_f0", "voicing"],
            {"laid": steps, "place": steps, "log_f0": frames, "voicing": frames},
            out / "pitch.onnx",
        ),
        "decoder": export(
            DecoderGraph(model),
            {"laid": laid, "place": place, "energy": energy, "f0": f0},
            ["mel"],
            {"laid": steps, "place": steps, "energy": steps, "f0": frames, "mel": frames},
            out / "decoder.onnx",
        ),
    }


def write_facts(out: Path, lag: int) -> None:
    """What serving must know about the weights.

    hibari's durations lag by 2 steps: the high-band energy of its s and sh is centred 50 ms
    before their intervals.
    """
    facts = {"symbols": "".join(SYMBOLS), "rate": mels.RATE, "hop": mels.HOP, "lag_steps": lag}
    text = json.dumps(facts, indent=2, ensure_ascii=False)
    (out / "voice.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--lag",
        type=int,
        default=2,
        help="steps of 25 ms by which the corpus's durations lag behind its sound",
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    print(export_acoustic(options.run, options.out))
    write_facts(options.out, options.lag)


if __name__ == "__main__":
    main()
