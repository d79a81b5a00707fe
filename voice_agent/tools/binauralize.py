"""Places a recording in space for headphones, with the ears of the KEMAR dummy head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput, between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voice_agent.sound.binaural import F32
    from voice_agent.sound.decoding import AudioInfo
    from voice_agent.sound.hrtf import Head
    from voice_agent.tools._motion import Motion

FAMILY = "audio-to-audio"
MODELS = ("kemar",)
OUTPUTS = ("audio",)
BACKEND = "KEMAR HRTFs"

_BLOCK = 4.0  # seconds read at a time
_CEILING = 0.98  # full scale
_MOST_GAIN = 6.0  # no peak grows more than this: the near ear adds up what the head reflects


def binauralize(
    context: ToolContext,
    audio: AudioFile,
    azimuth: Annotated[float | None, between(-360.0, 360.0)] = None,
    elevation: Annotated[float | None, between(-90.0, 90.0)] = None,
    motion: str = "",
) -> ToolOutput:
    """Place a recording in space for headphones: two ears, from one direction or moving.

    Not for: removing noise or echo (enhance_speech), separating talkers (separate_speech).

    Arguments:
        audio: the recording; its channels are mixed into one sound first
        azimuth: degrees from straight ahead, positive to the right, -90 left, 180 behind
        elevation: degrees above the ears, negative below
        motion: words ("circle", "left to right", "back and forth every 6 seconds") or points
            of time and azimuth ("0:-90, 5:90"); without any of these three it moves slowly
    """
    from voice_agent.sound import files
    from voice_agent.sound.hrtf import LOWEST_ELEVATION, Head, read_measured
    from voice_agent.tools._motion import parse

    path = context.locate(audio)
    info = files.probe(path)
    where = parse(motion, seconds=info.seconds, azimuth=azimuth, elevation=elevation)
    source = context.engines.model("kemar")
    head: Head = context.engines.shared(
        f"kemar {info.rate}", lambda: Head(read_measured(source), info.rate)
    )
    gain = _gain(context, path, info, head, where)
    warnings: list[str] = []
    with context.audio_writer(info.rate, 2, f"binaural: {where.told}") as (writer, artifact):
        for block in _rendered(context, path, info, head, where, warnings):
            writer.write(block * gain)
    notes = [f"Now it {where.told}. Put on headphones to hear it."]
    if min(where.elevations) < LOWEST_ELEVATION:
        notes.append(f"Lower than {-LOWEST_ELEVATION:.0f} degrees down I cannot place it.")
    if gain < 0.85:
        notes.append("I made it softer, so that nothing distorts.")
    notes += [f"{warning}." for warning in warnings]
    return ToolOutput(text=" ".join(notes), artifacts=(artifact(),))


def _rendered(
    context: ToolContext,
    path: Path,
    info: AudioInfo,
    head: Head,
    where: Motion,
    warnings: list[str],
) -> Iterator[F32]:
    """The recording at both ears, block by block, (frames, 2)."""
    from voice_agent.sound import binaural, files

    read = 0

    def mono() -> Iterator[F32]:
        nonlocal read
        for block in files.blocks(path, _BLOCK, mono=True, warn=warnings.append):
            context.cancel.check()
            read += block.frames
            yield block.mono()
            context.progress(min(1.0, read / info.rate / max(info.seconds, 1e-3)), "placing")

    yield from binaural.render(mono(), head, where)


def _gain(context: ToolContext, path: Path, info: AudioInfo, head: Head, where: Motion) -> float:
    """1, or less where the nearer ear would be louder than a file can hold."""
    import numpy as np

    from voice_agent.sound import files

    def peak(blocks: Iterator[F32]) -> float:
        return max((float(np.abs(block).max(initial=0.0)) for block in blocks), default=0.0)

    def given() -> Iterator[F32]:
        for block in files.blocks(path, _BLOCK, mono=True, warn=lambda _: None):
            context.cancel.check()
            yield block.samples

    if _MOST_GAIN * peak(given()) < _CEILING:
        return 1.0
    loudest = peak(_rendered(context, path, info, head, where, []))
    return min(1.0, _CEILING / max(loudest, 1e-9))
