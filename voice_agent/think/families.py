"""Task families: which tools can serve a request, judged by what goes in and what comes out.

AudioGPT (arXiv 2304.12995, section 3.3) lets a task handler sort requests by input and
output modality before a model is assigned. A family is written "audio-to-text"; "session"
holds the tools that work on the session itself (playing, recording).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voice_agent.units import Resource, ToolSignature

# What a family's left side needs before it can run; what is not listed needs only words.
_NEEDS = {"audio": "audio", "image": "image", "video": "video"}


def modalities(family: str) -> tuple[str, str]:
    """("audio", "text") of "audio-to-text"; a family without sides needs and makes nothing."""
    source, separator, target = family.partition("-to-")
    return (source, target) if separator else ("", "")


def by_family(signatures: Mapping[str, ToolSignature]) -> dict[str, tuple[ToolSignature, ...]]:
    """The tools grouped by family, families and tools in alphabetical order."""
    families: dict[str, list[ToolSignature]] = {}
    for name in sorted(signatures):
        families.setdefault(signatures[name].family, []).append(signatures[name])
    return {family: tuple(families[family]) for family in sorted(families)}


def candidates(
    signatures: Mapping[str, ToolSignature], kinds: Iterable[str]
) -> dict[str, ToolSignature]:
    """The tools that can run once files of these kinds exist, in a chain of any length.

    ``{"image"}`` admits image-to-audio and, because that makes audio, audio-to-text too.
    """
    reachable = set(kinds)
    chosen: dict[str, ToolSignature] = {}
    while True:
        added = {
            name: signature
            for name, signature in signatures.items()
            if name not in chosen and _needs(signature) <= reachable
        }
        if not added:
            return chosen
        chosen |= added
        for signature in added.values():
            reachable |= {kind for kind in signature.outputs if kind in _NEEDS.values()}


def kinds_of(resources: Iterable[Resource]) -> frozenset[str]:
    """The kinds of files that a session holds."""
    return frozenset(resource.kind for resource in resources)


def _needs(signature: ToolSignature) -> set[str]:
    required = set(signature.required)
    return {kind for name, kind in signature.file_arguments.items() if name in required}
