"""Plays a recording to the user."""

from __future__ import annotations

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput
from voice_agent.units import Audio

FAMILY = "session"
BACKEND = "sound output"

_BLOCK = 300.0  # seconds handed to the player at once; a seam may be heard between two
_HIGHEST_RATE = 48_000  # Hz; more is not heard, but not every device plays it


def play_audio(context: ToolContext, audio: AudioFile) -> ToolOutput:
    """Play a recording through the loudspeaker.

    Not for: speaking a text (synthesize_speech).

    Arguments:
        audio: the recording to play
    """
    from voice_agent.sound import files

    path = context.locate(audio)
    info = files.probe(path)
    player = context.engines.player()
    played = 0.0
    context.progress(0.0, f"playing {_length(info.seconds)}")
    for block in files.blocks(path, _BLOCK, rate=min(info.rate, _HIGHEST_RATE)):
        context.cancel.check()
        player.play_file(_for_ears(block), context.cancel)
        played += block.seconds
        context.progress(min(1.0, played / max(info.seconds, 1e-3)), "playing")
    context.cancel.check()
    return ToolOutput(text=f"I played it: {_length(played)}.")


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
