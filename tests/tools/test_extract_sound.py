"""One sound comes out, the rest stays, and both add up to the recording to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.catalogue import CATALOGUE, Catalogue
from voice_agent.engines import SharedEngines
from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE as MODEL_RATE
from voice_agent.foley.sound import Manner
from voice_agent.sound import files
from voice_agent.sound.factorisation import factorise, share
from voice_agent.tools._extracting import _exactly
from voice_agent.tools._masking import WITHOUT
from voice_agent.tools._target import seek
from voice_agent.tools._yamnet import classifier, listen
from voice_agent.tools.extract_sound import extract_sound
from voice_agent.units import Audio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.conftest import Workbench

RATE = 16_000


def smoke_alarm(seconds: float) -> np.ndarray:
    """A sounder of 3.1 kHz switched on and off, as smoke detectors have it."""
    time = np.arange(round(seconds * RATE)) / RATE
    return 0.05 * np.sin(2 * np.pi * 3100 * time) * (time % 0.25 < 0.12)


def si_sdr(reference: np.ndarray, estimate: np.ndarray) -> float:
    """Scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019)."""
    target = reference * np.dot(reference, estimate) / np.dot(reference, reference)
    return float(10 * np.log10(np.sum(target**2) / np.sum((estimate - target) ** 2)))


@pytest.fixture(scope="module")
def alarm(speech: Audio) -> np.ndarray:
    return smoke_alarm(speech.seconds)[: speech.frames]


@pytest.fixture(scope="module")
def mixture(speech: Audio, alarm: np.ndarray) -> Audio:
    """A person speaking while a smoke alarm goes off, about as loud."""
    return Audio((speech.mono() + alarm).astype(np.float32), RATE)


def test_the_alarm_is_taken_out_from_under_the_voice(
    bench: Workbench, mixture: Audio, speech: Audio, alarm: np.ndarray
) -> None:
    path = bench.take(mixture)
    output = extract_sound(bench.context, path, "the smoke alarm")
    alone, rest = (bench.read(artifact.path) for artifact in output.artifacts)
    before = si_sdr(alarm, mixture.mono())
    assert si_sdr(alarm, alone.mono()) - before > 5
    assert si_sdr(speech.mono(), rest.mono()) > si_sdr(speech.mono(), mixture.mono())
    assert "a smoke alarm" in (output.text or "")


def test_the_voice_is_taken_out_from_under_the_alarm(
    bench: Workbench, mixture: Audio, speech: Audio
) -> None:
    output = extract_sound(bench.context, bench.take(mixture), "the person talking")
    alone = bench.read(output.artifacts[0].path)
    gain = si_sdr(speech.mono(), alone.mono()) - si_sdr(speech.mono(), mixture.mono())
    assert gain > 5


def test_it_is_taken_out_alike_where_the_channels_cancel(bench: Workbench) -> None:
    sound, rest = two_sounds("a ticking clock", "a chainsaw", seed=11)
    both = np.stack([sound + rest, -sound - rest], axis=1)
    output = extract_sound(bench.context, bench.take(Audio(both, RATE)), "a ticking clock")
    alone, left = (bench.read(artifact.path).samples[:, 0] for artifact in output.artifacts)
    assert si_sdr(sound, alone) > 3
    assert si_sdr(rest, left) > 3


def test_a_sound_that_only_a_voice_hides_is_taken_out(bench: Workbench, people: Path) -> None:
    import soxr

    reader = next(iter(files.blocks(people / "two_cities.wav", 8.0, rate=RATE, mono=True))).mono()
    voice = reader[2 * RATE :]  # six seconds without a pause
    chopping = sounds()["chopping vegetables"]()
    made = chopping.render(np.random.default_rng(5), 6.0, Manner())
    knife = soxr.resample(made, MODEL_RATE, RATE)[: len(voice)]
    knife = np.pad(knife, (0, len(voice) - len(knife)))
    knife *= voice.std() / knife.std()
    mixture = Audio((voice + knife).astype(np.float32), RATE)
    path = bench.take(mixture)
    sought = seek(bench.context, "chopping vegetables")
    heard = listen(bench.context, bench.context.locate(path))
    assert sought is not None
    assert not sought.may_be_in(heard, classifier(bench.context).labels)
    output = extract_sound(bench.context, path, "chopping vegetables")
    alone = bench.read(output.artifacts[0].path)
    assert si_sdr(knife, alone.mono()) > si_sdr(knife, mixture.mono())


def two_sounds(one: str, other: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two of our sound models at one level, 16 kHz, six seconds."""
    import soxr

    random = np.random.default_rng(seed)
    found = []
    for name in (one, other):
        made = np.asarray(sounds()[name]().render(random, 6.0, Manner())).astype(np.float32)
        samples = soxr.resample(made, MODEL_RATE, RATE)[: 6 * RATE]
        samples = np.pad(samples, (0, 6 * RATE - len(samples)))
        found.append((0.05 * samples / samples.std()).astype(np.float32))
    return found[0], found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("a ticking clock", "a chainsaw"), ("crickets", "a truck"), ("a siren", "typing")],
)
def test_one_of_two_sounds_is_taken_out(bench: Workbench, one: str, other: str) -> None:
    sound, rest = two_sounds(one, other, seed=11)
    path = bench.take(Audio(sound + rest, RATE))
    output = extract_sound(bench.context, path, one)
    alone, left = (bench.read(artifact.path).mono() for artifact in output.artifacts)
    assert si_sdr(sound, alone) > 3
    assert si_sdr(rest, left) > 3


def test_without_the_network_it_is_done_in_a_simpler_way_and_said(
    bench: Workbench, mixture: Audio, alarm: np.ndarray, tmp_path: Path
) -> None:
    for entry in (CATALOGUE.parent).iterdir():
        if entry.name != "extraction":
            (tmp_path / entry.name).symlink_to(entry)
    (tmp_path / "extraction").mkdir()
    whole = (CATALOGUE.parent / "extraction" / "extraction.onnx").read_bytes()
    (tmp_path / "extraction" / "extraction.onnx").write_bytes(whole[:-1] + b"?")
    engines = bench.context.engines
    assert isinstance(engines, SharedEngines)
    before = engines.catalogue
    engines.catalogue = Catalogue(tmp_path / CATALOGUE.name, directory=before.directory)
    try:
        output = extract_sound(bench.context, bench.take(mixture), "the smoke alarm")
    finally:
        engines.catalogue = before
    assert WITHOUT in (output.text or "")
    alone = bench.read(output.artifacts[0].path)
    assert si_sdr(alarm, alone.mono()) > si_sdr(alarm, mixture.mono())


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44_100, 2)])
def test_both_parts_add_up_to_the_last_bit(
    bench: Workbench, mixture: Audio, rate: int, channels: int
) -> None:
    import soxr

    samples = soxr.resample(mixture.mono()[: 4 * RATE], RATE, rate)
    path = bench.take(Audio(np.stack([samples] * channels, axis=1), rate))
    output = extract_sound(bench.context, path, "smoke alarm")
    whole, alone, rest = (
        np.rint(bench.read(p).samples * 32768) for p in (path, *(a.path for a in output.artifacts))
    )
    assert np.array_equal(alone + rest, whole)
    assert alone.any()
    assert rest.any()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 3))
def test_neither_part_is_clipped(seed: int, loud: float) -> None:
    random = np.random.default_rng(seed)
    samples = random.uniform(-1, 1, (200, 2)).astype(np.float32)
    sound = (loud * random.uniform(-1, 1, (200, 2))).astype(np.float32)
    part, rest = (np.rint(x.astype(np.float64) * 32768) for x in _exactly(samples, sound))
    assert np.array_equal(part + rest, np.clip(np.rint(samples * 32768.0), -32768, 32767))
    assert min(part.min(), rest.min()) >= -32768
    assert max(part.max(), rest.max()) <= 32767


def test_pieces_of_a_long_recording_join_without_a_seam(bench: Workbench) -> None:
    alarm = np.concatenate([smoke_alarm(14), np.zeros(12 * RATE)]).astype(np.float32)
    path = bench.take(Audio(alarm, RATE))
    output = extract_sound(bench.context, path, "smoke alarm")
    alone, rest = (bench.read(artifact.path) for artifact in output.artifacts)
    assert alone.frames == rest.frames == len(alarm)
    assert si_sdr(alarm, alone.mono()) > 20
    assert not alone.mono()[20 * RATE :].any()


def test_what_is_not_there_is_not_taken_out(bench: Workbench, speech: Audio) -> None:
    output = extract_sound(bench.context, bench.take(speech), "a dog")
    assert output.artifacts == ()
    assert (output.text or "").startswith("I don't hear a dog in it, so I took nothing out.")


def test_silence_holds_no_sound(bench: Workbench) -> None:
    quiet = Audio(np.zeros((RATE, 1), np.float32), RATE)
    output = extract_sound(bench.context, bench.take(quiet), "rain")
    assert output.artifacts == ()
    assert "It is silent." in (output.text or "")


def test_an_unknown_sound_is_refused(bench: Workbench, speech: Audio) -> None:
    with pytest.raises(AgentError, match="flibbertigibbet"):
        extract_sound(bench.context, bench.take(speech), "flibbertigibbet")


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, mixture: Audio) -> None:
    path = bench.take(mixture)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        extract_sound(bench.context, path, "smoke alarm")
    assert set(bench.session.directory.rglob("*")) == before


class Counted(Cancel):
    """How often anybody looked whether to stop."""

    looks = 0

    def check(self) -> None:
        self.looks += 1
        super().check()


def test_it_can_be_cancelled_while_a_voice_is_taken_out(bench: Workbench, speech: Audio) -> None:
    path = bench.take(Audio(np.tile(speech.samples, (2, 1)), RATE))
    cancel = Counted()
    extract_sound(replace(bench.context, cancel=cancel), path, "the person talking")
    assert cancel.looks > 2 * speech.seconds / 2  # one every two seconds of the recording


def test_a_sum_of_two_spectra_is_taken_apart() -> None:
    random = np.random.default_rng(0)
    low, high = np.zeros(64, np.float32), np.zeros(64, np.float32)
    low[:20], high[30:50] = 1.0, 1.0
    courses = random.uniform(0, 1, (2, 100)).astype(np.float32)
    mixed = np.outer(low, courses[0]) + np.outer(high, courses[1])
    spectra, strength = factorise(mixed.astype(np.float32), 1, known=low[:, None])
    mask = share(spectra, strength, np.array([True, False]))
    assert np.median(mask[:20]) > 0.95
    assert np.median(mask[30:50]) < 0.05
