"""The separator's recipe: readers kept apart, mixtures as ordered, a network that adds up."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.separator.data import RATE, Mixer, Mixing, median_pitch, part_of, readers
from training.separator.losses import grouping_loss, improvements, snr_losses
from training.separator.model import BANDS, BINS, Separator, Shape, divided, scaled
from training.separator.optimiser import Muon, orthogonalised
from training.separator.scan import plain_scan


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three readers who hum, each at a pitch of their own."""
    time = np.arange(2 * RATE) / RATE
    hums = [
        2000 * np.sign(np.sin(2 * np.pi * pitch * time)) * (1 + np.sin(2 * np.pi * 3 * time)) / 2
        for pitch in (100, 150, 220)
    ]
    table = [
        {"reader": str(k), "part": "train", "speed": 1.0, "pitch": 100.0 * k,
         "start": k * len(time), "length": len(time)}
        for k in range(3)
    ]  # fmt: skip
    np.save(tmp_path / "samples.npy", np.concatenate(hums).astype(np.int16))
    (tmp_path / "table.json").write_text(json.dumps(table), encoding="utf-8")
    return tmp_path


def test_readers_are_kept_apart() -> None:
    test, development = readers("test"), readers("development")
    assert len(test) >= 40
    assert len(development) >= 10
    assert not test & development
    assert part_of(Path(f"{min(test)}-1-0000.flac")) == "test"
    assert part_of(Path("0-1-0000.flac")) == "train"


def test_mixtures_hold_two_talkers_at_the_levels_ordered(corpus: Path) -> None:
    mixer = Mixer(corpus, "train", seed=1)
    both = Mixing(seconds=1.0, partial=0.0, turns=0.0, alone=0.0, narrow=0.0)
    batch = mixer.batch(6, both)
    assert batch.shape == (6, 2, RATE)
    levels = 20 * np.log10(np.sqrt((batch**2).mean(-1)))
    assert np.abs(levels[:, 0] - levels[:, 1]).max() < 5.1
    alone = mixer.batch(4, Mixing(seconds=1.0, alone=1.0))
    assert ((alone**2).sum(-1) == 0).sum(1).tolist() == [1, 1, 1, 1]
    turns = mixer.batch(4, Mixing(seconds=1.0, alone=0.0, turns=1.0, narrow=0.0))
    assert not (turns[:, 0] * turns[:, 1]).any()


def test_the_recurrence_by_doubling_is_the_recurrence() -> None:
    torch.manual_seed(0)
    z, n = torch.rand(3, 37, 8), torch.randn(3, 37, 8)
    expected = torch.zeros(3, 37, 8)
    for half, order in ((slice(0, 4), range(37)), (slice(4, 8), range(36, -1, -1))):
        state = torch.zeros(3, 4)
        for t in order:
            state = state + z[:, t, half] * (n[:, t, half] - state)
            expected[:, t, half] = state
    assert torch.allclose(plain_scan(z, n), expected, atol=1e-5)


def test_outputs_add_up_and_can_be_trained() -> None:
    torch.manual_seed(0)
    assert sum(BANDS) == BINS
    model = Separator(Shape(width=16, state=8, layers=1, share=4, mixed=8, heads=2, key=2))
    mixture = torch.randn(2, RATE)
    spectrum, level = scaled(mixture)
    mask = model(spectrum, plain=True)
    talkers = divided(mixture, spectrum, level, mask)
    assert torch.allclose(talkers.sum(1), mixture, atol=1e-5)
    snr_losses(talkers, torch.randn(2, 2, RATE)).mean().backward()
    assert all(torch.isfinite(p.grad).all() for p in model.parameters() if p.grad is not None)


def test_losses_ask_for_the_right_thing() -> None:
    torch.manual_seed(0)
    sources = torch.randn(2, 2, RATE) * torch.tensor([1.0, 0.5])[:, None]
    mixture = sources.sum(1, keepdim=True)
    halves = (mixture / 2).expand_as(sources)
    assert (snr_losses(sources.flip(1), sources) < snr_losses(halves, sources) - 20).all()
    assert torch.allclose(improvements(halves, sources), torch.zeros(2), atol=1e-3)
    rows = torch.arange(sum(1 for _ in BANDS)) % 2
    frames = RATE // 256 + 1
    constant = torch.nn.functional.normalize(torch.ones(2, frames, len(rows), 20), dim=-1)
    assert 0.9 < float(grouping_loss(constant, sources, BANDS)) < 1.1


def test_muon_takes_steps_of_one_size_in_every_direction() -> None:
    torch.manual_seed(0)
    found = torch.linalg.svdvals(orthogonalised(torch.randn(2, 24, 8)))
    assert 0.5 < float(found.min()) <= float(found.max()) < 1.4
    weight = torch.nn.Parameter(torch.randn(8, 8))
    optimiser = Muon([weight], lr=0.05, weight_decay=0.0)
    for _ in range(200):
        optimiser.zero_grad()
        (weight - torch.eye(8)).pow(2).sum().backward()
        optimiser.step()
    assert float((weight.detach() - torch.eye(8)).abs().mean()) < 0.1


def test_pitch_is_found() -> None:
    time = np.arange(RATE) / RATE
    for pitch in (90.0, 140.0, 230.0):
        voice = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 10))
        assert median_pitch(np.asarray(voice, np.float32)) == pytest.approx(pitch, rel=0.03)
