"""A dialogue about how something is said in another language: "how do you say goodbye" goes on in
the language of before, "slower" is how the translation is said, "in French?" the same in French.

completed("and good night?", context)  -> "how do you say good night in Spanish"
"""

from __future__ import annotations

import re

from voice_agent.languages import code_of
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.completing import prosody_of
from voice_agent.think.offline.phrases.languages import find_language
from voice_agent.think.offline.reader import saying
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange
from voice_agent.written_language import language_of

_LONGEST = 100  # characters of what is completed
_RECENT = 6  # turns in which a language was asked for
_LEAD = r"^\W*(?:(?:and|so|now|ok|okay|no|but|please|sorry|then)\W+)*"
_AND = re.compile(
    r"^\W*(?:and|what about|how about|and what about|and how about) (?P<words>(?!in\b|to\b|what\b"
    r"|how\b|now\b|then\b|the\b|it\b|that\b|this\b|your?\b)[\w' ]+)\?\W*$",
    re.IGNORECASE,
)
_HOW = re.compile(r"\bhow (?:do|would|can|should) (?:i|you|we|one|they)\b", re.IGNORECASE)
_IN = re.compile(
    _LEAD + r"(?:(?:how (?:do|would|can) (?:i|you|we) (?:say|put)|what(?:['’]s| is| would be)|say)"
    r" (?:it|that|this)(?: one)? )?in (?P<language>[a-z]+)(?: please| instead)*\W*$",
    re.IGNORECASE,
)
_WAS = re.compile(
    _LEAD + r"(?:what(?:['’]s| is| was)|remind me of|tell me) (?:the|that|your) (?P<which>[a-z]+)"
    r" (?:one|word|words|translation|version|sentence|phrase)(?: again| once more)?\W*$",
    re.IGNORECASE,
)


def completed(text: str, context: Context) -> str:
    """``text`` with what it leaves to the dialogue: the language, or the words to be put into it;
    as it is where it leaves nothing."""
    if len(text) > _LONGEST or not context.exchanges or context.pending is not None:
        return text
    bare = text.strip(" ?.!")
    before = context.exchanges[-1]
    language = _IN.match(text)
    if language is not None and before.plan.kind == "unsupported" and _HOW.search(before.query):
        whole = f"{before.query.strip(' ?.!')} in {language['language']}"
        return whole if saying.elsewhere(whole)[0] else text
    asked, spoken = _asked_abroad(context)
    if spoken and language is not None and before.plan.kind != "act":
        return f"how do you say {asked} in {language['language']}"
    if not spoken or saying.elsewhere(text)[0]:
        return text
    whole = f"{bare} in {spoken}"
    if _HOW.search(text) and saying.elsewhere(whole)[0]:
        return whole
    more = _AND.match(text)
    if more is None or prosody_of(text) or not saying.elsewhere(before.query)[0]:
        return text
    known = find_language(more["words"], exactly=True)
    return text if known else f"how do you say {more['words']} in {spoken}"


def remembered(text: str, context: Context) -> str:
    """What something was in the language that is asked for: "what was the Spanish one again?"; ""
    for any other words."""
    was = _WAS.match(text) if len(text) <= _LONGEST else None
    for exchange in reversed(context.exchanges if was else ()):
        for result in reversed(exchange.results):
            language = str(result.arguments.get("target_language", ""))
            if was and language.lower() == was["which"].lower() and result.text:
                return f'It was: "{result.text}"'
    return ""


def _asked_abroad(context: Context) -> tuple[str, str]:
    """The words of which somebody asked last how they are said elsewhere, and in which language."""
    for exchange in reversed(context.exchanges[-_RECENT:]):
        if (asked := saying.elsewhere(exchange.query))[0]:
            return asked
    return "", ""


def followed(clause: Clause, just: Exchange) -> Clause | None:
    """A clause about the translation that was just told: in another language, or in another manner;
    None for any other."""
    step, text = just.plan.steps[-1], clause.text
    told = just.results[-1].text if just.results and just.results[-1].ok else None
    if step.tool != "translate_speech" or not told:
        return None
    known = str(step.arguments.get("target_language", ""))
    other = _IN.match(text)
    if other and (language := find_language(other["language"], exactly=True)):
        return Clause("redo", text, 1.0, (Span("language", language),))
    how = prosody_of(text)
    spoken = how and step.arguments.get("speak") and not clause.get("language")
    if not spoken or language_of(told) != code_of(known):
        return None
    return Clause("synthesize_speech", text, 1.0, (Span("text", told), *how))
