from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.acknowledge import PHRASES, Acknowledger, choose
from voice_agent.events import Replied, StepStarted, TurnEnded
from voice_agent.interjections import Admitted, Attention, interjection, sounds_like
from voice_agent.units import Outcome, Step, ToolSignature


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Go on.", "go on"),
        ("Okay, please continue.", "go on"),
        ("Stop!", "stop"),
        ("No, never mind.", "stop"),
        ("Stop listening.", "sleep"),
        ("Wake up, please.", "wake"),
        ("Go on and clean the recording.", ""),
        ("Stop the music after ten seconds.", ""),
        ("", ""),
    ],
)
def test_words_that_steer_the_conversation(text: str, kind: str) -> None:
    assert interjection(text) == kind


def test_with_a_wake_phrase_only_what_begins_with_it_is_heard() -> None:
    attention = Attention("hey computer", patience=30.0)
    assert attention.admit("What a nice day.", 0.0) == Admitted()
    assert attention.admit("Hey, Computer! Play it.", 1.0) == Admitted("Play it.")
    assert attention.admit("Louder.", 20.0) == Admitted("Louder.")  # the exchange goes on
    assert attention.admit("Louder.", 60.0) == Admitted()  # it fell asleep
    assert attention.admit("Hey computer.", 61.0).say


def test_a_wake_phrase_in_any_alphabet_is_waited_for() -> None:
    attention = Attention("привет компьютер", patience=30.0)
    assert attention.admit("Какая погода?", 0.0) == Admitted()
    assert attention.admit("Привет, компьютер! Который час?", 0.0).text == "Который час?"


def test_the_wake_phrase_as_a_recogniser_writes_it() -> None:
    for heard in ("A computer, play it.", "Hey computers play it.", "Hay computer, play it."):
        assert Attention("hey computer", patience=9.0).admit(heard, 0.0).text == "play it."


def test_it_stops_listening_when_told_and_wakes_when_told() -> None:
    attention = Attention("", patience=30.0)
    assert attention.admit("Stop listening.", 0.0).say
    assert attention.admit("Play it.", 1.0) == Admitted()
    assert attention.admit("Wake up.", 2.0).say
    assert attention.admit("Play it.", 3.0) == Admitted("Play it.")


@given(st.text(max_size=60), st.sampled_from(["", "hey computer", "ok"]))
def test_no_text_disturbs_the_attention(text: str, phrase: str) -> None:
    admitted = Attention(phrase, patience=5.0).admit(text, 1.0)
    assert not (admitted.text and admitted.say)
    interjection(text)


def test_its_own_voice_is_known_again() -> None:
    said = "I took the noise out of the recording, and it sounds much clearer now."
    assert sounds_like("the noise out of the recording and", said)
    assert not sounds_like("what time is it", said)


def tool(name: str, family: str) -> ToolSignature:
    return ToolSignature(name, family, "", {})


class Clockless(Acknowledger):
    """Its timer runs out when the test says so."""

    def run_out(self) -> None:
        timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.function(*timer.args)


def test_one_acknowledgement_a_turn_and_none_when_the_answer_is_there() -> None:
    said: list[tuple[str, int]] = []
    tools = {"clean": tool("clean", "audio-to-audio"), "play": tool("play", "session")}
    acknowledger = Clockless(tools, lambda *what: said.append(what), delay=60.0)
    acknowledger.on_event(StepStarted(1, 1, Step("clean")))
    acknowledger.run_out()
    acknowledger.on_event(StepStarted(1, 2, Step("clean")))
    acknowledger.run_out()
    assert len(said) == 1 and said[0][0] in PHRASES["audio"]
    acknowledger.on_event(StepStarted(2, 1, Step("clean")))
    acknowledger.on_event(Replied(2))
    acknowledger.run_out()
    acknowledger.on_event(StepStarted(3, 1, Step("play")))
    acknowledger.run_out()
    assert len(said) == 1
    acknowledger.on_event(StepStarted(4, 1, Step("clean")))
    acknowledger.on_event(TurnEnded(5, Outcome.EMPTY))  # somebody coughed
    acknowledger.run_out()
    assert len(said) == 2


def test_no_phrase_comes_twice_in_a_row() -> None:
    chance, before = random.Random(1), ""
    for _ in range(50):
        phrase = choose("audio-to-text", before, chance)
        assert phrase != before and phrase in PHRASES["text"]
        before = phrase
