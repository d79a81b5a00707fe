"""Noise goes, the voice stays, and nothing moves by a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from voice_agent.errors import Cancelled
from voice_agent.sound.deepfilter import DELAY, FRAME, RATE, DeepFilter
from voice_agent.sound.enhancement import Rule, enhance
from voice_agent.sound.features import rms
from voice_agent.tools.enhance_speech import enhance_speech
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench


def noisy(speech: Audio, snr: float, seed: int = 0) -> Audio:
    """The speech with pink noise at ``snr`` dB."""
    noise = pink(speech.frames, seed)
    noise *= np.sqrt(np.mean(speech.samples**2) / np.mean(noise**2)) * 10 ** (-snr / 20)
    return Audio((speech.samples + noise[:, None]).astype(np.float32), speech.rate)


def pink(length: int, seed: int) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    return np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), length)


def si_sdr(reference: np.ndarray, estimate: np.ndarray) -> float:
    """Scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019)."""
    target = reference * np.dot(reference, estimate) / np.dot(reference, reference)
    return float(10 * np.log10(np.sum(target**2) / np.sum((estimate - target) ** 2)))


def delay(reference: np.ndarray, other: np.ndarray) -> int:
    """By how many samples ``other`` comes later."""
    size = 2 * len(reference)
    product = np.fft.rfft(other, size) * np.conj(np.fft.rfft(reference, size))
    lag = int(np.fft.irfft(product, size).argmax())
    return lag if lag < len(reference) else lag - size


@pytest.mark.parametrize(("snr", "least"), [(0.0, 6.0), (10.0, 2.0)])
def test_noise_is_removed_and_the_voice_stays(
    bench: Workbench, speech: Audio, snr: float, least: float
) -> None:
    mixture = noisy(speech, snr)
    output = enhance_speech(bench.context, bench.take(mixture))

    (artifact,) = output.artifacts
    cleaned = bench.read(artifact.path)
    assert (cleaned.rate, cleaned.channels) == (speech.rate, 1)
    assert cleaned.frames == speech.frames
    gain = si_sdr(speech.mono(), cleaned.mono()) - si_sdr(speech.mono(), mixture.mono())
    assert gain > least
    assert (output.text or "").startswith("Cleaned")
    assert artifact.picture


@pytest.mark.parametrize("rate", [8000, 44_100, 48_000, 96_000])
def test_the_result_is_in_step_with_the_input_to_the_sample(
    bench: Workbench, speech: Audio, rate: int
) -> None:
    samples = soxr.resample(speech.mono()[: 3 * speech.rate + 37], speech.rate, rate)
    voice = Audio(samples, rate)
    output = enhance_speech(bench.context, bench.take(noisy(voice, 15)))
    cleaned = bench.read(output.artifacts[0].path)
    assert (cleaned.rate, cleaned.frames) == (rate, voice.frames)
    assert delay(voice.mono(), cleaned.mono()) == 0


def test_the_delay_of_the_network_is_as_documented(bench: Workbench, speech: Audio) -> None:
    samples = soxr.resample(speech.mono(), speech.rate, 48_000)
    samples = samples[: len(samples) // FRAME * FRAME]
    with DeepFilter(bench.context.engines.model("deepfilternet3")) as channel:
        late, snr = channel.process(samples)
    assert delay(samples, late) == DELAY
    assert len(snr) == len(samples) // FRAME
    assert -15.1 <= snr.min() <= snr.max() <= 35.1


def test_a_clean_recording_is_left_nearly_as_it_was(bench: Workbench) -> None:
    # The assistant's own voice has no noise at all.
    chunks = [c.audio for c in bench.context.engines.voice().speak("There is no noise in this.")]
    clean = Audio(np.concatenate([chunk.samples for chunk in chunks]), chunks[0].rate)
    output = enhance_speech(bench.context, bench.take(clean))
    cleaned = bench.read(output.artifacts[0].path)
    assert si_sdr(clean.mono(), cleaned.mono()) > 20


def test_the_first_word_is_not_swallowed(bench: Workbench, speech: Audio) -> None:
    start = round(0.33 * speech.rate)  # the first word begins at once
    voice = Audio(speech.samples[start : start + 3 * speech.rate], speech.rate)
    output = enhance_speech(bench.context, bench.take(noisy(voice, 20)))
    cleaned = bench.read(output.artifacts[0].path).mono()
    first = slice(0, round(0.3 * speech.rate))
    assert np.sum(cleaned[first] ** 2) > 0.5 * np.sum(voice.mono()[first] ** 2)


def test_stereo_keeps_its_sides(bench: Workbench, speech: Audio) -> None:
    left = noisy(speech, 10, seed=1).mono()
    right = 0.25 * noisy(speech, 10, seed=2).mono()
    output = enhance_speech(
        bench.context, bench.take(Audio(np.stack([left, right], axis=1), speech.rate))
    )
    cleaned = bench.read(output.artifacts[0].path)
    assert cleaned.channels == 2
    ratio = cleaned.samples[:, 0].std() / cleaned.samples[:, 1].std()
    assert ratio == pytest.approx(4, rel=0.15)


def test_what_would_be_removed_is_judged_where_the_channels_cancel(
    bench: Workbench, speech: Audio
) -> None:
    mixture = soxr.resample(noisy(speech, 5.0).mono(), speech.rate, RATE)
    both = np.stack([mixture, -mixture], axis=1)
    judged: list[float] = []

    def likeness(removed: np.ndarray) -> float:
        judged.append(rms(removed))
        return 0.0

    model = bench.context.engines.model("deepfilternet3")
    assert list(enhance([both], 2, model, likeness=likeness))
    assert judged
    assert min(judged) > 1e-4


def test_the_attenuation_limit_keeps_that_much_noise(bench: Workbench) -> None:
    noise = np.random.default_rng(3).normal(size=6 * 48_000)
    hiss = Audio((0.05 * noise / noise.std()).astype(np.float32), 48_000)
    path = bench.take(hiss)
    limited = enhance_speech(bench.context, path, attenuation_limit=10.0)
    level = bench.read(limited.artifacts[0].path).samples.std()
    assert 20 * np.log10(hiss.samples.std() / level) == pytest.approx(10, abs=1)
    untouched = enhance_speech(bench.context, path, attenuation_limit=0.0)
    same = bench.read(untouched.artifacts[0].path)
    assert np.abs(same.samples - hiss.samples).max() < 2e-3
    # It is all noise: none that could be taken out, within that limit.
    assert untouched.text == (
        "There is hardly any noise in it that I could take out: it is nearly as it was."
    )


@pytest.mark.parametrize("seconds", [0.01, 0.1, 1.0])
def test_short_and_silent_recordings(bench: Workbench, seconds: float) -> None:
    frames = round(seconds * 44_100)
    output = enhance_speech(
        bench.context, bench.take(Audio(np.zeros((frames, 2), np.float32), 44_100))
    )
    cleaned = bench.read(output.artifacts[0].path)
    assert cleaned.samples.shape == (frames, 2)
    assert not cleaned.samples.any()


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        enhance_speech(bench.context, path)
    assert set(bench.session.directory.rglob("*")) == before


def test_the_share_that_is_removed() -> None:
    rule = Rule()
    assert rule.share(1.0, 1.0, 0.0) > 0.99  # as much noise as voice: all of it
    assert rule.share(1.0, 10**-3.0, 0.0) == 0.0  # nearly nothing: it would be voice
    assert rule.share(1.0, 0.0, 0.0) == 0.0
    assert rule.share(1.0, 0.5, 0.8) < 0.31  # others are talking
    assert rule.share(1.0, 10.0, 0.15) < 0.6  # a voice seems to be going
    assert rule.share(1.0, 1000.0, 0.0) > 0.99  # nothing but noise
    shares = [rule.share(1.0, 10 ** (-ratio / 10), 0.0) for ratio in range(40)]
    assert shares == sorted(shares, reverse=True)
