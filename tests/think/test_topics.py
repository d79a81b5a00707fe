"""Small talk in words that no rule knows: its topic is learnt, its answers are written down."""

from __future__ import annotations

import numpy as np
import pytest

from tests.think.planners import INTERVIEW, after, calls, plan, planner
from voice_agent.think.context import Context
from voice_agent.think.offline.answers.topics import TopicModel, told
from voice_agent.think.offline.planner import OfflinePlanner
from voice_agent.think.offline.reading import ACTS
from voice_agent.units import Query

RAIN = after(Context(), "make ten seconds of rain", ("audio/8e4fcb32.wav", "sound: rain"))


def topics_words(topic: str) -> tuple[str, ...]:
    return told()[topic].says


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("Dude, that was actually sick.", "praise"),
        ("Meh, I've heard better.", "complaint"),
        ("I bombed my chem midterm so bad.", "bad_mood"),
        ("Never mind me, I was talking to the dog.", "not_for_you"),
        ("Hold on, did you just overwrite my original?", "original"),
        ("Why'd that take so long?", "why_slow"),
        ("Are you a lad or a lass, or neither?", "nature"),
        ("Does any of this get sent off to some company?", "privacy"),
        ("Do you still work if the broadband goes down?", "network"),
        ("What's the command for quitting you from the keyboard?", "quit"),
        ("How sure are you about that last part?", "sure"),
        ("No, wait, I meant square feet, not square yards.", "misunderstood"),
    ],
)
def test_small_talk_is_answered_by_its_topic(said: str, topic: str) -> None:
    found = plan(said, Context())
    assert (found.kind, found.steps) == ("chat", ())
    assert found.reply in topics_words(topic)


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("Could you talk, like, twice as fast?", {"speed": 1.2}),
        ("I can barely hear you over the hoover.", {"volume": 6.0}),
        ("Hang on a sec, someone's at the door.", {"stop": True}),
        ("Right, that's me away, cheerio.", {"quit": True}),
    ],
)
def test_what_is_said_in_passing_has_its_effect(said: str, effect: dict[str, object]) -> None:
    query, offline = Query(1, said), planner()
    found = plan(said, Context())
    reply = offline.reply(query, Context(), found, (), lambda _: None)
    assert reply.effects == effect


@pytest.mark.parametrize(
    "said",
    [
        "say good morning to everybody",
        "play something sad, I've had a long day",
        "record me for ten seconds",
        "make the sound of a crowd that says thank you",
    ],
)
def test_work_stays_work(said: str) -> None:
    assert plan(said, Context()).steps


def test_a_correction_of_a_sound_is_no_misunderstanding() -> None:
    assert [call[0] for call in calls(plan("I said hail, not rain", RAIN))] == ["generate_audio"]


def test_the_same_topic_is_answered_in_other_words_next_time() -> None:
    first = plan("Dude, that was actually sick.", Context()).reply
    second = plan("Dude, that was actually sick.", RAIN).reply
    assert first != second and {first, second} <= set(topics_words("praise"))


def test_where_the_newest_file_is_is_told_by_its_path() -> None:
    told_where = plan("Did it actually save, or do I have to tell you to?", RAIN).reply
    assert "audio/8e4fcb32.wav" in told_where and "recordings" in told_where


def test_a_question_for_a_file_lets_other_talk_through() -> None:
    asked = after(Context(), "translate the interview")
    assert asked.pending is not None
    assert plan("where did you save it", asked).reply == "There are no files in this session yet."


def test_a_guess_ends_a_turn_early_only_where_it_is_sure() -> None:
    def standing(said: str) -> str:
        return planner().standing(Query(1, said), Context((INTERVIEW,)))

    assert standing("Never mind me, I was talking to the dog.") == "ready"
    assert standing("Does somebody not") != "ready"
    assert standing("Repeat your") != "ready"  # the reader alone would be sure


def test_every_topic_that_is_learnt_has_an_answer() -> None:
    model = TopicModel(OfflinePlanner({}).model_directory)
    width = model.width
    rng = np.random.default_rng(0)
    for _ in range(200):
        found = model.of(rng.standard_normal(width).astype(np.float32))
        known = told()[found.name]
        assert known.act in ("", *ACTS) and 0.0 <= found.chance <= 1.0
        assert found.name == "work" or known.act or known.says or known.asks


@pytest.mark.parametrize(
    "said",
    [
        "Can you do something about the lamp in the hallway?",
        "Separate my whites from my colours, the hamper's overflowing.",
        "Could you patch the hole in my bike tyre?",
        "Right, take the bins out.",
    ],
)
def test_work_that_is_none_with_sound_is_not_begun(said: str) -> None:
    query = Query(1, said)
    assert plan(said, Context()).kind == "unsupported"
    assert planner().standing(query, Context()) != "open"


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("The sound of a kitchen timer going off.", "generate_audio"),
        ("Take the hiss out, the lamp was buzzing.", "enhance_speech"),
    ],
)
def test_work_with_sound_that_names_such_things_is(said: str, tool: str) -> None:
    assert calls(plan(said, Context().with_resource(INTERVIEW)))[0][0] == tool
