"""What can be done, in words: all of it, some of it, and the nearest to what can't be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voice_agent.think import families
from voice_agent.think.context import Context
from voice_agent.think.replies import deed_of
from voice_agent.units import ToolSignature

# What a family starts from, in the order in which abilities are told.
_STARTS = {
    "audio": "With a recording",
    "image": "With a picture",
    "text": "From words",
    "": "And",
}


def abilities(signatures: Mapping[str, ToolSignature]) -> str:
    """What the installed tools can do, a few words for each: with files, from words, besides."""
    if not signatures:
        return "No tools are installed, so I can only talk."
    groups: dict[str, list[str]] = {}
    for signature in sorted(signatures.values(), key=lambda known: (known.family, known.name)):
        source, _ = families.modalities(signature.family)
        groups.setdefault(_STARTS.get(source, _STARTS["text"]), []).append(
            deed_of(signature.description)
        )
    told = [
        "\n  · ".join([f"{start} I can", *groups[start]])
        for start in dict.fromkeys(_STARTS.values())
        if start in groups
    ]
    return "\n".join([*told, "Ask for several things in one sentence if you like."])


def some_abilities(signatures: Mapping[str, ToolSignature]) -> str:
    """A few of them, as one would say it; "" where there are so few that all can be told."""
    some = [deed_of(signatures[name].description) for name in _TYPICAL if name in signatures]
    more = len(signatures) - len(some)
    if len(some) < 2 or more < 2:
        return ""
    return (
        f"I can {_listed(some)}, for example. I know {more} more things; the screen shows them all."
    )


_TYPICAL = ("generate_audio", "compose_music", "enhance_speech", "transcribe_speech")


# What is said in turn to wishes that have nothing to do with sound.
_BEYOND = (
    "I can't do that; I work with sound. Ask me what I can do.",
    "I'm all ears and no hands, I'm afraid: I only work with sound.",
    "That's beyond me. Sound is all I know.",
)

# ... and to others, which may be about sound, and said in words that are not understood.
_UNKNOWN = (
    "I can't do that. I work with recordings and make sounds: say it in other words, or ask me"
    " what I can do."
)


def beyond(context: Context) -> str:
    """The answer to a wish that is none for sound."""
    return _BEYOND[len(context.exchanges) % len(_BEYOND)]


def refusal(
    alternatives: Sequence[tuple[str, float]],
    signatures: Mapping[str, ToolSignature],
    context: Context = Context(),  # noqa: B008  (immutable)
) -> str:
    """The answer to a wish that no tool fulfils, with the nearest thing that one does.

    ``alternatives`` are (task, probability); what is very unlikely is not near, nor is what
    needs a picture where there is none.
    """
    pictures = {signature.name for signature in signatures.values() if _sees(signature)}
    barred = set() if context.newest("image") else pictures
    likely = (task for task, chance in alternatives if chance >= _NEAR)
    near = next((task for task in likely if task not in barred), "")
    if near not in signatures:
        return _UNKNOWN
    deed = deed_of(signatures[near].description)
    return f"I can't do that. The nearest thing I can do: {deed}."


def _sees(signature: ToolSignature) -> bool:
    """Whether a tool starts from a picture."""
    return families.modalities(signature.family)[0] == "image"


_NEAR = 0.002


def _listed(parts: Sequence[str]) -> str:
    """ "a, b, and c"."""
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"
