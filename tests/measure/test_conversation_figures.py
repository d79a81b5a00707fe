"""The measurements of a conversation, on little sound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.hear.endpoint import EndOfTurn
from voice_agent.measure.bench.barge_in import talk
from voice_agent.measure.bench.endpointing import Pause, Traced, first_end
from voice_agent.measure.bench.live_soak import slope
from voice_agent.measure.bench.live_soak import soak as soak_in_real_time
from voice_agent.measure.bench.soak import soak, speech
from voice_agent.measure.data.rooms import Acoustics, SimulatedRoom, response
from voice_agent.measure.data.turn_cases import Case, of_words
from voice_agent.measure.report.table import Report
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.units import Ending, Word

RATE = 16_000


@pytest.fixture(scope="module")
def reader() -> np.ndarray:
    return to_16k(files.read(load_path("people-recordings") / "two_cities.wav"))


@pytest.fixture(scope="module")
def requests() -> list[np.ndarray]:
    return speech(Settings())


def test_a_held_up_sentence_has_its_pause_and_then_goes_on(reader: np.ndarray) -> None:
    said = "one two three four. five six seven eight, nine ten."
    words = [
        Word(text, 0.3 + 0.5 * index, 0.6 + 0.5 * index, 1.0)
        for index, text in enumerate(said.split())
    ]
    made = of_words("x", reader[: 8 * RATE], words, np.random.default_rng(1), 3)
    held = [case for case in made if case.held]
    assert held
    assert any(case.held is None for case in made)
    for case in held:
        assert case.held is not None
        low, high = case.held
        assert 0.3 <= high - low <= 1.5 and high < case.end
        assert len(case.samples) / RATE > case.end + 3.0


def test_the_first_pause_that_is_long_enough_ends_the_turn() -> None:
    case = Case("x", np.zeros(RATE, np.float32), 3.0, (1.0, 2.0))
    sure, held = Ending(0.95, 0.0, 0.03), Ending(0.02, 0.6, 0.01)
    pauses = (
        Pause(1.0, 1.1, 2.0, 0.9, held, 0.03, 0.06),
        Pause(3.0, 3.1, None, 0.97, sure, 0.03, 0.06),
    )
    settings = Settings().endpoint
    policy = EndOfTurn(settings)
    end = first_end(policy, Traced(case, pauses))
    assert end is not None and end[0].begin == 3.0
    assert end[1] == pytest.approx(settings.done_ms / 1000)
    hasty = EndOfTurn(replace(Settings().endpoint, engine="silence", silence_ms=300))
    end = first_end(hasty, Traced(case, pauses))
    assert end is not None and end[0].begin == 1.0


def test_a_room_leaks_as_much_as_it_says() -> None:
    random = np.random.default_rng(4)
    room = Acoustics(leak=-12.0, delay=0.1, noise=-120.0, seed=3)
    sound = (0.1 * random.standard_normal(4 * RATE)).astype(np.float32)
    played = iter(sound.reshape(-1, 320))
    source = SimulatedRoom(room, lambda _: next(played), lambda *_: None, seconds=3.9)
    heard = []
    while (frame := source.read(0.0)) is not None:
        heard.append(frame.samples)
    level = 20 * np.log10(np.std(np.concatenate(heard)[RATE:]) / np.std(sound))
    assert level == pytest.approx(-12.0, abs=1.5)
    assert 20 * np.log10(np.sqrt(np.square(response(room)).sum())) == pytest.approx(-12.0, abs=0.1)


def test_it_is_silent_when_interrupted_and_not_by_itself(reader: np.ndarray) -> None:
    """The reader's words come from the loudspeaker, an actor interrupts them."""
    actor = to_16k(files.read(load_path("people-recordings") / "beckett.wav"))
    loud = actor[round(0.5 * RATE) : round(1.6 * RATE)]
    loud = loud * np.float32(0.05 / np.std(loud))
    speech = [(0.1 * reader[: 8 * RATE] / np.std(reader)).astype(np.float32)]
    trial = talk(Settings(), speech, [loud], -12.0, 8.0)
    assert trial.attempts == 1 and len(trial.waits) == 1
    assert trial.interrupted_itself == []


def test_a_soak_loses_no_frame_and_no_turn(requests: list[np.ndarray]) -> None:
    row = soak(Settings(), requests[:1], 60.0, Report())
    assert row["missing frames"] == 0 and row["worst gap ms"] < 0.01
    assert row["frames"] >= 3000 and row["spoken"] >= 1
    assert row["answered"] == row["spoken"]
    assert row["memory MB, start"] > 0 and row["end"] > 0


def test_a_talk_of_its_own_is_spoken_to_and_looked_at(requests: list[np.ndarray]) -> None:
    [row] = soak_in_real_time(requests[:1], 1.0, Report()).rows
    assert row["spoken"] == row["answered"] == 1
    assert row["memory MB, start"] > 100
    assert row["processor %"] > 0


def test_growth_is_a_slope_by_the_hour() -> None:
    points = [(10.0 * index, 500.0 + index) for index in range(20)]
    assert slope(points) == pytest.approx(360.0)
