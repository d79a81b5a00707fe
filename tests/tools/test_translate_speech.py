"""Speech into other languages: by Whisper, by what is installed, or a word on what is missing."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError, Cancelled
from voice_agent.settings import Settings, TranslationSettings
from voice_agent.tools._translation import apertium, neural, routes
from voice_agent.tools.translate_speech import split, translate_speech
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

BEACH = "Buenos días. Vamos a la playa con mis hermanos, porque hace mucho calor."


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return said("es", BEACH, tmp_path_factory.mktemp("spoken"))


def said(language: str, text: str, folder: Path) -> Path:
    """The text in a synthetic voice of its language."""
    path = folder / f"{language}.wav"
    program = shutil.which("espeak-ng")
    assert program, "scripts/setup.sh test installs espeak-ng"
    subprocess.run([program, "-v", language, "-s", "150", "-w", str(path), text], check=True)
    return path


def with_settings(bench: Workbench, **translation: str) -> Workbench:
    settings = dataclasses.replace(Settings(), translation=TranslationSettings(**translation))  # type: ignore[arg-type]
    bench.context = dataclasses.replace(bench.context, settings=settings)
    return bench


def test_spanish_speech_becomes_english_text(bench: Workbench, spanish: Path) -> None:
    output = translate_speech(bench.context, bench.attach(spanish), "English")
    assert output.data == {
        "source_language": "es", "target_language": "en", "engine": "whisper + apertium",
    }  # fmt: skip
    text = (output.text or "").lower()
    assert "brothers" in text
    assert "beach" in text
    (written,) = output.artifacts
    assert "beach" in (bench.session.directory / written.path).read_text(encoding="utf-8")
    assert 0.0 < (bench.reports[-1][0] or 0.0) <= 1.0


def test_without_apertium_whisper_translates_itself(bench: Workbench, spanish: Path) -> None:
    alone = with_settings(bench, engine="neural", packages=str(bench.session.directory))
    output = translate_speech(alone.context, bench.attach(spanish), "English")
    assert output.data["engine"] == "whisper"
    assert "beach" in (output.text or "").lower()


def test_a_person_speaking_english_is_translated_and_spoken(bench: Workbench, people: Path) -> None:
    output = translate_speech(
        bench.context, bench.attach(people / "beckett.wav"), "Spanish", speak=True
    )
    assert output.data["engine"] == "whisper + apertium"
    assert "otra vez" in (output.text or "").lower()
    spoken = bench.read(output.artifacts[0].path)
    again = bench.context.engines.recogniser("es").transcribe(spoken, language="es")
    assert "nunca falló" in again.text.lower()


def test_other_languages_go_through_english(bench: Workbench, tmp_path: Path) -> None:
    german = said("de", "Guten Morgen. Das Wasser ist kalt und das Haus ist groß.", tmp_path)
    output = translate_speech(bench.context, bench.attach(german), "es", source_language="German")
    assert output.data["source_language"] == "de"
    assert output.data["engine"] == "whisper + apertium"
    assert "buenos días" in (output.text or "").lower()


def test_what_is_in_the_language_already_is_only_written_down(
    bench: Workbench, spanish: Path
) -> None:
    output = translate_speech(bench.context, bench.attach(spanish), "Spanish")
    assert (output.text or "").startswith("It is in Spanish already: Buenos días")
    assert output.data["text"].startswith("Buenos días")


def test_a_missing_pair_is_said_before_anything_is_heard(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    with pytest.raises(AgentError, match=r"into Japanese.*OPUS-MT package from English") as caught:
        translate_speech(bench.context, path, "Japanese")
    assert "translation" in str(caught.value)
    assert bench.reports == []
    only_neural = with_settings(bench, engine="neural", packages=str(bench.session.directory))
    with pytest.raises(AgentError, match=r"apt install .*apertium-eng-spa"):
        translate_speech(only_neural.context, path, "Spanish")


def test_silence_is_not_translated(bench: Workbench) -> None:
    import numpy as np

    silence = Audio(np.zeros((16_000, 1), np.float32), 16_000)
    output = translate_speech(bench.context, bench.take(silence), "English")
    assert output.text == "I hear no speech in it."
    assert output.artifacts == ()


@pytest.mark.parametrize(("wish", "named"), [("", "which language"), ("Klingon", "Klingon")])
def test_a_language_that_is_none_is_explained(
    bench: Workbench, speech: Audio, wish: str, named: str
) -> None:
    with pytest.raises(AgentError, match=named):
        translate_speech(bench.context, bench.take(speech), wish)


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, spanish: Path) -> None:
    path = bench.attach(spanish)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        translate_speech(bench.context, path, "English", speak=True)
    assert set(bench.session.directory.rglob("*")) == before


class Words:
    """A translator by name only, for routes."""

    def __init__(self, name: str) -> None:
        self.name = name

    def translate(self, sentences: object) -> list[str]:
        raise NotImplementedError


def known(*pairs: str, name: str = "apertium") -> dict[routes.Pair, routes.Translator]:
    return {(pair[:2], pair[3:]): Words(name) for pair in pairs}


@pytest.mark.parametrize(
    ("source", "target", "pairs", "into_english", "steps"),
    [
        ("es", "es", (), False, ()),
        ("de", "en", (), True, ()),
        ("es", "en", (), True, ()),
        ("es", "en", ("es-en",), False, (("es", "en"),)),
        ("ca", "en", ("ca-en",), True, ()),
        ("en", "es", ("en-es",), False, (("en", "es"),)),
        ("es", "ca", ("es-ca", "en-ca"), False, (("es", "ca"),)),
        ("de", "es", ("en-es",), True, (("en", "es"),)),
        ("en", "fr", ("en-es", "es-fr"), False, (("en", "es"), ("es", "fr"))),
        ("de", "fr", ("en-es", "es-fr"), True, (("en", "es"), ("es", "fr"))),
    ],
)
def test_the_shortest_way_wins(
    source: str, target: str, pairs: tuple[str, ...], into_english: bool, steps: object
) -> None:
    route = routes.find(source, target, known(*pairs))
    assert (route.into_english, route.steps) == (into_english, steps)


def test_a_neural_package_into_english_goes_before_whispers_own_translation() -> None:
    assert not routes.find("de", "en", known("de-en", name="opus-mt")).into_english


def test_modes_of_apertium_are_read() -> None:
    listing = "  eng-spa\n  spa-eng\n  spa-eng_US\n  eco-es-fr\n  es-pt_BR\n  eng-hbs_SR\n"
    assert apertium.pairs(listing) == {
        ("en", "es"): "eng-spa",
        ("es", "en"): "spa-eng",
        ("es", "pt"): "es-pt_BR",
        ("en", "sr"): "eng-hbs_SR",
    }


@given(st.text(max_size=200))
def test_any_text_is_split_without_loss(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(st.text(max_size=300))
def test_any_listing_gives_pairs(listing: str) -> None:
    for source, target in apertium.pairs(listing):
        assert source
        assert target


def test_apertium_keeps_sentences_apart() -> None:
    translator = apertium.translators()[("en", "es")]
    made = translator.translate(["The house is big.", "", "I have a [red] ^book$ for you."])
    assert len(made) == 3
    assert made[0] == "La casa es grande."
    assert made[1] == ""
    assert "libro" in made[2]


def test_an_opus_package_without_its_pieces_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "opus-mt-en-de"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"no model")
    with pytest.raises(AgentError, match=r"opus-mt-en-de.*source\.spm"):
        neural.translators(tmp_path)


def test_a_damaged_package_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "translate-en_de-1_0"
    (folder / "model").mkdir(parents=True)
    (folder / "metadata.json").write_text('{"from_code": "en", "to_code": "de"}')
    (folder / "sentencepiece.model").write_bytes(b"damaged")
    (translator,) = neural.translators(tmp_path).values()
    with pytest.raises(AgentError, match="translate-en_de-1_0"):
        translator.translate(["Hello."])


def test_speech_goes_through_a_neural_package_where_there_is_one(
    bench: Workbench, tmp_path: Path
) -> None:
    from tests.tools.tiny_translator import PAIRS, make_opus

    make_opus(tmp_path)
    voice = bench.context.engines.voice()
    (chunk,) = voice.speak("Good morning.")
    chosen = with_settings(bench, engine="auto", packages=str(tmp_path))
    output = translate_speech(chosen.context, bench.take(chunk.audio), "German")
    assert output.data["engine"] == "whisper + opus-mt"
    assert output.text == PAIRS["Good morning."]


def test_packages_of_argos_are_read(tmp_path: Path) -> None:
    from tests.tools.tiny_translator import PAIRS, make_argos

    make_argos(tmp_path)
    (translator,) = neural.translators(tmp_path).values()
    assert translator.name == "argos"
    english = ["The house is big.", "", "The water is cold."]
    assert translator.translate(english) == [PAIRS.get(sentence, "") for sentence in english]
