"""Fills a damaged stretch of a recording; everything else keeps its bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, ImageFile, ToolContext, ToolOutput, between
from voice_agent.units import Artifact, Audio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Gap = tuple[int, int]  # first sample, and the one after the last
    Filled = tuple[int, NDArray[np.float32]]  # first sample and what is to stand there

FAMILY = "audio-to-audio"
OUTPUTS = ("audio", "image", "image")
BACKEND = "autoregression and similarity graph"

_LONGEST = 20.0  # seconds; nobody would take more for the original
_LEAST = 0.05  # seconds of sound that must be left around the gap
_MOST = 20  # painted stretches
_BLOCK = 10.0  # seconds copied at a time
_SHOWN = 1.5  # seconds on both sides of the gap in the pictures


def inpaint_audio(
    context: ToolContext,
    audio: AudioFile,
    start: Annotated[float, between(0.0, 360_000.0)],
    end: Annotated[float, between(0.0, 360_000.0)],
    mask: ImageFile | None = None,
) -> ToolOutput:
    """Repair a damaged or missing stretch of a recording: a gap, a click, a cough or a beep
    from one time to another is replaced by a plausible continuation.

    Not for: noise all through the recording (enhance_speech), making sound from a
    description (generate_audio), taking one sound out (extract_sound).

    Arguments:
        audio: the recording to repair
        start: where the damage begins, in seconds
        end: where it ends, in seconds
        mask: a copy of the recording's mel picture with the damage painted over, or a black
            picture with white where it is; only what is painted between start and end is replaced
    """
    from voice_agent.sound import files

    path = context.locate(audio)
    info = files.probe(path)
    gaps = [_gap(start, end, info.seconds, info.rate)]
    if mask is not None:
        gaps = _painted(context, path, context.locate(mask), gaps[0])
    context.progress(0.0, "reading")
    filled = _fill(context, path, gaps)
    warnings: list[str] = []
    with context.audio_writer(info.rate, info.channels, "repaired") as (writer, artifact):
        done = 0
        for block in files.blocks(path, _BLOCK, warn=warnings.append):
            context.cancel.check()
            writer.write(_patched(block.samples, done, filled))
            done += block.frames
            context.progress(0.5 + 0.5 * min(1.0, done / info.rate / info.seconds), "writing")
    made = artifact()
    pictures = _pictures(context, path, gaps, filled)
    text = " ".join([_in_words(gaps, info.rate), *(f"{w}." for w in warnings)])
    return ToolOutput(text=text, artifacts=(made, *pictures))


def _gap(start: float, end: float, seconds: float, rate: int) -> Gap:
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
    first = round(start * rate)
    return first, max(first + 1, round(min(end, seconds) * rate))


def _check(gaps: Sequence[Gap], seconds: float, rate: int) -> None:
    """``AgentError`` for what is too much to be made up."""
    longest = max(last - first for first, last in gaps) / rate
    if longest > _LONGEST:
        raise AgentError(
            f"{longest:.0f} seconds are too many to make up: I fill at most {_LONGEST:.0f}",
            "name a shorter stretch",
        )
    if seconds - sum(last - first for first, last in gaps) / rate < _LEAST:
        raise AgentError(
            "that is the whole recording: there is nothing left to continue from",
            "name a shorter stretch",
        )


def _painted(context: ToolContext, path: Path, mask: Path, within: Gap) -> list[Gap]:
    """The stretches inside ``within`` that are painted over in the picture ``mask``."""
    import tempfile
    from pathlib import Path

    from PIL import Image

    from voice_agent.pictures.opening import opened_as_it_is
    from voice_agent.sound import files
    from voice_agent.sound.painted import painted_spans

    info = files.probe(path)
    picture = opened_as_it_is(mask)
    with tempfile.TemporaryDirectory() as folder:
        files.draw(path, Path(folder) / "drawn.png")
        with Image.open(Path(folder) / "drawn.png") as drawn:
            spans = painted_spans(picture, drawn.convert("RGB"), info.seconds)
    context.cancel.check()
    edges = [(round(a * info.rate), round(b * info.rate)) for a, b in spans]
    inside = [(max(a, within[0]), min(b, within[1])) for a, b in edges]
    gaps = [gap for gap in inside if gap[1] > gap[0]]
    if not gaps:
        raise AgentError(
            "I find nothing painted between the two times in the picture",
            "paint over the damage in a copy of the recording's picture, in a strong colour",
        )
    if len(gaps) > _MOST:
        raise AgentError(
            f"{len(gaps)} stretches are painted in the picture; I repair at most {_MOST} at once",
            "paint fewer, or repair it in several goes",
        )
    return gaps


def _fill(context: ToolContext, path: Path, gaps: Sequence[Gap]) -> list[Filled]:
    """What is to stand in each gap. Later gaps build on those before, none on damage."""
    from voice_agent.sound import files
    from voice_agent.sound.inpainting import fill

    info = files.probe(path)
    _check(gaps, info.seconds, info.rate)
    filled: list[Filled] = []
    for number, (first, last) in enumerate(gaps):
        near, offset = _surroundings(context, path, first, last)
        context.progress(0.1 + 0.4 * number / len(gaps), "repairing")
        known = _patched(near.samples, offset, filled)
        if number + 1 < len(gaps):
            known = known[: gaps[number + 1][0] - offset]
        gap = (first - offset, min(last - offset, len(known)))
        filled.append((first, fill(known, info.rate, *gap)))
        context.cancel.check()
    return filled


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


def _patched(
    samples: NDArray[np.float32], offset: int, filled: Sequence[Filled]
) -> NDArray[np.float32]:
    """A copy of ``samples``, which begin ``offset`` into the recording, with the fillings."""
    copy = samples.copy()
    for first, new in filled:
        low, high = max(first, offset), min(first + len(new), offset + len(samples))
        if high > low:
            copy[low - offset : high - offset] = new[low - first : high - first]
    return copy


def _pictures(
    context: ToolContext, path: Path, gaps: Sequence[Gap], filled: Sequence[Filled]
) -> tuple[Artifact, ...]:
    """Waveform and mel around the longest gap, before and after, all gaps framed."""
    from voice_agent.sound.pictures import draw_audio

    first, last = max(gaps, key=lambda gap: gap[1] - gap[0])
    near, offset = _surroundings(context, path, first, last)
    shown = round(_SHOWN * near.rate)
    low = max(0, first - shown - offset)
    high = min(near.frames, last + shown - offset)
    begins = (low + offset) / near.rate
    seen = [(a, b) for a, b in gaps if b > low + offset and a < high + offset]
    marks = [(a / near.rate - begins, b / near.rate - begins) for a, b in seen]
    where = f" (from {begins:.1f} s)" if begins else ""
    artifacts: list[Artifact] = []
    repaired = _patched(near.samples, offset, filled)
    for when, samples in (("before", near.samples), ("after", repaired)):

        def draw(path: Path, when: str = when, samples: NDArray[np.float32] = samples) -> None:
            piece = Audio(samples[low:high], near.rate)
            draw_audio(piece, path, title=when + where, marks=marks)

        artifacts.append(context.save_image(draw, f"mel spectrogram {when} the repair"))
    return tuple(artifacts)


def _in_words(gaps: Sequence[Gap], rate: int) -> str:
    if len(gaps) > 1:
        total = sum(last - first for first, last in gaps) / rate
        return f"I filled in {len(gaps)} stretches, {_fine(total)} together."
    return _gap_in_words(*gaps[0], rate)


def _gap_in_words(first: int, last: int, rate: int) -> str:
    from voice_agent.tools._telling import clock

    seconds = (last - first) / rate
    if seconds < 0.2:
        count = round(1000 * seconds)
        length = f"{count} millisecond{'' if count == 1 else 's'}" if count else "an instant"
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
