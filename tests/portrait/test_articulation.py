"""Lips close when they must, blend when they may, and rest when nothing is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.portrait.articulation import articulate, flap, loudness, pauses
from voice_agent.portrait.motion import choreograph, prominent
from voice_agent.portrait.visemes import BILABIAL, GLIDES, LABIODENTAL, VISEMES, Sound

FPS = 25.0
SYMBOLS = sorted([*VISEMES, *GLIDES])


def sounds_from(symbols: str, each: float = 0.1, start: float = 0.5) -> list[Sound]:
    return [Sound(s, start + i * each, start + (i + 1) * each) for i, s in enumerate(symbols)]


def mouth(sounds: list[Sound], seconds: float = 3.0):
    frames = round(seconds * FPS)
    return articulate(sounds, frames, FPS, np.full(frames, 0.8, np.float32))


def frame(time: float) -> int:
    return int(time * FPS)


def spoken(durations: list[float], symbols: list[str]) -> list[Sound]:
    edges = 0.2 + np.concatenate([[0.0], np.cumsum(durations)])
    return [
        Sound(s, float(a), float(b)) for s, a, b in zip(symbols, edges, edges[1:], strict=False)
    ]


utterances = st.lists(
    st.tuples(st.floats(0.02, 0.25), st.sampled_from(SYMBOLS)), min_size=1, max_size=30
).map(lambda pairs: spoken([d for d, _ in pairs], [s for _, s in pairs]))


@given(utterances, st.sampled_from([24.0, 25.0, 30.0]))
def test_every_closure_is_seen_whatever_surrounds_it(sounds: list[Sound], fps: float) -> None:
    frames = int(np.ceil((sounds[-1].end + 0.5) * fps))
    track = articulate(sounds, frames, fps, np.ones(frames, np.float32))
    for sound in sounds:
        near = slice(max(0, int(sound.middle * fps) - 1), int(sound.middle * fps) + 2)
        if sound.symbol in BILABIAL:
            assert track.gap[near].min() < 0.02
        if sound.symbol in LABIODENTAL and len(sounds) == 1:
            assert track.tuck[near].max() > 0.98


@given(utterances)
def test_quantities_stay_in_their_range(sounds: list[Sound]) -> None:
    track = mouth(sounds, sounds[-1].end + 1.0)
    for name in ("gap", "jaw", "tuck", "tongue", "press"):
        values = getattr(track, name)
        assert values.min() >= 0.0, name
        assert values.max() <= 1.2, name
    assert np.abs(track.width).max() <= 1.0


def test_vowels_have_their_shapes() -> None:
    shapes = {s: mouth(sounds_from(s, each=0.3)) for s in "ɑiu"}
    at = frame(0.65)
    assert shapes["ɑ"].gap[at] > 2 * shapes["i"].gap[at]
    assert shapes["i"].width[at] > 0.5
    assert shapes["u"].width[at] < -0.6


def test_a_diphthong_moves_through_its_vowels() -> None:
    track = mouth(sounds_from("W", each=0.3))  # from "ah" to "oo"
    assert track.gap[frame(0.58)] > track.gap[frame(0.78)] + 0.1
    assert track.width[frame(0.78)] < track.width[frame(0.58)] - 0.2


def test_a_consonant_takes_on_the_lips_of_its_vowel() -> None:
    before_u, before_i = mouth(sounds_from("su")), mouth(sounds_from("si"))
    at = frame(0.55)
    assert before_u.width[at] < before_i.width[at] - 0.3


def test_the_mouth_rests_before_between_and_after() -> None:
    sounds = [*sounds_from("ɑlɑ", start=1.0), *sounds_from("ɑlɑ", start=2.5)]
    track = mouth(sounds, 4.5)
    for time in (0.3, 1.9, 4.0):
        assert track.gap[frame(time)] < 0.05
        assert abs(track.width[frame(time)]) < 0.05


def test_a_louder_vowel_is_wider() -> None:
    sounds = sounds_from("ɑ", each=0.3)
    frames = round(1.5 * FPS)
    loud, soft = (
        articulate(sounds, frames, FPS, np.full(frames, volume, np.float32)).gap.max()
        for volume in (1.0, 0.2)
    )
    assert loud > 1.3 * soft


def test_loudness_is_relative_to_the_voice() -> None:
    step = 0.01
    levels = np.concatenate([np.full(100, 1e-4), np.full(100, 0.1)]).astype(np.float32)
    whispered = loudness(levels * 0.05, step, 50, FPS)
    spoken_loud = loudness(levels, step, 50, FPS)
    assert np.allclose(whispered, spoken_loud, atol=0.02)
    assert spoken_loud[:20].max() < 0.05
    assert spoken_loud[-20:].min() > 0.9
    assert not loudness(np.zeros(100, np.float32), step, 25, FPS).any()


def test_without_words_the_mouth_follows_the_loudness() -> None:
    energy = np.array([0.0, 0.5, 1.0, 0.2], np.float32)
    track = flap(4, energy)
    assert np.corrcoef(track.gap, energy)[0, 1] > 0.99


def test_pauses_are_where_nothing_is_said() -> None:
    sounds = [Sound("ɑ", 1.0, 1.2), Sound("t", 1.2, 1.3), Sound("i", 2.0, 2.2)]
    assert pauses(sounds, 2.3) == [(0.0, 1.0), (1.3, 2.0)]


@pytest.mark.parametrize("seconds", [0.1, 0.5, 7.0, 60.0])
def test_the_same_sound_moves_in_the_same_way(seconds: float) -> None:
    levels = np.random.default_rng(1).random(int(seconds * 100)).astype(np.float32) * 0.1
    first, again, other = (
        choreograph([], levels, 0.01, seconds=seconds, fps=FPS, seed=seed) for seed in (5, 5, 6)
    )
    assert len(first) == int(np.ceil(seconds * FPS))
    for k in range(len(first)):
        assert first.pose(k) == again.pose(k)
    if seconds > 5.0:
        assert any(first.pose(k) != other.pose(k) for k in range(len(first)))
        assert 1 <= np.count_nonzero(np.diff((first.blink > 0.5).astype(int)) == 1) <= seconds


def test_the_head_begins_and_ends_at_rest_and_moves_little() -> None:
    levels = np.full(2000, 0.1, np.float32)
    motion = choreograph([], levels, 0.01, seconds=20.0, fps=FPS, seed=3)
    for track in motion.head.values():
        assert abs(track[0]) < 1e-3
        assert abs(track[-1]) < 2e-3
        assert np.abs(track).max() < 0.06
        assert np.abs(np.diff(track)).max() < 0.006


def test_accents_fall_on_long_loud_vowels() -> None:
    sounds = [Sound("ə", 0.2, 0.25), Sound("ɑ", 1.0, 1.25), Sound("ə", 1.6, 1.64)]
    energy = np.zeros(60, np.float32)
    energy[25:31] = 1.0
    assert prominent(sounds, energy, FPS) == [pytest.approx(1.125)]


def test_a_last_vowel_does_not_outlast_its_sound() -> None:
    frames = round(3.0 * FPS)
    energy = np.where(np.arange(frames) < 1.5 * FPS, 0.8, 0.0).astype(np.float32)
    track = articulate([Sound("ɑ", 1.0, 3.0)], frames, FPS, energy)
    assert track.gap[frame(1.3)] > 0.5
    assert track.gap[frame(2.0) :].max() < 0.01
