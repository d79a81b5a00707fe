"""Text from outside, made harmless: no control code of others ever reaches the terminal.

File names, recognised words, answers of a language model and messages of libraries may
hold escape sequences; they could colour, move, or wipe what is on the screen.
"""

from __future__ import annotations

import dataclasses
import re
from enum import Enum
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """``text`` with control codes, lone surrogates and direction overrides made visible."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\t", "    "))


def clean(value: Any) -> Any:
    """``value`` with every text in it cleaned, through dataclasses, dicts and sequences."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(clean(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return dataclasses.replace(value, **{f.name: clean(getattr(value, f.name)) for f in fields})
    return value
