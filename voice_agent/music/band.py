"""Plays a piece: every note by its instrument, on a stage, in a room, mastered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voice_agent.music.drums import DRUMS
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.score import Note, Part, Piece
from voice_agent.music.waves import RATE
from voice_agent.sound.mastering import mastered

Wave = NDArray[np.float32]

LOUDNESS = -16.0  # LUFS
TAKES = 3  # different recordings of the same note, so that repeats are not identical
_ROOM = 1.7  # seconds of reverberation
_BLOCK = 10 * RATE  # samples that are worked on at a time: bounds the memory
_TIMING = 0.006  # seconds, standard deviation: people are not clocks
_RAMP = 1.0  # seconds in which everybody becomes louder or quieter
_RINGING = 4.0  # seconds that notes ring on into the beginning of a piece that goes round


def play(
    piece: Piece,
    seconds: float,
    rng: np.random.Generator,
    *,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[float], None] = lambda share: None,
) -> Wave:
    """Stereo samples (frames, 2) at 44.1 kHz, exactly ``seconds`` long, fading at the end; a piece
    that goes round is as long as its bars, and what rings on after its end is at its beginning."""
    frames = round(seconds * RATE)
    whole = round(piece.seconds * RATE) if piece.loops else frames
    frames = whole + round(_RINGING * RATE) if piece.loops else frames
    mix = np.zeros((frames, 2), np.float32)
    send = np.zeros((frames, 2), np.float32)
    for index, part in enumerate(piece.parts):
        check()
        progress(index / (len(piece.parts) + 1))
        line = _line(piece, part, frames, rng, check)
        angle = (part.pan + 1.0) * np.pi / 4
        for side, share in enumerate((float(np.cos(angle)), float(np.sin(angle)))):
            mix[:, side] += line * (share * 2.0**0.5)
            send[:, side] += line * (share * 2.0**0.5 * part.room)
        del line
    check()
    _reverberate(mix, send, rng)
    del send
    if piece.loops:  # a second of its end before it, for what remembers
        mix = _round(mix, whole)
        mix = np.concatenate([mix[-RATE:], mix])
    _warm(mix)
    if piece.loops:
        mix = mix[-whole:]
    else:
        _fade(mix, piece.fade)
    for first, last, level in piece.swells:
        _swell(mix, piece.time(first), seconds if last >= piece.beats else piece.time(last), level)
    progress(1.0)
    return mastered(mix, LOUDNESS)


def _round(mix: Wave, whole: int) -> Wave:
    """The first ``whole`` frames, with all that sounds after them laid over their beginning."""
    made = mix[:whole].copy()
    for start in range(whole, len(mix), whole):
        rest = mix[start : start + whole]
        made[: len(rest)] += rest
    return made


def _swell(mix: Wave, start: float, end: float, level: float) -> None:
    """Make a stretch of seconds louder or quieter, at its edges within a second."""
    ramp = min(_RAMP, 0.5 * max(end - start, 1e-3))
    edges = [start - 0.5 * ramp, start + 0.5 * ramp, end - 0.5 * ramp, end + 0.5 * ramp]
    ends = [0.0 if start > 0 else level, level, level, 0.0 if end * RATE < len(mix) else level]
    for begin in range(0, len(mix), _BLOCK):
        time = np.arange(begin, min(begin + _BLOCK, len(mix))) / RATE
        gain = 10.0 ** (np.interp(time, edges, ends) / 20.0)
        mix[begin : begin + len(time)] *= gain[:, None].astype(np.float32)


def _fade(mix: Wave, seconds: float) -> None:
    """Let the end fall silent: in a moment, or in so many seconds."""
    usual = 0.12 * min(len(mix), 10 * RATE)
    long = seconds * RATE if seconds else usual
    end = min(len(mix), round(long))
    left = np.minimum(np.arange(end, 0, -1) / long, 1.0)
    mix[len(mix) - end :] *= (left**1.5 if seconds else np.sin(0.5 * np.pi * left) ** 0.7)[:, None]


def _line(
    piece: Piece, part: Part, frames: int, rng: np.random.Generator, check: Callable[[], None]
) -> Wave:
    """One part alone, mono, at its level."""
    total = np.zeros(frames, np.float32)
    takes: dict[tuple[int, int, int, int], Wave] = {}
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
    total *= 0.1 * 10.0 ** ((part.gain + level) / 20.0) / _strength(total)
    return total


def _strength(line: Wave) -> float:
    """RMS of a part where it is loud: how loud it seems, however seldom it plays."""
    size = RATE // 10
    blocks = line[: len(line) // size * size].reshape(-1, size)
    powers = np.sort(np.einsum("ij,ij->i", blocks, blocks) / size)
    loud = powers[powers > 1e-3 * powers[-1]] if len(powers) else powers
    return float(np.sqrt(np.percentile(loud, 80))) if len(loud) else 1.0


def _sound(
    part: Part,
    note: Note,
    held: float,
    takes: dict[tuple[int, int, int, int], Wave],
    take: int,
    rng: np.random.Generator,
) -> Wave:
    """The note's sound; notes of the same pitch, force and length share a few takes."""
    force = round(note.velocity * 5)
    key = (note.pitch, force, 0 if part.role == "drums" else round(held * 20), take)
    if key not in takes:
        if part.role == "drums":
            made = DRUMS[note.pitch](max(0.2, force / 5), rng)
        else:
            hz = 440.0 * 2.0 ** ((note.pitch - 69) / 12.0)
            made = INSTRUMENTS[part.instrument].play(hz, held, max(0.1, force / 5), rng)
        takes[key] = made.astype(np.float32)
    return takes[key]


def _reverberate(mix: Wave, send: Wave, rng: np.random.Generator) -> None:
    """Add a room: decorrelated noise on both sides that loses its highs first, 20 ms late."""
    from scipy.signal import oaconvolve

    from voice_agent.music.waves import clock, filtered

    time = clock(_ROOM)
    for side in (0, 1):
        noise = rng.standard_normal(len(time))
        bright = filtered(noise, "high", 2500.0, 1) * np.exp(-6.9 * time / (0.45 * _ROOM))
        dark = filtered(noise, "band", (150.0, 2500.0), 1) * np.exp(-6.9 * time / _ROOM)
        answer = np.concatenate([np.zeros(round(0.02 * RATE)), bright + dark])
        answer /= np.sqrt(np.sum(answer**2))
        for start in range(0, len(send), _BLOCK):
            wet = oaconvolve(send[start : start + _BLOCK, side], answer)[: len(mix) - start]
            mix[start : start + len(wet), side] += wet


def _warm(mix: Wave) -> None:
    """Take the rumble out, and a little glue: the loudest moments are held back by up to 4 dB."""
    from scipy.ndimage import uniform_filter1d
    from scipy.signal import butter, sosfilt

    sections = butter(2, 32.0, "high", fs=RATE, output="sos")
    state = np.zeros((len(sections), 2, mix.shape[1]))
    level = np.empty(len(mix), np.float32)
    for start in range(0, len(mix), _BLOCK):
        block = mix[start : start + _BLOCK]
        block[:], state = sosfilt(sections, block, axis=0, zi=state)
        level[start : start + _BLOCK] = np.einsum("ij,ij->i", block, block) / mix.shape[1]
    level = uniform_filter1d(level, round(0.15 * RATE))
    np.log10(level + 1e-9, out=level)
    level *= 10.0
    usual = float(np.percentile(level, 60))
    for start in range(0, len(mix), _BLOCK):
        over = np.maximum(level[start : start + _BLOCK] - usual, 0.0)
        held = np.minimum(0.4 * over, 4.0)
        mix[start : start + _BLOCK] *= 10.0 ** (-held / 20.0)[:, None]
