"""One session on disk: resources by exact name, turns, events, a readable transcript.

    recordings/<session>/audio|image|video/<8 hex>.<ext>   audio is 16-bit WAV
                         resources.jsonl  turns.jsonl  events.jsonl  transcript.md

Everything is appended as the turn runs, one whole line at a time, so that a killed process
loses at most the turn in flight. ``keep`` decides what of the user's own stays: "all";
"turns" (texts and results, no sound of the user); "none" (results only: no utterance, no copy
of an attached file, no log).
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import re
import secrets
import shutil
import threading
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from voice_agent import attachments, recordings, turn_document
from voice_agent.errors import AgentError
from voice_agent.events import Attached, Event, Level, Progress, to_document
from voice_agent.folders import expanded
from voice_agent.journal import Journal, unwritable
from voice_agent.rebuilding import rebuilt
from voice_agent.recordings import find, read_lines
from voice_agent.settings import RecordingsSettings
from voice_agent.units import Audio, Exchange, Resource, ResourceKind, StepResult

_NOT_OURS = (LookupError, TypeError, ValueError)  # of a line by somebody else
_OURS = re.compile(r"(?:audio|image|video)/\w[\w.-]*")  # a session path: never out of its folder


class Session:
    """A dialogue's files and memory. Safe to use from several threads."""

    def __init__(self, directory: Path, keep: str = "all") -> None:
        self.directory = directory
        self.id = directory.name
        self.keep = keep
        self.resources: list[Resource] = []
        self.exchanges: list[Exchange] = []
        self._linked: dict[str, Path] = {}  # session path -> the user's own file
        self._journal = Journal(directory)
        self._lock = threading.RLock()
        self._turn = 0
        self._let_go: Callable[[], object] = lambda: None

    @classmethod
    def create(cls, settings: RecordingsSettings, root: Path) -> Session:
        """A new, empty session below ``root``."""
        now = datetime.datetime.now()
        directory = root / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        try:
            directory.mkdir(parents=True)
        except OSError as error:
            raise AgentError(
                f"cannot write recordings to '{root}': {error.strerror}",
                "choose another folder with [recordings] directory",
            ) from None
        return cls._held(directory, settings)

    @classmethod
    def open(cls, name: str, settings: RecordingsSettings, root: Path) -> Session:
        """An earlier session, with its resources and turns."""
        session = cls._held(find(name, root), settings)
        session._load()
        return session

    @classmethod
    def _held(cls, directory: Path, settings: RecordingsSettings) -> Session:
        session = cls(directory, settings.keep)
        session._let_go = weakref.finalize(session, recordings.hold(directory))
        return session

    def close(self) -> None:
        """The dialogue is over. One in which nothing was asked or brought in leaves nothing,
        unless another program has gone on with it."""
        with self._lock:
            self._let_go()
            unused = self._turn == 0 and not self.resources
            if unused and not recordings.in_use(self.directory) and self._holds_nothing():
                shutil.rmtree(self.directory, ignore_errors=True)

    def _holds_nothing(self) -> bool:
        files = (path for path in self.directory.rglob("*") if path.is_file())
        return all(path.name == "events.jsonl" for path in files)

    @property
    def originals(self) -> Mapping[str, Path]:
        """The user's own files that are used where they lie, by their session paths."""
        return self._linked

    def next_turn(self) -> int:
        with self._lock:
            self._turn += 1
            return self._turn

    def locate(self, path: str) -> Path:
        """The file behind an exact session path; ``AgentError`` for any other string."""
        with self._lock:
            known = any(resource.path == path for resource in self.resources)
        if not known:
            raise AgentError(f"there is no file '{path}' in this session", "/files lists them")
        where = self._linked.get(path, self.directory / path)
        if not where.is_file():
            raise AgentError(f"the file '{path}' was removed from disk", "attach or make it again")
        return where

    def new_file(self, kind: ResourceKind, suffix: str) -> tuple[str, Path]:
        """A fresh name of the session: its session path and where to write it."""
        folder = "audio" if kind == "text" else kind
        try:
            (self.directory / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.directory, error) from None
        while True:
            path = f"{folder}/{secrets.token_hex(4)}{suffix}"
            where = self.directory / path
            if not where.exists():
                return path, where

    def add(self, resource: Resource) -> Resource:
        """Remember a file that is complete on disk."""
        with self._lock:
            self.resources.append(resource)
            if self.keep != "none":
                original = self._linked.get(resource.path)
                where = {"original": str(original)} if original else {}
                self._journal.append("resources.jsonl", dataclasses.asdict(resource) | where)
        return resource

    def add_artifacts(self, result: StepResult, parents: tuple[str, ...]) -> None:
        """Remember what a step made."""
        for artifact in result.artifacts:
            self.add(
                Resource(
                    path=artifact.path,
                    kind=artifact.kind,
                    description=artifact.description,
                    origin=result.tool,
                    parents=parents,
                    turn=result.turn,
                    seconds=artifact.seconds,
                    sample_rate=artifact.sample_rate,
                    channels=artifact.channels,
                )
            )

    def attach(
        self,
        file: Path,
        turn: int = 0,
        caption: Callable[[Path], str] = lambda path: "",
        warn: Callable[[str], None] = lambda text: None,
    ) -> list[Resource]:
        """Take the user's own file into the session; a video brings its soundtrack along.
        ``caption`` may say in a few words what is in a recording; ``warn`` is told where not
        all of it could be read, or not as it was.

        Audio is converted to a 16-bit WAV of the same rate and channels, unless the user's
        sound is not to be written: then the original is used where it lies. What goes beyond
        full scale, as floating point may, is made softer.
        Raises ``AgentError`` for what is missing, empty, unreadable or of no known kind.
        """
        file = attachments.checked(file)
        kind = attachments.kind_of(file)
        if kind == "audio":
            return [self._take_audio(file, turn, caption, warn)]
        taken = self._take(kind, file, turn)
        if kind == "video":
            with contextlib.suppress(AgentError):  # a silent film is still a film
                sound = self._take_audio(file, turn, caption, warn, parents=(taken.path,))
                return [taken, sound]
        return [taken]

    def keep_utterance(self, audio: Audio, turn: int) -> str | None:
        """Write what the user said, when that is wanted; its session path."""
        if self.keep != "all":
            return None
        return self.write_audio(audio, "what you said", "recorded", turn)

    def write_audio(self, audio: Audio, description: str, origin: str, turn: int) -> str:
        from voice_agent.sound.files import AudioWriter

        path, where = self.new_file("audio", ".wav")
        with AudioWriter(where, audio.rate, audio.channels) as writer:
            writer.write(audio)
        if origin != "voice":
            known = audio.seconds, audio.rate, audio.channels
            self.add(Resource(path, "audio", description, origin, (), turn, *known))
        return path

    def save(self, path: str, to: Path) -> Path:
        """Copy a file out of the session to ``to`` (a file or a folder); where it went.

        Audio is converted to what the new name's ending says. An existing file is kept.
        """
        from voice_agent.sound import files

        source = self.locate(path)
        target = expanded(to)
        target = target / source.name if target.is_dir() else target
        target = target if target.suffix else target.with_suffix(source.suffix)
        if target.exists():
            raise AgentError(f"'{target}' exists already", "choose another name")
        if not target.parent.is_dir():
            raise AgentError(f"there is no folder '{target.parent}'", "make it first")
        if source.suffix == ".wav":
            files.export(source, target)
        else:
            try:
                shutil.copyfile(source, target)
            except OSError as error:
                target.unlink(missing_ok=True)
                raise unwritable(target.parent, error) from None
        return target.resolve()

    def write_turn(self, document: dict[str, Any], exchange: Exchange | None) -> None:
        """The finished turn: into memory (the ``exchange``, if it belongs there),
        ``turns.jsonl`` and ``transcript.md``."""
        with self._lock:
            if exchange is not None:
                self.exchanges.append(exchange)
            if self.keep != "none":
                self._journal.append("turns.jsonl", document)
                self._journal.append_text("transcript.md", turn_document.transcript(document))

    def listen(self, event: Event) -> None:
        """A listener of the bus: every event but the very frequent goes to disk."""
        if self.keep == "none" or isinstance(event, (Level, Progress)):
            return
        with self._lock:
            self._journal.append("events.jsonl", to_document(event), sync=False)

    def attached_event(self, resource: Resource, file: Path) -> Attached:
        return Attached(resource.turn, resource, file.name)

    def _take(self, kind: ResourceKind, file: Path, turn: int) -> Resource:
        path, where = self.new_file(kind, file.suffix.lower())
        if self.keep == "all":
            partial = where.with_suffix(".part")
            try:
                shutil.copyfile(file, partial)
                partial.replace(where)
            except OSError as error:
                partial.unlink(missing_ok=True)
                raise unwritable(self.directory, error) from None
        else:
            self._linked[path] = file
        return self.add(Resource(path, kind, file.name, "attached", (), turn))

    def _take_audio(
        self,
        file: Path,
        turn: int,
        caption: Callable[[Path], str],
        warn: Callable[[str], None],
        parents: tuple[str, ...] = (),
    ) -> Resource:
        from voice_agent.sound import files

        info = files.probe(file)
        seconds = info.seconds
        path, where = self.new_file("audio", ".wav")
        if self.keep == "all":
            with files.AudioWriter(where, info.rate, info.channels) as writer:
                for block in files.blocks(file, warn=warn):
                    writer.write(block)
            seconds = writer.seconds
        else:
            self._linked[path] = file
        content = caption(self._linked.get(path, where))
        description = f"{file.name}: {content}" if content else file.name
        known = seconds, info.rate, info.channels
        return self.add(Resource(path, "audio", description, "attached", parents, turn, *known))

    def _load(self) -> None:
        for line in read_lines(self.directory / "resources.jsonl"):
            with contextlib.suppress(*_NOT_OURS):
                known: Resource = rebuilt(Resource, line)
                if not _OURS.fullmatch(known.path):
                    continue
                if line.get("original"):
                    self._linked[known.path] = Path(line["original"])
                self.resources.append(known)
        for document in read_lines(self.directory / "turns.jsonl"):
            with contextlib.suppress(*_NOT_OURS):
                self.exchanges.append(turn_document.exchange(document))
                self._turn = max(self._turn, self.exchanges[-1].turn)
