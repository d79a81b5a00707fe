"""Questions which of several recordings a sound is in.

which_of(Clause("files", "which recording has birds?"))  -> "birds", sought in all of them
"""

from __future__ import annotations

import re

from voice_agent.think.offline.reading import TOOLS, Clause, Span

_FILES = r"(?:recording|file|clip|track|tape|sound|take)s?"
_OBJECT = (
    r"(?:has|have|had|contains?|holds?)(?: got)? (?:an? |any |some |the )?"
    r"(?P<sound>(?!(?:more|less|fewer|better|worse|most|least|best|worst|it|that|this|nothing"
    r"|\w+er|\w+est)\b)[\w' -]+?)"
)
_HEARD = r"(?:can|do|could) (?:you|i|we|one) hear (?:an? |any |some |the )?(?P<heard>[\w' -]+?)"
_IN_IT = r"(?: (?:in|on) (?:it|them|there))?(?:,? please)?\W*$"
_OF = (
    rf"(?:(?:one|ones|{_FILES})|(?:one )?of (?:these|those|them|the|my)(?: two| three| \d+)?"
    rf"(?: {_FILES})?)"
)
_LEAD = r"^\W*(?:(?:and|so|now|ok|okay|tell me|please|say)\W+)*"
_WHICH = re.compile(
    rf"{_LEAD}(?:which {_OF} {_OBJECT}|(?:in|on) which {_OF} {_HEARD})"
    rf"{_IN_IT}",
    re.IGNORECASE,
)
_DO_BOTH = re.compile(
    rf"{_LEAD}do (?:they )?(?:both|all)(?: of them)? {_OBJECT}{_IN_IT}",
    re.IGNORECASE,
)
_MISREAD = {*TOOLS, "files", "chat", "unsupported", "answer", "repeat", "redo"}


def which_of(clause: Clause) -> Clause | None:
    """The search for the sound in all recordings that are there; None for any other clause."""
    if clause.task not in _MISREAD:
        return None
    asked = _WHICH.match(clause.text) or _DO_BOTH.match(clause.text)
    if asked is None:
        return None
    found = asked.groupdict()
    spans = (Span("description", found["sound"] or found.get("heard") or ""), _ALL)
    return Clause("detect_target_sound", clause.text, 1.0, spans, clause.first)


_ALL = Span("file", "all of them")
