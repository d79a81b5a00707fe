"""Words that steer the conversation itself, before any planner sees them. Pure.

"go on", "stop", "stop listening", "wake up", and the phrase that wakes it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

Interjection = Literal["", "go on", "stop", "sleep", "wake"]

_KINDS: dict[Interjection, str] = {
    "go on": r"(please )?(go on|go ahead|carry on|continue|keep going|keep talking|you were saying"
    r"|go on speaking|finish what you were saying)( please)?",
    "stop": r"(please )?(stop|stop it|stop that|stop talking|be quiet|quiet|shut up|cancel"
    r"|cancel that|never ?mind|enough|that's enough|forget it|hush|silence)( please)?",
    "sleep": r"(please )?(stop listening|go to sleep|don't listen|sleep now)( now| please)?",
    "wake": r"(please )?(wake up|start listening|listen to me)( now| please| again)?",
}
_FILLERS = r"^(?:(?:okay|ok|no|hey|well|oh|um|uh|yes|and|now|alright)\s+)+(?=\S)"
_ALIKE = 0.8  # similarity from which heard words count as the wake phrase


def interjection(text: str) -> Interjection:
    """What ``text`` asks of the conversation; "" when it is an ordinary request.

    >>> interjection("Okay, go on.")
    'go on'
    >>> interjection("Stop the recording after ten seconds.")
    ''
    """
    words = " ".join(_words(text))
    bare = re.sub(_FILLERS, "", words)
    for kind, pattern in _KINDS.items():
        if re.fullmatch(pattern, words) or re.fullmatch(pattern, bare):
            return kind
    return ""


@dataclass(frozen=True)
class Admitted:
    """What becomes of a text: ``text`` goes on to the planner ("": nothing does), ``say`` is
    answered at once."""

    text: str = ""
    say: str = ""


class Attention:
    """Whether talk in the room is meant for the assistant.

    With a ``phrase`` it sleeps until it hears that, and falls asleep again ``patience``
    seconds after the last exchange. Without one it is awake until told to stop listening.

    >>> attention = Attention("hey computer", patience=30.0)
    >>> attention.admit("Nice weather today.", now=0.0)
    Admitted(text='', say='')
    >>> attention.admit("Hey, computer! What time is it?", now=5.0)
    Admitted(text='What time is it?', say='')
    """

    def __init__(self, phrase: str, *, patience: float) -> None:
        self._phrase = _words(phrase)
        self._patience = patience
        self._told_to_sleep = False
        self._awake_until = 0.0 if self._phrase else float("inf")

    def is_awake(self, now: float) -> bool:
        return not self._told_to_sleep and now < self._awake_until

    def stay(self, now: float) -> None:
        """The exchange goes on: it stays awake for a while from ``now``."""
        if self._phrase:
            self._awake_until = now + self._patience

    def is_called(self, text: str) -> bool:
        """Whether ``text`` is for the assistant even while it sleeps."""
        return self._called(text)[0] or interjection(text) == "wake"

    def admit(self, text: str, now: float) -> Admitted:
        """Whether ``text``, heard at ``now``, is for the assistant, and what is left of it."""
        if not text.strip():
            return Admitted()
        called, rest = self._called(text)
        if not self.is_awake(now) and not self.is_called(text):
            return Admitted()
        was_asleep = not self.is_awake(now)
        self._told_to_sleep = False
        self.stay(now)
        if called:
            text = rest
        kind = interjection(text)
        if kind == "sleep":
            self._told_to_sleep = True
            how = f"Say {' '.join(self._phrase)}" if self._phrase else "Say wake up"
            return Admitted(say=f"I stop listening. {how} when you need me.")
        if not text.strip() or (kind == "wake" and was_asleep):
            return Admitted(say="Yes?")
        return Admitted(text)

    def _called(self, text: str) -> tuple[bool, str]:
        """Whether ``text`` begins with the phrase, as a recogniser may write it; the rest."""
        if not self._phrase:
            return False, text
        ends = [match.end() for match in re.finditer(r"[\w'’-]+", text)]
        best, rest = 0.0, text
        for count in range(max(1, len(self._phrase) - 1), len(self._phrase) + 2):
            if count <= len(ends):
                heard = "".join(_words(text[: ends[count - 1]]))
                alike = difflib.SequenceMatcher(None, "".join(self._phrase), heard).ratio()
                if alike > best:
                    best, rest = alike, text[ends[count - 1] :].lstrip(" ,.!?;:–—-")
        return (True, rest) if best >= _ALIKE else (False, text)


def sounds_like(heard: str, said: str) -> bool:
    """Whether ``heard`` is a piece of what the assistant itself was saying."""
    one, two = _words(heard), _words(said)
    if len(one) < 2:
        return False
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    matched = sum(block.size for block in matcher.get_matching_blocks())
    return matched >= 0.7 * len(one)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower().replace("’", "'"))
