"""Languages by their English names, their codes, and which of them the recogniser knows."""

from __future__ import annotations

CODES = {
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
    "tibetan": "bo", "yoruba": "yo", "zulu": "zu",
}  # fmt: skip
ALIASES = {
    "mandarin": "chinese", "cantonese": "chinese", "farsi": "persian", "castilian": "spanish",
    "flemish": "dutch", "filipino": "tagalog", "espanol": "spanish", "español": "spanish",
    "deutsch": "german", "francais": "french", "français": "french", "italiano": "italian",
}  # fmt: skip
UNHEARD = frozenset({"eo", "ga", "gd", "xh", "zu"})  # that Whisper was not trained on
SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})  # written without spaces
_NAMES = {code: name.capitalize() for name, code in CODES.items()}


def language_name(code: str) -> str:
    """The English name of a language: "es" -> "Spanish"; an unknown code stays as it is."""
    return _NAMES.get(code, code)


def code_of(name: str) -> str:
    """The code of a name that people use for a language, in any case; "" for any other word."""
    word = name.strip().lower()
    return CODES.get(ALIASES.get(word, word), "")
