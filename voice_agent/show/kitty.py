"""The kitty keyboard protocol, as much as push-to-talk needs: key releases.

A terminal that knows the protocol answers the query; then reports are asked for while
push-to-talk is on. In that mode keys arrive as ``CSI code ; modifiers : event u``, which
``Decoder`` turns back into what line editors expect, keeping releases for itself.
https://sw.kovidgoyal.net/kitty/keyboard-protocol/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

QUERY = "\x1b[?u"
PUSH = "\x1b[>3u"  # 1: unambiguous escape codes, 2: report repeats and releases
POP = "\x1b[<u"

SPACE = 32

Report = Literal["supported", "release"]

_KEY = re.compile(r"\x1b\[(\d+)(?::\d*)*(?:;(\d*)(?::(\d+))?)?(?:;[\d:]*)?([u~ABCDEFHPQS])")
_ANSWER = re.compile(r"\x1b\[\?\d*u")
_UNFINISHED = re.compile(r"\x1b(?:\[[?\d;:]*)?$")
_SHIFT, _ALT, _CTRL = 1, 2, 4
_RELEASE = 3
_LEGACY = {27: "\x1b", 13: "\r", 9: "\t", 127: "\x7f"}


@dataclass
class Decoder:
    """Feed it what the terminal sends; it returns what an editor without kitty expects.

    ``reports`` collects what is not a key press: that the protocol is known, and every
    release of Space. A sequence cut in two is kept until the rest comes, or ``flush`` is
    called because nothing does: then it was the Escape key.
    """

    reports: list[Report] = field(default_factory=list)
    _kept: str = ""

    def feed(self, data: str) -> str:
        data, self._kept = self._kept + data, ""
        if unfinished := _UNFINISHED.search(data):
            data, self._kept = data[: unfinished.start()], unfinished.group()
        data = _ANSWER.sub(self._answer, data)
        return _KEY.sub(self._key, data)

    def flush(self) -> str:
        """What is still kept, when nothing more came for a while."""
        kept, self._kept = self._kept, ""
        return kept

    def _answer(self, _: re.Match[str]) -> str:
        self.reports.append("supported")
        return ""

    def _key(self, match: re.Match[str]) -> str:
        code, modifiers, event, final = match.groups()
        bits = max(int(modifiers or 1) - 1, 0) & (_SHIFT | _ALT | _CTRL)
        if int(event or 1) == _RELEASE:
            if final == "u" and int(code) == SPACE:
                self.reports.append("release")
            return ""
        if final == "u":
            return _legacy(int(code), bits)
        suffix = f";{bits + 1}" if bits else ""
        if final == "~":
            return f"\x1b[{code}{suffix}~"
        return f"\x1b[1{suffix}{final}" if bits else f"\x1b[{final}"


def _legacy(code: int, bits: int) -> str:
    """The bytes that terminals have always sent for a key with modifiers."""
    if code == 9 and bits & _SHIFT:
        return "\x1b[Z"
    if code in _LEGACY:
        sign = _LEGACY[code]
    elif code > 0x10FFFF or 0xE000 <= code <= 0xF8FF or 0xD800 <= code < 0xE000:
        return ""  # keys of the private range (modifiers alone, media keys) mean nothing here
    else:
        sign = chr(code)
        if bits & _CTRL:
            upper = sign.upper()
            codes = len(upper) == 1 and ("@" <= upper <= "_" or sign == " ")
            sign = chr(ord(upper) & 0x1F) if codes else sign
        elif bits & _SHIFT:
            sign = sign.upper()
    return "\x1b" + sign if bits & _ALT else sign
