"""Every sound model keeps what its class attributes promise."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.foley.library import plain, sounds, vocabulary
from voice_agent.foley.sound import RATE, Course, Manner, Sound
from voice_agent.sound.yamnet import read_labels

EVERY = pytest.mark.parametrize("model", sounds().values(), ids=lambda model: model.name)


def rendered(model: type[Sound], seed: int, seconds: float = 1.5, **manner: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.asarray(model().render(rng, seconds, Manner(**manner)))  # type: ignore[arg-type]


@EVERY
def test_it_sounds_finite_and_as_long_as_promised(model: type[Sound]) -> None:
    samples = rendered(model, 1)
    assert samples.ndim == 1
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() > 0
    if model.course is Course.CONTINUOUS:
        assert len(samples) == round(1.5 * RATE)
    else:
        assert len(samples) < 20 * RATE


@EVERY
def test_the_same_numbers_make_the_same_sound_and_others_another(model: type[Sound]) -> None:
    first, again, other = (rendered(model, seed, 0.6) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert len(first) != len(other) or not np.allclose(first, other)


@EVERY
def test_the_extremes_of_manner_are_possible(model: type[Sound]) -> None:
    for intensity, speed, size in ((0.0, 0.6, 0.5), (1.0, 1.8, 2.0)):
        samples = rendered(model, 5, 0.5, intensity=intensity, speed=speed, size=size)
        assert np.isfinite(samples).all()


@EVERY
def test_one_source_keeps_its_traits(model: type[Sound]) -> None:
    source = model()
    rng = np.random.default_rng(6)
    source.render(rng, 0.5, Manner())
    before = dict(source._traits)
    source.render(rng, 0.5, Manner())
    assert before.items() <= source._traits.items()


def test_declared_classes_are_audiosets() -> None:
    labels = set(read_labels(load_path("yamnet") / "yamnet_class_map.csv"))
    for model in sounds().values():
        assert set(model.heard_as) <= labels, model.name


def test_every_model_is_found_by_its_name_and_documented() -> None:
    for name, model in sounds().items():
        assert vocabulary()[plain(name)] is model
        assert model.__doc__ and len(model.__doc__) > 40, name


def test_plain_words_are_the_same_for_every_inflection() -> None:
    assert plain("the barking dogs") == plain("bark dog")
    assert plain("A knock") == plain("knocking") == plain("knocks") == plain("knocked")
    assert plain("falling leaves") == plain("fall leaf")
    assert plain("shutting") == plain("shut")
    assert plain("glass") == ("glass",)
