"""The recipe runs: corpus by the teacher, a few steps of training, export, the same figures."""

import argparse

import numpy as np
import pytest
import torch

from training.fastspeech2 import corpus, ljspeech
from training.fastspeech2.data import load_folder
from training.fastspeech2.export import export_acoustic
from training.fastspeech2.finish_durations import finish
from training.fastspeech2.model import FastSpeech2, Size
from training.fastspeech2.teacher import Teacher
from training.fastspeech2.texts import write
from training.fastspeech2.train import Trainer, rate_at
from voice_agent.speak import mel as mels
from voice_agent.speak import phonemes


@pytest.fixture(scope="module")
def teacher():
    return Teacher()


@pytest.fixture(scope="module")
def shards(tmp_path_factory, teacher):
    folder = tmp_path_factory.mktemp("corpus")
    rng = np.random.default_rng(0)
    rows = []
    for kind in corpus.KINDS:
        rows += corpus.make_rows(teacher, "Is this the last one?", kind, rng)
    corpus.save(folder / "small_000.npz", rows)
    return folder


def test_targets_fit_each_other(shards):
    rows = corpus.load(shards / "small_000.npz")
    assert {row.kind for row in rows} == set(range(len(corpus.KINDS)))
    for row in rows:
        assert len(row.ids) == len(row.durations) == len(row.unrounded)
        assert len(row.f0) == len(row.mel) == 2 * row.durations.sum()
        assert row.mel.shape[1] == mels.BANDS


def test_the_teacher_keeps_to_given_durations_and_notes(teacher):
    ids = teacher.ids("lˈɑ lˈɑ.")
    said = teacher.speak(ids)
    f0 = np.where(said.f0 > 0, 330.0, 0.0).astype(np.float32)
    led = teacher.perform(ids, said.durations, f0, said.unrounded)
    assert len(led.audio) == len(said.audio) == 2 * said.durations.sum() * mels.HOP
    assert set(np.unique(led.f0)) <= {0.0, 330.0}


def test_training_goes_on_where_it_was_and_its_export_agrees(shards, tmp_path):
    options = argparse.Namespace(
        corpus=shards, validation=shards, out=tmp_path, steps=2, minutes=0.0, cooldown=0.5,
        batch=400, every=2, seed=1,
    )  # fmt: skip
    Trainer(options).run()
    options.steps = 3
    again = Trainer(options)
    assert again.step == 2
    again.run()
    assert again.step == 3
    worst = export_acoustic(tmp_path, tmp_path)
    assert set(worst) == {"encoder", "pitch", "decoder"}
    assert max(worst.values()) < 1e-4


def test_the_duration_head_learns_alone(shards):
    torch.manual_seed(0)
    model = FastSpeech2(Size(symbols=len(phonemes.SYMBOLS)))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    finish(model, load_folder(shards)[0], steps=3, seed=0)
    changed = {n for n, value in model.state_dict().items() if not torch.equal(value, before[n])}
    assert changed
    assert all(name.startswith("encoder.duration.") for name in changed)


def test_the_learning_rate_warms_up_and_cools_down():
    rates = [rate_at(step, step / 10_000, 0.3) for step in (0, 299, 5000, 8500, 10_000)]
    assert rates[0] < rates[1] == rates[2] > rates[3] > rates[4] > 0


def test_written_sentences_are_different_and_already_words():
    lines = write(300, seed=5)
    assert len(set(lines)) == 300
    assert not any(character.isdigit() for line in lines for character in line)
    assert any(line.endswith("?") for line in lines)


def test_recordings_with_alignments_make_a_corpus(tmp_path, teacher):
    said = teacher.speak(teacher.ids("lˈɑ."))
    spans = [("l", 0.3, 0.4), ("ˈ", 0.4, 0.425), ("ɑ", 0.425, 0.7), (".", 0.7, 0.8)]
    row = ljspeech.row("La.", said.audio, spans)
    assert list(row.durations[:4]) == [12, 4, 1, 11]
    assert len(row.f0) == len(row.mel) == 2 * row.durations.sum()
    corpus.save(tmp_path / "one_000.npz", [row])
    assert corpus.load(tmp_path / "one_000.npz")[0].text == "La."
