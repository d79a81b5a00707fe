"""Apertium, where it is installed: rules and dictionaries, one pair of languages a package.

Its modes are named "eng-spa", "spa-ita", "es-pt_BR": codes of two or three letters, a variant
after an underscore. The Debian names of what is missing come from here too.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache

from voice_agent.errors import AgentError

_THREE = {
    "eng": "en", "spa": "es", "cat": "ca", "fra": "fr", "ita": "it", "por": "pt", "glg": "gl",
    "eus": "eu", "epo": "eo", "oci": "oc", "ron": "ro", "srd": "sc", "arg": "an", "ast": "ast",
    "afr": "af", "nld": "nl", "dan": "da", "swe": "sv", "nob": "no", "nor": "no", "nno": "nn",
    "isl": "is", "bel": "be", "rus": "ru", "ukr": "uk", "pol": "pl", "szl": "szl", "hbs": "hr",
    "slv": "sl", "mkd": "mk", "bul": "bg", "ind": "id", "zlm": "ms", "urd": "ur", "hin": "hi",
    "bre": "br", "deu": "de", "cym": "cy", "gle": "ga",
}  # fmt: skip
# Serbo-Croatian is one language to Apertium, with a variant for each country.
_VARIANTS = {"hbs_SR": "sr", "hbs_BS": "bs", "hbs_HR": "hr"}

# How Debian's packages lead from English to a language.
_FROM_ENGLISH: dict[str, tuple[str, ...]] = {
    "es": ("apertium-eng-spa",),
    "ca": ("apertium-eng-cat",),
    "gl": ("apertium-en-gl",),
    "eo": ("apertium-eo-en",),
    "hr": ("apertium-hbs-eng",),
    "sr": ("apertium-hbs-eng",),
    "bs": ("apertium-hbs-eng",),
    "it": ("apertium-eng-spa", "apertium-spa-ita"),
    "pt": ("apertium-eng-spa", "apertium-es-pt"),
    "fr": ("apertium-eng-spa", "apertium-fr-es"),
    "oc": ("apertium-eng-spa", "apertium-oc-es"),
}
_SECONDS = 120.0  # longer than any window of speech takes


class Apertium:
    """One installed mode, such as "eng-spa"."""

    name = "apertium"

    def __init__(self, program: str, mode: str) -> None:
        self._program = program
        self.mode = mode

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One line for each sentence; words that it does not know stay as they are."""
        lines = [" ".join(sentence.split()) for sentence in sentences]
        command = [self._program, "-u", self.mode]
        try:
            done = subprocess.run(
                command,
                input="\n".join(lines) + "\n",
                capture_output=True,
                check=False,
                encoding="utf-8",
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise AgentError(f"Apertium took too long over {len(lines)} sentences") from None
        made = done.stdout.splitlines()
        if done.returncode or len(made) < len(lines):
            reason = done.stderr.strip().splitlines()
            raise AgentError(
                f"Apertium cannot translate with '{self.mode}'"
                + (f": {reason[-1]}" if reason else ""),
                "check it with: apertium -l",
            )
        return [" ".join(line.split()) for line in made[: len(lines)]]


def program() -> str | None:
    """Where Apertium is, if it is installed."""
    return shutil.which("apertium")


def translators() -> dict[tuple[str, str], Apertium]:
    """Every pair that is installed, by codes of two letters."""
    found = program()
    return {} if found is None else _translators(found)


@lru_cache(maxsize=1)
def _translators(found: str) -> dict[tuple[str, str], Apertium]:
    listed = subprocess.run([found, "-l"], capture_output=True, check=False, text=True)
    return {pair: Apertium(found, mode) for pair, mode in pairs(listed.stdout).items()}


def pairs(listing: str) -> dict[tuple[str, str], str]:
    """Modes of ``apertium -l`` by the languages that they lead from and to.

    A mode without a variant goes first; of variants alone, the first.

    >>> pairs("eng-spa spa-eng spa-eng_US es-pt_BR")
    {('en', 'es'): 'eng-spa', ('es', 'en'): 'spa-eng', ('es', 'pt'): 'es-pt_BR'}
    """
    modes = [mode for mode in listing.split() if mode.count("-") == 1]
    found: dict[tuple[str, str], str] = {}
    for mode in sorted(modes, key=lambda mode: mode.count("_")):
        source, target = (_code(part) for part in mode.split("-"))
        if source and target:
            found.setdefault((source, target), mode)
    return found


def _code(part: str) -> str:
    if part in _VARIANTS:
        return _VARIANTS[part]
    language = part.partition("_")[0]
    return _THREE.get(language, language if len(language) == 2 else "")


def debian_packages(target: str) -> tuple[str, ...]:
    """What to install for a way from English into ``target``; nothing where there is none."""
    return _FROM_ENGLISH.get(target, ())
