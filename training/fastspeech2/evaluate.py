"""Measure exported weights against the teacher on sentences never trained on.

    python -m training.fastspeech2.evaluate models/fastspeech2 TEST_CORPUS --pictures DIR

Teacher-forced: mel, durations, F0 and voicing with the teacher's own durations. Free-running:
the spectrum above 8 kHz and how periodic fricatives and vowels are, since buzz hides from
judges that hear only 16 kHz. Three spectrograms beside the teacher's go to ``--pictures``.
For the listening side there is ``main.py bench tts``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.fastspeech2 import corpus
from training.fastspeech2.data import symbol_energy
from training.fastspeech2.teacher import Teacher
from voice_agent.measure.scores.pitch import track
from voice_agent.speak import mel as mels
from voice_agent.speak import phonemes
from voice_agent.speak.durations import owners_of, places_of
from voice_agent.speak.fastspeech2 import FastSpeech2
from voice_agent.speak.graphs import open_graph
from voice_agent.units import Audio

F32 = NDArray[np.float32]
BANDS = ((0, 1000), (1000, 4000), (4000, 8000), (8000, 11000))  # Hz


def teacher_forced(weights: Path, rows: list[corpus.Row]) -> dict[str, float]:
    """Mel L1 in nepers, exact durations, F0 median error in cents, voicing errors."""
    encoder, pitch, decoder = (
        open_graph(weights / f"{part}.onnx", 1) for part in ("encoder", "pitch", "decoder")
    )
    mel_errors, cents, wrong, exact, lengths = [], [], [], [], []
    for row in rows:
        ids, durations = row.ids[None].astype(np.int64), row.durations.astype(np.int64)
        hidden, log_durations, _ = encoder.run(None, {"ids": ids})
        own = np.maximum(1, np.round(np.expm1(log_durations[0])))
        exact.append(own == durations)
        lengths.append(own.sum() / durations.sum())
        owners = owners_of(durations)
        laid, place = hidden[:, owners], places_of(durations)[None]
        log_f0, voicing = (o[0] for o in pitch.run(None, {"laid": laid, "place": place}))
        voiced = row.f0 > 0
        wrong.append((voicing > 0) != voiced)
        both = voiced & (voicing > 0)
        cents.append(1200 * np.abs(log_f0[both] / np.log(2) - np.log2(row.f0[both])))
        target = row.mel.astype(np.float32)
        energy = symbol_energy(target, durations)[None, owners]
        feed = {"laid": laid, "place": place, "energy": energy, "f0": row.f0[None]}
        mel_errors.append(np.abs(decoder.run(None, feed)[0][0] - target).mean(axis=1))
    return {
        "mel_l1_nepers": float(np.concatenate(mel_errors).mean()),
        "durations_exact_percent": 100 * float(np.concatenate(exact).mean()),
        "length_ratio": float(np.mean(lengths)),
        "f0_median_error_cents": float(np.median(np.concatenate(cents))),
        "voicing_error_percent": 100 * float(np.concatenate(wrong).mean()),
    }


def periodicity(audio: F32) -> dict[str, list[float]]:
    """Harmonics-to-noise ratios in dB of frames that are fricatives, and that are vowels.

    A frame is a fricative when it is louder above 4 kHz than below 2 kHz, a vowel when it is
    20 dB softer there. The ratio is also taken of the envelope above 4 kHz, which is how the
    ear hears whether a high band buzzes or hisses.
    """
    from scipy.signal import butter, sosfilt

    power = np.abs(mels.stft(audio)) ** 2
    low, high = power[:, 5:100].sum(axis=1), power[:, 200:550].sum(axis=1)
    loud = low + high > 10 ** (-50 / 10)
    classes = {"fricatives": loud & (high > low), "vowels": loud & (high < 0.01 * low)}
    above = sosfilt(butter(6, 4000, "high", fs=mels.RATE, output="sos"), audio)
    envelope = sosfilt(butter(2, 1000, fs=mels.RATE, output="sos"), np.abs(above))
    found = {}
    for band, signal in (("", audio), (" above 4 kHz", envelope)):
        _, share = track(signal.astype(np.float32), mels.RATE)
        share = np.pad(share, (2, 0))[: len(loud)]  # its frames begin where ours are centred
        for name, chosen in classes.items():
            part = np.clip(share[chosen[: len(share)]], 1e-3, 0.999)
            part = part[part > 1e-3]
            found[name + band] = list(10 * np.log10(part / (1 - part)))
    return found


def free_running(
    model: FastSpeech2, teacher: Teacher, rows: list[corpus.Row]
) -> tuple[dict[str, Any], list[tuple[str, F32, F32]]]:
    """Spectrum and periodicity beside the teacher's; and the pairs of audio."""
    power = np.zeros((2, len(BANDS)))
    hnr: dict[str, tuple[list[float], list[float]]] = {}
    pairs = []
    for row in rows:
        names = phonemes.decode([int(i) for i in row.ids])[1:-1]
        speech = model.synthesize(names)
        said = teacher.speak(teacher.ids(names)).audio
        pairs.append((row.text, said, speech.samples))
        for place, audio in enumerate((said, speech.samples)):
            spectrum = (np.abs(mels.stft(audio)) ** 2).sum(axis=0)
            for band, (low, high) in enumerate(BANDS):
                power[place, band] += spectrum[low // 20 : high // 20].mean()
            for name, values in periodicity(audio).items():
                hnr.setdefault(name, ([], []))[place].extend(values)
    figures: dict[str, Any] = {
        f"level {low}-{high} Hz, dB beside the teacher": 10 * float(np.log10(ours / theirs))
        for (low, high), theirs, ours in zip(BANDS, *power, strict=True)
    }
    for name, (theirs, ours) in hnr.items():
        figures[f"harmonics to noise in {name}, dB: teacher"] = float(np.median(theirs))
        figures[f"harmonics to noise in {name}, dB: ours"] = float(np.median(ours))
    return figures, pairs


def draw(pairs: list[tuple[str, F32, F32]], folder: Path) -> None:
    """Three spectrogram pairs: teacher above, ours below."""
    from voice_agent.sound.pictures import draw_comparison

    folder.mkdir(parents=True, exist_ok=True)
    for number, (text, theirs, ours) in enumerate(pairs, 1):
        both = [(f"{who}: {text}", Audio(audio, mels.RATE)) for who, audio in
                (("teacher", theirs), ("FastSpeech 2", ours))]  # fmt: skip
        draw_comparison(both, folder / f"pair-{number}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("test", type=Path, help="a corpus of test sentences")
    parser.add_argument("--vocoder", type=Path, default=Path("models/vocoder/vocoder.onnx"))
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    rows = [row for path in sorted(options.test.glob("*.npz")) for row in corpus.load(path)]
    figures: dict[str, Any] = {"utterances": len(rows), **teacher_forced(options.weights, rows)}
    free, pairs = free_running(FastSpeech2(options.weights, options.vocoder), Teacher(), rows)
    if options.pictures:
        draw([pairs[0], pairs[len(pairs) // 2], pairs[-3]], options.pictures)
    figures.update(free)
    print(json.dumps({k: round(v, 3) for k, v in figures.items()}, indent=2))


if __name__ == "__main__":
    main()
