"""Plays a recording to the user."""

from __future__ import annotations

import math

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput
from voice_agent.units import Audio

FAMILY = "session"
BACKEND = "sound output"

_BLOCK = 300.0  # seconds handed to the player at once; a seam may be heard between two
_HIGHEST_RATE = 48_000  # Hz; more is not heard, but not every device plays it


def play_audio(
    context: ToolContext, audio: AudioFile, start: float | None = None, end: float | None = None
) -> ToolOutput:
    """Play a recording, or a part of it, through the loudspeaker.

    Not for: speaking a text (synthesize_speech).

    Arguments:
        audio: the recording to play
        start: where to begin, in seconds; below 0 it counts from the end
        end: where to stop, in seconds; below 0 it counts from the end
    """
    from voice_agent.sound import files

    path = context.locate(audio)
    info = files.probe(path)
    first, last = _part(info.seconds, start, end)
    player = context.engines.player()
    played = passed = 0.0
    context.progress(0.0, f"playing {_length(last - first)}")
    for block in files.blocks(path, _BLOCK, rate=min(info.rate, _HIGHEST_RATE)):
        context.cancel.check()
        heard = _within(block, first - passed, last - passed)
        passed += block.seconds
        if heard.frames:
            player.play_file(_for_ears(heard), context.cancel)
            played += heard.seconds
            context.progress(min(1.0, played / max(last - first, 1e-3)), "playing")
        if passed >= last:
            break
    context.cancel.check()
    if start is None and end is None:
        return ToolOutput(text=f"I played it: {_length(played)}.")
    return ToolOutput(text=f"I played it from {_point(first)} to {_point(first + played)}.")


def _part(seconds: float, start: float | None, end: float | None) -> tuple[float, float]:
    """From when to when it is played, within what there is."""
    first, last = start or 0.0, seconds if end is None else end
    if not (math.isfinite(first) and math.isfinite(last)):
        raise AgentError("a time is no number", "give seconds, such as 2.5")
    first = max(0.0, first + seconds if first < 0 else first)
    last = min(seconds, last + seconds if last < 0 else last)
    if first >= last:
        raise AgentError(
            f"there is nothing between {_point(first)} and {_point(max(0.0, last))}",
            f"it is {_length(seconds)} long",
        )
    return first, last


def _within(block: Audio, first: float, last: float) -> Audio:
    """The part of a block that lies between two times, counted from its own beginning."""
    begin, end = (max(0, round(time * block.rate)) for time in (first, last))
    return Audio(block.samples[begin:end], block.rate)


def _point(seconds: float) -> str:
    whole = round(seconds, 2)
    if whole < 60:
        return f"{whole:g} seconds"
    return f"{int(whole) // 60}:{int(whole) % 60:02d}"


def _for_ears(block: Audio) -> Audio:
    """At most two channels: the surplus ones of a surround recording are mixed in."""
    if block.channels <= 2:
        return block
    return Audio(block.mono(), block.rate)


def _length(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} seconds"
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d} minutes"
