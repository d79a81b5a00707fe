"""Scripted sessions: what is said or typed, with which files, and what must come of it.

A demo is a TOML file of ``config/demos/``:

    title = "Clean and read"
    about = "A noisy recording is cleaned and written down."

    [[line]]
    speak = "Please take the noise out of this recording."   # by a second voice
    attach = [{ file = "people-recordings/two_cities.wav", start = 0.0, end = 6.0, snr = 5.0 }]
    expect = { tools = ["enhance_speech"], artifact = "audio" }

A line is spoken by the second voice (``speak``), typed (``type``) or a recording
(``recording = { file = ... }``). ``file`` is a path beside the demo file or
``<model>/<file>`` of the catalogue, a recording or (attached) a picture; ``start`` and ``end``
(s) cut a recording, ``snr`` (dB) mixes pink noise under it. Expectations that are not met
fail the demo.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from voice_agent.errors import AgentError, UsageError
from voice_agent.settings import CONFIG

DEMOS = CONFIG / "demos"
DEFAULT = "welcome"
T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """A piece of a recording; ``snr`` in dB against added pink noise, None for none."""

    file: str = ""
    start: float = 0.0
    end: float | None = None
    snr: float | None = None


@dataclass(frozen=True)
class Expectation:
    """What a turn must show; empty fields expect nothing."""

    kind: str = ""
    outcome: str = ""
    tools: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    artifact: str = ""

    def unmet(self, document: Mapping[str, Any]) -> list[str]:
        """One sentence for each expectation that the turn document does not meet."""
        ran = [step["tool"] for step in document["steps"] if step["ok"]]
        kinds = {made["kind"] for step in document["steps"] for made in step["artifacts"]}
        said = " ".join([document["reply"], *(step["text"] or "" for step in document["steps"])])
        found = []
        if self.kind and document["kind"] != self.kind:
            found.append(f"kind '{self.kind}' was expected, not '{document['kind']}'")
        if self.outcome and document["outcome"] != self.outcome:
            found.append(f"outcome '{self.outcome}' was expected, not '{document['outcome']}'")
        if self.tools and ran != self.tools:
            found.append(f"the tools {self.tools} were expected, but {ran or 'none'} ran")
        if self.artifact and self.artifact not in kinds:
            found.append(f"a file of kind '{self.artifact}' was expected")
        found += _missing_words("the words heard", self.heard, document["query"])
        found += _missing_words("the answer", self.words, said)
        return found


@dataclass(frozen=True)
class Line:
    """One turn of the user: exactly one of ``speak``, ``type`` and ``recording``."""

    speak: str = ""
    type: str = ""
    recording: Source | None = None
    attach: list[Source] = field(default_factory=list)
    expect: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True)
class Demo:
    title: str = ""
    about: str = ""
    line: list[Line] = field(default_factory=list)
    path: Path = Path()

    def missing(self, tools: Collection[str]) -> list[str]:
        """The tools that the demo shows and ``tools`` lack."""
        shown = dict.fromkeys(tool for line in self.line for tool in line.expect.tools)
        return [tool for tool in shown if tool not in tools]


def available() -> list[str]:
    return sorted(path.stem for path in DEMOS.glob("*.toml"))


def load(name: str) -> Demo:
    """The demo called ``name``, or the one in the file ``name``."""
    path = Path(name) if name.endswith(".toml") else DEMOS / f"{name}.toml"
    if not path.is_file():
        raise UsageError(f"there is no demo '{name}'", f"choose one of: {', '.join(available())}")
    return parse(_read(path), path)


def parse(document: Mapping[str, Any], path: Path) -> Demo:
    """A checked demo; ``AgentError`` names the file, the line and what is wrong there."""
    demo = _fill(Demo, {**document, "path": path}, path.name)
    if not demo.line:
        raise AgentError(f"{path.name}: the demo has no lines", "add a [[line]]")
    for number, line in enumerate(demo.line, 1):
        given = [bool(line.speak), bool(line.type), line.recording is not None]
        if sum(given) != 1:
            raise AgentError(
                f"{path.name}: line {number} needs exactly one of speak, type and recording",
                "mend the file and try again",
            )
    return demo


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AgentError(f"cannot read the demo '{path.name}': {error}", "mend the file") from None


_NESTED: dict[str, type] = {
    "line": Line, "recording": Source, "attach": Source, "expect": Expectation,
}  # fmt: skip
_SEVERAL = ("line", "attach")


def _fill(kind: type[T], document: object, where: str) -> T:
    """A dataclass from a TOML table; unknown keys and wrong types are named."""
    if not isinstance(document, Mapping):
        raise AgentError(f"{where}: a table was expected, not {document!r}", "mend the file")
    known = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in document.items():
        place = f"{where}, {key}"
        if key not in known:
            raise AgentError(f"{where}: unknown key '{key}'", f"known: {', '.join(known)}")
        if key in _NESTED and isinstance(value, list) != (key in _SEVERAL):
            wanted = "a list of tables" if key in _SEVERAL else "one table"
            raise AgentError(f"{place}: {wanted} was expected", "mend the file")
        if key in _SEVERAL:
            items = enumerate(value, 1)
            values[key] = [_fill(_NESTED[key], item, f"{place} {number}") for number, item in items]
        elif key in _NESTED:
            values[key] = _fill(_NESTED[key], value, place)
        else:
            _check_type(value, str(known[key].type), place)
            values[key] = value
    return kind(**values)


def _check_type(value: object, wanted: str, place: str) -> None:
    fits = {
        "str": isinstance(value, str),
        "float": isinstance(value, (int, float)),
        "float | None": isinstance(value, (int, float)),
        "list[str]": isinstance(value, list) and all(isinstance(item, str) for item in value),
        "Path": isinstance(value, Path),
    }
    if not fits[wanted] or isinstance(value, bool):
        raise AgentError(f"{place}: {value!r} is not of type {wanted}", "mend the file")


def _missing_words(where: str, words: list[str], text: str) -> list[str]:
    return [f"{where} should hold '{word}'" for word in words if word.lower() not in text.lower()]
