"""Makes models/sound-words: a vector for each English word that may name a sound.

    python training/sound_words/make.py --encoder MINILM --words WORDS --out models/sound-words

MINILM is the catalogue's model minilm; WORDS a list of English words, one a line. Each word
is embedded alone, what comes near none of our own phrases for sounds is left out, and the
rest is turned into the directions of most variance (PCA) and rounded to 8 bits.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from voice_agent.measure.plans.neighbours import SentenceEncoder  # noqa: E402
from voice_agent.tools._vocabulary import content_words, known_phrases  # noqa: E402

WIDTH = 160  # of 384 directions: what is lost changes no neighbour
NEAR = 0.45  # cosine to some phrase that a word must reach


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    encoder = SentenceEncoder(asked.encoder)
    phrases = sorted(set(known_phrases()))
    own = {word for phrase in phrases for word in content_words(phrase)}
    anchors = np.stack([encoder.embed(phrase) for phrase in phrases])
    words, rows = [], []
    for word in sorted(set(asked.words.read_text("utf-8").split()) | own):
        vector = encoder.embed(word)
        if word in own or float((anchors @ vector).max()) >= NEAR:
            words.append(word)
            rows.append(vector)
    vectors = np.stack(rows)
    _, _, directions = np.linalg.svd(vectors, full_matrices=False)
    narrow = vectors @ directions[:WIDTH].T
    narrow /= np.linalg.norm(narrow, axis=1, keepdims=True)
    scaled = np.rint(narrow * (127.0 / np.abs(narrow).max(axis=1, keepdims=True)))
    asked.out.mkdir(parents=True, exist_ok=True)
    np.save(asked.out / "vectors.npy", scaled.astype(np.int8))
    (asked.out / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words, {scaled.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
