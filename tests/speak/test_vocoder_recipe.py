"""The vocoder's recipe runs: targets by the teacher, a few steps of training, export."""

import argparse

import numpy as np
import pytest
import torch

from training.fastspeech2 import corpus
from training.fastspeech2.teacher import Teacher
from training.vocoder.data import Source
from training.vocoder.export import export_network
from training.vocoder.model import Spectra
from training.vocoder.train import Trainer, distances, rate_at
from voice_agent.settings import ROOT
from voice_agent.speak import mel as mels
from voice_agent.speak.trained_vocoder import TrainedVocoder
from voice_agent.speak.vocoder import overlap_add, pulses

ACOUSTIC = ROOT / "models" / "fastspeech2"


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    rng = np.random.default_rng(0)
    text = "Is this the last of the files that you have been looking for?"
    rows = corpus.make_rows(Teacher(), text, "plain", rng)
    rows += corpus.make_rows(Teacher(), text, "pitch", rng)
    corpus.save(folder / "small_000.npz", rows)
    return folder


def test_the_targets_make_the_sound_of_the_teacher(shards):
    row = corpus.load(shards / "small_000.npz")[0]
    held = Source(ACOUSTIC, predicted=0.0, seed=0).utterance(row)
    level, phase, free, free_phase = held.spectra.astype(np.float32).transpose(1, 0, 2)
    spectra = mels.stft(pulses(row.f0)) * np.exp(level + 1j * phase) * (row.f0 > 0)[:, None]
    again = mels.log_mel(overlap_add((spectra + np.exp(free + 1j * free_phase)).astype("c8")))
    loud = row.mel > row.mel.max() - 6.0
    assert np.abs(again - row.mel)[loud].mean() < 0.15


def test_training_goes_on_where_it_was_and_its_export_agrees(shards, tmp_path):
    options = argparse.Namespace(
        corpus=shards, validation=shards, out=tmp_path, acoustic=ACOUSTIC, steps=2, minutes=0.0,
        cooldown=0.5, pool=3, every=2, seed=1,
    )  # fmt: skip
    Trainer(options).run()
    options.steps = 3
    again = Trainer(options)
    assert again.step == 2
    again.run()
    assert again.step == 3
    assert export_network(tmp_path, tmp_path) < 1e-4
    row = corpus.load(shards / "small_000.npz")[0]
    held = Source(ACOUSTIC, predicted=1.0, seed=0).utterance(row)
    samples = TrainedVocoder(tmp_path / "vocoder.onnx")(held.mel, held.f0, held.laid, held.place)
    assert samples.shape == (len(held.f0) * mels.HOP,)
    assert np.isfinite(samples).all()


def test_what_is_predicted_exactly_has_no_distance(shards):
    row = corpus.load(shards / "small_000.npz")[0]
    held = Source(ACOUSTIC, predicted=0.0, seed=0).utterance(row)
    wanted = torch.from_numpy(held.spectra.astype(np.float32))[None]
    f0 = torch.from_numpy(held.f0)[None]

    def vectors(angle):
        return torch.stack([angle.cos(), angle.sin()], dim=-1)

    exact = Spectra(
        wanted[:, :, 0], vectors(wanted[:, :, 1]), wanted[:, :, 2], vectors(wanted[:, :, 3])
    )
    turned = Spectra(exact.harmonic, exact.harmonic_phase, exact.free, -exact.free_phase)
    assert all(value < 1e-6 for value in distances(exact, wanted, f0).values())
    assert distances(turned, wanted, f0)["free_phase"] > 3.9


def test_the_learning_rate_warms_up_and_cools_down():
    rates = [rate_at(step, step / 6000, 0.4) for step in (0, 149, 3000, 5000, 6000)]
    assert rates[0] < rates[1] == rates[2] > rates[3] > rates[4] > 0
