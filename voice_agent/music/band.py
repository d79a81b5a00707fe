"""Plays a piece: every note by its instrument, on a stage, in a room, mastered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voice_agent.music.drums import DRUMS
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.score import Note, Part, Piece
from voice_agent.music.tones import RATE, Samples
from voice_agent.sound.mastering import mastered

LOUDNESS = -16.0  # LUFS
TAKES = 3  # different recordings of the same note, so that repeats are not identical
_ROOM = 1.7  # seconds of reverberation
_TIMING = 0.006  # seconds, standard deviation: people are not clocks


def play(
    piece: Piece,
    seconds: float,
    rng: np.random.Generator,
    *,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[float], None] = lambda share: None,
) -> NDArray[np.float32]:
    """Stereo samples (frames, 2) at 44.1 kHz, exactly ``seconds`` long, fading at the end."""
    frames = round(seconds * RATE)
    dry = np.zeros((frames, 2))
    send = np.zeros((frames, 2))
    for index, part in enumerate(piece.parts):
        check()
        progress(index / (len(piece.parts) + 1))
        line = _line(piece, part, frames, rng, check)
        angle = (part.pan + 1.0) * np.pi / 4
        placed = line[:, None] * np.array([np.cos(angle), np.sin(angle)]) * 2.0**0.5
        dry += placed
        send += part.room * placed
    check()
    mix = dry + _reverberated(send, rng)
    fade = np.clip((frames - np.arange(frames)) / (0.12 * min(frames, 10 * RATE)), 0.0, 1.0)
    progress(1.0)
    return mastered(_warm(mix) * np.sin(0.5 * np.pi * fade)[:, None] ** 0.7, LOUDNESS)


def _line(
    piece: Piece, part: Part, frames: int, rng: np.random.Generator, check: Callable[[], None]
) -> Samples:
    """One part alone, mono, at its level."""
    total = np.zeros(frames)
    takes: dict[tuple[int, int, int, int], Samples] = {}
    for number, note in enumerate(part.notes):
        if number % 64 == 0:
            check()
        start = piece.time(note.start) + (rng.normal(0.0, _TIMING) if number else 0.0)
        held = max(0.05, note.length * 60.0 / piece.tempo)
        sound = _sound(part, note, held, takes, number % TAKES, rng)
        at = max(0, round(start * RATE))
        end = min(frames, at + len(sound))
        if end > at:
            total[at:end] += sound[: end - at] * note.velocity * rng.uniform(0.93, 1.0)
    level = INSTRUMENTS[part.instrument].level if part.role != "drums" else 0.0
    return total / _strength(total) * 0.1 * 10.0 ** ((part.gain + level) / 20.0)


def _strength(line: Samples) -> float:
    """RMS of a part where it is loud: how loud it seems, however seldom it plays."""
    size = RATE // 10
    blocks = line[: len(line) // size * size].reshape(-1, size)
    powers = np.sort(np.mean(blocks**2, axis=1))
    loud = powers[powers > 1e-3 * powers[-1]] if len(powers) else powers
    return float(np.sqrt(np.percentile(loud, 80))) if len(loud) else 1.0


def _sound(
    part: Part,
    note: Note,
    held: float,
    takes: dict[tuple[int, int, int, int], Samples],
    take: int,
    rng: np.random.Generator,
) -> Samples:
    """The note's sound; notes of the same pitch, force and length share a few takes."""
    force = round(note.velocity * 5)
    key = (note.pitch, force, 0 if part.role == "drums" else round(held * 20), take)
    if key not in takes:
        if part.role == "drums":
            takes[key] = DRUMS[note.pitch](max(0.2, force / 5), rng)
        else:
            hz = 440.0 * 2.0 ** ((note.pitch - 69) / 12.0)
            takes[key] = INSTRUMENTS[part.instrument].play(hz, held, max(0.1, force / 5), rng)
    return takes[key]


def _reverberated(send: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """A room: decorrelated noise on both sides that loses its highs first, 20 ms late."""
    from scipy.signal import fftconvolve

    from voice_agent.music.tones import clock, filtered

    time = clock(_ROOM)
    wet = np.zeros_like(send)
    for side in (0, 1):
        noise = rng.standard_normal(len(time))
        bright = filtered(noise, "high", 2500.0, 1) * np.exp(-6.9 * time / (0.45 * _ROOM))
        dark = filtered(noise, "band", (150.0, 2500.0), 1) * np.exp(-6.9 * time / _ROOM)
        answer = np.concatenate([np.zeros(round(0.02 * RATE)), bright + dark])
        answer /= np.sqrt(np.sum(answer**2))
        wet[:, side] = fftconvolve(send[:, side], answer)[: len(send)]
    return wet


def _warm(mix: NDArray[np.float64]) -> NDArray[np.float64]:
    """No rumble, and a little glue: the loudest moments are held back by up to 4 dB."""
    from scipy.ndimage import uniform_filter1d
    from scipy.signal import butter, sosfilt

    clean = sosfilt(butter(2, 32.0, "high", fs=RATE, output="sos"), mix, axis=0)
    power = uniform_filter1d(np.mean(clean**2, axis=1), round(0.15 * RATE))
    level = 10.0 * np.log10(power + 1e-9)
    over = np.maximum(level - np.percentile(level, 60), 0.0)
    held = np.minimum(0.4 * over, 4.0)
    return clean * 10.0 ** (-held / 20.0)[:, None]
