""" "Repeat that" after a sound that was the answer: the sound itself, or the words of it."""

from __future__ import annotations

import pytest

from tests.think.planners import NOON, after, calls
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Plan, Query

SPOKEN = after(Context(), "say good morning to everybody", ("audio/0a0b0c0d.wav", "speech"))
SUNG = after(Context(), "sing happy birthday to Anna", ("audio/1a1b1c1d.wav", "a song"))
MADE = after(Context(), "make the sound of rain", ("audio/2a2b2c2d.wav", "sound: rain"))


@pytest.fixture(scope="module")
def planner() -> OfflinePlanner:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    return OfflinePlanner(signatures, clock=lambda: NOON)


def said(planner: OfflinePlanner, text: str, context: Context) -> Plan:
    return planner.plan(Query(2, text), context, Cancel())


@pytest.mark.parametrize("words", ["Can you repeat that?", "repeat that please", "pardon?"])
def test_what_was_said_or_sung_is_let_hear_once_more(planner: OfflinePlanner, words: str) -> None:
    for context in (SPOKEN, SUNG):
        assert calls(said(planner, words, context)) == calls(context.exchanges[-1].plan)


@pytest.mark.parametrize(
    "words", ["what did you say?", "sorry, what was that?", "What was the last thing you said?"]
)
def test_who_asks_what_was_said_is_told_the_words(planner: OfflinePlanner, words: str) -> None:
    found = said(planner, words, SPOKEN)
    assert (found.steps, found.reply) == ((), 'It was: "good morning to everybody"')


def test_a_song_is_sung_again_after_other_work(planner: OfflinePlanner) -> None:
    context = after(SUNG, "make the sound of rain", ("audio/2a2b2c2d.wav", "sound: rain"))
    again = planner.plan(Query(3, "sing it again but slower"), context, Cancel())
    assert calls(again) == [("sing", "happy birthday to Anna, slower")]


def test_an_answer_in_words_is_repeated_in_words(planner: OfflinePlanner) -> None:
    found = said(planner, "can you repeat that?", MADE)
    assert (found.steps, found.reply) == ((), MADE.last_reply)
