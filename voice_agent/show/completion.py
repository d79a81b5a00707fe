"""What Tab offers while a slash command is typed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voice_agent.folders import expanded
from voice_agent.show.slash import COMMANDS, MODES, quote
from voice_agent.units import Resource

MOST_PATHS = 200


@dataclass(frozen=True)
class Suggestion:
    """``text`` replaces the last ``replaces`` characters of the line."""

    text: str
    replaces: int
    note: str = ""


@dataclass(frozen=True)
class Choices:
    """Where the words to choose from come from; asked anew at every completion."""

    files: Callable[[], Sequence[Resource]] = tuple
    devices: Callable[[str], Sequence[str]] = lambda direction: ()
    voices: Callable[[], Sequence[str]] = tuple
    paths: Callable[[str], Iterable[str]] = lambda start: list_paths(start)


def suggest(line: str, choices: Choices) -> list[Suggestion]:
    """Continuations of ``line`` (what is left of the cursor); none for ordinary text."""
    if not line.startswith("/"):
        return []
    name, blank, rest = line[1:].partition(" ")
    if not blank:
        return [
            Suggestion(f"/{usage.name}" + (" " if usage.arguments else ""), len(line), usage.help)
            for usage in COMMANDS.values()
            if usage.name.startswith(name.lower())
        ]
    rest = rest.lstrip()
    match name.lower():
        case "attach":
            last = rest.rpartition(" ")[2]
            found = [Suggestion(path, len(rest)) for path in choices.paths(rest)]
            return found or [Suggestion(path, len(last)) for path in choices.paths(last)]
        case "play":
            return _session_files(rest, choices.files())
        case "save":
            what, blank, to = rest.partition(" ")
            if blank:
                return [Suggestion(path, len(to)) for path in choices.paths(to.lstrip())]
            return _session_files(what, choices.files())
        case "mode":
            return _words(rest, MODES)
        case "voice":
            return _words(rest, choices.voices())
        case "device":
            direction, blank, device = rest.partition(" ")
            if not blank:
                return _words(rest, ("in ", "out "))
            return _words(device, choices.devices(direction))
    return []


def list_paths(start: str) -> list[str]:
    """Files and folders (ending in a slash) that begin with ``start``; ``~`` is the home."""
    folder, _, beginning = start.strip("\"'").rpartition("/")
    shown = folder + "/" if folder or start.startswith("/") else ""
    try:
        with os.scandir(expanded(shown or ".")) as entries:
            found = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(beginning)
                and (beginning.startswith(".") or not entry.name.startswith("."))
            )
    except (OSError, RuntimeError, ValueError):  # nor a home of somebody whom nobody knows
        return []
    return [quote(shown + name) for name in found[:MOST_PATHS]]


def _session_files(start: str, files: Sequence[Resource]) -> list[Suggestion]:
    newest_first = reversed(files)
    return [
        Suggestion(file.path, len(start), file.description)
        for file in newest_first
        if file.path.startswith(start) or file.path.rpartition("/")[2].startswith(start)
    ]


def _words(start: str, words: Iterable[str]) -> list[Suggestion]:
    found = [word for word in words if word.lower().startswith(start.lower())]
    return [Suggestion(word, len(start)) for word in found]
