"""Texts after a colon with quotations in them: marked as one quotation, they are one text.

marked('say this: he said "stop" and left')  -> 'say this: “he said "stop" and left”'
"""

from __future__ import annotations

import re

from voice_agent.think.offline.reader import encoding

_ORDER = re.compile(
    r"\b(?:say|says|saying|read|reads|reading|speak|speaking|announce|pronounce|sing|singing"
    r"|tell (?:them|him|her|us|everyone|everybody))\b[^:\"“”«»]{0,80}:\s+(?=\S)",
    re.IGNORECASE,
)
# What is done with the text once it is spoken: "... and then play it".
_AND_THEN = re.compile(
    r"(?:[.!?;,]|\s)\s*(?:(?:and|then|now|after that|also)\W+)+(?:please )?[a-z]+(?: out| back)?"
    r" (?:it|this|that|them)\b[^.!?;:\"“”]{0,60}[.!?]*\s*$",
    re.IGNORECASE,
)
# A quotation that the sentence is about: '"To be, or not to be" is a line from Hamlet'.
_SAID_OF_IT = re.compile(
    r",?\s+(?:is|isn['’]t|are|was|were|has|had|means?|meant|stands?|comes?|came|says?|said|asks?"
    r"|asked|cried|called|shouted|whispered|replied|answered)\b",
    re.IGNORECASE,
)


def marked(text: str) -> str:
    """``text`` with what is to be spoken after a colon in quotation marks, where there are
    quotations in it; any other as it is."""
    order = _ORDER.search(text)
    quotes = [quote for quote in encoding.quoted(text) if order and quote[0] > order.end()]
    if order is None or not quotes or len(quotes) < len(encoding.quoted(text)):
        return text
    whole = quotes[0][0] == order.end() + 1
    about = whole and _SAID_OF_IT.match(text, quotes[-1][1] + 1)
    return text if whole and not about else _in_marks(text, order.end())


def _in_marks(text: str, start: int) -> str:
    done = _AND_THEN.search(text, start)
    end = done.start() if done else len(text)
    return f"{text[:start]}{encoding.quotation_of(text[start:end].strip())}{text[end:]}"
