"""The clock of a stream, of which callbacks tell late."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.sound.stream_clock import StreamClock


def test_late_callbacks_do_not_move_what_is_heard() -> None:
    random = np.random.default_rng(3)
    clock = StreamClock()
    errors = []
    for number in range(1000):
        stream = 5.0 + 0.01 * number
        late = random.exponential(0.004)  # the interpreter was busy
        told = clock.moment(stream + 0.03, stream, stream + 100.0 + late)
        errors.append(abs(told - (stream + 100.03)))
    assert max(errors[100:]) < 0.001


def test_clocks_that_drift_apart_are_followed() -> None:
    clock = StreamClock()
    for number in range(6000):
        stream = 0.01 * number
        told = clock.moment(stream, stream, stream * 1.0005)
    assert told == pytest.approx(stream * 1.0005, abs=0.001)


def test_another_clock_is_taken_up_at_once() -> None:
    clock = StreamClock()
    clock.moment(50.0, 50.0, 60.0)
    assert clock.moment(1.0, 1.0, 61.0) == pytest.approx(61.0)
    assert clock.moment(300.0, 300.0, 62.0) == pytest.approx(62.0)
