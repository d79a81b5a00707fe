"""Sounds that real devices make to a standard, people speaking, silence, and long files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools.detect_sounds import detect_sounds
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

RATE = 16_000


def smoke_alarm(seconds: float) -> np.ndarray:
    """A sounder of 3.1 kHz switched on and off, as smoke detectors have it."""
    time = np.arange(round(seconds * RATE)) / RATE
    return 0.4 * np.sin(2 * np.pi * 3100 * time) * (time % 0.25 < 0.12)


def busy_tone(seconds: float) -> np.ndarray:
    """480 and 620 Hz, half a second on and off: the North American busy signal."""
    time = np.arange(round(seconds * RATE)) / RATE
    tones = np.sin(2 * np.pi * 480 * time) + np.sin(2 * np.pi * 620 * time)
    return 0.2 * tones * (time % 1 < 0.5)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def sound(*parts: np.ndarray) -> Audio:
    return Audio(np.concatenate(parts).astype(np.float32), RATE)


def test_a_smoke_alarm_and_a_busy_tone_are_named_with_their_times(bench: Workbench) -> None:
    path = bench.take(sound(silence(2), smoke_alarm(4), silence(3), busy_tone(5), silence(1)))
    output = detect_sounds(bench.context, path)

    events = {event["label"]: event for event in output.data["events"]}
    assert set(events) == {"Smoke detector, smoke alarm", "Busy signal"}
    alarm = events["Smoke detector, smoke alarm"]
    assert (alarm["start"], alarm["end"]) == pytest.approx((2, 6), abs=0.3)
    busy = events["Busy signal"]
    assert (busy["start"], busy["end"]) == pytest.approx((9, 14), abs=0.6)
    assert output.text is not None
    assert "a smoke alarm from 2 to 6" in output.text


def test_a_person_speaking_is_heard_as_that(bench: Workbench, speech: Audio) -> None:
    output = detect_sounds(bench.context, bench.take(speech))
    assert [event["label"] for event in output.data["events"]] == ["Speech"]
    assert output.text == "I hear someone speaking throughout."


def test_the_picture_shows_the_classes_over_time(bench: Workbench, speech: Audio) -> None:
    (artifact,) = detect_sounds(bench.context, bench.take(speech)).artifacts
    assert artifact.kind == "image"
    with Image.open(bench.session.directory / artifact.path) as picture:
        assert picture.width >= 600


def test_silence_is_said_to_be_silent(bench: Workbench) -> None:
    output = detect_sounds(bench.context, bench.take(sound(silence(3))))
    assert output.data == {"events": []}
    assert output.text == "It is silent: I hear nothing in it."


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44_100, 2), (192_000, 1), (48_000, 6)])
def test_any_rate_and_channel_count(bench: Workbench, rate: int, channels: int) -> None:
    time = np.arange(3 * rate) / rate
    alarm = 0.4 * np.sin(2 * np.pi * 3100 * time) * (time % 0.25 < 0.12)
    audio = Audio(np.repeat(alarm[:, None], channels, axis=1).astype(np.float32), rate)
    events = detect_sounds(bench.context, bench.take(audio)).data["events"]
    assert events[0]["label"] == "Smoke detector, smoke alarm"
    assert events[0]["end"] <= 3.0


def test_a_tenth_of_a_second_is_enough_to_answer(bench: Workbench) -> None:
    output = detect_sounds(bench.context, bench.take(sound(smoke_alarm(0.1))))
    assert output.text


def test_a_long_recording_is_heard_in_pieces_with_progress(bench: Workbench) -> None:
    path = bench.take(sound(silence(100), smoke_alarm(5), silence(60)))
    output = detect_sounds(bench.context, path)
    (event,) = output.data["events"]
    assert (event["start"], event["end"]) == pytest.approx((100, 105), abs=0.3)
    fractions = [fraction for fraction, _ in bench.reports if fraction is not None]
    assert len(fractions) > 10
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)


def test_a_cancelled_turn_stops_listening(bench: Workbench) -> None:
    path = bench.take(sound(silence(3)))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        detect_sounds(bench.context, path)


def test_an_unknown_path_is_explained(bench: Workbench) -> None:
    with pytest.raises(AgentError, match="no file"):
        detect_sounds(bench.context, "audio/none.wav")
