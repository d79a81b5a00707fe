"""``models``: the catalogue as a table, fetched, verified."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from voice_agent.catalogue import Catalogue, FetchProgress, Progress
    from voice_agent.catalogue_file import Model
    from voice_agent.settings import Settings


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "models",
        help="the model catalogue: list, fetch, verify",
        description="Every model with its purpose, licence, size and source. fetch without names "
        "brings the models that the assistant needs by default; verify hashes what is here.",
        epilog="example: main.py models fetch whisper-base",
    )
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "fetch", "verify"),
        default="list",
        help="default: list",
    )
    parser.add_argument(
        "names", metavar="NAME", nargs="*", help="models; default depends on action"
    )
    parser.add_argument("--all", action="store_true", help="fetch every model of the catalogue")
    parser.add_argument("--force", action="store_true", help="fetch again what is already here")
    parser.add_argument(
        "--from",
        metavar="FOLDER",
        dest="folders",
        type=Path,
        action="append",
        default=[],
        help="look here first, for FOLDER/NAME/file or FOLDER/file (no network needed)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    catalogue = open_catalogue(arguments.settings, tuple(arguments.folders))
    models = _chosen(catalogue, arguments)
    action = {"list": _list, "fetch": _fetch, "verify": _verify}[arguments.action]
    return action(catalogue, models, arguments)


def open_catalogue(settings: Settings, folders: tuple[Path, ...] = ()) -> Catalogue:
    """The catalogue with the model directory that the settings name."""
    from voice_agent.catalogue import Catalogue
    from voice_agent.folders import expanded

    directory = settings.models.directory
    return Catalogue(directory=expanded(directory) if directory else None, folders=folders)


def _chosen(catalogue: Catalogue, arguments: argparse.Namespace) -> list[Model]:
    from voice_agent.errors import UsageError

    names = [name for name in arguments.names if not name.startswith("hub:")]
    if names != arguments.names and arguments.action != "fetch":
        remedy = "as in `main.py models fetch hub:OWNER/NAME`"
        raise UsageError("hub repositories can only be fetched", remedy)
    if unknown := [name for name in names if name not in catalogue.models]:
        raise UsageError(
            f"there is no model called '{unknown[0]}'",
            f"choose from: {', '.join(catalogue.models)}",
        )
    if missing := [folder for folder in arguments.folders if not folder.is_dir()]:
        raise UsageError(f"there is no folder '{missing[0]}'", "check the name after --from")
    if arguments.names:
        return [catalogue.model(name) for name in dict.fromkeys(names)]
    everything = arguments.all or arguments.action != "fetch"
    return [model for model in catalogue if everything or model.default]


# --- list ---------------------------------------------------------------------------------


def _list(catalogue: Catalogue, models: list[Model], arguments: argparse.Namespace) -> int:
    if arguments.json:
        print(json.dumps([_document(catalogue, model) for model in models], indent=2))
        return 0
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("model", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("here", no_wrap=True)
    table.add_column("what it does; licence; where it comes from", overflow="fold")
    for model in models:
        origin = ", or ".join(str(source) for source in model.sources)
        about = Text(model.purpose).append(f"\n{model.licence}; {origin}", style="dim")
        here = "yes" if catalogue.is_present(model.name) else "no"
        table.add_row(model.name, model.size_text, here, about)
    console = Console()
    console.print(table)
    console.print(f"Fetched models lie in {catalogue.directory}", soft_wrap=True)
    return 0


def _document(catalogue: Catalogue, model: Model) -> dict[str, Any]:
    home = catalogue.where(model.name)
    return {
        "name": model.name,
        "title": model.title,
        "purpose": model.purpose,
        "licence": model.licence,
        "bytes": model.size,
        "group": model.group,
        "present": home is not None,
        "path": str(home) if home else None,
        "sources": [str(source) for source in model.sources],
        "files": [
            {"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in model.files
        ],
    }


# --- fetch --------------------------------------------------------------------------------


def _fetch(catalogue: Catalogue, models: list[Model], arguments: argparse.Namespace) -> int:
    from voice_agent.errors import AgentError

    results: list[dict[str, Any]] = []
    names = [model.name for model in models]
    names += [name for name in arguments.names if name not in catalogue.models]
    with _progress_display() as progress:
        for name in names:
            try:
                path = _fetch_one(catalogue, name, progress, force=arguments.force)
                results.append({"name": name, "ok": True, "path": str(path), "error": None})
            except AgentError as error:
                results.append({"name": name, "ok": False, "path": None, "error": str(error)})
    failed = [result for result in results if not result["ok"]]
    for result in failed:
        print(f"error: {result['error']}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(results, indent=2))
    elif not failed:
        total = f"{len(names)} models are" if len(names) != 1 else f"{names[0]} is"
        print(f"{total} here and verified ({catalogue.directory})", file=sys.stderr)
    return 1 if failed else 0


def _fetch_one(catalogue: Catalogue, name: str, progress: Progress, *, force: bool) -> Path:
    if force and name in catalogue.models:
        return catalogue.fetch(name, progress=progress, force=True)
    return catalogue.load_path(name, progress=progress)


def _progress_display() -> AbstractContextManager[Progress]:
    """Bars on a terminal, a few lines elsewhere; always on stderr."""
    return _Bars() if sys.stderr.isatty() else nullcontext(_Lines())


class _Lines:
    """One line when a download starts, at each quarter of a large one, and when it is done."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()

    def __call__(self, progress: FetchProgress) -> None:
        from voice_agent.catalogue_file import format_size

        what = str(progress.phase)
        if progress.phase == "downloading" and progress.total:
            quarter = 4 * progress.done // progress.total * 25
            what = f"{what} {format_size(progress.total)}, {quarter} %"
        if (progress.model, what) not in self._said:
            self._said.add((progress.model, what))
            print(f"{progress.model}: {what}", file=sys.stderr, flush=True)


class _Bars:
    """One rich progress bar for each model that is being fetched."""

    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
        from rich.progress import Progress as RichProgress

        self._bars = RichProgress(
            TextColumn("{task.description:32}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, Any] = {}
        self._bars.start()
        return self._show

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def _show(self, progress: FetchProgress) -> None:
        name = progress.model
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=progress.total or None)
        self._bars.update(
            self._tasks[name],
            description=f"{name} ({progress.phase})",
            completed=progress.done,
            total=progress.total or None,
        )


# --- verify -------------------------------------------------------------------------------


def _verify(catalogue: Catalogue, models: list[Model], arguments: argparse.Namespace) -> int:
    """Hash every file; 1 if one is damaged, or if a model that was named is missing."""
    from voice_agent.catalogue import how_to_get

    results = []
    bad = False
    for model in models:
        home = catalogue.where(model.name)
        damage = catalogue.damage(model, home, trust=False) if home else None
        state = "missing" if home is None else "damaged" if damage else "verified"
        bad |= damage is not None or (home is None and model.name in arguments.names)
        results.append({"name": model.name, "state": state, "problem": damage})
    if arguments.json:
        print(json.dumps(results, indent=2))
        return int(bad)
    for result in results:
        line = f"{result['name']:20} {result['state']}"
        print(f"{line}: {result['problem']}" if result["problem"] else line)
    for model, result in zip(models, results, strict=True):
        wanted = ("damaged", "missing") if model.name in arguments.names else ("damaged",)
        if result["state"] in wanted:
            print(f"To mend {model.name}: {how_to_get(model)}", file=sys.stderr)
    return int(bad)
