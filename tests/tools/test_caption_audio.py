"""Recordings in a sentence or two, and nothing in them that was not heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.errors import Cancelled
from voice_agent.sound.yamnet import SoundClassifier, read_labels
from voice_agent.tools._caption import caption as attachment_caption
from voice_agent.tools._clauses import does
from voice_agent.tools._events import LEVEL_STEP, Event
from voice_agent.tools._said import said
from voice_agent.tools._scene import Talk, caption
from voice_agent.tools.caption_audio import caption_audio
from voice_agent.units import Audio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.conftest import Workbench

RATE = 16_000
LABELS = read_labels(load_path("yamnet") / "yamnet_class_map.csv")


def levels(seconds: float, level: float = -25.0) -> np.ndarray:
    return np.full(round(seconds / LEVEL_STEP), level, np.float32)


def test_who_speaks_in_what_language_and_what_is_said(bench: Workbench, speech: Audio) -> None:
    text = caption_audio(bench.context, bench.take(speech)).text or ""
    assert text.startswith('A man speaks in English: "Ever tried')
    assert "fail" in text.lower()


def test_a_sound_that_is_no_speech(bench: Workbench) -> None:
    time = np.arange(5 * RATE) / RATE
    alarm = 0.2 * np.sin(2 * np.pi * 3100 * time) * (time % 0.25 < 0.12)
    text = caption_audio(bench.context, bench.take(Audio(alarm.astype(np.float32), RATE))).text
    assert text == "A smoke alarm beeps throughout."


def test_silence(bench: Workbench) -> None:
    quiet = Audio(np.zeros((2 * RATE, 1), np.float32), RATE)
    assert caption_audio(bench.context, bench.take(quiet)).text == "It is silent."


@pytest.mark.parametrize("seconds", [0.1, 0.7])
def test_short_recordings_get_a_sentence(bench: Workbench, seconds: float) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, round(seconds * RATE)).astype(np.float32)
    text = caption_audio(bench.context, bench.take(Audio(noise, RATE))).text or ""
    assert text.endswith(".")


def test_a_cancelled_turn_stops(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        caption_audio(bench.context, path)


def test_attachments_are_told_in_the_same_words(people: Path) -> None:
    classifier = SoundClassifier(load_path("yamnet"))
    assert attachment_caption(classifier, people / "beckett.wav") == "someone speaks"


@pytest.mark.parametrize(
    ("events", "talk", "text"),
    [
        ([Event("Speech", 0, 10, 0.9), Event("Rain", 0, 10, 0.8)],
         Talk("a man", "in English", "Good morning everybody"),
         'A man speaks in English while rain falls in the background: "Good morning everybody".'),
        ([Event("Speech", 0, 10, 0.9), Event("Dog", 8, 9, 0.8)], Talk("a woman"),
         "A woman speaks, and a dog is heard towards the end."),
        ([Event("Rain", 0, 10, 0.9), Event("Thunder", 3, 4, 0.8), Event("Thunder", 8, 9, 0.8)],
         None, "Rain falls throughout, and thunder rumbles twice."),
        ([Event("Doorbell", 0, 1, 0.9), Event("Bark", 3, 5, 0.8), Event("Speech", 6, 9, 0.7)],
         Talk("several people"),
         "A doorbell rings, then a dog barks, then several people speak."),
        ([Event("Doorbell", 0, 1, 0.9), Event("Speech", 3, 9, 0.8), Event("Rain", 0, 10, 0.9)],
         Talk("a woman", "in English", "Come in!"),
         'Rain falls throughout, and a doorbell rings, then a woman speaks in English '
         '("Come in!").'),
        ([Event("Speech", 0, 10, 0.9), Event("Bark", 2, 3, 0.8), Event("Slam", 6, 7, 0.8)],
         Talk("a man", "in English", "Stay here."),
         'A man speaks in English: "Stay here." A dog barks, then a door slams.'),
        ([Event("Doorbell", 0, 1, 0.9), Event("Bark", 3, 5, 0.8)], None,
         "A doorbell rings, then a dog barks."),
        ([Event("Bark", 3, 5, 0.8), Event("Car", 3, 6, 0.8)], None,
         "A car drives while a dog barks."),
        ([], None, ""),
    ],
)  # fmt: skip
def test_scenes_in_words(events: list[Event], talk: Talk | None, text: str) -> None:
    assert caption(events, 10.0, levels(10), talk=talk) == text


def test_faint_sounds_are_said_to_be_faint() -> None:
    loudness = levels(10, -60.0)
    loudness[:100] = -20.0  # two seconds of speech
    events = [Event("Speech", 0, 2, 0.9), Event("Engine", 0, 10, 0.9)]
    text = caption(events, 10.0, loudness)
    assert text == "Someone speaks at the beginning while an engine runs faintly in the background."


@given(
    st.lists(
        st.tuples(st.integers(0, 520), st.floats(0, 28), st.floats(0.1, 10), st.floats(0.3, 1)),
        max_size=8,
    )
)
def test_nothing_is_told_that_was_not_found(
    found: list[tuple[int, float, float, float]],
) -> None:
    events = [
        Event(LABELS[index], start, min(30.0, start + length), score)
        for index, start, length, score in found
    ]
    text = caption(events, 30.0, levels(30))
    assert bool(text) == bool(events)
    assert not text or (text[0].isupper() or not text[0].isalpha())
    names = sorted((said(label) for label in LABELS), key=len, reverse=True)
    rest = text.lower()
    for event in events:
        rest = rest.replace(does(event.label), "")
        rest = rest.replace(said(event.label).lower().removeprefix("a ").removeprefix("an "), "")
    told = [name for name in names if len(name) > 9 and f" {name.lower()}" in rest]
    assert not told or {"someone speaking"} >= set(told)
