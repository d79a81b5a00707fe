"""How a piece ends: the last bar of each part."""

from __future__ import annotations

from voice_agent.music import accompaniment
from voice_agent.music.score import Note
from voice_agent.music.theory import Chord, voiced
from voice_agent.music.wishes import Wish


def ending(
    role: str, start: float, long: float, tonic: Chord, wish: Wish, notes: list[Note]
) -> list[Note]:
    """The last bar: everybody on the tonic for ``long`` beats."""
    if not notes:
        return []
    force = 0.62 + 0.2 * wish.force
    if role == "drums":
        names = ("kick",) if wish.style in ("jazz", "lofi", "lullaby") else ("kick", "crash")
        return [Note(start, 2.0, accompaniment.PERCUSSION[n], 0.6) for n in names]
    if role == "melody":
        final = [note for note in notes if note.start < start][-1].pitch
        home = min(
            (p for p in range(final - 6, final + 7) if p % 12 == tonic.root),
            key=lambda p: abs(p - final),
        )
        return [Note(start, long, home, force)]
    lowest = min(note.pitch for note in notes)
    if role == "bass":
        return [Note(start, long, lowest + (tonic.root - lowest) % 12, force)]
    centre = sum(note.pitch for note in notes) / len(notes)
    return [
        Note(start + 0.04 * place, long, pitch, force * 0.85)
        for place, pitch in enumerate(voiced(tonic, centre, count=3))
    ]
