"""Wordings that say for certain what is meant, whatever the model makes of them.

plainly(Clause("stop", "remove the flute"))  -> a clause of extract_sound with "flute"
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases import excerpts, options, values
from voice_agent.think.offline.phrases.languages import corrected
from voice_agent.think.offline.phrases.numbers import is_number
from voice_agent.think.offline.reader.courtesies import courtesy
from voice_agent.think.offline.reader.impossible import is_impossible
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reader.removing import (
    kept,
    left_over,
    named_as_gone,
    removed,
    taken_out,
)
from voice_agent.think.offline.reader.which_of import which_of
from voice_agent.think.offline.reading import TOOLS, Clause, Span

_EXTRACT = re.compile(
    POLITE + r"(?:extract|isolate|single out) ((?:the|that|this|an?) (?:[\w'-]+ ?){1,4}?)"
    r"(?: please| now| for me)*\W*$",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a wish that are searched
_PACES = {"faster", "slower", "louder", "quieter"}
_SURE = 0.8  # confidence with which words about the voice are a wish
_LIKE = re.compile(r"\bsound(?:s|ed)? like\b", re.IGNORECASE)

# "Say good morning" is an order, whatever "good morning" is alone.
_POLITENESS = {"greet", "thanks", "goodbye"}
_SAY = re.compile(POLITE + r"say:? ((?!that|it|again)\w.*?)\W*$", re.IGNORECASE)

_I_SAID = re.compile(POLITE + r"what (?:did|have|had) i (?:just )?sa(?:y|id)\W*$", re.IGNORECASE)

_HEARD_WHAT = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|well|huh)\W+)*(?:did|does|do) (?:i|he|she|they|we) say"
    r" [\w' -]{1,40} or [\w' -]{1,40}(?:,|[.?!]|$)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    POLITE + r"record (?:me|us|myself|my|the room|what i)\b(?!.*\b(?:video|screen|film)\b)", re.I
)
# Music and speech are made and written down; asked after like this they are sounds in a recording.
_HEARD = (
    r"((?:[a-z]+ )?(?:music|songs?|melod(?:y|ies)|singing|choirs?|guitars?|pianos?|drums?|drumming"
    r"|violins?|applause|voices?|speech|talking))\b"
)
_SOUGHT = re.compile(
    r"^\W*(?:(?:and|so|now|ok|okay|please|tell me|can you tell me|say)\W+)*"
    r"(?:(?:where|when|at (?:what|which) \w+|how often|if|whether) )?"
    rf"(?:(?:is|are|was|were) there (?:any |some |an? )?{_HEARD}"
    rf"|there (?:is|are|was|were) (?:any |some |an? )?{_HEARD}"
    rf"|(?:does|do|did) (?:the |an? |any )?{_HEARD}"
    r" (?:start|begin|come|stop|end|play|set in|kick in|enter|appear|occur)"
    rf"|(?:do|can|could) (?:you|i|we|one) hear (?:any |some |an? |the )?{_HEARD})",
    re.IGNORECASE,
)
_IS_IT = re.compile(
    r"\b(?:is|was) (?:that|this|it|there) (?:still |perhaps |really )?an? ((?:[\w'-]+ ){0,2}"
    r"[\w'-]+) (?:that )?(?:i|we)(?: can)?(?: still)? (?:hear|heard|am hearing)\b",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(POLITE + r"(?:make |write |do |add )?subtitles? ", re.IGNORECASE)
_CAPTION = re.compile(POLITE + r"(?:an? )?captions?(?: for| of| to)? (?!track)", re.IGNORECASE)

# "I only speak Spanish, what does she say": a translation.
_UNDERSTANDS = re.compile(
    r"\bi (?:only |just )?(?:speak|understand|know) (?:only |just )?[a-z]+ish\b|\bi (?:only |just )"
    r"(?:speak|understand|know)\b|\bi (?:speak|understand|know) (?:only|just)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    POLITE + r"wish ([\w' -]+?) (?:an? )?(?:very )?"
    r"((?:happy|merry|good|nice|great|lovely|safe|pleasant) [\w' -]+?)"
    r"(?: from (?:me|us)| for me| please)*\W*$",
    re.IGNORECASE,
)
_SING = re.compile(
    POLITE + r"sing (?:me |us )?(?:an? |some )?(?:\w+ ){0,2}(?:songs?|tune|melody|lullaby)\b", re.I
)
_ITS_LENGTH = re.compile(
    r"\bhow long (?:is|was) (?:it|this|that|the \w+)\b(?!.*\b(?:until|till|to|before|ago)\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:time|clock|hours?|late|early|date|day|today|tomorrow|weekday|week|month|year|morning"
    r"|evening|noon|midnight|am|pm)\b",
    re.IGNORECASE,
)
_AS_IT_WAS = re.compile(
    r"\b(?:leave|put) (?:it|them|(?:my|the|that|this) \w+)(?: back)? (?:as|how|the way)"
    r" (?:it was|they were)\W*$",
    re.IGNORECASE,
)
_WHERE_PUT = re.compile(
    POLITE
    + r"(?:(?:tell|show) me )?where (?:did you |do you |you |have you )(?:put|saved?|keep|kept"
    r"|stored?)(?: (?:it|that|this|them|those|all of (?:it|them)))?\W*$",
    re.IGNORECASE,
)
_SURPRISE = re.compile(POLITE + r"(?:go on(?: then)?\W+)?surprise (?:me|us)\W*$", re.IGNORECASE)
_ALOUD = re.compile(
    POLITE + r"(?:say|read|speak) (?:it|that|this|the answer) (?:aloud|out loud|out)\b",
    re.IGNORECASE,
)
_PLAY_IT = re.compile(
    POLITE
    + r"(?:play|replay)(?: me)? (?:it|that|this|them|(?:both|all|each)(?: of (?:them|these))?"
    r"|the result)(?:,? (?:back|to me|for me|aloud|please|now|too|again|at the end|afterwards?"
    r"|one after the other|one by one|in turn))*\W*$",
    re.IGNORECASE,
)


# "Which was cleaner, that one or the one before?" asks for an opinion.
_WHICH_IS = re.compile(
    r"^\W*which (?:one |of (?:them|these|those|the two) )?(?:is|was|are|were|sounds?|do you)\b.*"
    r"\b(?:\w+er|better|best|more|most)\b",
    re.IGNORECASE,
)
# What somebody has, and has not handed over yet.
_TOLD = re.compile(
    r"^\W*(?:so |well |hi |hello )*(?:i(?:['’]ve| have)(?: got)?|this is|here(?:['’]s| is))"
    r" (?:an?|the|my|this) (?:[\w'-]+ ){0,2}?(?:tape|recording|interview|voice (?:note|memo)"
    r"|voicemail|clip|cassette)\b"
    r"(?!.*\b(?:can|could|please|would|make|clean|tell|need|want)\b)",
    re.IGNORECASE,
)


def plainly(clause: Clause) -> Clause:
    """The clause with the task that its words leave no doubt about."""
    clause = replace(clause, spans=tuple(map(_moving, clause.spans)))
    if clause.task == "redo":
        clause = corrected(clause)
    rules = (
        kept,
        left_over,
        named_as_gone,
        which_of,
        _talked,
        _made,
        _listened_to,
        _written,
        taken_out,
    )
    return next((found for rule in rules if (found := rule(clause)) is not None), clause)


def _talked(clause: Clause) -> Clause | None:
    """Courtesies, and texts that are to be said."""
    text = clause.text
    if clause.task == "synthesize_speech" and (wish := _WISH.match(text)):
        whom = re.sub(r"^(?:my|our|the) (?:\w+ )?", "", wish[1], flags=re.IGNORECASE)
        return Clause(clause.task, text, 1.0, (Span("text", f"{wish[2]}, {whom}"),))
    if clause.task in _POLITENESS and (words := _SAY.match(text)):
        return Clause("synthesize_speech", text, 1.0, (Span("text", words[1]),))
    counts = _SAY.match(text) if clause.task == "arithmetic" else None
    if counts and all(map(is_number, re.findall(r"[\w']+", counts[1]))):
        return Clause("synthesize_speech", text, 1.0, (Span("text", counts[1]),))
    doubtful = clause.confidence < _SURE and not _CLOCK.search(text)
    if clause.task == "time" and (doubtful or _ITS_LENGTH.search(text)):
        return Clause("chat", text, 1.0)
    if clause.task in (*TOOLS, "redo") and _AS_IT_WAS.search(text):
        return Clause("undo", text, 1.0)
    if clause.task in TOOLS and _WHERE_PUT.match(text):
        return Clause("files", text, 1.0)
    if said := courtesy(text):
        return Clause(said, text, 1.0)
    if clause.task in _PACES and clause.confidence < _SURE and _LIKE.search(text):
        return Clause("chat", text, 1.0)  # "you sound like a robot with a cold"
    return None


def _made(clause: Clause) -> Clause | None:
    """What is to be sung, composed, spoken or repaired, and effects that no tool has."""
    text = clause.text
    if clause.task in ("chat", "unsupported") and _SING.match(text):
        return replace(clause, task="sing", confidence=1.0)
    if clause.task in _NO_TONE and (tone := _TONE.search(text)):
        lasts = tuple(span for span in clause.spans if span.role == "duration")
        return Clause("generate_audio", text, 1.0, (Span("description", tone[0]), *lasts))
    thing = _MAKE_ME.match(text) if clause.task == "unsupported" else None
    if thing and dict(clause.alternatives).get("generate_audio", 0.0) >= _AUDIBLE:
        return Clause("generate_audio", text, 1.0, (Span("description", thing[1]),))
    if _SURPRISE.match(text):
        return Clause("compose_music", text, 1.0)
    if clause.task in (*TOOLS, "redo") and _WHICH_IS.match(text):
        return Clause("chat", text, 1.0)
    if clause.task == "generate_audio" and _TOLD.match(text):
        return Clause("attach", text, 1.0)
    if is_impossible(clause):
        return replace(clause, task="unsupported", confidence=1.0, spans=())
    whose = any(span.role in ("voice", "file") for span in clause.spans)
    if clause.task == "transfer_style" and not whose and _SAYS_ONLY.match(text):
        return replace(clause, task="synthesize_speech", confidence=1.0)
    if clause.task in ("redo", "answer") and _FIX_WHERE.match(text):
        return replace(clause, task="inpaint_audio", confidence=1.0)
    if clause.task == "enhance_speech" and _GAP.search(text[:_LONGEST]):
        return replace(clause, task="inpaint_audio", confidence=1.0)
    if clause.task == "detect_target_sound" and _FIX.match(text):
        return replace(clause, task="inpaint_audio", confidence=1.0)
    if clause.task in _NOT_MASKED and options.is_masked(text):
        return replace(clause, task="inpaint_audio", confidence=1.0)
    return None


def _listened_to(clause: Clause) -> Clause | None:
    """What is to be heard in a recording, taken out of it, played or recorded."""
    text = clause.text
    if _WHAT_IS.match(text):  # a picture or a recording, as the dialogue tells
        return replace(clause, task="caption_audio", confidence=1.0, spans=())
    if clause.task in ("repeat", "chat", "answer") and _I_SAID.match(text):
        return Clause("transcribe_speech", text, 1.0, (Span("file", "what i said"),))
    if clause.task in (*TOOLS, "chat", "unsupported", "repeat") and _HEARD_WHAT.match(text):
        return Clause("transcribe_speech", text, 1.0, (), clause.first)
    if clause.task == "unsupported" and (which := _EXTRACT.match(text)):
        named = () if which[1].endswith(" one") else (Span("description", which[1]),)
        return Clause("extract_sound", text, 1.0, named)
    if (gone := removed(clause)) is not None:
        return gone
    if clause.task in (*TOOLS, "unsupported") and _PLAY_IT.match(text):
        return Clause("play_audio", text, 1.0, (), clause.first)
    if excerpts.is_heard(text, clause.task):
        kept = tuple(span for span in clause.spans if span.role == "file")
        return Clause("play_audio", text, 1.0, kept, clause.first)
    if clause.task in ("unsupported", "sing") and not clause.get("text") and _RECORD.match(text):
        return Clause("record_audio", text, 1.0, clause.spans, clause.first)
    if clause.task in (*TOOLS, "redo", "chat", "unsupported") and (asked := _IS_IT.search(text)):
        return Clause("detect_target_sound", text, 1.0, (Span("description", asked[1]),))
    unnamed = clause.task == "detect_target_sound" and not clause.get("description")
    wanted = unnamed or clause.task in ("unsupported", "chat", "repeat")
    if wanted and (sought := _SOUGHT.match(text)):
        kept = tuple(span for span in clause.spans if span.role == "file")
        span = Span("description", next(words for words in sought.groups() if words))
        return Clause("detect_target_sound", text, 1.0, (*kept, span), clause.first)
    return None


def _written(clause: Clause) -> Clause | None:
    """What is to be written down, told or read aloud."""
    text = clause.text
    if clause.task == "unsupported" and _SUBTITLE.match(text):
        return replace(clause, task="transcribe_speech", confidence=1.0)
    if clause.task == "transcribe_speech" and _CAPTION.match(text):
        return replace(clause, task="caption_audio")
    if clause.task == "transcribe_speech" and _UNDERSTANDS.search(text):
        return replace(clause, task="translate_speech")
    if clause.task == "repeat" and _ALOUD.match(text):
        return replace(clause, task="synthesize_speech", confidence=1.0, spans=())
    return None


_NO_TONE = {
    "unsupported",
    "chat",
    "record_audio",
    "compose_music",
    "arithmetic",
    "sing",
    "answer",
    "time",
}
_TONE = re.compile(
    r"\b(?:(?:sine|test|pure|steady|reference) )?(?:tone|beep|wave|whistle) (?:of|at|with)"
    r" [\w.]+(?: [\w.]+){0,3}? ?(?:k?hz|(?:kilo)?hertz)\b"
    r"|\b[\d.]+ ?(?:k?hz|(?:kilo)?hertz) (?:sine|test|pure)? ?(?:tone|beep|wave)\b",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|hey)\W+)*what(?:'s| is|s) (?:this|that)(?: here)?\W*$", re.IGNORECASE
)
_SAYS_ONLY = re.compile(
    POLITE + r"(?:say|speak|read)\b(?!.*\b(?:voice|style|sound\w*|like|as|same|way|tone)\b)",
    re.IGNORECASE,
)
_MAKE_ME = re.compile(POLITE + r"(?:make|do|give) (?:me|us) (an? \w+)\W*$", re.IGNORECASE)
_AUDIBLE = 0.1  # probability from which a thing that is to be made may be a sound
_FIX = re.compile(POLITE + r"(?:fix|repair|mend|restore|patch)\b", re.IGNORECASE)
_FIX_WHERE = re.compile(
    POLITE + r"(?:fix|repair|mend|patch|fill) (?:the|that|a) (?:bit|part|place|spot|moment|gap|hole"
    r"|piece|stretch)s? where\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\b(?:gaps?|holes?|drop-? ?outs?|missing (?:bits?|pieces?|parts?)|skips?)\b(?! between)"
    r".*\b(?:patch|fix|repair|mend|fill|close|restore|be done|do (?:something|anything))\b",
    re.IGNORECASE,
)
# What a mention of a mask is taken for.
_NOT_MASKED = {
    "synthesize_talking_head", "caption_image", "unsupported", "enhance_speech", "chat", "answer",
}  # fmt: skip


def _moving(span: Span) -> Span:
    """A way round the listener is no direction ("circle around me"), a side no height."""
    if span.role == "azimuth" and values.azimuth(span.text) is None and _ROUND.search(span.text):
        return Span("motion", span.text)
    aside = span.role == "elevation" and values.elevation(span.text) is None
    return Span("azimuth", span.text) if aside and values.azimuth(span.text) is not None else span


_ROUND = re.compile(r"\b(?:circ|orbit|around|round|spin|rotat)", re.IGNORECASE)
