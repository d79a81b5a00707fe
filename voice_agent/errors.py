"""How a stage says that something went wrong, or that its turn was cancelled."""

from __future__ import annotations

import threading


class AgentError(Exception):
    """Something a user must know about: what is wrong, and what to do next.

    ``problem`` names the thing and the reason ("cannot read 'notes.txt': it is not audio");
    ``remedy`` names the next step ("give a wav, flac, mp3, ogg or m4a file"). Both are plain
    sentences without a trailing traceback; ``str()`` joins them for a terminal.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        if not self.remedy:
            return self.problem
        problem = self.problem.rstrip(".")
        remedy = self.remedy[0].upper() + self.remedy[1:]
        return f"{problem}. {remedy}" + ("" if remedy[-1] in ".?!)" else ".")


def refused(doing: str, error: OSError) -> AgentError:
    """What the system refused while ``doing`` something: a full disk, a folder that is gone."""
    what = f"{error.strerror or error}" + (f": '{error.filename}'" if error.filename else "")
    return AgentError(f"{doing} cannot go on: {what}", "mend that, then try again")


class UsageError(AgentError):
    """A command was called wrongly: exit status 2."""


class Cancelled(Exception):
    """Raised inside a stage whose turn was cancelled; never shown as an error."""


class Cancel:
    """A flag that one turn's stages share: set once, checked often, waited on cheaply."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` if the turn was cancelled."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds``; True if the turn was cancelled meanwhile."""
        return self._event.wait(seconds)
