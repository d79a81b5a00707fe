"""Turns the shipped reader back into a checkpoint that training can start from.

    python training/planner/restore.py runs/shipped/checkpoint.pt --encoder DIRECTORY

The checkpoints of earlier trainings are large and not kept. What is frozen in training comes
exactly from all-MiniLM-L6-v2; the other int8 weights are multiplied out, which costs no more
than the export did.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from model import Reader, load_encoder  # noqa: E402

from voice_agent.think.offline.reader.encoding import TAGS, TASKS, WEIGHTS  # noqa: E402


def restore(weights: Path, encoder: Path) -> Reader:
    """The reader of ``weights`` (an export of ``export.py``) in float32."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(weights).graph
    stored = {known.name: numpy_helper.to_array(known) for known in graph.initializer}
    model = Reader(len(TASKS), len(TAGS))
    load_encoder(model.encoder, encoder / "model.safetensors")
    state = model.state_dict()
    for name, value in stored.items():
        if name in state:
            state[name] = torch.from_numpy(value.copy())
    for node in graph.node:
        if node.op_type not in ("MatMul", "MatMulInteger") or node.input[1] not in stored:
            continue
        name = ".".join(node.name.strip("/").split("/")[:-1]) + ".weight"
        value = stored[node.input[1]]
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            zero = stored[f"{base}_zero_point"].astype(np.float32)
            value = (value.astype(np.float32) - zero) * stored[f"{base}_scale"]
        state[name] = torch.from_numpy(value.T.copy())
    model.load_state_dict(state)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=ROOT / "models" / "planner" / WEIGHTS)
    arguments = parser.parse_args()
    arguments.target.parent.mkdir(parents=True, exist_ok=True)
    model = restore(arguments.weights, arguments.encoder)
    torch.save({"model": model.state_dict()}, arguments.target)


if __name__ == "__main__":
    main()
