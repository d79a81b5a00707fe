"""Turns cut to the sample: scripted detectors, and a ramp for sound, so that every sample
says where it was."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.hear.endpoint import EndOfTurn
from voice_agent.hear.frames import RATE
from voice_agent.hear.push_to_talk import PushToTalkTurns
from voice_agent.hear.turns import (
    HandsFreeTurns,
    TurnNews,
    TurnOver,
    TurnPaused,
    TurnResumed,
    TurnStarted,
    TurnStill,
)
from voice_agent.hear.vad import Voicing
from voice_agent.settings import EndpointSettings, VadSettings
from voice_agent.units import AudioFrame

VAD = VadSettings(start_ms=100, release_ms=160, pre_roll_ms=300, minimum_speech_ms=200)
ENDPOINT = EndpointSettings(done_ms=240, alone_ms=240, pause_limit_ms=1000, turn_limit=20.0)
SIZE = 320


def frame(index: int) -> AudioFrame:
    samples = np.arange(index * SIZE, (index + 1) * SIZE, dtype=np.float32)
    return AudioFrame(samples, index * SIZE / RATE)


class Script:
    """Feeds ``#`` for speech and ``.`` for silence; remembers what happened at which frame.
    ``done`` is what Smart Turn says at each pause; None: nothing."""

    def __init__(self, turns: HandsFreeTurns | PushToTalkTurns, done: float | None = None) -> None:
        self.turns = turns
        self.done = done
        self.index = 0
        self.news: list[tuple[int, TurnNews]] = []

    def play(self, script: str) -> Script:
        for mark in script:
            voicing = Voicing(mark == "#", 0.9 if mark == "#" else 0.0)
            for item in self.turns.step(frame(self.index), voicing):
                self.news.append((self.index, item))
                if isinstance(item, TurnPaused):
                    self.turns.tell(item.cut, done=self.done)
            self.index += 1
        return self

    def only(self, kind: type) -> list[tuple[int, TurnNews]]:
        return [(index, item) for index, item in self.news if isinstance(item, kind)]


def hands_free() -> HandsFreeTurns:
    return HandsFreeTurns(VAD, EndOfTurn(ENDPOINT))


def test_the_utterance_goes_from_the_pre_roll_to_the_pause() -> None:
    script = Script(hands_free(), done=0.9).play("." * 50 + "#" * 30 + "." * 20)
    [(at, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.reason == "done" and over.enough
    assert at == 50 + 30 + 12 - 1  # 240 ms after the last speech
    assert over.cut.speech_start == pytest.approx(50 * 0.02)
    assert over.cut.speech_end == pytest.approx(80 * 0.02)
    assert over.cut.samples[0] == 35 * SIZE  # 300 ms before the speech
    assert over.cut.samples[-1] == 88 * SIZE - 1  # 160 ms after it
    assert np.array_equal(np.diff(over.cut.samples), np.ones(len(over.cut.samples) - 1))


def test_what_was_there_at_the_pause_is_exactly_the_utterance() -> None:
    script = Script(hands_free(), done=0.9).play("#" * 30 + "." * 20)
    [(_, paused)], [(_, over)] = script.only(TurnPaused), script.only(TurnOver)
    assert isinstance(paused, TurnPaused) and isinstance(over, TurnOver)
    assert paused.cut is over.cut


def test_a_pause_inside_a_sentence_does_not_end_the_turn() -> None:
    script = Script(hands_free(), done=0.1).play("#" * 30 + "." * 40 + "#" * 20 + "." * 60)
    assert len(script.only(TurnStarted)) == 1
    assert len(script.only(TurnResumed)) == 1
    [(at, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.reason == "pause limit"
    assert at == 30 + 40 + 20 + 50 - 1
    assert over.cut.speech_end == pytest.approx(90 * 0.02)


def test_every_pause_is_told_once_with_all_that_was_said_before() -> None:
    script = Script(hands_free(), done=0.1).play("#" * 30 + "." * 30 + "#" * 30 + "." * 60)
    told = [item.cut for _, item in script.only(TurnPaused) if isinstance(item, TurnPaused)]
    assert len(told) == 2
    assert len(told[0].samples) == 38 * SIZE and len(told[1].samples) > 38 * SIZE


def test_a_pause_that_goes_on_is_told_with_its_silence() -> None:
    vad = VadSettings(start_ms=100, release_ms=40)
    script = Script(HandsFreeTurns(vad, EndOfTurn(ENDPOINT))).play("#" * 30 + "." * 10)
    [(paused_at, paused)], [(still_at, still)] = script.only(TurnPaused), script.only(TurnStill)
    assert isinstance(paused, TurnPaused) and isinstance(still, TurnStill)
    assert (paused_at, still_at) == (30 + 2 - 1, 30 + 5 - 1)  # 40 and 100 ms
    assert still.cut is paused.cut
    assert len(still.samples) == len(paused.cut.samples) + 3 * SIZE


def test_what_comes_too_late_for_its_pause_ends_nothing() -> None:
    script = Script(hands_free()).play("#" * 30 + "." * 20)
    [(_, paused)] = script.only(TurnPaused)
    assert isinstance(paused, TurnPaused)
    script.play("#" * 10 + "." * 2)
    script.turns.tell(paused.cut, done=0.99)
    script.play("." * 20)
    assert script.only(TurnOver) == []


def test_a_turn_is_speaking_only_while_speech_comes_in() -> None:
    script = Script(hands_free()).play("#" * 30)
    assert script.turns.is_speaking
    script.play(".")
    assert script.turns.is_open and not script.turns.is_speaking


def test_two_turns_in_a_row_share_no_sound() -> None:
    script = Script(hands_free(), done=0.9).play(("#" * 30 + "." * 40) * 2)
    (_, one), (_, two) = script.only(TurnOver)
    assert isinstance(one, TurnOver) and isinstance(two, TurnOver)
    assert two.cut.samples[0] > one.cut.samples[-1]


def test_too_little_speech_is_told_as_such() -> None:
    script = Script(hands_free(), done=0.9).play("#" * 6 + "." * 30)
    [(_, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and not over.enough


def test_a_turn_ends_at_its_limit() -> None:
    script = Script(hands_free()).play("#" * 1100)
    (at, over), *_ = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.reason == "turn limit" and at == 999


def test_closing_ends_an_open_turn_once() -> None:
    turns = hands_free()
    Script(turns).play("#" * 30)
    [over] = turns.close("abandoned")
    assert isinstance(over, TurnOver) and over.reason == "abandoned"
    assert turns.close("abandoned") == [] and not turns.is_open


def test_skipped_frames_are_still_pre_roll() -> None:
    turns = hands_free()
    for index in range(100):
        turns.skip(frame(index))
    script = Script(turns, done=0.9)
    script.index = 100
    script.play("#" * 30 + "." * 20)
    [(_, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.cut.samples[0] == 85 * SIZE


def test_push_to_talk_takes_what_was_said_while_the_key_was_down() -> None:
    turns = PushToTalkTurns(VAD, limit=60)
    script = Script(turns).play("#" * 50)  # talk before the press is not heard
    turns.press(1.0)
    script.play("." * 10 + "#" * 40)
    turns.release(2.0)
    script.play("." * 30)
    assert [type(item).__name__ for _, item in script.news] == [
        "TurnStarted", "TurnPaused", "TurnOver",
    ]  # fmt: skip
    [(at, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.reason == "released"
    assert at == 107  # the tongue was quiet 160 ms after the last word: no need to wait longer
    assert over.cut.speech_end == pytest.approx(2.0)
    assert over.cut.samples[0] == 35 * SIZE


def test_push_to_talk_hears_the_word_that_outlasts_the_key() -> None:
    turns = PushToTalkTurns(VAD, limit=60)
    turns.press(0.0)
    script = Script(turns).play("#" * 50)
    turns.release(1.0)
    script.play("#" * 30)
    [(_, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.cut.end == pytest.approx(1.2)


def test_a_press_in_silence_gives_a_turn_without_speech() -> None:
    turns = PushToTalkTurns(VAD, limit=60)
    turns.press(0.0)
    script = Script(turns).play("." * 50)
    turns.release(1.0)
    script.play("." * 20)
    [(_, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.cut.voiced == 0.0


def test_push_to_talk_ends_by_itself_at_the_limit_and_works_again() -> None:
    turns = PushToTalkTurns(VAD, limit=2.0)
    turns.press(0.0)
    script = Script(turns).play("#" * 150)
    [(at, over)] = script.only(TurnOver)
    assert isinstance(over, TurnOver) and over.reason == "turn limit" and at == 99
    turns.release(3.0)  # the key that is still down goes up: nothing happens
    turns.press(3.2)
    script.play("#" * 40)
    assert turns.is_open


def test_release_without_press_means_nothing() -> None:
    turns = PushToTalkTurns(VAD, limit=60)
    turns.release(0.5)
    assert not Script(turns).play("#" * 100).news
