"""Another sound beside one that was made: "put a dog barking in the middle", "add thunder"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think.offline.phrases.lasting import is_length
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Step

# With "a" or "some" it is a sound that is not there yet; "put it behind me" moves one that is.
_PUT = re.compile(
    r"\b(?:(?:put|place|stick|throw in|mix in) (?=(?:an?|some|another|a few|more)\b)"
    r"|add (?:in )?(?!it\b|th(?:at|is|ese|ose)\b|to\b|my\b|your\b|\d))(.+)$",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a wish that are read
_INTO_IT = re.compile(
    r"\b(?:put|throw|mix) (?!it\b|that\b|this\b|them\b|the\b|me\b|my\b|your\b|him\b|her\b)"
    r"([a-z][\w ]*?) in(?: there| it| too| as well)?\W*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^\W*(?:and|plus|with|also)\b,? ((?:an? |some |a few )?[a-z][a-z ]*?)"
    r" (?:underneath|under|behind|over|on top of) (?:it|that|everything|(?:the )?whole thing)\b",
    re.IGNORECASE,
)
_NAMED = r"((?:an? |some |the |a few |more |(?:bit|little|touch) of )*[a-z][a-z ]*?)"
_WISHED = re.compile(
    r"^\W*(?:(?:and|maybe|perhaps|but|oh|hm+|well|actually)\W+)*(?:"
    rf"(?=(?:an?|some|more)\b){_NAMED} would be (?:nice|good|great|lovely|better|cool|perfect)\b"
    r"|(?:i['’]d (?:believe|like|love) it (?:more |better )?if|it (?:should|could) have|it needs"
    r"|it wants|it could do with|(?:could|can) (?:we|i|you) have|there (?:should|could) be)"
    rf" (?:there (?:was|were) )?(?=(?:an?|some|more)\b){_NAMED}"
    r"(?: too| as well| with it| there| in it)?"
    rf"|i (?:want(?:ed)?|['’]d like|would like) to hear (?!the (?:rest|result|end|whole)){_NAMED})"
    r"(?=[.,!?;]|$| you know\b)",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^\W*and (?:then|after that) ((?:an?|the|some) [a-z][a-z ]*?)(?=[.,!?;]|$)"
    r"|^\W*(?:(?:and|now|then|with|i want|give me|put)\W+)*((?:an? |some )?[a-z][a-z ]*?)"
    r" after (?:it|that|this|them)\b",
    re.IGNORECASE,
)
_ONES = re.compile(r"\bones\b,? ?", re.IGNORECASE)
_IN_THERE = re.compile(
    r"\b(?:give me|i want|i need|let['’]?s have|we need) ((?:an? |some |the )?[a-z][a-z ]*?) in"
    r" (?:there|it|that)\b",
    re.IGNORECASE,
)
_A_BIT = re.compile(r"^(?:an? )?(?:bit|little|touch|hint) of ", re.IGNORECASE)
_NO_SOUND = re.compile(
    r"\b(?:reverb|echo|effects?|filter|delay|fade|compressor|limiter|eq|equali[sz]er|gap|pause"
    r"|silence|bass|treble|volume|seconds?|minutes?|time|length|subtitles?|captions?|text|words?"
    r"|lines?|pictures?|voices?)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\W+(?:so|because|since) (?:that )?(?:they|we|i|you|it|he|she|people|the \w+)\b.*$|"
    r"\W+(?:behind|under(?:neath)?|beneath|below|over|into|on top of|on|in)"
    r" (?:it|that|this|there|everything)\b|\bsomewhere |\W+(?:please|too|as well|though)\W*$"
    r"|[\s.,!?]+$",
    re.IGNORECASE,
)


def put_in(clause: Clause, done: Sequence[Step]) -> Clause | None:
    """The clause as a change of the sound that was made last; None where it puts in nothing, or
    is read so anyway."""
    found = _PUT.search(clause.text) or _BESIDE.match(clause.text[:_LONGEST])
    found = found or _INTO_IT.search(clause.text[:_LONGEST])
    found = found or _WISHED.match(clause.text[:_LONGEST])
    found = found or _IN_THERE.search(clause.text[:_LONGEST])
    later = _THEN.match(clause.text[:_LONGEST]) if found is None else None
    found = found or later
    read = clause.task == "redo" and found and found[0].lower().startswith("add")
    if not done or done[-1].tool != "generate_audio" or found is None:
        return None
    if read and clause.get("description"):
        return None
    what = _AROUND.sub("", _A_BIT.sub("", next(words for words in found.groups() if words)))
    if _NO_SOUND.search(what) or not re.search(r"\w", what):
        return None
    if later:
        rest = clause.text[found.end() :].strip(" .!?")
        what += _ONES.sub("", rest) if rest.startswith(",") else ""
        return Clause("redo", f"add {what}", 1.0, (Span("description", f"then {what}"),))
    before = clause.text[: found.start()]
    kept = before if is_length(before) else ""  # "make it longer, and put ..."
    return Clause("redo", f"{kept}add {what}", 1.0, (Span("description", what),))
