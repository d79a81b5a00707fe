"""From what was spoken to the language that is wished for, through what is installed.

    speech in any language ── Whisper ──> English text
    speech in any language ── Whisper ──> its own text ── packages ──> ... ──> the target

A package translates text of one language into one other (``Pair``). The route with the
fewest steps wins, and Whisper's translation into English counts as one of them: Spanish to
Catalan goes directly where that pair is installed, German to Spanish through English.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from voice_agent.errors import AgentError
from voice_agent.languages import language_name
from voice_agent.tools._translation import apertium

Pair = tuple[str, str]  # language codes: from, into

_MOST_STEPS = 3
# Languages that Whisper base writes down so well that Apertium's rules on its transcript give
# better English than its own translation; measured (voice_agent.measure.capability.translation).
_RULES_ARE_BETTER = frozenset({"es"})


class Translator(Protocol):
    """Translates text of one language into one other. ``name`` is the engine's."""

    name: str

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """The same number of sentences in the other language."""


@dataclass(frozen=True)
class Route:
    """How to translate speech: Whisper into English first or not, then text, step by step."""

    into_english: bool
    steps: tuple[Pair, ...]

    def cost(self) -> int:
        return len(self.steps) + self.into_english


def find(source: str, target: str, translators: Mapping[Pair, Translator]) -> Route:
    """The shortest way from speech in ``source`` to text in ``target``.

    Into English that is Whisper's own translation, but for languages with a neural package
    and for Spanish with Apertium: what Whisper writes down in the speaker's language is surer
    than what it translates.
    Raises ``AgentError`` that names what would have to be installed.
    """
    if source == target:
        return Route(False, ())
    if target == "en":
        package = translators.get((source, "en"))
        if package is None:
            return Route(True, ())
        rules = package.name == apertium.Apertium.name
        worse = rules and source not in _RULES_ARE_BETTER
        return Route(True, ()) if worse else Route(False, ((source, "en"),))
    routes = []
    direct = path(source, target, translators)
    if direct:
        routes.append(Route(False, direct))
    through = path("en", target, translators)
    if through and source != "en":
        routes.append(Route(True, through))
    if not routes:
        raise missing("en" if source == "" else source, target)
    return min(routes, key=Route.cost)


def path(source: str, target: str, translators: Mapping[Pair, Translator]) -> tuple[Pair, ...]:
    """The fewest pairs that lead from one language to another; none where none do."""
    waiting: deque[tuple[Pair, ...]] = deque([()])
    seen = {source}
    while waiting:
        steps = waiting.popleft()
        here = steps[-1][1] if steps else source
        for pair in translators:
            if pair[0] != here or pair[1] in seen or len(steps) >= _MOST_STEPS:
                continue
            if pair[1] == target:
                return (*steps, pair)
            seen.add(pair[1])
            waiting.append((*steps, pair))
    return ()


def missing(source: str, target: str) -> AgentError:
    """What to install for a pair that nothing here can translate."""
    name, origin = language_name(target), language_name(source)
    packages = apertium.debian_packages(target)
    neural = (
        f"put an Argos or OPUS-MT package from {language_name('en')} to {name} into the folder "
        "of [translation] packages"
    )
    if not packages:
        remedy = neural
    elif apertium.program() is None:
        remedy = (
            f"install Apertium (Debian: apt install apertium {' '.join(packages)}), or {neural}"
        )
    else:
        remedy = f"install the pair (Debian: apt install {' '.join(packages)}), or {neural}"
    return AgentError(f"I have no translator from {origin} into {name} here", remedy)
