"""A piece is played otherwise: what people say of its instruments, its halves and its end."""

from __future__ import annotations

import dataclasses

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue import arranging
from voice_agent.units import Exchange

TUNE = ("audio/1d2c3b4a.wav", "music: happy pop, G major")
PLAYING = ["flute", "guitar", "electric bass", "music box", "drums"]


def composed(description: str = "compose a cheerful tune") -> Context:
    """After a piece whose key, tempo and players are known."""
    context = after(Context(), description, TUNE)
    data = {"key": "G major", "tempo": 100.0, "instruments": PLAYING}
    last = context.exchanges[-1]
    told = dataclasses.replace(last.results[-1], data=data)
    exchange = Exchange(last.turn, last.query, last.reply, last.plan, (*last.results[:-1], told))
    return dataclasses.replace(context, exchanges=(*context.exchanges[:-1], exchange))


@pytest.mark.parametrize(
    ("said", "described"),
    [
        ("the drums are way too loud", "cheerful tune, much quieter drums"),
        ("ok kinda goes hard but I can't hear the guitar", "cheerful tune, louder guitar"),
        ("turn the bass down a touch", "cheerful tune, a bit quieter bass"),
        ("nice, but lose the drums altogether", "cheerful tune, without drums"),
        ("could a cello come in halfway through?", "cheerful tune, cello in the second half"),
        (
            "Could the second half get warmer, with a clarinet perhaps",
            "cheerful tune, clarinet in the second half",
        ),
        ("the ending is a bit too loud", "cheerful tune, quieter at the end"),
        ("no drums in the first half, please", "cheerful tune, without drums in the first half"),
        ("it stops too suddenly", "cheerful tune, fading out"),
        ("can it loop cleanly? I hear a click when it goes back round", "cheerful tune, loop"),
        ("the plinky thing's doing my head in", "cheerful tune, without music box"),
        (
            "that plinky thing is awful, swap it for a harp",
            "cheerful tune with harp, without music box",
        ),
        ("make it build up towards the end", "cheerful tune, quieter in the first half"),
        ("about twenty faster still, and louder drums", "cheerful tune, louder drums, 120 bpm"),
        ("calm it down, it's for the news", "calm tune"),
        (
            "bring it up to about ninety beats a minute and leave everything else alone",
            "cheerful tune, 90 bpm",
        ),
        ("make it twice as fast", "cheerful tune, 200 bpm"),
        ("the guitar comes in too early", "cheerful tune, guitar later"),
    ],
)  # fmt: skip
def test_a_piece_is_played_as_people_say(said: str, described: str) -> None:
    assert calls(plan(said, composed())) == [("compose_music", described)]


def test_levels_add_up_and_take_each_other_back() -> None:
    once = arranging.arranged("tune", "the drums are too loud")
    assert once == "tune, quieter drums"
    assert arranging.arranged(once, "quieter drums") == "tune, much quieter drums"
    assert arranging.arranged(once, "now I can't hear the drums") == "tune"


def test_what_was_left_out_comes_back() -> None:
    bare = arranging.arranged("tune with a cello", "without drums")
    assert bare == "tune with a cello, without drums"
    assert arranging.arranged(bare, "I miss the drums") == "tune with a cello with drums"


def test_a_new_loop_is_a_loop() -> None:
    found = calls(plan("make me a loop for a dungeon level, with a cello, twenty seconds"))
    assert found[0][0] == "compose_music" and "loop" in found[0][1] and found[0][2] == 20


def test_a_piece_that_goes_round_already_is_told_so() -> None:
    found = plan("can it loop?", composed("compose a cheerful loop"))
    assert not found.steps and "so already" in found.reply


@pytest.mark.parametrize(
    "said",
    ["the guitar is perfect", "is that a flute?", "play it again", "how many drums are there?",
     "what key is it in?"],
)  # fmt: skip
def test_remarks_and_questions_change_nothing(said: str) -> None:
    assert arranging.arranged("tune", said, PLAYING) == "tune"
    assert "compose_music" not in [step.tool for step in plan(said, composed()).steps]


@pytest.mark.parametrize(
    ("said", "described"),
    [
        ("try it as a march", "march, cheerful tune"),
        ("The guitar's nice but the bass is muddy, can you take it out",
         "cheerful tune, without bass"),
        ("the guitar is fine but the drums, could you turn them down",
         "cheerful tune, quieter drums"),
        ("nice, but the bride wants it in waltz time and a little quicker",
         "waltz, cheerful tune, a little quicker"),
        ("take it down to D so I can play along", "cheerful tune in D major"),
        ("do it in E then, and keep the rest", "cheerful tune in E major"),
        ("the guitar is too syrupy, swap it for a harp and keep everything else",
         "cheerful tune with harp, without guitar"),
        ("too slow though, bump it up a bit and stick a harmonica in",
         "cheerful tune with harmonica, faster"),
    ],
)  # fmt: skip
def test_a_piece_becomes_another_kind_or_key(said: str, described: str) -> None:
    assert calls(plan(said, composed()))[0][:2] == ("compose_music", described)
