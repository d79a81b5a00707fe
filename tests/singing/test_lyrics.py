"""Lyrics into syllables: English by phonemes, Chinese by pinyin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.singing.chinese import phonemes_of
from voice_agent.singing.lyrics import Sign, read
from voice_agent.singing.score import Silence, Syllable
from voice_agent.singing.syllables import VOWELS, split_phonemes, split_spelling

Phonemize = Callable[[str], str]


def texts(signs: list[Sign]) -> list[str]:
    return [s.text if isinstance(s, Syllable) else "AP" if s.breath else "SP" for s in signs]


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("Happy birthday to you", "Hap py birth day to you"),
        ("Twinkle, twinkle little star", "Twin kle twin kle lit tle star"),
        ("row row row your boat", "row row row your boat"),
        ("Hello AP world SP again", "hel lo AP world SP a gain"),
        ("a-maz-ing grace", "a maz ing grace"),
        ("小酒窝长睫毛AP是你最美的记号", "小 酒 窝 长 睫 毛 AP 是 你 最 美 的 记 号"),
        ("我爱 you", "我 爱 you"),
    ],
)
def test_words_are_divided_as_they_are_sung(
    text: str, syllables: str, phonemize: Phonemize
) -> None:
    assert [s.lower() if s not in ("AP", "SP") else s for s in texts(read(text, phonemize))] == [
        s.lower() if s not in ("AP", "SP") else s for s in syllables.split()
    ]


def test_every_syllable_has_one_vowel_and_nothing_is_lost(phonemize: Phonemize) -> None:
    text = "The strength of twelve beautiful butterflies surprised everybody extremely."
    signs = [sign for sign in read(text, phonemize) if isinstance(sign, Syllable)]
    assert all(sum(symbol in VOWELS for symbol in sign.phonemes) == 1 for sign in signs)
    together = "".join(sign.phonemes + " " * sign.last for sign in signs).strip()
    assert together == phonemize(text).rstrip(".")
    assert signs[-1].stop == "."


def test_a_hyphen_decides_how_many_syllables_a_word_has(phonemize: Phonemize) -> None:
    assert len(read("diamond", phonemize)) == 3
    assert len(read("dia-mond", phonemize)) == 2


@pytest.mark.parametrize(
    ("pinyin", "phonemes"),
    [("zhuang", "ʤwˈɑŋ"), ("yuan", "jˈɛn"), ("shi", "ʃˈɜɹ"), ("ju", "ʤjˈu"), ("wo", "wˈɔ"),
     ("lv", "ljˈu"), ("er", "ˈɑɹ"), ("xiao", "ʃjˈW"), ("ni", "nˈi")],
)  # fmt: skip
def test_pinyin_becomes_sounds_of_the_voice(pinyin: str, phonemes: str) -> None:
    assert phonemes_of(pinyin) == phonemes


@pytest.mark.parametrize("text", ["привет", "こんにちは", "안녕", "שלום"])
def test_other_scripts_are_refused_by_name(text: str, phonemize: Phonemize) -> None:
    with pytest.raises(AgentError, match="I can't sing") as error:
        read(text, phonemize)
    assert "English and Chinese" in str(error.value)


def test_breaths_and_silences_are_told_apart(phonemize: Phonemize) -> None:
    assert read("AP la SP", phonemize)[0] == Silence(breath=True)
    assert read("AP la SP", phonemize)[-1] == Silence(breath=False)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14), st.integers(1, 5))
def test_spelling_is_cut_and_never_changed(word: str, count: int) -> None:
    parts = split_spelling(word, count)
    assert len(parts) == count
    assert "".join(parts) == word


@given(st.text(alphabet="ˈpstɹlɑiIəŋk", min_size=1, max_size=14))
def test_phonemes_are_cut_and_never_changed(word: str) -> None:
    parts = split_phonemes(word)
    assert "".join(parts) == word
    assert len(parts) == max(1, sum(symbol in VOWELS for symbol in word))
