"""Finds the tools. Each lies in a file of its own, and all that is known of it comes from there.

A tool file ``voice_agent/tools/<name>.py`` holds ``FAMILY = "audio-to-audio"``, optionally
``MODELS = ("deepfilternet3",)`` (names of the catalogue), ``OUTPUTS = ("audio",)``,
``BACKEND = "DeepFilterNet3"`` and ``HEARD = True`` (what it makes is played as the answer), and a
function called ``<name>`` whose docstring is the description (its paragraph "Not for: ..." says
when not to use it; an ``Arguments:`` block has one line for each argument):

    def enhance_speech(context: ToolContext, audio: AudioFile) -> ToolOutput:
        '''Remove noise and reverberation from speech.

        Not for: pulling apart two talkers (separate_speech).

        Arguments:
            audio: the recording to clean
        '''

Tool files import nothing heavy at their top: they are all imported to list the tools.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import textwrap
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import voice_agent.tools
from voice_agent.tools.context import ToolContext, ToolOutput
from voice_agent.units import ToolSignature

_SUPPORT = {"registry", "context"}
_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class Tool:
    """A tool: its signature for the planner and the function that does the work."""

    name: str
    family: str
    models: tuple[str, ...]
    outputs: tuple[str, ...]
    backend: str
    function: Callable[..., ToolOutput]
    heard: bool = False

    @cached_property
    def signature(self) -> ToolSignature:
        description, arguments = _parse_docstring(self.function)
        return ToolSignature(
            name=self.name,
            family=self.family,
            description=description,
            parameters=_schema(self.function, arguments),
            outputs=self.outputs,
            heard=self.heard,
        )

    @property
    def input_modality(self) -> str:
        return self.family.partition("-to-")[0] if "-to-" in self.family else "audio"

    @property
    def output_modality(self) -> str:
        return self.family.partition("-to-")[2] or "session"

    def run(self, context: ToolContext, arguments: Mapping[str, Any]) -> ToolOutput:
        return self.function(context, **arguments)


def discover() -> dict[str, Tool]:
    """Every tool of the package, by name, in alphabetical order."""
    found: dict[str, Tool] = {}
    for info in sorted(pkgutil.iter_modules(voice_agent.tools.__path__), key=lambda i: i.name):
        if info.name in _SUPPORT or info.name.startswith("_") or info.ispkg:
            continue
        module = importlib.import_module(f"voice_agent.tools.{info.name}")
        found[info.name] = _from_module(info.name, module)
    return found


def _from_module(name: str, module: types.ModuleType) -> Tool:
    function = getattr(module, name, None)
    family = getattr(module, "FAMILY", None)
    if not callable(function) or not isinstance(family, str):
        raise TypeError(f"{module.__name__} must define FAMILY and a function called '{name}'")
    return Tool(
        name=name,
        family=family,
        models=tuple(getattr(module, "MODELS", ())),
        outputs=tuple(getattr(module, "OUTPUTS", ())),
        backend=str(getattr(module, "BACKEND", "built in")),
        heard=bool(getattr(module, "HEARD", False)),
        function=function,
    )


def _parse_docstring(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """Description and one line for each argument."""
    text = inspect.getdoc(function) or ""
    description, _, block = text.partition("\nArguments:\n")
    arguments: dict[str, str] = {}
    name = ""
    for line in textwrap.dedent(block).splitlines():
        if line[:1].strip() and ":" in line:
            name, _, first = line.partition(":")
            arguments[name] = first.strip()
        elif name and line.strip():
            arguments[name] += " " + line.strip()
    return " ".join(description.split()), arguments


def _schema(function: Callable[..., Any], descriptions: Mapping[str, str]) -> dict[str, Any]:
    """The JSON Schema of a tool's arguments, from its annotations and defaults."""
    hints = typing.get_type_hints(function, include_extras=True)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        properties[name] = _property(hints[name])
        if name in descriptions:
            properties[name]["description"] = descriptions[name]
        if parameter.default is inspect.Parameter.empty:
            required.append(name)
        elif parameter.default is not None:
            properties[name]["default"] = parameter.default
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _property(hint: Any) -> dict[str, Any]:
    if typing.get_origin(hint) is typing.Annotated:
        inner, *notes = typing.get_args(hint)
        schema = _property(inner)
        for note in notes:
            if isinstance(note, dict):
                schema.update(note)
        return schema
    if typing.get_origin(hint) is Literal:
        return {"type": "string", "enum": list(typing.get_args(hint))}
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = (arg for arg in typing.get_args(hint) if arg is not type(None))
        return _property(inner)
    if typing.get_origin(hint) is list:
        return {"type": "array", "items": _property(typing.get_args(hint)[0])}
    return {"type": _JSON_TYPES[hint]}
