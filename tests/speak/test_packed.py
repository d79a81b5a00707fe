"""Words in one text answer like a dictionary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.speak.packed import PackedWords

WORDS = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.none()))


@given(WORDS, st.text(max_size=8))
def test_every_word_is_found_and_no_other(table: dict[str, object], word: str) -> None:
    packed = PackedWords(table)
    assert dict(packed) == table
    assert len(packed) == len(table)
    assert packed.get(word, "nothing") == table.get(word, "nothing")


def test_a_word_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PackedWords({"a": "ɐ", "c": "sˈi"})["b"]


def test_readings_that_depend_on_the_part_of_speech_stay_as_they_are() -> None:
    reading = {"DEFAULT": "ɹˈid", "VBD": "ɹˈɛd"}
    assert PackedWords({"read": reading, "red": "ɹˈɛd"})["read"] is reading
