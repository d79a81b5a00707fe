"""Language names and codes, as people write them and as Whisper wants them."""

from __future__ import annotations

from voice_agent.units import AgentError

AUTOMATIC = ("auto", "automatic", "any", "detect", "unknown")

_NAMES = {
    "english": "en", "spanish": "es", "french": "fr", "german": "de", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "swedish": "sv", "norwegian": "no", "danish": "da",
    "finnish": "fi", "icelandic": "is", "polish": "pl", "czech": "cs", "slovak": "sk",
    "slovenian": "sl", "croatian": "hr", "serbian": "sr", "bosnian": "bs", "macedonian": "mk",
    "bulgarian": "bg", "romanian": "ro", "hungarian": "hu", "greek": "el", "turkish": "tr",
    "russian": "ru", "ukrainian": "uk", "belarusian": "be", "estonian": "et", "latvian": "lv",
    "lithuanian": "lt", "albanian": "sq", "armenian": "hy", "georgian": "ka",
    "azerbaijani": "az", "kazakh": "kk", "arabic": "ar", "hebrew": "he", "persian": "fa",
    "urdu": "ur", "hindi": "hi", "bengali": "bn", "punjabi": "pa", "gujarati": "gu",
    "marathi": "mr", "tamil": "ta", "telugu": "te", "kannada": "kn", "malayalam": "ml",
    "sinhala": "si", "nepali": "ne", "chinese": "zh", "mandarin": "zh", "cantonese": "zh",
    "japanese": "ja", "korean": "ko", "vietnamese": "vi", "thai": "th", "lao": "lo",
    "khmer": "km", "burmese": "my", "indonesian": "id", "malay": "ms", "tagalog": "tl",
    "swahili": "sw", "somali": "so", "yoruba": "yo", "hausa": "ha", "afrikaans": "af",
    "catalan": "ca", "galician": "gl", "basque": "eu", "occitan": "oc", "breton": "br",
    "welsh": "cy", "latin": "la", "maltese": "mt", "luxembourgish": "lb", "yiddish": "yi",
    "mongolian": "mn", "tibetan": "bo", "farsi": "fa", "castilian": "es",
}  # fmt: skip

_SPOKEN = {code: name.capitalize() for name, code in reversed(_NAMES.items())}

SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})  # written without spaces


def language_name(code: str) -> str:
    """The English name of a language: "es" -> "Spanish"; an unknown code stays as it is."""
    return _SPOKEN.get(code, code)


def language_code(language: str) -> str:
    """ "Spanish", "es", "es-MX" or "ES" -> "es"; "" stays "" and "auto" stays "auto".

    Raises ``AgentError`` for what is no language that the recogniser knows.
    """
    wanted = language.strip().lower()
    if wanted in AUTOMATIC:
        return "auto"
    code = _NAMES.get(wanted, wanted.replace("_", "-").partition("-")[0])
    if code and code not in _NAMES.values():
        raise AgentError(
            f"I do not know the language '{language}'",
            'give its English name or code, such as "Spanish" or "es", or "auto"',
        )
    return code
