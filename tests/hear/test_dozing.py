"""Silero dozes in silence, and hears a voice all the same."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.hear.dozing import Dozing
from voice_agent.hear.vad import SileroDetector, WebrtcDetector
from voice_agent.sound import files

FRAME = 320


class Counting(SileroDetector):
    """The real one, and how many samples it was given."""

    given = 0

    def push(self, samples: np.ndarray) -> float:
        self.given += len(samples)
        return super().push(samples)


@pytest.fixture(scope="module")
def actor() -> np.ndarray:
    return to_16k(files.read(load_path("people-recordings") / "beckett.wav"))


def heard(sound: np.ndarray) -> tuple[list[float], list[float], Counting]:
    """Probabilities frame by frame of a net that dozes and of one that never does."""
    weights = load_path("silero-vad")
    counting = Counting(weights)
    dozing, awake, webrtc = Dozing(counting), SileroDetector(weights), WebrtcDetector(2)
    pairs = []
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        frame = sound[start : start + FRAME]
        pairs.append((dozing.push(frame, webrtc.is_speech(frame)), awake.push(frame)))
    return [one for one, _ in pairs], [other for _, other in pairs], counting


def in_a_room(*pieces: np.ndarray) -> np.ndarray:
    sound = np.concatenate(pieces)
    noise = 0.001 * np.random.default_rng(3).standard_normal(len(sound))
    return (sound + noise).astype(np.float32)


@pytest.mark.parametrize("silence", [2.0, 5.37, 20.0])
def test_a_voice_after_silence_is_heard_no_later(actor: np.ndarray, silence: float) -> None:
    quiet = np.zeros(round(silence * 16_000), np.float32)
    dozing, awake, _ = heard(in_a_room(quiet, actor[:48_000], quiet, actor[:48_000]))
    first = [next(i for i, p in enumerate(each) if p >= 0.5) for each in (dozing, awake)]
    assert silence * 50 <= first[0] <= first[1] + 2
    again = round((2 * silence + 3.0) * 50)
    later = [next(i for i, p in enumerate(each[again:]) if p >= 0.5) for each in (dozing, awake)]
    assert later[0] <= later[1] + 2


def test_silence_costs_nothing_after_a_second() -> None:
    _, _, counting = heard(in_a_room(np.zeros(30 * 16_000, np.float32)))
    assert counting.given < 2.5 * 16_000


def test_what_is_taken_for_a_voice_is_always_listened_to() -> None:
    counting = Counting(load_path("silero-vad"))
    dozing = Dozing(counting)
    for _ in range(500):
        dozing.push(np.zeros(FRAME, np.float32), True)
    assert counting.given == 500 * FRAME
