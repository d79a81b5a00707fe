"""Wishes for another time: "in five minutes play the memo". All is done at once, so a plan of it
would do it too early."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import Clause

_LONGEST = 300  # characters of a wish that are read
# "Wait a second" and "in a minute" are only said.
_WHILE = (
    r"(?:(?:about|around|another|exactly|roughly|at least) )?"
    r"(?:(?:\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety|a couple of|a few)"
    r"(?:[- ](?:two|three|five|six|eight|and a half))? (?:seconds?|secs?|minutes?|mins?|hours?)"
    r"|(?:half )?an hour|half a minute|one (?:minute|hour))"
)
_LEAD = r"^\W*(?:(?:please|now|and|then|so|ok|okay|hey|can|could|would|will|you|just|first)\W+)*"
_WAITS = re.compile(rf"{_LEAD}wait (?:for )?{_WHILE}\b", re.IGNORECASE)
# "After ten seconds let the drums join" is a place in what is made, and so may a question be.
_FIRST = re.compile(
    rf"{_LEAD}(?:in {_WHILE},? (?!wh|how)|after {_WHILE},? (?=play|record|start))(?P<order>\w.*)",
    re.IGNORECASE | re.DOTALL,
)
_LAST = re.compile(
    rf"{_LEAD}(?:play|record|start|begin|stop)\b(?:(?!\b(?:said|part|bit|what)\b)[^.!?:\"“])* "
    rf"(?:in {_WHILE}|{_WHILE} from now)(?:,? (?:please|for me|from now))*\W*$",
    re.IGNORECASE,
)
_SESSION = {"record_audio", "play_audio"}
_CANNOT = (
    "I can't wait with something: what I do, I do at once. So I left all of it; ask me when it is"
    " time."
)


def asked(words: str, clauses: Sequence[Clause] = ()) -> str:
    """What is told to a wish for another time, or with such a clause; "" for any other words."""
    inner = [clause.text for clause in clauses if clause.task in _SESSION]
    return _CANNOT if any(map(_is_later, [words[:_LONGEST], *inner])) else ""


def _is_later(words: str) -> bool:
    first = _FIRST.match(words)
    if first is not None and is_order(first["order"]):
        return True
    return bool(_WAITS.match(words) or _LAST.match(words))
