"""Which language a text is written in, as far as a voice must know: by letters and small words.

language_of("Guten Morgen, wie geht es dir?")  -> "de"
language_of("Good morning.")                   -> "en"
language_of("Fine.", "de")                     -> "de"

Short texts tell little, so they are taken for what surrounds them.
"""

from __future__ import annotations

import re
import unicodedata

# Function words that English hasn't; greetings count by themselves.
_SMALL = {
    "en": "the a an of to and is are was in it that you i he she we they this for on with not my "
    "your be have has at by or as do does did me no so what how hello good morning thank thanks",
    "es": "el la los las un una de del que y en es no por para con su se lo como más pero muy "
    "está están esta este eso hay ser yo tú él ella nosotros mi me te le ya sí qué cómo dónde "
    "muchas todo nada vamos",
    "fr": "le la les un une des du de et est que qui dans pour pas vous nous je tu il elle ce "
    "cette ces au aux avec sur mais très sont suis être ne où mon ma mes ton votre c'est j'ai",
    "de": "der die das den dem ein eine einen und ist nicht ich du er sie wir ihr es zu mit auf "
    "für von im am auch wie aber noch sehr haben habe bin sind wird dass dir mich dich heute",
    "it": "il lo la gli le un una di del della che e è in non per con si come ma molto sono sei "
    "questo questa mi ti ci io tu lui lei noi perché anche più dove ho hai",
    "pt": "o os as um uma de do da dos das que e é em não por para com se como mas muito está "
    "eu você ele ela nós meu minha seu sua isso este esta são foi ao à no na",
    "nl": "de het een en niet ik jij je hij zij wij van te met op voor dat die ook maar zijn "
    "heb hebt wat hoe naar bij nog heel deze geen",
    "ca": "el la els les un una de del que i en és no per amb es com més però molt està aquest "
    "aquesta això jo tu ell nosaltres meu som són dels",
    "sv": "och att det är en ett som på av för med den till inte jag du han hon vi har men om "
    "hur mycket från",
}
_GREETINGS = {
    "es": "hola gracias adiós buenos buenas", "fr": "bonjour bonsoir merci salut",
    "de": "hallo guten danke tschüss", "it": "ciao grazie buongiorno buonasera",
    "pt": "olá obrigado obrigada", "nl": "goedemorgen dankjewel", "sv": "hej tack",
}  # fmt: skip
_LETTERS = {"es": "ñ¿¡íóú", "de": "ßäöü", "fr": "œçèêëâîû", "pt": "ãõ", "sv": "å"}
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi",
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "THAI": "th",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn", "TAMIL": "ta",
}  # fmt: skip
_WORDS = {name: frozenset(words.split()) for name, words in _SMALL.items()}
_ENGLISH = _WORDS["en"]
_ONLY_ENGLISH = _ENGLISH.difference(*(_WORDS[name] for name in _WORDS if name != "en"))
_HELLOS = {name: frozenset(words.split()) for name, words in _GREETINGS.items()}
_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…\n]+[\"')\]”’]*\s*|[^.!?…\n]+")
_SHARE = 0.15  # of the different words, that must be small words of the language


def language_of(text: str, otherwise: str = "en") -> str:
    """The code of the language; ``otherwise`` where nothing tells."""
    foreign = _by_script(text)
    if foreign:
        return foreign
    words = re.findall(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", text.lower())
    english = len(set(words) & _ONLY_ENGLISH)
    scores = {name: _score(name, words, text.lower()) for name in _SMALL if name != "en"}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= max(2.0, _SHARE * len(set(words))) and scores[best] > 2 * english:
        return best
    return "en" if english > scores[best] else otherwise


def passages(text: str) -> list[tuple[str, str]]:
    """``text`` cut where its language changes, at ends of sentences: (language, passage)."""
    whole = language_of(text)
    found: list[tuple[str, str]] = []
    for sentence in _SENTENCE.findall(text):
        language = language_of(sentence, found[-1][0] if found else whole)
        if found and found[-1][0] == language:
            sentence = found.pop()[1] + sentence
        found.append((language, sentence))
    return found


def _score(name: str, words: list[str], text: str) -> float:
    small = len(set(words) & _WORDS[name] - _ENGLISH)
    hellos = 2 * sum(word in _HELLOS.get(name, ()) for word in words)
    letters = sum(text.count(letter) for letter in _LETTERS.get(name, ""))
    return small + hellos + min(2.0, letters)


def _by_script(text: str) -> str:
    """The language of letters that are not Latin, where most are such."""
    scripts: dict[str, int] = {}
    letters = [letter for letter in text[:2000] if letter.isalpha()]
    for letter in letters:
        name = _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], "")
        scripts[name] = scripts.get(name, 0) + 1
    scripts.pop("", None)
    if sum(scripts.values()) * 2 < len(letters) or not scripts:
        return ""
    return "ja" if "ja" in scripts else max(scripts, key=lambda name: scripts[name])
