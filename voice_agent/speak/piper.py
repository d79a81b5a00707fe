"""A Piper voice (VITS as ONNX): the second speaker of demos, tests and mixtures.

The voices are trained on espeak-ng's phonemes; ours are rewritten into those, so that
nothing but the weights is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from voice_agent.units import Audio, SpeechChunk

# Our one-letter symbols as espeak-ng writes them in American English; long matches first.
_REWRITES = (
    ("əɹ", "ɚ"), ("ɜɹ", "ɜː"), ("A", "eɪ"), ("I", "aɪ"), ("O", "oʊ"), ("W", "aʊ"), ("Y", "ɔɪ"),
    ("ʤ", "dʒ"), ("ʧ", "tʃ"), ("ˈi", "ˈiː"), ("ˌi", "ˌiː"), ("u", "uː"), ("ɑ", "ɑː"),
    ("ɔ", "ɔː"), ("T", "ɾ"), ("ᵊ", "ə"), ("g", "ɡ"),
)  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


class PiperVoice:
    """Speaks English text; ``model`` is the ``.onnx`` file with its ``.onnx.json`` beside it.

    ``variation`` scales the noise that VITS draws for melody and rhythm: 1 is as the voice
    was trained, 0 says the same words always in the same way, so that demos repeat.
    """

    def __init__(
        self,
        model: Path,
        phonemize: Callable[[str], str],
        *,
        threads: int = 1,
        variation: float = 0.0,
    ) -> None:
        import onnxruntime

        config = json.loads(Path(f"{model}.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._ids: dict[str, list[int]] = config["phoneme_id_map"]
        scales = config["inference"]
        self._noise = (variation * scales["noise_scale"], variation * scales["noise_w"])
        self._length = float(scales["length_scale"])
        self._phonemize = phonemize
        self.rate = int(config["audio"]["sample_rate"])
        self.name = f"piper:{config.get('dataset', model.stem)}"

    def warm(self) -> None:
        """Nothing to do: the weights were loaded when it was made."""

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]:
        """A chunk for each sentence. ``pitch`` is not supported by this kind of model."""
        for sentence in filter(str.strip, _SENTENCE_END.split(text)):
            audio = self._synthesize(self._phonemize(sentence), speed)
            yield SpeechChunk(Audio(audio * 10 ** (energy / 20), self.rate), sentence)

    def _synthesize(self, phonemes: str, speed: float) -> Any:
        import numpy as np

        ids = self._encode(phonemes)
        melody, rhythm = self._noise
        (wave,) = self._session.run(
            None,
            {
                "input": np.array([ids], np.int64),
                "input_lengths": np.array([len(ids)], np.int64),
                "scales": np.array([melody, self._length / speed, rhythm], np.float32),
            },
        )
        return np.clip(wave.reshape(-1), -1, 1).astype(np.float32)

    def _encode(self, phonemes: str) -> list[int]:
        """Ids between start and end, each followed by the pad that VITS expects."""
        for ours, theirs in _REWRITES:
            phonemes = phonemes.replace(ours, theirs)
        pad = self._ids["_"]
        ids = [*self._ids["^"], *pad]
        for symbol in phonemes:
            if symbol in self._ids:
                ids += [*self._ids[symbol], *pad]
        return ids + self._ids["$"]
