"""Events back from the lines of a session's ``events.jsonl``, to be shown again."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from voice_agent import events

_KINDS: dict[str, type[events.Event]] = {
    name: kind
    for name, kind in vars(events).items()
    if isinstance(kind, type) and issubclass(kind, events.Event)
}


def event_of(document: Mapping[str, Any]) -> events.Event | None:
    """The inverse of ``events.to_document``; None for a kind that is not known here.

    Fields that are missing take their defaults and unknown ones are left out, so logs of
    older and newer versions can be read.
    """
    kind = _KINDS.get(str(document.get("event", "")))
    return None if kind is None else _build(kind, document)


def _build(kind: Any, document: Mapping[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind)}
    return kind(**{n: _value(hints[n], v) for n, v in document.items() if n in names})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(part for part in inner if part is not type(None)), value)
    if origin is tuple:
        return tuple(_value(inner[0], item) for item in value)
    if dataclasses.is_dataclass(hint):
        return _build(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
