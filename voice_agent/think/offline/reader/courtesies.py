"""What people say to somebody who speaks with them, known by its words.

The reader takes their last word for a sound now and then: "that's ever so kind of you, pop".
"""

from __future__ import annotations

import re

_FIRST = (
    r"^\W*(?:(?:oh|ah|aw|well|wow|hey|so|and|but|honestly|sorry|no|yes|ok|okay|haha|lol|fine|just)"
    r"\W+)*"
)
_PRAISE = (
    r"(?:perfect|brilliant|lovely|great|awesome|amazing|wonderful|excellent|fantastic|gorgeous"
    r"|beautiful|incredible)"
)
_COURTESIES = tuple(
    (act, re.compile(_FIRST + words, re.IGNORECASE))
    for act, words in (
        ("greet", r"(?:yo|hiya|heya|howdy|ahoy|wassup|what['’]?s up|sup)(?:\W+\w+)?\W*$"),
        (
            "thanks",
            r"(?:that['’]?s|that is|that was|how)(?: \w+){0,2} (?:kind|nice|sweet|good|lovely"
            r"|thoughtful) of you(?:\W+\w+)?\W*$",
        ),
        (
            "thanks",
            r"you(?:['’]re| are| sound| speak)(?: (?:\w+ly|so|very|way|much|such an?|quite|just"
            r"|the|a lot))* (?:nicer?|lovely|lovelier|great|good|better|best|beautiful(?:ly)?"
            r"|natural|human|sweet|clever|brilliant|amazing|wonderful|star|genius)"
            r"(?: (?:today|than .*|to talk to))?[\s.!]*$",
        ),
        (
            "thanks",
            rf"{_PRAISE}\W+(?:i (?:might|could|may|really|think|love|like)|(?:that|this|it|she|he"
            r"|they|(?:my|our) (?:\w+ ){0,2}?\w+)(?:['’]\w+| is| was| sounds?| will)?)\b"
            r"(?!.*\b(?:but|can|make|now|though|except|if|could you|would|should|only|also|need"
            r"|want|please)\b)[^.!?]*[\s.!]*$",
        ),
        (
            "thanks",
            rf"(?:that|this|it)(?:['’]s| is| was| sounds)(?: (?:\w+ly|so|very|just|scary|pretty"
            rf"|really))* (?:good|{_PRAISE})[\s.!]*$",
        ),
        (
            "thanks",
            r"(?:i|we|(?:the|my|our|his|her) (?:\w+ ){1,2}?) ?(?:will|['’]?ll"
            r"|(?:is|are) (?:going to|gonna))(?: just| really| absolutely)? (?:love|adore|enjoy)"
            r" (?:it|that|this|these|them)\b"
            r"(?!.*\b(?:but|can|make|now|if|could|should|please|instead)\b)",
        ),
        (
            "capabilities",
            r"(?:[^?]{0,40}\W)?what(?:['’]s| is) the (?:\w+est|most \w+) thing (?:that )?you"
            r" (?:can|could) do\W*$",
        ),
        (
            "goodbye",
            r"(?:cheerio|toodle[- ]?(?:oo|pip)|so long|ta[- ]?ra|adios|au revoir|auf wiedersehen"
            r"|arrivederci)(?:\W+(?:for )?\w+)?\W*$",
        ),
        (
            "repeat",
            r"(?:pardon(?: me)?|come again|i (?:missed (?:that|it|what you said)"
            r"|did(?:n['’]t| not) (?:catch|get|hear) (?:that|it|you|what you said)))\b"
            r"(?!.*\b(?:recording|file|clip|track|song)\b)",
        ),
        ("louder", r"(?:please |can you |could you |would you )?speak up\b(?!:)"),
        (
            "new_voice",
            r"i(?:['’]m| am)? (?:do(?:n['’]t| not) like|hate|can(?:['’]?t|not) stand|(?:sick|tired)"
            r" of) (?:this|that|your) (?:voice|accent)\b",
        ),
    )
)  # fmt: skip


# "Go back to how you sounded at the start": another voice again, though not the next one.
_USUAL = re.compile(
    _FIRST
    + r"(?:please |can you |could you |now )*(?:(?:(?:go|change|switch|get) )?back to (?:how you"
    r" (?:sounded|spoke|talked|were)|normal$|your (?:normal|usual|old|first|original|default)"
    r" (?:voice|self|speed|volume|way))\b|(?:speak|talk|sound) (?:normally|as usual|like (?:before"
    r"|normal|usual|you did|at the start)|the way you did)\b|use your (?:normal|usual|old|original"
    r"|first|default) voice\b|(?:(?:go |get |return |speak |talk )?(?:back )?(?:to|at|with)"
    r" (?:your |the |a )?)?(?:normal|usual|regular|original|default) (?:(?P<speed>speed|pace|rate)"
    r"|(?P<energy>volume|loudness))(?:,? (?:again|please|now|for me))*\W*$)",
    re.IGNORECASE,
)


# What begins no longer sentence, or does so rarely: it is answered without waiting for more.
_WHOLE = re.compile(
    r"\W*(?:(?:oh|ah|no|yes|well|okay|ok|hey|please)\W+)*"
    r"(?:pardon(?: me)?|come again|help(?: me)?|(?:be |just )?(?:quiet|silent)|silence|shut up"
    r"|hush(?: now)?|sh+(?:ush)?|enough|that['’]?s enough|stop(?: it| that| talking| now)?|cheers"
    r"|ta|thanks(?: a lot| so much)?|thank you(?: very much| so much)?|never ?mind|yo"
    r"|repeat(?: that)?|say (?:that|it) again|once more|again|louder|slower|faster|quieter"
    r"|speak up)(?:\W+(?:please|now|mate|love|dear|computer|everybody))*\W*",
    re.IGNORECASE,
)


def is_whole(text: str) -> bool:
    """Whether the words are a phrase that hardly ever goes on."""
    return bool(_WHOLE.fullmatch(text))


def is_usual(text: str) -> bool:
    """Whether the assistant shall speak as it did at first."""
    return bool(_USUAL.match(text))


def usual_part(text: str) -> str:
    """What shall be as usual, "speed" or "energy", where only that is told; "" otherwise."""
    match = _USUAL.match(text)
    parts = match.groupdict().items() if match else ()
    return next((part for part, words in parts if words), "")


def courtesy(text: str) -> str:
    """The act that the words are for certain; "" where they may be another."""
    if is_usual(text):
        return "new_voice"
    return next((act for act, words in _COURTESIES if words.match(text)), "")
