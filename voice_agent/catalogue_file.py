"""What ``models/catalogue.toml`` says, as values: models, their files, their sources."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from voice_agent.errors import AgentError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class ModelFile:
    """One file of a model; ``path`` is relative to the model's own directory."""

    path: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """A pinned wheel of the package index, used as a container of data only."""

    package: str
    version: str
    size: int  # bytes
    sha256: str
    platform: str = ""  # set when the wheel is tied to a platform; its data is not


@dataclass(frozen=True)
class Source:
    """One place a model can come from. Which fields matter depends on ``kind``."""

    kind: Literal["shipped", "package", "wheel", "hub"]
    folder: str = ""
    wheels: tuple[Wheel, ...] = ()
    members: tuple[tuple[str, tuple[str, ...]], ...] = ()
    package: str = ""
    version: str = ""
    repo: str = ""
    revision: str = "main"

    def members_of(self, path: str) -> tuple[str, ...]:
        """The places inside the source whose bytes, joined, are the model's file ``path``."""
        return dict(self.members).get(path, (self.folder + path,))

    def __str__(self) -> str:
        if self.kind == "wheel":
            return "data of " + " and ".join(f"{w.package} {w.version}" for w in self.wheels)
        if self.kind == "package":
            return f"package {self.package} {self.version}"
        return f"hub {self.repo}" if self.kind == "hub" else "shipped with voice-agent"


@dataclass(frozen=True)
class Model:
    """One entry of the catalogue."""

    name: str
    title: str
    purpose: str
    licence: str
    group: Literal["core", "demo", "extra"]
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]

    @property
    def default(self) -> bool:
        """Whether it is fetched without being asked for."""
        return self.group != "extra"

    @property
    def size(self) -> int:
        """Bytes on disk, all files together."""
        return sum(file.size for file in self.files)

    @property
    def size_text(self) -> str:
        return format_size(self.size)


def read_catalogue(path: Path) -> dict[str, Model]:
    """Parse ``models/catalogue.toml``; an ``AgentError`` names the entry that is wrong."""
    try:
        with path.open("rb") as stream:
            tables = tomllib.load(stream)
    except OSError as error:
        raise AgentError(f"cannot read the model catalogue {path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise AgentError(f"the model catalogue {path} is not valid TOML: {error}") from error
    models = {}
    for name, table in tables.items():
        try:
            models[name] = _read_model(name, table)
        except (KeyError, TypeError, ValueError) as error:
            raise AgentError(f"the entry '{name}' of {path} is wrong: {error}") from error
    return models


def _read_model(name: str, table: dict[str, Any]) -> Model:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name):
        raise ValueError("a model's name is lower-case letters, digits, dots and dashes")
    fields = dict(table)
    if fields["group"] not in ("core", "demo", "extra"):
        raise ValueError(f"unknown group '{fields['group']}'")
    files = tuple(ModelFile(**file) for file in fields.pop("files"))
    for file in files:
        if not re.fullmatch(r"[0-9a-f]{64}", file.sha256) or file.size < 0:
            raise ValueError(f"{file.path} needs a size and 64 hexadecimal digits of sha256")
        _check_relative(file.path)
    if not files:
        raise ValueError("it names no files")
    sources = tuple(_read_source(source) for source in fields.pop("sources"))
    return Model(name=name, files=files, sources=sources, **fields)


def _read_source(table: dict[str, Any]) -> Source:
    fields = dict(table)
    if fields["kind"] not in ("shipped", "package", "wheel", "hub"):
        raise ValueError(f"unknown kind of source '{fields['kind']}'")
    wheels = tuple(Wheel(**wheel) for wheel in fields.pop("wheels", ()))
    members = tuple((path, tuple(parts)) for path, parts in fields.pop("members", {}).items())
    return Source(wheels=wheels, members=members, **fields)


def _check_relative(path: str) -> None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path:
        raise ValueError(f"'{path}' must stay inside the model's directory")


def format_size(size: int) -> str:
    """Bytes for people: 78.1 MB, 13 kB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size // 1000, 1)} kB"


def hash_file(path: Path) -> str:
    """The sha256 of a file, as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
