"""Find, fetch, verify and load models: the only module that knows where weights lie.

    >>> directory = load_path("whisper-tiny-en")    # several files: their directory
    >>> weights = load_path("silero-vad")           # one file: the file itself

A model's files are hashed before they are handed out for the first time in a process, so
damaged bytes are never loaded; a damaged or missing model is fetched again. Once fetched,
nothing here touches the network.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voice_agent import hub
from voice_agent.catalogue_file import Model, ModelFile, Source, hash_file, read_catalogue
from voice_agent.errors import AgentError
from voice_agent.folders import expanded, user_folder

log = logging.getLogger(__name__)

CATALOGUE = Path(__file__).resolve().parent.parent / "models" / "catalogue.toml"
MODELS_VARIABLE = "VOICE_AGENT_MODELS"

State = Literal["present", "missing", "damaged"]
Phase = Literal["waiting", "finding", "downloading", "unpacking", "ready"]


@dataclass(frozen=True)
class FetchProgress:
    """How far one model's fetch is; ``done`` and ``total`` in bytes (0: not known)."""

    model: str
    phase: Phase
    done: int = 0
    total: int = 0


Progress = Callable[[FetchProgress], None]


class Catalogue:
    """The models of one catalogue file and their copies on this machine.

    ``directory`` holds fetched models. ``folders`` are searched before anything is
    downloaded, for ``<folder>/<model>/<file>`` and ``<folder>/<file>``.
    """

    def __init__(
        self,
        path: Path = CATALOGUE,
        *,
        directory: Path | None = None,
        folders: tuple[Path, ...] = (),
    ) -> None:
        self.path = path
        self.directory = directory or default_directory()
        self.folders = folders
        self.models = read_catalogue(path)
        self._verified: dict[Path, tuple[int, int]] = {}  # file -> (size, mtime_ns) when hashed

    def __iter__(self) -> Iterator[Model]:
        return iter(self.models.values())

    def model(self, name: str) -> Model:
        """The entry called ``name``; an ``AgentError`` that lists the names otherwise."""
        try:
            return self.models[name]
        except KeyError:
            raise AgentError(
                f"there is no model called '{name}'", f"Known models: {', '.join(self.models)}"
            ) from None

    def load_path(self, name: str, *, progress: Progress | None = None, fetch: bool = True) -> Path:
        """The verified model ``name``: its file, or its directory if it has several.

        ``name`` may also be ``hub:OWNER/NAME``, a whole repository of the hub. Fetches it when
        it is missing or damaged, unless ``fetch`` is False. Raises ``AgentError`` with the
        model's name, size and the command that fetches it.
        """
        if name.startswith(hub.PREFIX):
            return self._load_repository(name, progress or _ignore, fetch=fetch)
        model = self.model(name)
        home = self._home(model)
        if home is not None and self.damage(model, home) is None:
            return _handle(model, home)
        if not fetch:
            raise AgentError(
                f"the model '{name}' ({model.size_text}) is {self.state(name)}", how_to_get(model)
            )
        return self.fetch(name, progress=progress)

    def fetch(self, name: str, *, progress: Progress | None = None, force: bool = False) -> Path:
        """Make ``name`` present and verified; safe while another process does the same."""
        from voice_agent import fetch

        model = self.model(name)
        report = progress or _ignore
        try:
            with self._lock(name, report):
                home = self._home(model)  # another process may have been faster
                again = force and any(s.kind in ("wheel", "hub") for s in model.sources)
                if home is None or again or self.damage(model, home, trust=False) is not None:
                    home = self.directory / name
                    fetch.fetch_model(model, home, self.folders, self.downloads, report)
                    if reason := self.damage(model, home, trust=False):
                        raise AgentError(f"the model '{name}' was fetched, but {reason}")
        except OSError as error:
            raise self._cannot_store(f"'{name}' ({model.size_text})", error) from error
        report(FetchProgress(name, "ready", model.size, model.size))
        return _handle(model, home)

    def state(self, name: str) -> State:
        """Whether ``name`` is here, without hashing what this process already hashed."""
        model = self.model(name)
        home = self._home(model)
        if home is None:
            return "missing"
        return "present" if self.damage(model, home) is None else "damaged"

    def is_present(self, name: str) -> bool:
        """Whether all files of ``name`` are here; looks at names only, hashes nothing."""
        return self._home(self.model(name)) is not None

    def where(self, name: str) -> Path | None:
        """The directory that holds ``name`` now, or None."""
        return self._home(self.model(name))

    def damage(self, model: Model, home: Path, *, trust: bool = True) -> str | None:
        """What is wrong with the copy in ``home``, or None. ``trust`` reuses earlier hashes."""
        return self._damage(model.files, home, trust=trust)

    def _damage(self, files: Iterable[ModelFile], home: Path, *, trust: bool) -> str | None:
        for file in files:
            path = home / file.path
            try:
                stat = path.stat()
                stamp = (stat.st_size, stat.st_mtime_ns)
                if trust and self._verified.get(path) == stamp:
                    continue
                if stat.st_size != file.size:
                    return f"{file.path} has {stat.st_size} bytes instead of {file.size}"
                if hash_file(path) != file.sha256:
                    return f"{file.path} has the wrong content (sha256 differs)"
            except OSError as error:
                return f"{file.path} cannot be read ({error.strerror or error})"
            self._verified[path] = stamp
        return None

    @property
    def downloads(self) -> Path:
        """Where unfinished downloads wait to be resumed."""
        return self.directory / ".downloads"

    def _load_repository(self, name: str, report: Progress, *, fetch: bool) -> Path:
        folder = hub.folder_of(name, self.directory)
        files = hub.manifest(folder)
        if files is not None and self._damage(files, folder, trust=True) is None:
            return folder
        if not fetch:
            raise AgentError(f"the model '{name}' is not on this machine", how_to_fetch(name))
        try:
            with self._lock(folder.name, report):
                files = hub.manifest(folder)
                if files is None or self._damage(files, folder, trust=False) is not None:
                    report(FetchProgress(name, "downloading"))
                    hub.fetch_repository(name, folder)
        except OSError as error:
            raise self._cannot_store(f"'{name}'", error) from error
        report(FetchProgress(name, "ready"))
        return folder

    @contextmanager
    def _lock(self, name: str, report: Progress) -> Iterator[None]:
        """Keep other processes (and threads) from fetching the same model."""
        from filelock import FileLock, Timeout

        locks = self.directory / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(locks / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            report(FetchProgress(name, "waiting"))
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _cannot_store(self, what: str, error: OSError) -> AgentError:
        return AgentError(
            f"cannot store the model {what} in {self.directory}: {error.strerror or error}",
            f"Make room or set {MODELS_VARIABLE} to a folder that can be written",
        )

    def _home(self, model: Model) -> Path | None:
        """The first directory with every file of ``model`` in it; sizes are not looked at."""
        for home in self._homes(model):
            if all((home / file.path).is_file() for file in model.files):
                return home
        return None

    def _homes(self, model: Model) -> Iterator[Path]:
        yield self.directory / model.name
        for source in model.sources:
            if source.kind == "shipped":
                yield self.path.parent / (source.folder or model.name)
            elif source.kind == "package" and (found := package_directory(source)):
                yield found


def load_path(name: str, *, progress: Progress | None = None, fetch: bool = True) -> Path:
    """``Catalogue.load_path`` of the standard catalogue and model directory."""
    return Catalogue().load_path(name, progress=progress, fetch=fetch)


def default_directory() -> Path:
    """Where fetched models lie: $VOICE_AGENT_MODELS, or the user's data directory."""
    if chosen := os.environ.get(MODELS_VARIABLE):
        return expanded(chosen).absolute()
    folder = user_folder("data")
    if folder is None:
        raise AgentError(
            "this user has no home folder to keep models in", f"set {MODELS_VARIABLE} to a folder"
        )
    return folder / "models"


def how_to_fetch(name: str) -> str:
    """The sentence that tells a user how to get a model."""
    return f"While online, run: python main.py models fetch {name}"


def how_to_get(model: Model) -> str:
    """The sentence that tells a user how to get a model, also one that no network has."""
    kinds = {source.kind for source in model.sources}
    if kinds & {"wheel", "hub"}:
        return how_to_fetch(model.name)
    if "package" in kinds:
        return "Run: make setup"
    return "It came with the program: check out its files again"


def package_directory(source: Source) -> Path | None:
    """The folder of a "package" source inside the installed distribution, if installed."""
    from importlib import metadata

    try:
        distribution = metadata.distribution(source.package)
    except metadata.PackageNotFoundError:
        return None
    return Path(str(distribution.locate_file(source.folder)))


def _ignore(progress: FetchProgress) -> None:
    """Nobody watches."""


def _handle(model: Model, home: Path) -> Path:
    return home / model.files[0].path if len(model.files) == 1 else home
