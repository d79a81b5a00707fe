"""Languages by their English names, as people say them."""

from __future__ import annotations

import difflib
import re

LANGUAGES = {
    "english": "en", "spanish": "es", "french": "fr", "german": "de", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "catalan": "ca", "russian": "ru", "ukrainian": "uk",
    "polish": "pl", "czech": "cs", "slovak": "sk", "turkish": "tr", "greek": "el",
    "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi", "hungarian": "hu",
    "romanian": "ro", "bulgarian": "bg", "croatian": "hr", "serbian": "sr", "arabic": "ar",
    "hebrew": "he", "persian": "fa", "hindi": "hi", "urdu": "ur", "bengali": "bn",
    "tamil": "ta", "chinese": "zh", "japanese": "ja", "korean": "ko", "vietnamese": "vi",
    "thai": "th", "indonesian": "id", "malay": "ms", "swahili": "sw", "latin": "la",
    "welsh": "cy", "irish": "ga", "basque": "eu", "galician": "gl", "esperanto": "eo",
    "icelandic": "is", "estonian": "et", "latvian": "lv", "lithuanian": "lt",
    "slovenian": "sl", "tagalog": "tl", "telugu": "te", "afrikaans": "af", "albanian": "sq",
    "amharic": "am", "armenian": "hy", "azerbaijani": "az", "belarusian": "be", "bosnian": "bs",
    "breton": "br", "burmese": "my", "faroese": "fo", "gaelic": "gd", "georgian": "ka",
    "gujarati": "gu", "hausa": "ha", "hawaiian": "haw", "javanese": "jv", "kannada": "kn",
    "kazakh": "kk", "khmer": "km", "lao": "lo", "luxembourgish": "lb", "macedonian": "mk",
    "malayalam": "ml", "maltese": "mt", "maori": "mi", "marathi": "mr", "mongolian": "mn",
    "nepali": "ne", "occitan": "oc", "pashto": "ps", "punjabi": "pa", "sanskrit": "sa",
    "sinhala": "si", "somali": "so", "uzbek": "uz", "xhosa": "xh", "yiddish": "yi",
    "yoruba": "yo", "zulu": "zu",
}  # fmt: skip
_ALIASES = {
    "mandarin": "chinese", "cantonese": "chinese", "farsi": "persian", "castilian": "spanish",
    "flemish": "dutch", "filipino": "tagalog", "espanol": "spanish", "español": "spanish",
    "deutsch": "german", "francais": "french", "français": "french", "italiano": "italian",
}  # fmt: skip


def find_language(text: str, *, exactly: bool = False) -> str | None:
    """The English name of a language named in ``text`` ("French"), small typos included.

    ``exactly`` admits no typos, for text in which a language need not be named at all.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    for word in words:
        name = _ALIASES.get(word, word)
        if name in LANGUAGES:
            return name.capitalize()
    for word in () if exactly else words:
        near = difflib.get_close_matches(word, LANGUAGES, n=1, cutoff=0.84)
        if near and len(word) >= 5:
            return near[0].capitalize()
    return None
