"""Fills a damaged stretch of a recording; everything else keeps its bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput, between
from voice_agent.units import AgentError, Artifact, Audio

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FAMILY = "audio-to-audio"
OUTPUTS = ("audio", "image", "image")
BACKEND = "autoregression and similarity graph"

_LONGEST = 20.0  # seconds; nobody would take more for the original
_LEAST = 0.05  # seconds of sound that must be left around the gap
_BLOCK = 10.0  # seconds copied at a time
_SHOWN = 1.5  # seconds on both sides of the gap in the pictures


def inpaint_audio(
    context: ToolContext,
    audio: AudioFile,
    start: Annotated[float, between(0.0, 360_000.0)],
    end: Annotated[float, between(0.0, 360_000.0)],
) -> ToolOutput:
    """Repair a damaged or missing stretch of a recording: a gap, a click, a cough or a beep
    from one time to another is replaced by a plausible continuation.

    Not for: noise all through the recording (enhance_speech), making sound from a
    description (generate_audio), taking one sound out (extract_sound).

    Arguments:
        audio: the recording to repair
        start: where the damage begins, in seconds
        end: where it ends, in seconds
    """
    from voice_agent.sound import files
    from voice_agent.sound.inpainting import fill

    path = context.locate(audio)
    info = files.probe(path)
    first, last = _gap(start, end, info.seconds, info.rate)
    context.progress(0.0, "reading")
    near, offset = _surroundings(context, path, first, last)
    context.progress(0.3, "repairing")
    gap = (first - offset, min(last - offset, near.frames))
    filled = fill(near.samples, info.rate, *gap)
    context.cancel.check()
    repaired = _with(near.samples, gap[0], filled)
    warnings: list[str] = []
    with context.audio_writer(info.rate, info.channels, "repaired") as (writer, artifact):
        done = 0
        for block in files.blocks(path, _BLOCK, warn=warnings.append):
            context.cancel.check()
            inside = filled[max(0, done - first) : max(0, done + block.frames - first)]
            writer.write(_with(block.samples, max(0, first - done), inside))
            done += block.frames
            context.progress(0.5 + 0.5 * min(1.0, done / info.rate / info.seconds), "writing")
    made = artifact()
    pictures = _pictures(context, near, repaired, gap, offset)
    text = " ".join([_in_words(first, last, info.rate), *(f"{w}." for w in warnings)])
    return ToolOutput(text=text, artifacts=(made, *pictures))


def _gap(start: float, end: float, seconds: float, rate: int) -> tuple[int, int]:
    """The samples to replace; ``AgentError`` for a gap that cannot be filled."""
    if start >= seconds:
        raise AgentError(
            f"the recording ends after {seconds:.1f} seconds, before the gap begins",
            "name a stretch inside it",
        )
    if end <= start:
        raise AgentError(
            f"a gap from {start:g} to {end:g} seconds has no length",
            "give an end that comes after the start",
        )
    end = min(end, seconds)
    if end - start > _LONGEST:
        raise AgentError(
            f"{end - start:.0f} seconds are too many to make up: I fill at most {_LONGEST:.0f}",
            "name a shorter stretch",
        )
    if seconds - (end - start) < _LEAST:
        raise AgentError(
            "that is the whole recording: there is nothing left to continue from",
            "name a shorter stretch",
        )
    first = round(start * rate)
    return first, max(first + 1, round(end * rate))


def _surroundings(context: ToolContext, path: Path, first: int, last: int) -> tuple[Audio, int]:
    """The recording around the gap, and the place of its first sample."""
    import numpy as np

    from voice_agent.sound import files
    from voice_agent.sound.inpainting import AROUND

    pieces: list[NDArray[np.float32]] = []
    done = begin = 0
    rate = 1
    for block in files.blocks(path, _BLOCK, warn=lambda warning: None):
        context.cancel.check()
        rate, reach = block.rate, round(AROUND * block.rate)
        if done + block.frames > first - reach:
            begin = begin if pieces else done
            pieces.append(block.samples)
        done += block.frames
        if done >= last + reach:
            break
    if done <= first:  # shorter than its header says
        raise AgentError(
            f"only {done / rate:.1f} seconds of the recording can be read",
            "name a stretch inside them",
        )
    return Audio(np.concatenate(pieces), rate), begin


def _with(
    samples: NDArray[np.float32], place: int, new: NDArray[np.float32]
) -> NDArray[np.float32]:
    """A copy with ``new`` written over ``samples`` from ``place`` on."""
    copy = samples.copy()
    copy[place : place + len(new)] = new[: max(0, len(samples) - place)]
    return copy


def _pictures(
    context: ToolContext,
    near: Audio,
    repaired: NDArray[np.float32],
    gap: tuple[int, int],
    offset: int,
) -> tuple[Artifact, ...]:
    """Waveform and mel around the gap, before and after, the gap framed."""
    from voice_agent.sound.pictures import draw_audio

    shown = round(_SHOWN * near.rate)
    low, high = max(0, gap[0] - shown), min(near.frames, gap[1] + shown)
    mark = ((gap[0] - low) / near.rate, (gap[1] - low) / near.rate)
    begins = (low + offset) / near.rate
    where = f" (from {begins:.1f} s)" if begins else ""
    artifacts: list[Artifact] = []
    for when, samples in (("before", near.samples), ("after", repaired)):

        def draw(path: Path, when: str = when, samples: NDArray[np.float32] = samples) -> None:
            piece = Audio(samples[low:high], near.rate)
            draw_audio(piece, path, title=when + where, marks=[mark])

        artifacts.append(context.save_image(draw, f"mel spectrogram {when} the repair"))
    return tuple(artifacts)


def _in_words(first: int, last: int, rate: int) -> str:
    from voice_agent.tools._telling import clock

    seconds = (last - first) / rate
    if seconds < 0.2:
        length = f"{1000 * seconds:.0f} milliseconds"
        return f"I filled in {length} at {_fine(first / rate)}."
    if first / rate >= 60 and seconds < 10:
        return f"I filled in {_fine(seconds)} at {clock(first / rate)}."
    if last / rate >= 60:
        start, end = clock(first / rate), clock(last / rate, unit=True)
        return f"I filled in the part from {start} to {end}."
    return f"I filled in the part from {_fine(first / rate, unit=False)} to {_fine(last / rate)}."


def _fine(time: float, *, unit: bool = True) -> str:
    """A time to the hundredth: "2.5 seconds", "1 second"."""
    from voice_agent.tools._telling import clock

    if time >= 60:
        return clock(time, unit=unit)
    short = f"{time:.2f}".rstrip("0").rstrip(".")
    return f"{short} second{'' if short == '1' else 's'}" if unit else short
