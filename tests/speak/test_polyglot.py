"""One voice for every language: passages go to the voice that knows them."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speak.test_voices import make, spoken_by
from voice_agent.errors import AgentError
from voice_agent.speak.polyglot import Polyglot
from voice_agent.written_language import language_of, passages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Good morning, how did you sleep?", "en"),
        ("Guten Morgen, wie geht es dir?", "de"),
        ("Bonjour tout le monde", "fr"),
        ("Me gusta el tren a la ciudad.", "es"),
        ("Ciao, come stai?", "it"),
        ("Ik hou van jou.", "nl"),
        ("Привет, мир", "ru"),
        ("こんにちは世界", "ja"),
        ("你好", "zh"),
        ("la la la", "en"),
        ("No problem, El Niño is a climate pattern.", "en"),
        ("Sing de facto as is", "en"),
        ("", "en"),
        ("42", "en"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_short_sentence_belongs_to_what_surrounds_it() -> None:
    found = passages("Mi hermana vive en una casa. Claro. Here it is, two seconds long. Fine.")
    assert found == [
        ("es", "Mi hermana vive en una casa. Claro. "),
        ("en", "Here it is, two seconds long. Fine."),
    ]


@given(st.text())
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join(passage for _, passage in passages(text)) == text


def test_a_passage_is_read_by_the_voice_of_its_language_at_one_rate() -> None:
    if shutil.which("espeak-ng") is None:
        with pytest.raises(AgentError, match="espeak-ng"):
            make("espeak", "de")
        return
    asked = []

    def other(language):
        asked.append(language)
        return make("espeak", language)

    voice = Polyglot(make("auto"), other)
    english, _ = spoken_by(voice, "Here it is.")
    assert asked == []
    both, chunks = spoken_by(voice, "Here it is. Guten Morgen, wie geht es dir?")
    assert asked == ["de"]
    assert len(both) > len(english)
    assert {chunk.audio.rate for chunk in chunks} == {voice.rate}
    german, _ = spoken_by(make("espeak", "de"), "Guten Morgen, wie geht es dir?")
    spoken = len(chunks[-1].audio.mono()) / voice.rate
    assert spoken == pytest.approx(len(german) / make("espeak", "de").rate, abs=0.5)


def test_where_no_voice_knows_the_language_the_english_one_reads() -> None:
    voice = Polyglot(make("auto"), lambda language: None)
    samples, _ = spoken_by(voice, "Guten Morgen, wie geht es dir?")
    assert len(samples) > voice.rate / 2
