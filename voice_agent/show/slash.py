"""Slash commands: a typed line becomes a command value. One table knows them all.

>>> parse("/save 2 my voice.wav")
Save(what='2', to='my voice.wav')
>>> parse("please denoise it") is None
True
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from voice_agent.errors import AgentError

Mode = Literal["hands-free", "push-to-talk", "text"]
MODES: tuple[Mode, ...] = ("hands-free", "push-to-talk", "text")


@dataclass(frozen=True)
class Help:
    pass


@dataclass(frozen=True)
class Attach:
    file: str  # one, or several as a shell would write them


@dataclass(frozen=True)
class Files:
    pass


@dataclass(frozen=True)
class Play:
    """``what`` is a session path or a card's number; "" is what was made last."""

    what: str = ""


@dataclass(frozen=True)
class Save:
    what: str
    to: str


@dataclass(frozen=True)
class SetMode:
    mode: Mode


@dataclass(frozen=True)
class Device:
    """``direction`` "" lists the devices; ``name`` "" follows the system's default."""

    direction: Literal["", "in", "out"] = ""
    name: str = ""


@dataclass(frozen=True)
class Voice:
    """``name`` "" changes to the other voice."""

    name: str = ""


@dataclass(frozen=True)
class Mute:
    pass


@dataclass(frozen=True)
class Again:
    pass


@dataclass(frozen=True)
class History:
    pass


@dataclass(frozen=True)
class Quit:
    pass


Command = (
    Help | Attach | Files | Play | Save | SetMode | Device | Voice | Mute | Again | History | Quit
)


@dataclass(frozen=True)
class Usage:
    """One row of ``/help``; ``build`` makes the command of what follows its name."""

    name: str
    arguments: str
    help: str
    build: Callable[[str], Command]

    @property
    def synopsis(self) -> str:
        return f"/{self.name} {self.arguments}".rstrip()


def parse(line: str) -> Command | None:
    """The command of a line that begins with a slash; None for any other line.

    Raises ``AgentError`` for an unknown name (with the nearest one) or wrong arguments.
    """
    line = line.strip()
    if not line.startswith("/"):
        return None
    name, rest = split_name(line)
    usage = COMMANDS.get(name) or COMMANDS.get(_ALIASES.get(name, ""))
    if usage is None:
        raise _unknown(name, line)
    return usage.build(rest)


def split_name(line: str) -> tuple[str, str]:
    """``/Play  2 `` as ("play", "2")."""
    name, *rest = line[1:].split(None, 1) if line[1:2].strip() else ("", line[1:])
    return name.lower(), "".join(rest).strip()


def quote(text: str) -> str:
    """``text`` so that ``parse`` takes it as one word whatever is in it."""
    if text and not re.search(r"[\s'\"\\]", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words_of(text: str) -> list[str]:
    """Words as a shell would split them: quotes group, a backslash frees the next sign.

    Within single quotes everything stands for itself. An apostrophe inside a word ("it's")
    and a backslash before a plain letter (a Windows path) stand for themselves, too.
    """
    words: list[str] = []
    for match in _WORD.finditer(text):
        double, single, bare = match.groups()
        if double is not None:
            words.append(re.sub(r'\\(["\\])', r"\1", double))
        elif single is not None:
            words.append(single)
        elif bare[0] in "'\"":
            raise AgentError(f"the quote in {bare} is not closed", f"end it with {bare[0]}")
        else:
            words.append(re.sub(r"\\([\s'\"\\])", r"\1", bare))
    return words


_WORD = re.compile(
    r"""  "((?:[^"\\]|\\.)*)"(?=\s|$)     # "double quotes"
        | '([^']*)'(?=\s|$)             # 'single quotes'
        | ((?:\\\s|\S)+)                # a bare word, blanks freed by a backslash
    """,
    re.VERBOSE | re.DOTALL,
)


def _no_arguments(command: Command, name: str) -> Callable[[str], Command]:
    def build(rest: str) -> Command:
        if rest:
            raise AgentError(f"/{name} takes nothing after it", f"type /{name} alone")
        return command

    return build


def _one(rest: str) -> str:
    """The rest of the line as one name, quoted or not: file names may hold blanks."""
    words = words_of(rest)
    return words[0] if len(words) == 1 else rest


def _attach(rest: str) -> Command:
    if not rest:
        raise AgentError("/attach needs a file", "for example: /attach recording.wav")
    return Attach(_one(rest))


def _save(rest: str) -> Command:
    words = words_of(rest)
    if len(words) < 2:
        raise AgentError("/save needs a file and where to put it", "for example: /save 2 voice.wav")
    if len(words) == 2:
        return Save(words[0], words[1])
    first = re.match(r"\S+", rest)
    if words[0] != (first.group() if first else ""):
        raise AgentError("/save takes two names", "put names with blanks in quotes")
    return Save(words[0], rest[len(words[0]) :].strip())


def _mode(rest: str) -> Command:
    wanted = rest.lower().replace(" ", "-")
    found = [mode for mode in MODES if wanted and mode.startswith(wanted)]
    if wanted == "ptt":
        found = ["push-to-talk"]
    if len(found) != 1:
        problem = f"there is no mode '{rest}'" if rest else "/mode needs a mode"
        raise AgentError(problem, f"choose one of: {', '.join(MODES)}")
    return SetMode(found[0])


def _device(rest: str) -> Command:
    if not rest:
        return Device()
    direction, _, name = rest.partition(" ")
    if direction.lower() in ("in", "out"):
        return Device(cast(Literal["in", "out"], direction.lower()), _one(name.strip()))
    raise AgentError(
        f"/device does not know whether '{rest}' is for input or output",
        f"type /device in {rest} or /device out {rest}",
    )


def _unknown(name: str, line: str) -> AgentError:
    if "/" in name:
        return AgentError(f"'{line}' is no command", f"to attach a file, type /attach {line}")
    near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    hint = f"did you mean /{near[0]}?" if near else "/help lists the commands"
    return AgentError(f"there is no command '/{name}'", hint)


COMMANDS: dict[str, Usage] = {
    usage.name: usage
    for usage in (
        Usage("attach", "FILE...", "bring a sound, image or video into the session", _attach),
        Usage("files", "", "list the files of this session", _no_arguments(Files(), "files")),
        Usage("play", "[N|PATH]", "play a file (the last one)", lambda rest: Play(_one(rest))),
        Usage("save", "N|PATH TO", "copy a file out of the session", _save),
        Usage("mode", "MODE", "hands-free, push-to-talk or text", _mode),
        Usage("device", "[in|out] [NAME]", "list or change microphone and speaker", _device),
        Usage("voice", "[NAME]", "change the voice", lambda rest: Voice(_one(rest))),
        Usage("mute", "", "written answers only, and back", _no_arguments(Mute(), "mute")),
        Usage("again", "", "say the last answer again", _no_arguments(Again(), "again")),
        Usage("history", "", "what was said so far", _no_arguments(History(), "history")),
        Usage("help", "", "these lines", _no_arguments(Help(), "help")),
        Usage("quit", "", "leave", _no_arguments(Quit(), "quit")),
    )
}

_ALIASES = {"exit": "quit", "q": "quit", "?": "help", "h": "help", "ls": "files", "": "help"}
