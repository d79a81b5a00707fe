"""Questions about who is heard in a recording: "is it a man or a woman?", "is anybody talking?"."""

from __future__ import annotations

import re

from voice_agent.think.context import Context
from voice_agent.think.offline.reading import Clause, Span

_WHICH = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay)\W+)*(?:is|was)"
    r" (?:it|that|this|the (?:speaker|voice|person|reader))"
    r" (?:an? )?(?:\w+ )?(?:man|woman|male|female|girl|boy|child)(?:['’]s voice)?"
    r"(?: or (?:an? )?(?:man|woman|male|female|girl|boy|child))?"
    r"(?: (?:speaking|talking|reading|in it))?\W*$",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay)\W+)*(?:is|was) (?:there )?(?:any|some)(?:body|one)(?: else)?"
    r" (?:speaking|talking)\b",
    re.IGNORECASE,
)
_TALK = {"unsupported", "chat", "greet", "who"}  # what such questions are taken for


def sought(clause: Clause, context: Context) -> Clause | None:
    """The work that answers such a question, where there is a recording; None for any other."""
    if clause.task not in _TALK or not context.newest("audio"):
        return None
    if _WHICH.match(clause.text):
        return Clause("caption_audio", clause.text, 1.0)
    if _ANYBODY.match(clause.text):
        return Clause("detect_target_sound", clause.text, 1.0, (Span("description", "speech"),))
    return None
