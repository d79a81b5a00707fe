"""Opening an exported network."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_graph(path: Path, threads: int = 1) -> Any:
    """An ONNX Runtime session on the CPU, with so many threads for one operation."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # else it keeps what its longest recording took
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
