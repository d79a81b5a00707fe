"""Wishes that no tool fulfils though their words look like those of one: files that are to be
saved or laid over each other, effects, a recorded voice that shall be somebody else's.

What serves instead is told by ``instead``.
"""

from __future__ import annotations

import re

from voice_agent.languages import CODES
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import TOOLS, Clause

_LONGEST = 300  # characters of a wish that are read
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_COMMA = re.compile(r",\s+")
_LEAD = (
    r"^\W*(?:(?:please|now|and|then|so|ok|okay|hey|can|could|would|will|you|just|also|great|good"
    r"|lovely|nice|perfect|fine|cool|right|done|yes|yeah|thanks|thank you|awesome|wonderful|well"
    r"|that['’]?s (?:it|the one|him|her|that)(?: all right)?)\W+)*"
)
_IT = r"(?:it|that|this|these|those|them|both|all|everything|the two(?: of them)?|both of them)"
_NAMED = r"(?:the|that|this|my|his|her|our|their|your) (?:[\w'-]+ ){0,3}?"
_KEPT = (
    r"(?:ones?|versions?|files?|takes?|recordings?|songs?|tunes?|results?|tracks?|clips?|sounds?"
    r"|copy|music|piece|mix|message|whole thing)"
)
_SAVE = re.compile(
    _LEAD + r"(?:save|store|export|download|back up)\b (?:me )?(?:(?:a copy of|both of|all of) )?"
    rf"(?:{_IT}\b|{_NAMED}{_KEPT}\b|.*\b(?:as|under|to) )"
    rf"|{_LEAD}(?:put|drop|move|copy) {_IT} (?:on|onto|in|into|to) (?:my|the|a) (?:desktop"
    r"|computer|phone|folder|stick|usb|drive|disk|cloud|documents|downloads)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    _LEAD + r"(?:(?:add|put|apply|use|give (?:it|this|that|me|the \w+)) (?:(?:an?|some|more"
    r"|a bit of|a little|a touch of|lots of|plenty of|the) )*(?:(?:big|long|short|slight|small) )*"
    r"(?:echo(?:es)?|reverb(?:eration)?|delay|chorus|flanger|distortion|auto-?tune|compression|eq)\b"
    r"(?! of\b))",
    re.IGNORECASE,
)
# Files are not put together; "mix in some rain" is another wish, "put it behind me" a place.
_OURS = r"(?:the|that|this|these|those|my|his|her|our|their) (?!left\b|right\b|head|ears?\b|front"
_OURS += r"|back\b|side\b|other side|listener|middle|centre|center)[\w'-]+"
_MIX = re.compile(
    _LEAD + rf"(?:drop|lay|put|place|set|stick|have|slip|layer|run|play) (?:{_IT}|{_NAMED}[\w'-]+)"
    rf" (?:on top of|over|under|underneath|beneath|onto) (?:it\b|that\b|this\b|{_OURS})"
    rf"|{_LEAD}(?:mix|merge|overlay|crossfade|duck|stitch|join|combine|glue|blend|layer)"
    rf" (?:the|this|that|these|both|all|it|them|my|two|{FILE_NAME.pattern})\b.*"
    r"\b(?:under|over|with|into|onto|together|and|one)\b"
    rf"|{_LEAD}put (?:{_IT}|{_NAMED}[\w'-]+(?:,? and (?:{_NAMED})?[\w'-]+)+)"
    r" (?:together|in(?:to)? (?:one|a single))\b"
    rf"|{_LEAD}put (?:{_IT}|{_NAMED}[\w'-]+) (?:first|at the beginning)\b.*\bthen\b",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(
    _LEAD + rf"put {_NAMED}[\w'-]+ (?:at the (?:very )?(?:end|beginning|start)|before|after) ?",
    re.IGNORECASE,
)
_LOOP = re.compile(
    r"\b(?:can|could|should|does|will|make|let|need|want|have)\b[^.,;!?]{0,20}\b(?:it|this|that)"
    r"(?: to| just)? loops?\b|\bit loops?\b|\bloop (?:it|this|that)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:with|add|put|have|need|want) (?:some |a |a bit of |an )?(?:\w+ ){0,3}music"
    r" (?:behind|under(?:neath)?|in the background|below)\b",
    re.IGNORECASE,
)
_NO_TOOL = re.compile(
    _LEAD + r"(?:crossfade|synch?(?:roni[sz]e)?|normali[sz]e|equali[sz]e|compress|trim|crop|rename"
    r"|upload|e-?mail|quantize)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    _LEAD + rf"(?:split|cut|chop|slice|divide|break)(?: up)? (?:{_IT}|{_NAMED}[\w'-]+)(?: up)? "
    r"(?:every|each)\b(?! (?:speaker|voice|talker|person|sound|instrument))",
    re.IGNORECASE,
)
_SOMEBODY = r"(?:me|him|her|them|us|(?:my|his|her|their|the \w+['’]?s) voice|the (?:man|woman|girl"
_SOMEBODY += r"|boy|guy|lady|speaker|narrator|reader|singer|caller|guest))"
_OTHER_VOICE = re.compile(
    _LEAD + rf"(?:make|let|have) {_SOMEBODY} (?:(?:sound|speak|talk) )?(?:(?:a bit|a little"
    r"|much|more|like|as|older|younger|deeper|higher|lower)\b)",
    re.IGNORECASE,
)
# What the wish for another voice is taken for.
_MISTAKEN = {"generate_audio", "transfer_style", "compose_music", "synthesize_speech"}
_WORDS = r"(?!(?:it|that|this|them|these|what|something|the)\b)[\w' ,-]+?"
_SAID_IN = re.compile(
    _LEAD + r"(?:how (?:do|would|can|should) (?:i|you|we|one) say|say|tell me) "
    rf"{_WORDS} in (?:{'|'.join(CODES)})\b",
    re.IGNORECASE,
)


_HOW_IN = re.compile(
    _LEAD + r"how (?:do|would|can|should) (?:i|you|we|one) say "
    rf"{_WORDS} in (?:{'|'.join(CODES)})\b",
    re.IGNORECASE,
)


def is_impossible(clause: Clause) -> bool:
    """Whether no tool does what is asked for, whatever it was taken for."""
    text = clause.text[:_LONGEST]
    if encoding.quoted(text):
        return False
    sentences = _SENTENCE.split(text)
    later = [] if clause.task in TOOLS else sentences[1:]  # "the wind ruined it. Save it!"
    if any(map(_SAVE.match, [sentences[0], *later])):
        return True
    worked = clause.task in (*TOOLS, "redo", "answer", "unsupported")
    otherwise = clause.task in _MISTAKEN and not clause.get("text")
    if otherwise and any(map(_OTHER_VOICE.match, [*sentences, *_COMMA.split(text)])):
        return True
    if clause.task == "translate_speech" and not clause.get("file") and _SAID_IN.match(text):
        return True
    if clause.task == "synthesize_speech" and _HOW_IN.match(text):
        return True
    if clause.task in ("sing", "synthesize_speech") and _AT_THE_END.match(text):
        return True
    if _LOOP.search(text) or (clause.task in ("redo", "answer") and _BEHIND.search(text)):
        return True
    no_tool = (_EFFECT, _MIX, _NO_TOOL, _CUT) if worked else (_EFFECT,)
    return any(cue.match(text) for cue in no_tool)
