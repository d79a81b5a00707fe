"""The teacher: hibari's graph, opened up so that durations and F0 can be read and replaced.

The graph predicts a duration per symbol (node ``/Round``, in steps of two hops = 25 ms) and
an F0 curve per hop (``f0``, which enters the decoder at ``/Relu``). ``Teacher`` runs it as it
is; ``Teacher.perform`` runs it with durations and F0 of ours, which gives exact targets for
other pitches, rates and sung notes without any alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.speak.phonemes import Phonemizer

F32 = NDArray[np.float32]
DURATIONS, PITCH = "/Round_output_0", "f0"
UNROUNDED = "/Sub_output_0"  # durations before the speed and the rounding
VOICED_ABOVE = 40.0  # Hz: the teacher's own threshold


@dataclass(frozen=True)
class Performance:
    """What the teacher said: durations (symbols,) in steps, f0 (frames,) in Hz, audio.

    ``unrounded`` are the durations it had in mind at speed 1: a better thing to learn.
    """

    durations: NDArray[np.int64]
    unrounded: F32
    f0: F32
    audio: F32
    spectra: tuple[F32, ...]  # the five outputs, each (601, frames)


class Teacher:
    """hibari's bundled voice on ``threads`` threads."""

    def __init__(self, threads: int = 1) -> None:
        import hibari
        import onnx
        import onnxruntime as ort
        from hibari import Hibari

        self.voice = Hibari(threads=threads)
        self.phonemize = Phonemizer()
        path = Path(hibari.__file__).parent / "assets" / "hibari.onnx"
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3

        def session(model: Any) -> Any:
            return ort.InferenceSession(model.SerializeToString(), options)

        plain = onnx.load(path)
        plain.graph.output.append(onnx.ValueInfoProto(name=DURATIONS))
        plain.graph.output.append(onnx.ValueInfoProto(name=UNROUNDED))
        self._plain = session(plain)
        self._led = session(_led_graph(onnx.load(path)))

    def ids(self, phonemes: str) -> list[int]:
        return list(self.voice.ids(phonemes))

    def speak(self, ids: list[int], speed: float = 1.0, seed: int = 0) -> Performance:
        """The teacher's own performance."""
        feed = {"ids": np.array([ids], np.int64), "speed": np.array([speed], np.float32)}
        out = self._plain.run(None, feed)
        durations, unrounded = out[6].reshape(-1), out[7].reshape(-1)
        return self._render([o[0] for o in out[:5]], out[5][0], durations, unrounded, seed)

    def perform(
        self, ids: list[int], durations: NDArray[np.int64], f0: F32, unrounded: F32, seed: int = 0
    ) -> Performance:
        """A performance with the given durations (steps) and F0 (Hz per hop, 0 = unvoiced)."""
        feed = {
            "ids": np.array([ids], np.int64),
            "led_durations": durations.astype(np.float32),
            "led_f0": f0[None].astype(np.float32),
        }
        out = self._led.run(None, feed)
        return self._render([o[0] for o in out], f0, durations, unrounded, seed)

    def _render(
        self, spectra: list[F32], f0: F32, durations: NDArray[Any], unrounded: F32, seed: int
    ) -> Performance:
        from hibari import dsp

        audio = dsp.synth(*spectra, f0, np.random.default_rng(seed))
        clean = np.where(f0 > VOICED_ABOVE, f0, 0.0).astype(np.float32)
        steps = np.maximum(durations, 1).astype(np.int64)
        return Performance(steps, unrounded, clean, audio, tuple(spectra))


def _led_graph(model: Any) -> Any:
    """The graph with durations and F0 as inputs in place of its own predictions."""
    import onnx

    graph = model.graph
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name == DURATIONS:
                node.input[place] = "led_durations"
            if name == PITCH and node.name == "/Relu":
                node.input[place] = "led_f0"
    tensor = onnx.helper.make_tensor_value_info
    graph.input.append(tensor("led_durations", onnx.TensorProto.FLOAT, ["L"]))
    graph.input.append(tensor("led_f0", onnx.TensorProto.FLOAT, [1, "F"]))
    for output in [o for o in graph.output if o.name == PITCH]:
        graph.output.remove(output)
    for speed in [i for i in graph.input if i.name == "speed"]:
        graph.input.remove(speed)
    _drop_unused(graph)
    return model


def _drop_unused(graph: Any) -> None:
    """Remove nodes that no output needs any more (the old duration predictor's tail)."""
    needed = {o.name for o in graph.output}
    kept = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
