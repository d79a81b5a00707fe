"""Values inside of an ONNX graph as further outputs, without another file of weights."""

from __future__ import annotations

from collections.abc import Iterable


def exposing(names: Iterable[str]) -> bytes:
    """What makes the float values ``names`` outputs, too, when it follows the bytes of an ONNX
    file: protobuf merges a message with a piece of it that comes after."""
    return b"".join(_output(name) for name in names)


def _output(name: str) -> bytes:
    kind = _field(2, _field(1, b"\x08\x01"))  # type.tensor_type.elem_type = FLOAT
    return _field(7, _field(12, _field(1, name.encode()) + kind))  # graph.output


def _field(number: int, content: bytes) -> bytes:
    assert len(content) < 128  # one byte tells the length
    return bytes([number << 3 | 2, len(content)]) + content
