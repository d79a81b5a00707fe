"""One described sound out of a recording, and all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from voice_agent.tools._extracting import Samples
    from voice_agent.tools._target import Sought

FAMILY = "audio-to-event"
MODELS = ("yamnet", "deepfilternet3", "sound-words", "extraction")
OUTPUTS = ("audio", "audio")
BACKEND = "mask network, DeepFilterNet3 and YAMNet"

_DOUBT = "It is hard to hear in there, so it may be something that sounds like it"


def extract_sound(context: ToolContext, audio: AudioFile, description: str) -> ToolOutput:
    """Take one sound that the user describes out of a recording, such as the bird, the voice or
    the siren: gives that sound alone, and the recording without it.

    Not for: removing noise from speech (enhance_speech), pulling two talkers apart
    (separate_speech), only finding when the sound occurs (detect_target_sound).

    Arguments:
        audio: the recording to take the sound from
        description: the sound to keep, in a few words
    """
    from voice_agent.tools._extracting import extract, hear_again
    from voice_agent.tools._masking import WITHOUT, asked
    from voice_agent.tools._target import instead, seek
    from voice_agent.tools._yamnet import classifier, listen

    path = context.locate(audio)
    sought = seek(context, description)
    if sought is None:
        raise AgentError(
            f"I don't know the sound '{description.strip()}'",
            "describe it in other words, such as a dog, a voice or rain",
        )
    labels = classifier(context).labels
    first = listen(context, path)
    network = asked(context, sought)
    heard = hear_again(context, path, sought, first, network)
    if heard is None:
        text = f"I don't hear {sought.name} in it, so I took nothing out."
        return ToolOutput(text=f"{text} {instead(first, labels)}".strip())
    power: list[tuple[float, float]] = []
    warnings: list[str] = [] if network or sought.is_voice else [WITHOUT]
    info = _info(context, audio)
    with (
        context.audio_writer(*info, f"{sought.name} alone") as (alone, made),
        context.audio_writer(*info, f"without {sought.name}") as (rest, left),
    ):
        for sound, others in extract(context, path, sought, heard, network, warnings.append):
            context.cancel.check()
            alone.write(sound)
            rest.write(others)
            power.append((_power(sound), _power(others)))
    if not sought.may_be_in(first, labels):
        warnings.insert(0, _DOUBT)
    text = " ".join([_in_words(sought, power), *(f"{warning}." for warning in warnings)])
    return ToolOutput(text=text, artifacts=(made(), left()))


def _info(context: ToolContext, audio: str) -> tuple[int, int]:
    from voice_agent.sound import files

    info = files.probe(context.locate(audio))
    return info.rate, info.channels


def _power(samples: Samples) -> float:
    import numpy as np

    return float(np.sum(samples.astype(np.float64) ** 2))


def _in_words(sought: Sought, power: list[tuple[float, float]]) -> str:
    sound, rest = (sum(values) for values in zip(*power, strict=True))
    share = sound / max(sound + rest, 1e-12)
    taken = "" if sought.exact else f"The nearest sound that I know is {sought.name}. "
    if share > 0.97:
        return (
            f"{taken}There is hardly anything but {sought.name} in it: I left it nearly as it was."
        )
    loud = "most of it" if share > 0.6 else "about half of it" if share > 0.4 else ""
    tail = f": {loud}" if loud else ""
    return (
        f"{taken}I took out {sought.name}{tail}. The first file has it alone, the second the rest."
    )
