"""FastSpeech 2 in use: phonemes to durations, F0, energy, mel and sound, by ONNX Runtime.

    phonemes ─ encoder ─ durations, energy ─┐
                 └─ laid out in time ─ pitch ─ F0 ─┤
                                               decoder ─ mel ─ vocoder ─ audio

Everything the model decides can be replaced on the way: durations and F0 by the notes of a
score or by another person's, energy by emphasis. The graphs are exported from the definition
that is trained (``training/fastspeech2/model.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.speak import mel as mels
from voice_agent.speak.durations import hastened, owners_of, places_of, rounded, whole_steps
from voice_agent.speak.graphs import open_graph
from voice_agent.speak.melody import contour, melody
from voice_agent.speak.phonemes import STRESS, SYMBOLS, decode, encode, is_vowel
from voice_agent.speak.speech import STEP, Speech
from voice_agent.speak.trained_vocoder import TrainedVocoder
from voice_agent.speak.vocoder import Vocoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]

NEPER = 8.685889638  # dB
LONGEST = 2400  # steps in one go (60 s): callers split long before


@dataclass(frozen=True, eq=False)
class _Plan:
    """What an utterance will be: by symbol, and laid out by step (T) and frame (2 T)."""

    symbols: str
    durations: NDArray[np.int64]  # (symbols,)
    owners: NDArray[np.int64]  # (T,)
    laid: F32  # (1, T, width)
    place: F32  # (1, T, 3)
    energy: F32  # (1, T)
    f0: F32  # (2 T,)


class FastSpeech2:
    """The acoustic model and its vocoders; calls are safe from several threads.

    ``directory`` holds encoder.onnx, pitch.onnx, decoder.onnx and voice.json; ``vocoder``
    is the graph of the vocoder that was trained with that encoder. A mel that was reshaped is
    not of the kind it was trained on: the vocoder without weights turns that into sound.
    """

    def __init__(self, directory: Path, vocoder: Path, *, threads: int = 1) -> None:
        self._source_filter = Vocoder()
        self._encoder = open_graph(directory / "encoder.onnx", threads)
        self._pitch = open_graph(directory / "pitch.onnx", threads)
        self._decoder = open_graph(directory / "decoder.onnx", threads)
        self._vocoder = TrainedVocoder(vocoder, threads=threads)
        facts: dict[str, Any] = json.loads((directory / "voice.json").read_text("utf-8"))
        if facts["symbols"] != "".join(SYMBOLS):
            raise AgentError(
                f"the voice in {directory} was trained on another phoneme alphabet",
                "export it again with the present training/fastspeech2",
            )
        self._lag = int(facts["lag_steps"])

    def synthesize(
        self,
        phonemes: str,
        *,
        speed: float = 1.0,
        pitch: float = 0.0,
        energy: float | Sequence[float] = 0.0,
        durations: Sequence[float] | None = None,
        f0: F32 | None = None,
        expression: float = 1.0,
        reshape: Callable[[F32, F32], F32] | None = None,
    ) -> Speech:
        """Speak (or sing) a phoneme string.

        ``speed`` is a factor, ``pitch`` shifts in semitones, ``energy`` changes the level in
        dB, for all symbols or for each. ``durations`` replace the model's, in seconds for each
        symbol of ``phonemes`` (nan keeps the model's own). ``f0`` replaces its melody: a
        contour in Hz, stretched from the start of the first symbol to the end of the last;
        where it is 0 the sound is unvoiced, elsewhere vowels are voiced and the model
        decides about the rest. ``expression`` widens (> 1) or flattens (< 1) the melody
        around its mean. ``reshape`` takes the mel (frames, 80) and F0 (frames,) and gives the
        mel that the vocoder reads instead: another timbre.

        >>> voice.synthesize("lˈɑ", durations=[0.1, 0.0, 0.9], f0=np.array([220.0, 440.0]))
        """
        plan = self._plan(phonemes, speed, pitch, energy, durations, f0, expression)
        mel = self._decode(plan, 0, len(plan.owners))
        if reshape is None:
            samples = self._vocoder(mel, plan.f0, plan.laid[0], plan.place[0])
        else:
            mel = reshape(mel, plan.f0)
            samples = self._source_filter(mel, plan.f0)
        return Speech(plan.symbols, plan.durations, plan.f0, mel, samples, self._lag)

    def phrases(
        self,
        parts: Sequence[str],
        *,
        speed: float = 1.0,
        pitch: float = 0.0,
        energy: float = 0.0,
        expression: float = 1.0,
    ) -> Iterator[Speech]:
        """One sentence in parts, each yielded when it is made, that join without a seam.

        Rhythm and melody are decided over the whole sentence, which costs little; decoder and
        vocoder, which cost the rest, see only a part and what is around it. Each ``Speech``
        tells symbols and durations of the whole, with times counted from its own start.
        """
        plan = self._plan("".join(parts), speed, pitch, energy, None, None, expression)
        total, start = len(plan.owners), 0
        symbols, tail = 1, np.zeros(0, np.float32)
        for number, part in enumerate(parts):
            symbols += int(_known_mask(part).sum())
            end = int(plan.durations[:symbols].sum()) - self._lag
            last = number == len(parts) - 1
            first, beyond = max(0, start - AROUND), total if last else min(total, end + AROUND)
            mel = self._decode(plan, first, beyond)
            if last:
                end = total
            else:
                end = _quietest(mel, first, max(start + 1, end - SEAM), min(beyond, end + SEAM))
            f0 = plan.f0[2 * first : 2 * beyond]
            samples = self._vocoder(
                mel, f0, plan.laid[0, first:beyond], plan.place[0, first:beyond]
            )
            inner = slice(2 * (start - first), 2 * (end - first))
            piece = samples[inner.start * mels.HOP : inner.stop * mels.HOP].copy()
            _blend(piece, tail)
            tail = samples[inner.stop * mels.HOP :][: mels.HOP]
            yield Speech(
                plan.symbols, plan.durations, f0[inner], mel[inner], piece, self._lag + start
            )
            start = end

    def _plan(
        self,
        phonemes: str,
        speed: float,
        pitch: float,
        energy: float | Sequence[float],
        durations: Sequence[float] | None,
        f0: F32 | None,
        expression: float,
    ) -> _Plan:
        """Everything that is decided before there is a mel."""
        ids = encode(phonemes)
        symbols = decode(ids)
        hidden, log_durations, own_energy = self._encoder.run(
            None, {"ids": np.array([ids], np.int64)}
        )
        steps = self._steps(symbols, np.expm1(log_durations[0]), speed, durations)
        place, owners = places_of(steps)[None], owners_of(steps)
        laid = hidden[:, owners]
        vowel = np.array([is_vowel(symbol) for symbol in symbols])[owners]
        sung = None if f0 is None else contour(f0, vowel, steps, self._lag)
        melody = self._melody(laid, place, sung, pitch, expression)
        shift = np.broadcast_to(np.asarray(energy, np.float32) / NEPER, (len(phonemes),))
        level = own_energy.copy()
        level[0, 1:-1] += np.clip(shift[_known_mask(phonemes)], -0.9, 0.7)
        return _Plan(symbols, steps, owners, laid, place, level[:, owners], melody)

    def _decode(self, plan: _Plan, first: int, last: int) -> F32:
        """The mel (frames, 80) of the steps from ``first`` to ``last``."""
        feed = {
            "laid": plan.laid[:, first:last],
            "place": plan.place[:, first:last],
            "energy": plan.energy[:, first:last],
            "f0": plan.f0[None, 2 * first : 2 * last],
        }
        return self._decoder.run(None, feed)[0][0]

    def _steps(
        self, symbols: str, own: F32, speed: float, given: Sequence[float] | None
    ) -> NDArray[np.int64]:
        # In haste, what has no sound of its own may have no time of its own.
        soundless = np.array([symbol in STRESS or symbol == " " for symbol in symbols])
        least = np.where(soundless & (own < 0.8 * speed), 0, 1)
        wanted = np.clip(own, 0.6, SLOWEST)
        wanted[1:-1] = hastened(wanted[1:-1], speed, least[1:-1])
        if given is not None:
            inner = np.asarray(given, np.float32) / STEP
            if len(inner) != len(symbols) - 2:
                raise ValueError(f"{len(inner)} durations for {len(symbols) - 2} symbols")
            wanted[1:-1] = np.where(np.isnan(inner), wanted[1:-1], inner)
            least[1:-1] = np.where(inner < 0.5, 0, least[1:-1])
        wanted[0], wanted[-1] = LEAD, TAIL
        steps = rounded(wanted)
        if given is not None or speed != 1.0:
            steps = whole_steps(wanted, least)
        if steps.sum() > LONGEST:
            raise AgentError(
                f"cannot speak {steps.sum() * STEP:.0f} s in one breath",
                "split the text into sentences",
            )
        return steps

    def _melody(
        self,
        laid: F32,
        place: F32,
        sung: tuple[F32, NDArray[np.bool_]] | None,
        pitch: float,
        expression: float,
    ) -> F32:
        """F0 in Hz of each mel frame, 0 where unvoiced."""
        feed = {"laid": laid, "place": place}
        log_f0, voicing = (out[0] for out in self._pitch.run(None, feed))
        return melody(log_f0, voicing > 0, sung, pitch, expression)


SLOWEST = 24.0  # steps: no symbol of plain speech lasts longer than 0.6 s
AROUND = 16  # steps (0.4 s) beyond a part that its decoder sees
SEAM = 5  # steps: how far from the end of a part its quietest moment is looked for
LEAD, TAIL = 6.0, 2.0  # steps of silence around an utterance; the voice trims them


def _quietest(mel: F32, first: int, low: int, high: int) -> int:
    """The step from ``low`` to ``high`` with the least energy; ``mel`` begins at ``first``."""
    energy = mels.frame_energy(mel[2 * (low - first) : 2 * (high - first)])
    return low + int(energy.reshape(-1, 2).sum(axis=1).argmin())


def _blend(piece: F32, before: F32) -> None:
    """The start of ``piece`` faded in over what came before it, in place."""
    length = min(len(piece), len(before))
    if length:
        ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)
        piece[:length] = piece[:length] * ramp + before[:length] * (1.0 - ramp)


def _known_mask(phonemes: str) -> NDArray[np.bool_]:
    return np.array([bool(encode(symbol)[1:-1]) for symbol in phonemes], bool)


def vowel_indices(phonemes: str) -> list[int]:
    """Places of the vowels in a phoneme string: what a note is sung on."""
    return [index for index, symbol in enumerate(phonemes) if is_vowel(symbol)]
