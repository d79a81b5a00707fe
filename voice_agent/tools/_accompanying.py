"""Plays chords to a song that was sung: which instrument, and the mix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.units import Artifact, Audio

if TYPE_CHECKING:
    from voice_agent.tools.context import ToolContext

LONGEST = 300.0  # seconds
_SUNG = 0.6  # of the work, about, is done when the voice is
_WITH = re.compile(
    r"^(?P<rest>.*?)[\s,]*\b(?:with|accompanied by|over|on)\s+(?P<instrument>.+?)[.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)


def instrument_for(text: str, asked: str | None) -> tuple[str, str]:
    """The words to sing, and the instrument that goes with them ("" for none).

    Where ``asked`` is None the words may end in the wish ("happy birthday with a piano").
    Lyrics are left alone: only the name of a song, or nothing, may stand before it.
    """
    from voice_agent.music import backing
    from voice_agent.singing import book

    if asked is not None:
        found = backing.instrument_of(asked)
        if found is None:
            choices = ", ".join(backing.instruments())
            raise AgentError(f"I can't play chords on '{asked}'", f"ask for one of: {choices}")
        return text, found
    wish = _WITH.match(text.strip())
    if wish and (instrument := backing.instrument_of(wish["instrument"])):
        rest = wish["rest"].strip(" ,.")
        if not rest or book.find(rest) is not None or rest.startswith("about "):
            return rest, instrument
    return text, ""


def accompanied(
    context: ToolContext,
    voice: Path,
    notes: Sequence[tuple[float, float, int]],
    instrument: str,
    description: str,
    energy: float = 0.0,
) -> tuple[Artifact, Path, dict[str, Any]]:
    """The voice of a file with an instrument under it: the mix, its file, and what is played.

    ``notes`` are start and end in seconds of the file and MIDI number; below 0 ``energy`` is by how
    many dB all of it is softer.
    """
    import numpy as np
    import soxr

    from voice_agent.music import backing
    from voice_agent.music.harmonise import Tone, harmonise
    from voice_agent.music.waves import RATE
    from voice_agent.sound import files

    sung = files.read(voice)
    samples = soxr.resample(sung.mono(), sung.rate, RATE)
    harmony = harmonise([Tone(*note) for note in notes])
    rng = np.random.default_rng(0)
    played = backing.play(
        harmony,
        len(samples) / RATE + backing.RING,
        instrument,
        rng,
        check=context.cancel.check,
        progress=lambda share: context.progress(_SUNG + (1.0 - _SUNG) * share, "playing along"),
    )
    softer = np.float32(10.0 ** (min(energy, 0.0) / 20.0))
    mix = Audio(backing.mixed(samples, played) * softer, RATE)
    with context.audio_writer(RATE, 2, description) as (writer, artifact):
        writer.write(mix)
    chords = [
        {"chord": str(span.chord), "start": round(span.start, 3), "end": round(span.end, 3)}
        for span in harmony.spans
    ]
    facts = {"instrument": instrument, "key": str(harmony.key), "chords": chords}
    return artifact(), writer.path, facts


def told(instrument: str) -> str:
    """What is said about the accompaniment."""
    article = "an" if instrument[0] in "aeiou" else "a"
    named = instrument if instrument in ("strings", "brass", "bells") else f"{article} {instrument}"
    return f"I play along with {named}; the voice alone is beside it."
