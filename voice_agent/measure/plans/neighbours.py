"""A baseline for the planner's reader: copy the tasks of the most similar known request.

The encoder is all-MiniLM-L6-v2 as published, not tuned for anything here, in plain numpy.
Arguments are found by the value parsers on the whole request, quoted words are the text.
"""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import Clause, Reading, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LAYERS, _HEADS = 6, 12
_WHOLE = ("language", "duration", "azimuth", "speed", "pitch", "energy")  # parsed from everything


class NeighbourReader:
    """Reads a request as its nearest neighbour among ``examples`` (JSONL: text, tasks)."""

    def __init__(self, encoder: Path, examples: Path) -> None:
        import numpy as np

        self._encoder = SentenceEncoder(encoder)
        lines = [json.loads(line) for line in examples.read_text("utf-8").splitlines()]
        self._tasks = [tuple(line["tasks"]) for line in lines]
        vectors = examples.with_suffix(".npy")
        if vectors.is_file():  # made by the export, to save a minute
            self._known = np.load(vectors).astype(np.float32)
        else:
            self._known = np.stack([self._encoder.embed(line["text"]) for line in lines])
        self._read: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        if text not in self._read:
            nearest = int((self._known @ self._encoder.embed(text)).argmax())
            clauses = tuple(_clause(task, text) for task in self._tasks[nearest])
            self._read[text] = Reading(clauses)
        return self._read[text]


class SentenceEncoder:
    """Mean-pooled, normalised sentence vectors of 384 numbers."""

    def __init__(self, directory: Path) -> None:
        self._weights = _read_safetensors(directory / "model.safetensors")
        self._tokenizer = encoding.load_tokenizer(str(directory / "tokenizer.json"))

    def embed(self, text: str) -> NDArray[np.float32]:
        """The vector of one text, of length 1."""
        import numpy as np

        ids = self._tokenizer.encode(text).ids
        names = ("word_embeddings", "position_embeddings", "token_type_embeddings")
        word, place, kind = (self._weights[f"embeddings.{name}.weight"] for name in names)
        x = self._norm(word[ids] + place[: len(ids)] + kind[0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}")
        pooled = x.mean(axis=0)
        vector: NDArray[np.float32] = (pooled / np.linalg.norm(pooled)).astype(np.float32)
        return vector

    def _layer(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:

        time, width = x.shape
        query, key, value = (
            self._linear(x, f"{name}.attention.self.{part}")
            .reshape(time, _HEADS, width // _HEADS)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / (width // _HEADS) ** 0.5
        mixed = (encoding.softmax(scores) @ value).transpose(1, 0, 2).reshape(time, width)
        mixed = self._linear(mixed, f"{name}.attention.output.dense")
        x = self._norm(x + mixed, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(x + outer, f"{name}.output.LayerNorm")

    def _linear(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = (centred**2).mean(axis=-1, keepdims=True) + 1e-12
        gain, offset = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return centred / scale**0.5 * gain + offset


def _clause(task: str, text: str) -> Clause:
    spans = [Span(role, text) for role in _WHOLE if role in encoding.roles_of(task)]
    quoted = re.search(r"[\"“'](.+)[\"”']", text)
    if quoted and "text" in encoding.roles_of(task):
        spans.append(Span("text", quoted[1]))
    named = FILE_NAME.search(text)
    if named and "file" in encoding.roles_of(task):
        spans.append(Span("file", named[0]))
    return Clause(task, text, 1.0, tuple(spans))


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """The tanh form, which differs from the exact one by less than 1e-3."""
    import numpy as np

    curved: NDArray[np.float32] = 0.5 * x * (1 + np.tanh(0.7978846 * (x + 0.044715 * x**3)))
    return curved


def _read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """The float32 tensors of a safetensors file by name."""
    import numpy as np

    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            flat = np.frombuffer(data[begin:end], np.float32).copy()  # aligned, or it is slow
            tensors[name] = flat.reshape(entry["shape"])
    return tensors
