"""Opening the exported graphs of the voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from voice_agent.errors import AgentError


def open_graph(path: Path, threads: int) -> Any:
    """An ONNX Runtime session; a missing file is an error that names it."""
    if not path.is_file():
        raise AgentError(f"the voice's weights are missing: {path}", "run `models fetch`")
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    options.enable_cpu_mem_arena = False  # else it keeps what its longest sentence took
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
