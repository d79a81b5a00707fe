"""Records from the user's microphone."""

from __future__ import annotations

from typing import Annotated

from voice_agent.errors import AgentError
from voice_agent.tools.context import ToolContext, ToolOutput, between
from voice_agent.units import Audio

FAMILY = "session"
OUTPUTS = ("audio",)
BACKEND = "microphone"

# The recorder hands over all of it at once, so the limit bounds memory (350 MB at 48 kHz).
_LONGEST = 1800.0  # seconds
_SILENT, _QUIET = -60.0, -35.0  # peak in dBFS
_CLIPPED = 0.999  # of full scale


def record_audio(
    context: ToolContext, seconds: Annotated[float, between(0.1, _LONGEST)]
) -> ToolOutput:
    """Record from the microphone: as many seconds as are asked for.

    Not for: speaking a text (synthesize_speech), files that exist already.

    Arguments:
        seconds: how long to record
    """
    if not 0.1 <= seconds <= _LONGEST:
        raise AgentError(
            f"cannot record {seconds:g} seconds", f"choose 0.1 to {_LONGEST:.0f} seconds"
        )

    def report(fraction: float) -> None:
        left = max(0.0, seconds * (1.0 - fraction))
        context.progress(fraction, f"recording, {left:.0f} s left")

    report(0.0)
    audio = context.engines.recorder().record(seconds, context.cancel, report)
    context.cancel.check()
    if audio.frames == 0:
        raise AgentError("the microphone gave no sound", "`devices` lists the microphones")
    artifact = context.save_audio(audio, f"recording of {audio.seconds:.1f} seconds")
    text = f"Recorded {audio.seconds:.1f} seconds.{_remark(audio)}"
    return ToolOutput(text=text, artifacts=(artifact,))


def _remark(audio: Audio) -> str:
    """What is wrong with the level, if anything."""
    import numpy as np

    peak = float(np.abs(audio.samples).max())
    level = 20.0 * np.log10(max(peak, 1e-9))
    if level < _SILENT:
        return " It is silent: is the microphone muted, or another one meant? `devices` lists them."
    if level < _QUIET:
        return " It is very quiet: come closer or raise the input level."
    if np.count_nonzero(np.abs(audio.samples) >= _CLIPPED) > 0.0005 * audio.samples.size:
        return " It is too loud in places and distorted: lower the input level."
    return ""
