"""Layers of settings, one over the other: reading, checking names and types."""

from __future__ import annotations

import dataclasses
import difflib
import sys
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from voice_agent.errors import UsageError

S = TypeVar("S")
PREFIX = "VOICE_AGENT_"
# Variables that are read elsewhere and are no settings.
_ELSEWHERE = {PREFIX + "PROFILE", PREFIX + "MODELS"}
_MEASURING = PREFIX + "BENCH_"


def read(path: Path) -> dict[str, Any]:
    """The tables of a settings file."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"there is no settings file '{path}'", "check its name") from None
    except OSError as error:
        raise UsageError(f"cannot read the settings file '{path}': {error.strerror}") from None
    except (ValueError, RecursionError) as error:  # the syntax, an endless number, deep nesting
        raise UsageError(f"'{path}' is not valid TOML: {error}", "mend it and try again") from None


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """``{"vad.start_ms": 1}`` as ``{"vad": {"start_ms": 1}}``."""
    nested: dict[str, Any] = {}
    for dotted, value in flat.items():
        section, _, key = dotted.partition(".")
        nested.setdefault(section, {})[key] = value
    return nested


def from_environment(defaults: Any, environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What variables called ``VOICE_AGENT_<SECTION>_<KEY>`` say; ``defaults`` has a dataclass for
    each section. ``UsageError`` for another name of ours that means nothing."""
    found: dict[str, dict[str, str]] = {}
    for name, text in environment.items():
        if not name.startswith(PREFIX) or name in _ELSEWHERE or name.startswith(_MEASURING):
            continue
        for section in dataclasses.fields(defaults):
            start = f"{PREFIX}{section.name.upper()}_"
            if name.startswith(start):
                found.setdefault(section.name, {})[name[len(start) :].lower()] = text
                break
        else:
            near = difflib.get_close_matches(name, _variables(defaults), n=1)
            raise UsageError(
                f"the environment: unknown setting '{name}'",
                f"did you mean '{near[0]}'?" if near else "see config/default.toml",
            )
    return found


def _variables(defaults: Any) -> list[str]:
    return [
        f"{PREFIX}{section}_{key}".upper()
        for section, values in dataclasses.asdict(defaults).items()
        for key in values
    ]


def merge(current: S, layer: Mapping[str, Any], source: str, where: str = "") -> S:
    """``current`` with the values of ``layer``, which comes from ``source``; ``where`` is its
    section, with a dot. ``UsageError`` names what is unknown or of a wrong type."""
    hints = typing.get_type_hints(type(current))
    changes: dict[str, Any] = {}
    for key, value in layer.items():
        if key not in hints:
            near = difflib.get_close_matches(key, hints, n=1)
            raise UsageError(
                f"{source}: unknown setting '{where}{key}'",
                f"did you mean '{where}{near[0]}'?" if near else "see config/default.toml",
            )
        old = getattr(current, key)
        if dataclasses.is_dataclass(old) and not isinstance(old, type):
            if not isinstance(value, Mapping):
                raise UsageError(f"{source}: '{key}' is a section", f"write it as [{key}]")
            changes[key] = merge(old, value, source, f"{key}.")
        else:
            changes[key] = _convert(value, hints[key], f"{source}: '{where}{key}'")
    return dataclasses.replace(current, **changes)  # type: ignore[type-var]


def _convert(value: Any, wanted: Any, name: str) -> Any:
    """``value`` as ``wanted``; strings (environment, flags) are read as what is wanted."""
    if typing.get_origin(wanted) is Literal:
        choices = typing.get_args(wanted)
        for choice in choices:
            if str(value) == str(choice) or (value == choice and not isinstance(value, bool)):
                return choice
        listed = ", ".join(str(choice) for choice in choices)
        raise UsageError(f"{name} is {value!r}", f"it must be one of: {listed}")
    if wanted is bool:
        words = {"true": True, "1": True, "yes": True, "on": True}
        words |= {"false": False, "0": False, "no": False, "off": False}
        if isinstance(value, bool):
            return value
        if str(value).lower() in words:
            return words[str(value).lower()]
        raise UsageError(f"{name} is {value!r}", "it must be true or false")
    if wanted in (int, float):
        try:
            number = wanted(value)
            whole = wanted is float or not isinstance(value, float) or number == value
            if whole and abs(number) < float("inf") and not isinstance(value, bool):
                return number
        except (TypeError, ValueError, OverflowError):
            pass
        kind = "number" if wanted is float else "whole number"
        raise UsageError(f"{name} is {value!r}", f"it must be a {kind}")
    if wanted is str and isinstance(value, str):
        return value
    raise UsageError(f"{name} is {value!r}", "it must be text in quotes")
