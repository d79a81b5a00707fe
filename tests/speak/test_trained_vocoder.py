"""The vocoder of plain speech: what it adds to the pulses, and that its pieces fit."""

import numpy as np
import pytest

from voice_agent.settings import ROOT
from voice_agent.speak import mel as mels
from voice_agent.speak.fastspeech2 import FastSpeech2
from voice_agent.speak.trained_vocoder import TrainedVocoder

VOCODER = ROOT / "models" / "vocoder" / "vocoder.onnx"
MARGIN = 24  # frames: what the network sees on either side, and half a window


@pytest.fixture(scope="module")
def model():
    return FastSpeech2(ROOT / "models" / "fastspeech2", VOCODER)


@pytest.fixture(scope="module")
def vocoder():
    return TrainedVocoder(VOCODER)


def test_the_sound_has_the_mel_that_it_was_made_from(model):
    speech = model.synthesize("ðə mˈɛlədi wʌz lˈWdəɹ.")
    again = mels.log_mel(speech.samples)
    loud = speech.mel > speech.mel.max() - 5.0
    assert np.abs(again[loud] - speech.mel[loud]).mean() < 0.35
    assert abs(np.mean(again[loud] - speech.mel[loud])) < 0.1  # 0.9 dB


def test_fricatives_hiss_and_vowels_ring(model):
    """By each sound's highest autocorrelation at a lag of 2.5 to 8 ms: its pitch, if any."""
    speech = model.synthesize("ʃˈi sˈʌŋ ɪt sˈɔftli, ænd sˈO dɪd ðə fˈɪʃəɹ.")

    def repeats(names, least):
        found = []
        for sound in speech.timings:
            start, end = int(sound.start * mels.RATE), int(sound.end * mels.RATE)
            if sound.phoneme in names and end - start > least * mels.RATE:
                part = speech.samples[start:end] - speech.samples[start:end].mean()
                same = np.correlate(part, part, "full")[len(part) - 1 :]
                found.append((same / same[0])[60:192].max())
        return np.median(found)

    assert repeats("sʃ", 0.07) < 0.3
    assert repeats("iɔOʌ", 0.07) > 0.6


def test_there_is_silence_before_speech_begins(model):
    speech = model.synthesize("ɡˈO.")
    loudest = np.abs(speech.samples).max()
    assert np.abs(speech.samples[: mels.RATE // 40]).max() < 0.003 * loudest


def test_a_piece_with_its_surroundings_is_as_in_the_whole(vocoder):
    rng = np.random.default_rng(0)
    steps = 80
    mel = rng.normal(-6.0, 1.0, (2 * steps, mels.BANDS)).astype(np.float32)
    laid = rng.standard_normal((steps, 256)).astype(np.float32)
    place = rng.random((steps, 3), np.float32)
    unvoiced = np.zeros(2 * steps, np.float32)
    whole = vocoder(mel, unvoiced, laid, place)
    piece = vocoder(mel[40:120], unvoiced[40:120], laid[20:60], place[20:60])
    inner = slice(MARGIN * mels.HOP, (80 - MARGIN) * mels.HOP)
    expected = whole[40 * mels.HOP :][inner]
    assert np.abs(expected).max() > 1e-3
    assert np.allclose(piece[inner], expected, atol=1e-5)
