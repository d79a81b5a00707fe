"""What can translate on this machine: packages of the settings' folder, a hub, Apertium."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from voice_agent.errors import AgentError
from voice_agent.folders import expanded
from voice_agent.tools._translation import apertium, neural
from voice_agent.tools._translation.routes import Pair, Translator
from voice_agent.tools.context import ToolContext


def translators(context: ToolContext, source: str, target: str) -> dict[Pair, Translator]:
    """Every installed pair; neural packages go before Apertium where both can.

    A hub repository of the settings is fetched when it is for a pair that is needed: from
    ``source`` or English to ``target``.
    """
    chosen = context.settings.translation
    found: dict[Pair, Translator] = {}
    if chosen.engine in ("auto", "apertium"):
        found |= apertium.translators()
    if chosen.engine in ("auto", "neural"):
        found |= context.engines.shared(
            f"translation packages {chosen.packages}",
            lambda: neural.translators(folder(chosen.packages)),
        )
        if chosen.hub:
            found |= _from_hub(context, chosen.hub, source, target)
    return found


def folder(packages: str) -> Path:
    """The folder of neural packages; by default where Argos Translate puts its own."""
    if packages:
        path = expanded(packages)
        if not path.is_dir():
            raise AgentError(
                f"[translation] packages names '{packages}', which is no folder", "make it"
            )
        return path
    return expanded("~/.local/share/argos-translate/packages")


def _from_hub(
    context: ToolContext, template: str, source: str, target: str
) -> dict[Pair, Translator]:
    """The package for the pair that is needed, from English where there is none from its own."""
    for origin in dict.fromkeys((source or "en", "en")):
        if origin == target:
            continue
        name = template.replace("{source}", origin).replace("{target}", target)
        try:
            package: Translator = context.engines.shared(name, partial(_opus, context, name))
            return {(origin, target): package}
        except AgentError:
            if origin == "en":
                raise
    return {}


def _opus(context: ToolContext, name: str) -> Translator:
    name = name if name.startswith("hub:") else f"hub:{name}"
    return neural.opus(context.engines.model(name))
