"""Phonemes are found where they are said."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.portrait.acoustics import STEP, Acoustics, listen
from voice_agent.portrait.alignment import KIND_OF, SpokenWord, align
from voice_agent.portrait.timing import is_sound, known, recognised
from voice_agent.portrait.visemes import GLIDES, VISEMES, written
from voice_agent.speak.phonemes import CONSONANTS, VOWELS
from voice_agent.units import Phoneme, Word

if TYPE_CHECKING:
    from tests.portrait.conftest import Spoken


def test_every_phoneme_of_the_voice_has_a_shape_and_a_kind() -> None:
    for symbol in VOWELS + CONSONANTS:
        assert symbol in VISEMES or symbol in GLIDES, symbol
        assert symbol in KIND_OF, symbol
        assert written(symbol).isascii(), symbol


def test_marks_and_pauses_are_no_sounds() -> None:
    phonemes = [Phoneme("h", 0.0, 0.1), Phoneme("ˈ", 0.1, 0.1), Phoneme(",", 0.1, 0.4)]
    assert [sound.symbol for sound in known(phonemes)] == ["h"]
    assert not any(map(is_sound, "ˈˌ.,;:!? ː"))


def test_phonemes_of_known_words_are_placed_within_tens_of_milliseconds(spoken: Spoken) -> None:
    voice, heard = spoken.voice, spoken.acoustics
    rough = [  # as a recogniser would: a little late, a little long
        Word(word, start + 0.06, end + 0.08, 0.9) for word, start, end in spoken.words
    ]
    sounds = recognised(rough, lambda w: "".join(c.phonemes for c in voice.clauses(w)), heard)
    truth = spoken.sounds
    assert [s.symbol for s in sounds] == [s.symbol for s in truth]
    errors = np.array([a.middle - b.middle for a, b in zip(sounds, truth, strict=True)])
    assert np.median(np.abs(errors)) < 0.03
    assert np.mean(np.abs(errors) < 0.08) > 0.85


def test_a_word_in_another_script_still_opens_the_mouth(spoken: Spoken) -> None:
    sounds = recognised([Word("你好", 0.2, 0.7, 0.9)], lambda word: "", spoken.acoustics)
    assert [s.symbol for s in sounds] == ["ʌ"]


words = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(KIND_OF)), min_size=1, max_size=12),
        st.floats(0.0, 3.0),
        st.floats(0.0, 0.6),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(words, st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_whatever_words_and_sound_times_run_forward(
    said: list[tuple[list[str], float, float]], steps: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    heard = Acoustics(
        random.random(steps).astype(np.float32) * 0.1,
        random.normal(0, 20, steps).astype(np.float32),
        steps * STEP,
        0.0,
    )
    spoken_words = [SpokenWord(tuple(p), start, start + length) for p, start, length in said]
    sounds = align(spoken_words, heard)
    for sound in sounds:
        assert 0.0 <= sound.start < sound.end <= steps * STEP + 1e-9
    for before, after in pairwise(sounds):
        assert before.end <= after.start + 1e-9


def test_listening_in_blocks_is_listening_at_once() -> None:
    samples = np.random.default_rng(2).normal(0, 0.1, 40_123).astype(np.float32)
    whole = listen([samples])
    parts = listen([samples[:7], samples[7:16_000], samples[16_000:16_001], samples[16_001:]])
    assert len(whole.levels) == len(parts.levels) == -(-len(samples) // 160)
    assert np.allclose(whole.levels, parts.levels, atol=1e-6)
    assert np.allclose(whole.balance, parts.balance, atol=1e-3)
    assert whole.seconds == parts.seconds == len(samples) / 16_000


def test_the_pitch_of_a_voice_is_found(spoken: Spoken) -> None:
    assert 140 < spoken.acoustics.pitch < 260
    assert listen([np.zeros(16_000, np.float32)]).pitch == 0.0
    low = soxr.resample(spoken.samples, 16_000, 26_000)
    assert listen([low]).pitch < 0.75 * spoken.acoustics.pitch
