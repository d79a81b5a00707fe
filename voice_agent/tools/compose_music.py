"""Music from words: composed by rule and chance, played by instruments of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from voice_agent.tools.context import ToolContext, ToolOutput, between
from voice_agent.units import Artifact, Audio

if TYPE_CHECKING:
    from voice_agent.music.score import Piece
    from voice_agent.music.wishes import Wish

FAMILY = "text-to-audio"
OUTPUTS = ("audio", "text")
BACKEND = "own composer and instruments"


def compose_music(
    context: ToolContext,
    description: str = "",
    duration: Annotated[float, between(5.0, 300.0)] = 30.0,
    seed: Annotated[int | None, between(0, 2**31 - 1)] = None,
) -> ToolOutput:
    """Compose and play a piece of music: a mood, a style, instruments, a tempo, a key ("calm
    piano in D minor", "upbeat jazz with a saxophone at 140 bpm"); every piece is new. Also how
    it is played: "no bass", "quieter drums", "a cello in the second half", "fading out", "a loop".

    Not for: singing words (sing), noises and scenes (generate_audio), finding or playing an
    existing song.

    Arguments:
        description: mood, style, instruments, tempo, key; leave it out for a surprise
        duration: length in seconds
        seed: the same number makes the same piece again; leave it out for a new one
    """
    import numpy as np

    from voice_agent.music import band, composer, unmet, wishes
    from voice_agent.music.midi import midi_file
    from voice_agent.music.waves import RATE

    if seed is None:
        seed = int(np.random.SeedSequence().generate_state(1)[0]) % 2**31
    rng = np.random.default_rng(seed)
    wish = wishes.read(description, rng, duration)
    context.progress(None, "composing")
    piece = composer.compose(wish, duration, rng)
    samples = band.play(
        piece,
        duration,
        rng,
        check=context.cancel.check,
        progress=lambda share: context.progress(share, "playing"),
    )
    duration = len(samples) / RATE
    made = context.save_audio(Audio(samples, RATE), f"music: {piece.title}, {piece.key}")
    path, where = context.files.new_file("text", ".mid")
    where.write_bytes(midi_file(piece))
    notes = Artifact(path=path, kind="text", description="the notes, as a MIDI file")
    return ToolOutput(
        text=" ".join(
            [
                _telling(wish, piece, duration) + _not_understood(description, wish),
                *unmet.told(description, wish, piece),
            ]
        ),
        artifacts=(made, notes),
        data={
            "key": piece.key,
            "tempo": round(piece.tempo, 1),
            "meter": f"{piece.meter}/4",
            "style": wish.style,
            "mood": wish.mood,
            "instruments": [part.instrument for part in piece.parts],
            "sections": [
                {"name": name, "start": round(piece.time(beat), 2)} for name, beat in piece.sections
            ],
            "seed": seed,
        },
    )


def _not_understood(description: str, wish: Wish) -> str:
    if wish.heard or not description.strip():
        return ""
    return " The words told me no mood, style or instrument, so I chose them myself."


def _telling(wish: Wish, piece: Piece, seconds: float) -> str:
    """What was composed, as one would announce it."""
    what = {
        "ballad": "ballad", "pop": "pop tune", "rock": "rock tune", "electronic": "dance track",
        "ambient": "ambient piece", "lofi": "lo-fi tune", "classical": "little classical piece",
        "epic": "epic theme", "horror": "creepy piece", "folk": "folk tune", "jazz": "jazz tune",
        "funk": "funk groove", "reggae": "reggae tune", "chiptune": "video game tune",
        "bossa": "bossa nova",
    }.get(wish.style, wish.style)  # fmt: skip
    mood = f"{wish.mood} " if wish.mood and wish.mood not in what else ""
    article = "an" if (mood + what)[0] in "aeiou" else "a"
    names = list(dict.fromkeys(part.instrument for part in piece.parts))
    return (
        f"Here is {article} {mood}{what} in {piece.key}, {seconds:.0f} seconds at "
        f"{piece.tempo:.0f} beats a minute, for {_listed(names)}.{_played(wish, piece)}"
    )


def _played(wish: Wish, piece: Piece) -> str:
    """How it is played where that was asked for, and what could not be."""
    how, names = wish.arrangement, {part.instrument for part in piece.parts}
    joining = [name for name in how.joins if name in names]
    missing = [name for name, _, _ in how.levels if name and not _has(name, piece)]
    told = []
    for name in joining:
        when = _WHEN.get(how.joins[name], "for a part of it")
        told.append(f"The {name} {'play' if name.endswith('s') else 'plays'} {when}.")
    if how.loops:
        told.append("Its end leads into its beginning, so it can go round.")
    elif piece.fade:
        told.append("It fades out at the end.")
    if missing:
        are = "are" if missing[0].endswith("s") else "is"
        told.append(f"There {are} no {' and no '.join(dict.fromkeys(missing))} in it to change.")
    return "".join(f" {sentence}" for sentence in told)


# How a stretch of a piece is called, by its shares of the whole.
_WHEN = {
    (0.0, 0.5): "in the first half", (0.5, 1.0): "in the second half", (0.72, 1.0): "at the end",
    (0.0, 0.25): "at the beginning", (0.25, 1.0): "after the beginning",
    (0.33, 0.67): "in the middle",
}  # fmt: skip


def _has(name: str, piece: Piece) -> bool:
    bass = name.endswith("bass")
    return any(part.instrument == name or (bass and part.role == "bass") for part in piece.parts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
