"""The recogniser on recordings of people, and on sound in which nobody speaks."""

from __future__ import annotations

import itertools
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import jiwer
import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.hear.asr import FasterWhisperAsr, to_16k
from voice_agent.listening import joined_speech
from voice_agent.measure.data.hearing_data import TEXTS, noises, plain
from voice_agent.settings import Settings
from voice_agent.speak.voices import make_voice
from voice_agent.units import Audio, Hypothesis


def word_errors(text: str, heard: str) -> float:
    return float(jiwer.wer(plain(text), plain(heard)))


def test_an_actor_is_understood_with_the_times_of_the_words(
    asr: FasterWhisperAsr, beckett: Audio
) -> None:
    found = asr.transcribe(beckett, words=True)
    assert word_errors(TEXTS["beckett"], found.text) <= 0.1
    assert " ".join(word.word for word in found.words) == found.text
    assert found.reason == "" and found.final and found.seconds > 0
    ends = [0.0, *(word.end for word in found.words)]
    for before, word in zip(ends, found.words, strict=False):
        assert before - 0.05 <= word.start <= word.end <= beckett.seconds
        assert 0.0 < word.probability <= 1.0
    fail_better = found.words[-2]
    assert fail_better.start == pytest.approx(8.2, abs=0.3)  # measured by ear


def test_a_long_reading_comes_in_pieces_with_progress(
    asr: FasterWhisperAsr, two_cities: Audio
) -> None:
    progress: list[float] = []
    pieces = list(asr.segments(two_cities, on_progress=progress.append))
    assert len(pieces) >= 2
    assert word_errors(TEXTS["two_cities"], " ".join(piece.text for piece in pieces)) <= 0.1
    assert progress == sorted(progress) and 0.9 < progress[-1] <= 1.0
    for one, two in itertools.pairwise(pieces):
        assert one.start < one.end <= two.start + 0.7


def test_any_rate_and_channel_count_gives_the_same_words(
    asr: FasterWhisperAsr, beckett: Audio
) -> None:
    import soxr

    mono = to_16k(beckett)
    high = soxr.resample(mono, 16_000, 44_100)
    stereo = Audio(np.stack([high, high], axis=1), 44_100)
    assert word_errors(TEXTS["beckett"], asr.transcribe(stereo).text) <= 0.1


def test_nothing_is_invented_where_nobody_speaks(asr: FasterWhisperAsr) -> None:
    invented = {
        clip.name: found.text
        for clip in noises(seconds=3.0, each=3)
        if (found := asr.transcribe(clip.audio)).text
    }
    assert invented == {}


def test_what_comes_after_a_short_first_sentence_is_heard_too(asr: FasterWhisperAsr) -> None:
    voice = make_voice("hibari", Settings().voice, Settings().openai, load_path)
    text = "Here are your 3 files: audio/aa10bb20.wav, audio/7c7d7e7f.wav, and image/12ab34cd.png."
    heard = asr.transcribe(joined_speech(voice, text)).text.lower()
    assert "three files" in heard
    assert "image" in heard  # the decoder likes to stop after "files"


def test_an_empty_text_says_why(asr: FasterWhisperAsr) -> None:
    for audio in (Audio(np.zeros(16_000, dtype=np.float32), 16_000), Audio(np.zeros(0), 8_000)):
        found = asr.transcribe(audio)
        assert found.text == "" and found.reason == "no speech" and found.words == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Please denoise the tenor solo, make it binaural and then play it.", "make it binaural"),
        ("Clean up tio paulo, please.", "tio paulo"),
    ],
)
def test_words_that_are_expected_are_heard(
    asr: FasterWhisperAsr, settings: Settings, said: str, words: str
) -> None:
    audio = joined_speech(make_voice("hibari", settings.voice, settings.openai, load_path), said)
    expected = f"tio paulo, {settings.asr.vocabulary}"
    assert words not in plain(asr.transcribe(audio).text)
    assert words in plain(asr.transcribe(audio, vocabulary=expected).text)
    assert words in plain(asr.transcribe(audio, vocabulary=expected, words=True).text)


def test_words_that_are_expected_are_not_made_up(
    asr: FasterWhisperAsr, settings: Settings, beckett: Audio
) -> None:
    expected = settings.asr.vocabulary
    assert word_errors(TEXTS["beckett"], asr.transcribe(beckett, vocabulary=expected).text) <= 0.1
    for clip in itertools.islice(noises(seconds=3.0, each=1), 12):
        assert asr.transcribe(clip.audio, vocabulary=expected).text == "", clip.name


@pytest.mark.parametrize("mark", ["<|startoftranscript|>", "<|endoftext|>", "日本語", "😀"])
def test_no_sign_among_the_expected_words_stops_the_decoder(
    asr: FasterWhisperAsr, beckett: Audio, mark: str
) -> None:
    expected = ", ".join([mark] * 40)
    assert word_errors(TEXTS["beckett"], asr.transcribe(beckett, vocabulary=expected).text) <= 0.1


def test_cancelling_stops_between_pieces(asr: FasterWhisperAsr, two_cities: Audio) -> None:
    cancel = Cancel()
    with pytest.raises(Cancelled):
        asr.transcribe(two_cities, cancel=cancel, on_progress=lambda fraction: cancel.set())


def test_threads_take_turns(asr: FasterWhisperAsr, beckett: Audio) -> None:
    short = Audio(beckett.samples[: int(1.5 * beckett.rate)], beckett.rate)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(asr.transcribe(short).text)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3 and len(set(found)) == 1 and "tried" in found[0]


def test_a_language_the_model_does_not_know_is_refused(
    asr: FasterWhisperAsr, beckett: Audio
) -> None:
    with pytest.raises(AgentError, match="English only"):
        asr.transcribe(beckett, language="de")


def test_a_broken_model_is_named_with_a_remedy(
    tmp_path: Path, settings: Settings, silero: Path, beckett: Audio
) -> None:
    folder = tmp_path / "whisper"
    shutil.copytree(load_path("whisper-tiny-en"), folder)
    (folder / "model.bin").write_bytes(b"not a model")
    with pytest.raises(AgentError, match="cannot load the speech model"):
        FasterWhisperAsr(folder, settings.asr, silero).transcribe(beckett)


def test_a_language_that_is_no_code_is_named_with_a_remedy(
    settings: Settings, silero: Path, beckett: Audio
) -> None:
    german = replace(settings.asr, language="german")
    with pytest.raises(AgentError, match=r"german.*de"):
        FasterWhisperAsr(load_path("whisper-tiny-en"), german, silero).transcribe(beckett)


def test_the_full_window_is_a_setting(settings: Settings, silero: Path, beckett: Audio) -> None:
    full = replace(settings.asr, margin_seconds=30.0)
    asr = FasterWhisperAsr(load_path("whisper-tiny-en"), full, silero)
    assert word_errors(TEXTS["beckett"], asr.transcribe(beckett).text) <= 0.1


def test_a_glance_tells_early_what_the_words_look_like(
    settings: Settings, silero: Path, beckett: Audio
) -> None:
    """Told at most once, before the words are sure; what is sure at a glance needs no telling."""
    asr = FasterWhisperAsr(load_path("whisper-tiny-en"), settings.asr, silero)
    part = Audio(beckett.samples[: int(3.3 * beckett.rate)], beckett.rate)
    seen: list[Hypothesis] = []
    found = asr.transcribe(part, on_glance=seen.append)
    assert "ever failed" in plain(found.text) and found.ending is not None
    assert len(seen) <= 1 and all(each.ending is not None for each in seen)
    for each in seen:
        assert word_errors(found.text, each.text) <= 0.5
