"""Questions about a file as it is, and about what was asked before."""

from __future__ import annotations

import pytest

from tests.think.planners import after, plan
from voice_agent.think.context import Context
from voice_agent.units import Resource

TALK = Resource(
    "audio/3f0c9d12.wav", "audio", "interview.wav", seconds=12.0, sample_rate=16_000, channels=1
)
MEMO = Resource(
    "audio/9c44aa10.wav", "audio", "memo.wav", seconds=12.0, sample_rate=44_100, channels=2
)
BOTH = Context((TALK, MEMO))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("sample rate?", "It is stereo, 44.1 kilohertz."),
        ("mono or stereo?", "It is stereo, 44.1 kilohertz."),
        ("is it mono or stereo", "It is stereo, 44.1 kilohertz."),
        ("how many channels does it have?", "It is stereo, 44.1 kilohertz."),
        ("what is the sample rate of the interview?", "It is mono, 16 kilohertz."),
        ("is interview.wav mono?", "It is mono, 16 kilohertz."),
    ],
)
def test_the_shape_of_a_file_that_was_handed_over_is_told(question: str, answer: str) -> None:
    found = plan(question, BOTH)
    assert (found.kind, found.reply) == ("chat", answer)


@pytest.mark.parametrize("wish", ["make it mono", "can you make it stereo", "what is stereo?"])
def test_a_wish_for_another_shape_is_no_question_for_it(wish: str) -> None:
    assert "kilohertz" not in plan(wish, BOTH).reply


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What was the first thing I asked you", 'You first said: "clean the memo"'),
        ("what was the last thing that I asked you?", 'You said: "transcribe it"'),
    ],
)
def test_what_was_asked_first_and_last_is_told(question: str, answer: str) -> None:
    context = after(BOTH, "clean the memo", ("audio/aa74a429.wav", "cleaned memo"))
    context = after(context, "transcribe it", said="hello")
    assert plan(question, context).reply == answer
