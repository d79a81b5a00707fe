"""A stretch of sound from elsewhere in the same recording, where its surroundings fit best.

After Perraudin, Holighaus, Majdak and Balazs, "Inpainting of long audio segments with
similarity graphs" (2018): every place whose sound before and after resembles what lies before
and after the gap could stand in for it. The likeliest places by mel spectrum are compared by
waveform, so that the piece comes in with the right phase on both sides.

                      before │    gap    │ after
    recording  ~~~~~~~~~~~~~~│           │~~~~~~~~~~~~~     ...   ~~~~~~[piece]~~~~~~
                         <── │ fit       │ fit ──>                   fit       fit
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.features import decibels, mel_spectrogram
from voice_agent.units import Audio

Samples = NDArray[np.float64]  # shape (frames, channels)

STEP = 0.01  # seconds between the places that are tried
_CONTEXTS = (0.25, 0.1, 0.04)  # seconds that must fit on each side; less in short recordings
_FADING = 0.08  # seconds over which a context's importance falls to 1/e, going away
_COMPARED = 12  # places whose waveforms are compared
_LAG = 0.012  # seconds by which a piece may be moved to get the phase right
_WAVE = 0.03  # seconds of waveform that are compared at an edge
_PHASE = 60.0  # what a perfect fit of the waveforms is worth, in dB² of the mel fit
_GAIN = 2.0  # most that a piece is raised or lowered at an edge
_CROSSFADE = 0.03  # seconds, inside a piece


@dataclass(frozen=True)
class Piece:
    """Where to take samples from: ``start`` for the left edge, ``end`` for the right one.

    ``end - start`` differs from the gap's length where the phases at both edges want it.
    """

    start: int
    end: int
    cost: float
    gains: tuple[float, float] = (1.0, 1.0)  # at the left edge and at the right one


def continue_sound(samples: Samples, rate: int, start: int, end: int) -> Samples | None:
    """What could stand from ``start`` to ``end``, shape (end - start, channels).

    None where the recording has too little besides the gap to take it from.
    """
    piece = find_piece(samples, rate, start, end)
    if piece is not None:
        return _fitted(samples, rate, start, end, piece)
    half = (start + end) // 2
    if half - start < round(0.05 * rate):
        return None
    # Too long for what there is: two shorter pieces, the second fitted to the first.
    first = find_piece(samples, rate, start, half, room=end)
    if first is None:
        return None
    done = samples.copy()
    done[start:half] = _fitted(samples, rate, start, half, first)
    rest = continue_sound(done, rate, half, end)
    return None if rest is None else np.concatenate([done[start:half], rest])


def find_piece(
    samples: Samples, rate: int, start: int, end: int, *, room: int | None = None
) -> Piece | None:
    """The best place, or None. ``room`` is where the sound is known again, if not at ``end``."""
    hop = round(STEP * rate)
    resume = end if room is None else room
    spectrum = _spectrum(samples, rate, hop)
    for context in _CONTEXTS:
        width = round(context / STEP)
        costs = _costs(spectrum, start / hop, end / hop, resume / hop, width)
        if np.isfinite(costs).any():
            places = _distinct(costs, round(0.03 / STEP))
            pieces = [
                _in_phase(samples, rate, start, end, resume, place * hop, costs[place])
                for place in places
            ]
            best = min(range(len(places)), key=lambda index: pieces[index].cost)
            length, begin = round((end - start) / hop), places[best]
            left = _gain(spectrum, start // hop, begin, range(-width - 1, -1))
            right = _gain(spectrum, -(-end // hop), begin + length, range(1, width + 1))
            return replace(pieces[best], gains=(left, right if resume == end else left))
    return None


def _spectrum(samples: Samples, rate: int, hop: int) -> NDArray[np.float32]:
    """Mel levels in dB, one row for each step in time, shape (steps, bands)."""
    mono = Audio(samples.astype(np.float32), rate).mono()
    n_fft = 1 << max(6, round(np.log2(0.032 * rate)))
    power = mel_spectrogram(mono, rate, bands=40, n_fft=n_fft, hop=hop, high=min(rate / 2, 12e3))
    loudest = max(float(power.max()), 1e-12)
    return decibels(power, reference=loudest, floor=-60.0).T


def _costs(
    spectrum: NDArray[np.float32], start: float, end: float, resume: float, width: int
) -> NDArray[np.float64]:
    """How badly a piece that begins at each step would fit, in dB²; infinite where it cannot.

    A step's window looks two steps around it, so those nearest to the gap do not count.
    """
    steps, guard = len(spectrum), 2
    left, right = int(start), int(np.ceil(resume))
    length = round(end - start)
    weights = np.exp(-np.arange(width) * STEP / _FADING)
    costs = np.zeros(steps)
    possible = np.ones(steps, dtype=bool)
    sides = 0
    before = spectrum[max(0, left - guard - width) : max(0, left - guard)][::-1]
    if len(before) == width:
        sides += 1
        for back in range(width):
            away = guard + 1 + back
            costs[away:] += weights[back] * _distance(spectrum[:-away], before[back])
            possible[:away] = False
    after = spectrum[right + guard : right + guard + width]
    if len(after) == width and resume == end:
        sides += 1
        for on in range(width):
            away = length + guard + on
            if away >= steps:
                possible[:] = False
                break
            costs[: steps - away] += weights[on] * _distance(spectrum[away:], after[on])
            possible[steps - away :] = False
    if not sides:
        possible[:] = False
    possible[max(0, steps - length - 2) :] = False
    reach = guard + width if len(before) == width else guard
    beyond = guard + width if resume == end else guard
    possible[max(0, left - length - beyond) : min(steps, right + reach)] = False
    costs /= max(sides, 1) * weights.sum()
    costs[~possible] = np.inf
    return costs


def _distance(rows: NDArray[np.float32], row: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.square(rows - row).mean(axis=1).astype(np.float64)


def _distinct(costs: NDArray[np.float64], apart: int) -> list[int]:
    """The best few places, no two of them next to each other."""
    chosen: list[int] = []
    for place in np.argsort(costs):
        if not np.isfinite(costs[place]) or len(chosen) == _COMPARED:
            break
        if all(abs(int(place) - other) > apart for other in chosen):
            chosen.append(int(place))
    return chosen


def _in_phase(
    samples: Samples, rate: int, start: int, end: int, resume: int, place: int, cost: float
) -> Piece:
    """The piece at ``place`` moved a little at each edge, to where the waveforms fit best."""
    mono = Audio(samples.astype(np.float32), rate).mono().astype(np.float64)
    size, lag = round(_WAVE * rate), round(_LAG * rate)
    first, last = place, place + end - start
    here, fit_left = _best_lag(mono, mono[max(0, start - size) : start], first - size, lag)
    if resume != end:
        there, fit_right = here, fit_left
    else:
        there, fit_right = _best_lag(mono, mono[end : end + size], last, lag)
    length = end - start
    if first + here < 0 or first + here + length > len(mono):
        here = 0
    if last + there > len(mono) or last + there < length:
        there = 0
    return Piece(first + here, last + there, cost - _PHASE * 0.5 * (fit_left + fit_right))


def _best_lag(mono: Samples, wanted: Samples, place: int, most: int) -> tuple[int, float]:
    """The shift of ``place`` at which ``mono`` is most like ``wanted``, and their correlation."""
    low, high = place - most, place + most + len(wanted)
    if low < 0 or high > len(mono) or len(wanted) < 2:
        return 0, 0.0
    region = mono[low:high]
    products = (
        np.correlate(region, wanted, mode="valid")
        if len(wanted) < 256
        else _products(region, wanted)
    )
    squares = np.concatenate([[0.0], np.cumsum(region**2)])
    power = squares[len(wanted) :] - squares[: -len(wanted)]
    norm = np.sqrt(np.maximum(power, 1e-9) * max(float(wanted @ wanted), 1e-9))
    likeness = products / norm
    # Of equally good places the nearest: moving is for the phase only.
    best = int(np.argmax(likeness - 1e-3 * np.abs(np.arange(len(likeness)) - most) / most))
    return best - most, float(likeness[best])


def _products(region: Samples, wanted: Samples) -> Samples:
    """Cross-correlation by FFT, as ``np.correlate(region, wanted, "valid")``."""
    size = 1 << (len(region) + len(wanted) - 1).bit_length()
    found = np.fft.irfft(np.fft.rfft(region, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return found[: len(region) - len(wanted) + 1]


def _fitted(samples: Samples, rate: int, start: int, end: int, piece: Piece) -> Samples:
    """The piece at the gap's length and level."""
    length = end - start
    left_part = samples[piece.start : piece.start + length]
    right_part = samples[piece.end - length : piece.end]
    filled = (
        left_part if piece.end - piece.start == length else _joined(left_part, right_part, rate)
    )
    return filled * np.geomspace(*piece.gains, length)[:, None]


def _joined(left: Samples, right: Samples, rate: int) -> Samples:
    """From ``left`` to ``right``, the same sound a little later, where both are most alike."""
    length = len(left)
    fade = min(round(_CROSSFADE * rate), length // 2)
    a, b = left.mean(axis=1), right.mean(axis=1)
    starts = np.arange(length // 4, max(length // 4 + 1, 3 * length // 4 - fade), max(1, fade // 8))
    sums = [np.concatenate([[0.0], np.cumsum(v)]) for v in (a * b, a * a, b * b)]
    product, one, other = (v[starts + fade] - v[starts] for v in sums)
    likeness = product / np.sqrt(np.maximum(one * other, 1e-18))
    best = int(likeness.argmax())
    at, alike = int(starts[best]), float(np.clip(likeness[best], 0.0, 1.0))
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(fade) + 0.5) / fade)
    # Unlike signals add by power, like ones by amplitude.
    level = np.sqrt(rise**2 + (1 - rise) ** 2 + 2 * alike * rise * (1 - rise))
    middle = left[at : at + fade] * (1 - rise)[:, None] + right[at : at + fade] * rise[:, None]
    return np.concatenate([left[:at], middle / level[:, None], right[at + fade :]])


def _gain(spectrum: NDArray[np.float32], here: int, there: int, steps: range) -> float:
    """By how much the surroundings ``here`` are louder than those of the piece ``there``:
    levels of all bands, as those of the waveform are a matter of its lowest tones."""
    places = [(here + step, there + step) for step in steps]
    rows = [(a, b) for a, b in places if min(a, b) >= 0 and max(a, b) < len(spectrum)]
    if not rows:
        return 1.0
    wanted, given = (spectrum[list(index)] for index in zip(*rows, strict=True))
    louder = 0.7 * float(np.mean(wanted - given))
    return float(np.clip(10.0 ** (louder / 20.0), 1 / _GAIN, _GAIN))
