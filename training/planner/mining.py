"""Requests that a reader still gets wrong: training on these is worth several random ones.

Labelling a request with the int8 model costs a tenth of a training step's share, so it pays
to look at many requests and to learn from those with a wrong label (and a few right ones,
so that nothing is forgotten).
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from voice_agent.think.offline.reader.encoding import WEIGHTS

_LABELS = ("task", "tag")
_FLAGS = ("start", "first")


class Miner:
    """Reads encoded requests with the exported model of ``directory``.

    ``share`` of the requests that it reads right are learned from all the same.
    """

    def __init__(self, directory: Path, share: float) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(directory / WEIGHTS), options)
        self._share = share
        self.seen = self.kept = 0

    def keeps(self, item: dict[str, list[int]], chance: random.Random) -> bool:
        """Whether to learn from a request: always when a label is wrong, else seldom."""
        self.seen += 1
        keep = chance.random() < self._share or self._is_wrong(item)
        self.kept += keep
        return keep

    def _is_wrong(self, item: dict[str, list[int]]) -> bool:
        row = np.asarray([item["ids"]], np.int64)
        task, tag, flags = self._session.run(None, {"ids": row, "mask": np.ones_like(row)})
        known = np.asarray(item["task"]) >= 0
        for name, logits in zip(_LABELS, (task[0], tag[0]), strict=True):
            if (logits[known].argmax(1) != np.asarray(item[name])[known]).any():
                return True
        wanted = np.asarray([item[name] for name in _FLAGS]).T[known] > 0
        return bool(((flags[0][known] > 0) != wanted).any())
