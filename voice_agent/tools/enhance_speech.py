"""Removes noise from speech: DeepFilterNet3, blended so that it never does much harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput, between
from voice_agent.units import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voice_agent.sound.enhancement import Samples

FAMILY = "audio-to-audio"
MODELS = ("deepfilternet3", "yamnet")
OUTPUTS = ("audio",)
BACKEND = "DeepFilterNet3"

_BLOCK = 4.0  # seconds read at a time


def enhance_speech(
    context: ToolContext,
    audio: AudioFile,
    attenuation_limit: Annotated[float | None, between(0.0, 100.0)] = None,
) -> ToolOutput:
    """Clean a recording of speech: remove noise, hiss, hum and reverberation, keep the voice.

    Not for: pulling two talkers apart (separate_speech), keeping a sound that is not speech
    (extract_sound), making it louder.

    Arguments:
        audio: the recording to clean
        attenuation_limit: lower the noise by at most this many dB; leave it out to remove
            all of it, give 6 to 12 to keep some of the room
    """
    import numpy as np

    from voice_agent.sound import deepfilter, files
    from voice_agent.sound.enhancement import enhance, speech_likeness
    from voice_agent.tools._yamnet import classifier

    path = context.locate(audio)
    info = files.probe(path)
    likeness = speech_likeness(classifier(context))
    model = context.engines.model("deepfilternet3")
    warnings: list[str] = []
    read = 0

    def source() -> Iterator[Samples]:
        nonlocal read
        for block in files.blocks(path, _BLOCK, warn=warnings.append):
            context.cancel.check()
            read += block.frames
            yield block.samples
            context.progress(min(1.0, read / info.rate / max(info.seconds, 1e-3)), "cleaning")

    before: list[Samples] = []
    after: list[Samples] = []

    def cleaned() -> Iterator[Samples]:
        wide = files.resampled(source(), info.rate, deepfilter.RATE, info.channels)
        for dry, wet in enhance(
            wide, info.channels, model, likeness=likeness, limit=attenuation_limit
        ):
            before.append(_levels(dry))
            after.append(_levels(wet))
            yield wet

    with context.audio_writer(info.rate, info.channels, "cleaned speech") as (writer, artifact):
        for samples in files.resampled(cleaned(), deepfilter.RATE, info.rate, info.channels):
            context.cancel.check()
            writer.write(samples[: read - writer.frames])
        missing = read - writer.frames
        writer.write(np.zeros((missing, info.channels), np.float32))
    text = _finding(np.concatenate(before), np.concatenate(after))
    text = " ".join([text, *(f"{warning}." for warning in warnings)])
    return ToolOutput(text=text, artifacts=(artifact(),))


def _levels(samples: Samples) -> Samples:
    """Loudness in dB of every tenth of a second."""
    import numpy as np

    from voice_agent.sound import deepfilter
    from voice_agent.sound.features import frame_rms

    size = min(deepfilter.RATE // 10, len(samples))
    loudness = np.maximum(frame_rms(Audio(samples, deepfilter.RATE).mono(), size, size), 1e-5)
    return (20.0 * np.log10(loudness)).astype(np.float32)


def _finding(before: Samples, after: Samples) -> str:
    """How much quieter the background became: the quietest tenth of the recording."""
    import numpy as np

    quieter = float(np.percentile(before, 10) - np.percentile(after, 10))
    if quieter < 2.0:
        return "There is hardly any noise in it that I could take out: it is nearly as it was."
    if quieter > 40.0:
        return "Cleaned: the background is silent now."
    return f"Cleaned: the background is about {quieter:.0f} dB quieter."
