"""Questions about abilities: "can you clean up a noisy recording?" asks for a yes, not for work.

A request is one when it asks whether something can be done to a file that it leaves open; "can
you clean up the recording" is about a file that is there, and is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.languages import find_language
from voice_agent.think.offline.reading import Clause
from voice_agent.think.replies import deed_of
from voice_agent.units import ToolSignature

_WHETHER = re.compile(
    r"^\W*(?:(?:so|and|hi|hey|hello|ok|okay|also|well|tell me)\W+)*(?:(?:can|could) (?:you|this|it)"
    r"|(?:are|is) (?:you|this|it) (?:able|possible) (?:for you )?to|do you know how to"
    r"|is it possible to|is it (?:true|right|correct) (?:that )?you can)\b",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:recordings?|files?|clips?|photos?|pictures?|images?|portraits?|podcasts?|tracks?|tapes?"
)
_NOUN += r"|interviews?|meetings?|messages?|memos?|conversations?|videos?)"
_OPEN = re.compile(
    rf"\b(?:an?|any) (?:[\w-]+ ){{0,3}}?{_NOUN}\b"
    r"(?!\W+(?:that|which|i|we|you|he|she|they|called|named|from|of (?:mine|my|the|ten|\d))\b)"
    r"|\b(?:recordings|files|clips|photos|pictures|images|portraits|podcasts|tapes|messages)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    rf"\b(?:the|this|that|these|those|my|our|his|her|their|its|all|both|two|three|other)"
    rf" (?:[\w-]+ ){{0,2}}?{_NOUN}\b"
    r"|\b(?:please|now|for me)\b",
    re.IGNORECASE,
)
# What asks about an ability where no file is needed: nothing is said of what shall be made.
_GENERALLY = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay)\W+)*(?:are you able|would you be able|will you be able"
    r"|since when (?:are you able|can you|do you)"
    r"|is it possible for you|do you know how|are you any (?:good|use) (?:at|for|with)"
    r"|is it (?:true|right|correct) (?:that )?you can|how good are you at)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|this|that|these|those|them|the|my|mine|ours?)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\bif (?:i|we) (?:asked|wanted|told|liked|needed)\b", re.IGNORECASE)
_GIVE = {"audio": "Attach a recording or ask me to record one", "image": "Attach a picture"}


def asked(
    text: str,
    clauses: Sequence[Clause],
    context: Context,
    signatures: Mapping[str, ToolSignature],
) -> str:
    """The answer to a question about one ability; "" for any other request."""
    work = [signatures[clause.task] for clause in clauses if clause.task in signatures]
    said = [span for clause in clauses for span in clause.spans if span.role != "language"]
    if len(work) == 1 and not work[0].file_arguments.keys() & set(work[0].required):
        little = not said or [len(span.text.split()) for span in said] == [1]
        if not (_SUPPOSED.search(text) or (_GENERALLY.match(text) and little)):
            return ""
        if work[0].name == "sing" and find_language(text, exactly=True):
            return "I sing in English, and in Chinese with an accent. Tell me what."
        return f"Yes, I can {deed_of(work[0].description)}. Tell me what."
    general = _GENERALLY.match(text) and not _POINTS.search(text)
    whether = general or (_WHETHER.match(text) and _OPEN.search(text))
    if len(work) != 1 or not work[0].file_arguments or not whether or _SETTLED.search(text):
        return ""
    kind = next(iter(work[0].file_arguments.values()))
    if "portrait" in work[0].file_arguments:
        kind = "image"
    known = [file for file in context.resources if file.kind == kind]
    ask = "Tell me which one" if known else _GIVE.get(kind, "Attach a file")
    return f"Yes, I can {deed_of(work[0].description)}. {ask}."
