"""A text that was spoken or sung, with other words in it: "say departs instead of leaves".

reworded("The train leaves at nine.", "departs instead of leaves")  -> "The train departs at nine."
reworded("Mind the gap.", 'add "please" at the end')                -> "Mind the gap. Please."
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_LONGEST = 300  # characters of a wish that are read
# What stands before the new word: "I'd rather you said", "no, it is".
_LEAD = re.compile(
    r"^.*\b(?:say|says|said|saying|sing|sang|use|used|put|write|read|have|had|want|prefer|try|with"
    r"|it['’]?s|is|that|be|no|actually|sorry|please|rather|word)\b[\s,:\"“'‘]*",
    re.IGNORECASE,
)
_QUOTED = r"[\"“'‘]?(?:the word )?[\"“'‘]?"
_SWAPPED = (
    re.compile(
        rf"(?P<new>[\w',’ -]+?)[\"”'’]?,? (?:instead of|rather than|in place of|and not"
        rf"|than|not) (?:say(?:ing)? )?{_QUOTED}(?P<old>[\w' -]+?)[\"”'’]?"
        r"(?:,? (?:please|then|this time|we|i|you|it)\b.*)?(?=[.,!?;]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:replace|swap|change|exchange|turn) {_QUOTED}(?P<old>[\w' -]+?)[\"”'’]?"
        rf" (?:with|by|for|to|into) {_QUOTED}(?P<new>[\w' -]+?)[\"”'’]?"
        r"(?: (?:please|then|instead))*(?=[.,!?;]|$)",
        re.IGNORECASE,
    ),
)
_ADDED = re.compile(
    r"\b(?:(?:add|put|stick|append|tack|say) [\"“'‘](?P<quoted>[^\"”]+?)[\"”'’]"
    r"|(?:add|append|say) (?!the\b|an?\b|some\b|it\b|that\b|this\b|them\b|something\b)"
    r"(?P<more>[\w'’ ,-]+?))"
    r" (?:on|at|to|onto|in)(?: to)? (?:the )?(?:very )?(?P<where>end|beginning|start|front)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\badd (?:(?:at|on|to) the (?:very )?end"
    r"|(?:an?|another|one more) (?:\w+ )?(?:verse|line|sentence)(?: (?:at|on|to) the end)?)"
    r"\s*[,:]\s*[\"“'‘]?(?P<more>\w.*?)[\"”'’]?"
    r"(?=,? and then (?:read|say|sing|play)\b|$)",
    re.IGNORECASE,
)


def reworded(text: str, words: str) -> str:
    """``text`` with the words in it that ``words`` tell; "" where they tell none of it."""
    words = words.strip()[:_LONGEST]
    if more := added(text, words):
        return more
    if put := _ADDED.search(words):
        more = (put["quoted"] or put["more"]).strip()
        return _joined(text, more, at_end=put["where"].lower() == "end")
    for pattern in _SWAPPED:
        if (found := pattern.search(words)) and (new := _swapped(text, found["old"], found["new"])):
            return new
    return ""


def added(text: str, words: str) -> str:
    """``text`` with what ``words`` add at its end after a comma: "add at the end, mind the gap";
    "" where they add nothing."""
    there = _THERE.search(words.strip()[:_LONGEST])
    return _joined(text, there["more"].strip(" .,"), at_end=True) if there else ""


def _swapped(text: str, old: str, new: str) -> str:
    place = re.search(rf"\b{re.escape(old.strip())}\b", text, re.IGNORECASE)
    new = _LEAD.sub("", new).strip(" ,")
    if place is None or not new or new.lower() == old.strip().lower():
        return ""
    if place[0][:1].isupper() and not place.start():
        new = new[:1].upper() + new[1:]
    after = text[place.end() :]
    last = new.split()[-1].lower()  # "two hours" for the one of "one hour"
    if (following := re.match(r"\s+(\w+)", after)) and last == f"{following[1].lower()}s":
        after = after[following.end() :]
    return text[: place.start()] + new + after


def _joined(text: str, more: str, *, at_end: bool) -> str:
    first, second = (text, more) if at_end else (more, text)
    first = first.rstrip()
    stop = "" if first[-1:] in ".!?…" else "."
    joined = f"{first}{stop} {second[:1].upper()}{second[1:]}"
    if text.startswith("<speak>") and at_end:
        return text.removesuffix("</speak>") + f" {escape(more[:1].upper() + more[1:])}.</speak>"
    return joined[:1].upper() + joined[1:] + ("" if joined[-1:] in ".!?…" else ".")
