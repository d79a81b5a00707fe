"""Values of ours out of JSON that was written earlier, by another version or by somebody else."""

from __future__ import annotations

import dataclasses
import functools
import math
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal


def rebuilt(wanted: Any, value: Any) -> Any:
    """``value`` of a JSON document as the annotated type ``wanted``, a dataclass perhaps.

    Missing fields take their defaults and unknown ones are left out, so that other versions can
    be read. ``ValueError`` or ``TypeError`` for what is no such value.
    """
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if wanted is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        given = next(kind for kind in inner if kind is not type(None))
        return None if value is None else rebuilt(given, value)
    if origin is Literal and value in inner:
        return value
    if origin is tuple and isinstance(value, (list, tuple)):
        return tuple(rebuilt(inner[0], item) for item in value)
    if origin is dict and isinstance(value, dict):
        return {key: rebuilt(inner[1], item) for key, item in value.items()}
    if isinstance(wanted, type) and dataclasses.is_dataclass(wanted) and isinstance(value, Mapping):
        hints = _hints(wanted)
        return wanted(**{n: rebuilt(hints[n], v) for n, v in value.items() if n in hints})
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(value)
    if wanted is float and type(value) in (int, float) and math.isfinite(value):
        return value
    if wanted is not float and type(value) is wanted:
        return value
    raise ValueError(f"{type(value).__name__} in place of {wanted}")


@functools.cache
def _hints(wanted: type) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    return {field.name: hints[field.name] for field in dataclasses.fields(wanted)}
