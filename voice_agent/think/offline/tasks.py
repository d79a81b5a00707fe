"""The tasks that the trained model knows, as tool signatures (``tasks.toml``)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from voice_agent.units import ToolSignature

_FILE_KINDS = ("audio", "image", "video")


@lru_cache(maxsize=1)
def known_signatures() -> Mapping[str, ToolSignature]:
    """Every task by name, whether or not its tool is installed."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    tables = tomllib.loads(Path(__file__).with_name("tasks.toml").read_text("utf-8"))
    return {name: _signature(name, table) for name, table in tables.items()}


def _signature(name: str, table: dict[str, Any]) -> ToolSignature:
    fields = dict(table)
    family, outputs = fields.pop("family"), tuple(fields.pop("outputs"))
    description = fields.pop("description")
    arguments = {key.rstrip("_"): str(value) for key, value in fields.items()}
    properties = {key: _schema(value.rstrip("*")) for key, value in arguments.items()}
    parameters = {
        "type": "object",
        "properties": properties,
        "required": [key for key, value in arguments.items() if value.endswith("*")],
    }
    return ToolSignature(name, family, description, parameters, outputs)


def _schema(kind: str) -> dict[str, Any]:
    if kind in _FILE_KINDS:
        return {"type": "string", "format": f"session-{kind}"}
    kind, _, default = kind.partition("=")
    return {"type": kind, "default": float(default)} if default else {"type": kind}
