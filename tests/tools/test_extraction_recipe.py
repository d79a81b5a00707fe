"""The extraction network's recipe: mixtures as ordered, data apart, a network that learns."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.extraction.corpus import HERE, powers_of
from training.extraction.data import FRAMES, VOICE, Mixer, Mixing
from training.extraction.made import STREAMS, packed
from training.extraction.model import ASKED, BANDS, BINS, EDGES, RATE, Extractor, Shape
from training.extraction.train import features, left_over, losses
from voice_agent.sound import extraction_network as shipped

NAMES = ("a low hum", "a high hum", VOICE)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three sounds in bands of their own, one of them the voice."""
    table: dict[str, object] = {
        "rows": [
            {"name": name, "origin": "voice" if name == VOICE else "made", "part": "train",
             "places": [[200 * k, 200]]}
            for k, name in enumerate(NAMES)
        ],
        "phrases": {name: [k] for k, name in enumerate(NAMES)},
        "near": {name: [name] for name in NAMES},
    }  # fmt: skip
    powers = np.full((600, len(BANDS)), -16.0, np.float16)
    for k in range(3):
        powers[200 * k : 200 * (k + 1), 40 * k : 40 * (k + 1)] = 0.0
    np.save(tmp_path / "powers.npy", powers)
    np.save(tmp_path / "asked.npy", np.eye(3, ASKED, dtype=np.float32))
    (tmp_path / "table.json").write_text(json.dumps(table), encoding="utf-8")
    return tmp_path


def plain(**more: float) -> Mixing:
    calm = {"narrow": 0.0, "coloured": 0.0, "in_rooms": 0.0, "third": 0.0, "alone": 0.0}
    return Mixing(**{**calm, "absent": 0.0, **more})


def test_a_mixture_holds_what_is_asked_for_and_the_rest_at_the_levels_ordered(corpus: Path) -> None:
    mixer = Mixer(corpus, "train", seed=1)
    mixture, target, rest, asked = mixer.batch(8, plain(voice=0.0, level=6.0))
    assert mixture.shape == target.shape == rest.shape == (8, FRAMES, len(BANDS))
    assert asked.shape == (8, ASKED)
    ratio = 10 * np.log10(target.sum((1, 2)) / rest.sum((1, 2)))
    assert np.abs(ratio).max() < 6.1
    assert np.allclose(mixture.sum((1, 2)), (target + rest).sum((1, 2)), rtol=0.1)
    assert np.array_equal(mixture[0], mixture[1])  # asked for both of its sounds
    assert np.allclose(target[0], rest[1])


def test_what_is_absent_has_no_power(corpus: Path) -> None:
    drawn = Mixer(corpus, "train", seed=2).mixture(plain(absent=1.0, alone=1.0))
    assert not any(asking.target.any() for asking in drawn)
    assert all(asking.rest.any() for asking in drawn)


def test_the_expected_error_is_that_of_waves_at_any_phase() -> None:
    random = np.random.default_rng(0)
    target, rest = random.uniform(0, 2, (2, 1, 400, 6))
    mask = random.uniform(0, 1, target.shape)
    phases = np.exp(2j * np.pi * random.random((2, 200, *target.shape[1:])))
    wanted, other = np.sqrt(target) * phases[0], np.sqrt(rest) * phases[1]
    heard = (np.abs(mask * (wanted + other) - wanted) ** 2).sum((1, 2)).mean()
    expected = left_over(*(torch.from_numpy(x) for x in (mask, target, rest)))
    assert float(expected[0]) == pytest.approx(float(heard), rel=0.02)


def test_the_network_learns_to_keep_what_it_is_asked_for(corpus: Path) -> None:
    torch.manual_seed(0)
    model = Extractor(Shape(width=32, wish=16, dilations=(1,)))
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    mixer = Mixer(corpus, "train", seed=3)
    course = []
    for _ in range(60):
        mixture, target, rest, asked = map(torch.from_numpy, mixer.batch(4, plain(level=0.0)))
        parts = losses(*model(features(mixture), asked), target, rest)
        course.append(float(parts[0].detach()))
        optimiser.zero_grad()
        parts.sum().backward()
        optimiser.step()
    assert np.mean(course[-5:]) < np.mean(course[:5]) - 5.0


def test_recipe_and_assistant_see_the_same_bands() -> None:
    assert shipped.BANDS == BANDS
    assert sum(BANDS) == BINS
    assert shipped.RATE == RATE
    samples = np.random.default_rng(0).normal(0, 0.1, RATE).astype(np.float32)
    spectrum = shipped._stft(samples)
    ours = np.add.reduceat(np.square(np.abs(spectrum)), EDGES[:-1], axis=1)
    assert np.allclose(ours, powers_of(samples), rtol=1e-3)


def test_recordings_for_testing_are_of_packages_that_nothing_else_uses() -> None:
    rows = json.loads((HERE / "recordings.json").read_text(encoding="utf-8"))
    whole = {"tuxpaint-stamps-default", "supertuxkart", "searchandrescue-data", "gcompris-carved"}
    for row in rows:
        if row["path"].split("/")[0] in whole:
            assert row["part"] == "test"
    paths = {part: {r["path"] for r in rows if r["part"] == part} for part in ("train", "test")}
    assert not paths["train"] & paths["test"]
    assert len(paths["test"]) > 100


def test_seeds_of_training_are_streams_of_their_own() -> None:
    assert len(set(STREAMS.values())) == len(STREAMS)
    silent_ends = np.concatenate([np.zeros(800), np.ones(1600), np.zeros(800)]).astype(np.float32)
    assert len(packed(silent_ends)) == 1600
    assert packed(np.zeros(100, np.float32)).size == 0
