"""Mandarin for a voice that knows English sounds: characters to pinyin to its phonemes.

The accent is audible: retroflex and palatal consonants fall together (zh and j are both ʤ),
ü becomes a u after a glide, tones are the melody's. Scheme: ISO 7098 pinyin.
"""

from __future__ import annotations

import re

from voice_agent.errors import AgentError
from voice_agent.singing.score import Syllable

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"

_INITIALS = {
    "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l",
    "g": "ɡ", "k": "k", "h": "h", "j": "ʤ", "q": "ʧ", "x": "ʃ", "zh": "ʤ", "ch": "ʧ",
    "sh": "ʃ", "r": "ɹ", "z": "dz", "c": "ts", "s": "s", "y": "", "w": "", "": "",
}  # fmt: skip
_FINALS = {
    "a": "ˈɑ", "o": "wˈɔ", "e": "ˈʌ", "i": "ˈi", "u": "ˈu", "v": "jˈu", "ai": "ˈI", "ei": "ˈA",
    "ao": "ˈW", "ou": "ˈO", "an": "ˈɑn", "en": "ˈʌn", "ang": "ˈɑŋ", "eng": "ˈʌŋ", "ong": "ˈʊŋ",
    "er": "ˈɑɹ", "ia": "jˈɑ", "ie": "jˈɛ", "iao": "jˈW", "iu": "jˈO", "ian": "jˈɛn",
    "in": "ˈin", "iang": "jˈɑŋ", "ing": "ˈiŋ", "iong": "jˈʊŋ", "ua": "wˈɑ", "uo": "wˈɔ",
    "uai": "wˈI", "ui": "wˈA", "uan": "wˈɑn", "un": "wˈʊn", "uang": "wˈɑŋ", "ueng": "wˈʌŋ",
    "ve": "jˈɛ", "ue": "jˈɛ", "van": "jˈɛn", "vn": "jˈun", "io": "jˈɔ", "ê": "ˈɛ", "m": "ˈʌm",
    "n": "ˈʌn", "ng": "ˈʌŋ",
}  # fmt: skip
# i is no [i] after these: a buzz, nearest to the vowel of "her" or of "book".
_BUZZED = {"zh": "ˈɜɹ", "ch": "ˈɜɹ", "sh": "ˈɜɹ", "r": "ˈɜɹ", "z": "ˈʊ", "c": "ˈʊ", "s": "ˈʊ"}
# Whole syllables that are written without an initial.
_ALONE = {
    "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in",
    "yang": "iang", "ying": "ing", "yong": "iong", "yo": "io", "yu": "v", "yue": "ve",
    "yuan": "van", "yun": "vn", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui",
    "wan": "uan", "wen": "un", "wang": "uang", "weng": "ueng",
}  # fmt: skip
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.+)")
_PALATAL = frozenset("jqx")
# Readings in context that the dictionary behind pypinyin has wrong.
_IN_CONTEXT = {"长睫毛": ("chang", "jie", "mao"), "长长的": ("chang", "chang", "de")}


def read_characters(text: str) -> list[Syllable]:
    """One syllable for each character; their readings are chosen in context."""
    from pypinyin import Style, lazy_pinyin

    readings = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False, errors="ignore")
    if len(readings) != len(text):
        unknown = next((c for c in text if not lazy_pinyin(c, errors="ignore")), text[0])
        raise AgentError(f"I don't know how '{unknown}' is read", "leave this character out")
    for word, right in _IN_CONTEXT.items():
        for match in re.finditer(word, text):
            readings[match.start() : match.end()] = right
    return [
        Syllable(character, phonemes_of(reading))
        for character, reading in zip(text, readings, strict=True)
    ]


def phonemes_of(pinyin: str) -> str:
    """Phonemes of one syllable of pinyin without a tone, ü written v; ``ValueError`` for none.

    >>> phonemes_of("zhuang")
    'ʤwˈɑŋ'
    """
    pinyin = pinyin.lower().replace("ü", "v")
    if pinyin in _ALONE:
        return _FINALS[_ALONE[pinyin]]
    match = _SYLLABLE.fullmatch(pinyin)
    initial, final = (match[1], match[2]) if match else ("", pinyin)
    if final not in _FINALS and pinyin in _FINALS:
        initial, final = "", pinyin
    if final not in _FINALS:
        raise ValueError(f"'{pinyin}' is no syllable of pinyin")
    if final == "i" and initial in _BUZZED:
        return _INITIALS[initial] + _BUZZED[initial]
    if initial in _PALATAL and final.startswith("u"):
        final = "v" + final[1:]
    sound = _FINALS[final]
    if final == "o" and initial not in ("b", "p", "m", "f"):
        sound = "ˈɔ"
    return _INITIALS[initial] + sound
