"""Questions about the assistant itself are answered, though they sound like work or orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import INTERVIEW, NOON, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import small, talk
from voice_agent.think.offline.reading import Clause

ONE = Context().with_resource(INTERVIEW)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is it safe to play you something confidential?", "stays on this machine"),
        ("Does any of this get sent off to the internet?", "stays on this machine"),
        ("Can my mum see what I've asked you?", "stays on this machine"),
        ("Will my recordings be used to train anything?", "stays on this machine"),
        ("Do you still work with the wifi switched off?", "on this machine"),
        ("Do I need to wait for the beep?", "Just speak"),
        ("Do I have to press a key before I talk?", "push-to-talk"),
        ("Can I type to you rather than talk?", "/mode text"),
        ("Can I interrupt you while you're talking?", "Escape"),
        ("What do I say if I want you to stop?", "Escape"),
        ("Which microphone are you using?", "/device"),
        ("Which model are you running on under the hood?", "Whisper"),
        ("Which file formats can you handle?", "FLAC"),
        ("What's the longest clip you can create in one go?", "five minutes"),
        ("How would I go about undoing something you did?", "undo that"),
        ("Can you do two jobs at the same time?", "one after the other"),
        ("Where do I change the settings?", "default.toml"),
        ("How many different voices can you do?", "/voice"),
        ("Is there an Irish voice on offer at all?", "/voice"),
        ("Do you have a kid's voice?", "/voice"),
        ("Would you follow me if I talked to you in Gaelic?", "in English"),
        ("Do you need an account or a subscription?", "free software"),
        ("Did a company make you, or some fellow in a shed?", "wrote me"),
        ("Can you do voices, like a grumpy old man, or is that beyond you?", "/voice"),
        ("Can you still hear me if I stand over by the window?", "I'm here"),
        ("You've misunderstood me three times now.", "I'm sorry"),
        ("Remind me where we left off yesterday.", "main.py sessions"),
    ],
)
def test_a_question_about_the_assistant_is_answered(question: str, answer: str) -> None:
    found = plan(question, ONE)
    assert (found.kind, found.steps) == ("chat", ())
    assert answer in found.reply


@pytest.mark.parametrize(
    "wish",
    [
        "can you hear me breathing in the recording",
        "did the noise in the interview make you think of rain",
        "how many voices are in the recording",
        "how many voices are there in the interview",
        "are there any other voices on the tape",
        "is there a voice in it",
        "which voice is the loud one",
        "can you speak this sentence in Spanish",
        "what languages are spoken in the interview",
        "play the beep again",
        "can you hear a dog in it",
        "undo that",
        "stop",
        "record the signal for ten seconds",
        "make the sound of a modem that goes online",
        "say: do I have to press a key?",
        "is there a woman's voice in there",
        "find the longest sound",
        "what engine is this",
        "what speakers can you hear",
        "can I write a caption for it",
        "can you make the sound of an internet modem",
        "does he mention the cost",
        "are there any instructions in the recording",
        "how about we go back to the first one",
        "how long can you hear the dog",
    ],
)
def test_wishes_are_not_taken_for_questions_about_it(wish: str) -> None:
    assert small.answered(wish, NOON) == ""


@pytest.mark.parametrize(
    "wish", ["Would you be able to clean it up?", "Are you able to clean that?"]
)
def test_a_polite_order_is_none(wish: str) -> None:
    assert calls(plan(wish, ONE)) == [("enhance_speech", INTERVIEW.path)]


@pytest.mark.parametrize("question", ["Did somebody write your answers?", "Are we leaving now?"])
@pytest.mark.parametrize("act", ["goodbye", "mute", "mode"])
def test_a_question_that_is_misread_ends_nothing(question: str, act: str) -> None:
    assert not talk.answer(Clause(act, question, 0.9), ONE, NOON, {}).effects


@given(st.text(max_size=250))
def test_any_text_may_be_asked(text: str) -> None:
    assert isinstance(small.answered(text, NOON), str)
