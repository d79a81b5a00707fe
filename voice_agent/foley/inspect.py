"""Look at and listen to a sound model, for whoever writes one.

    python -m voice_agent.foley.inspect "rain on leaves" dog --out /tmp/look --seeds 3

For each sound and seed: a WAV file, its picture, the classifier's best five classes (the mean
over the loudest windows), whether one of them is declared, and the processor's time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.foley import scene
from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE
from voice_agent.units import Audio

Samples = NDArray[np.float32]
Listener = Callable[[Samples], dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="names of sound models; none: all of them")
    parser.add_argument("--out", type=Path, help="folder for WAV files and pictures")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    heard = judge()
    total = 0
    for name in given.names or list(sounds()):
        right = 0
        for seed in range(given.seeds):
            started = time.process_time()
            samples = scene.alone(sounds()[name], given.seconds, seed)
            spent = (time.process_time() - started) / given.seconds
            best = heard(samples)
            right += bool(set(best) & set(sounds()[name].heard_as))
            listed = ", ".join(f"{label} {score:.2f}" for label, score in best.items())
            sys.stdout.write(f"{name:28} seed {seed} rtf {spent:.3f}  {listed}\n")
            if given.out:
                _write(samples, given.out / f"{name.replace(' ', '_')}_{seed}.wav")
        sys.stdout.write(f"{name:28} {right} of {given.seeds}\n")
        total += right * 2 > given.seeds
    sys.stdout.write(f"{total} of {len(given.names or sounds())} sounds\n")


def judge() -> Listener:
    """The classifier as a function of stereo samples to its best five classes."""
    import soxr

    from voice_agent.catalogue import load_path
    from voice_agent.sound.yamnet import SoundClassifier

    classifier = SoundClassifier(load_path("yamnet"))

    def heard(samples: Samples) -> dict[str, float]:
        mono = soxr.resample(samples.mean(axis=1), RATE, 16_000).astype(np.float32)
        return best_classes(classifier.scores(mono), classifier.labels)

    return heard


def best_classes(scores: Samples, labels: Sequence[str], count: int = 5) -> dict[str, float]:
    """The classes with the highest mean score over the windows in which they are strongest.

    A class counts by the mean of its best quarter of the windows: a bark needs not fill all.
    """
    best = np.sort(scores, axis=0)[-max(1, len(scores) // 4) :].mean(axis=0)
    return {labels[index]: float(best[index]) for index in np.argsort(-best)[:count]}


def _write(samples: Samples, path: Path) -> None:
    from voice_agent.sound import files
    from voice_agent.sound.pictures import draw_audio

    path.parent.mkdir(parents=True, exist_ok=True)
    with files.AudioWriter(path, RATE, 2) as writer:
        writer.write(samples)
    draw_audio(Audio(samples.mean(axis=1), RATE), path.with_suffix(".png"))


if __name__ == "__main__":
    main()
