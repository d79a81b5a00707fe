"""Questions about a file as it is, and about what was asked before."""

from __future__ import annotations

import pytest

from tests.think.planners import after, plan
from voice_agent.think.context import Context
from voice_agent.units import Exchange, Plan, Resource, Step, StepResult

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


def _done(tool: str, told: str, data: dict[str, object]) -> Context:
    result = StepResult(1, 1, tool, {"audio": TALK.path}, True, 0.1, (), told, data)
    step = Step(tool, {"audio": TALK.path})
    return BOTH.with_exchange(Exchange(1, "go on", told, Plan(1, "act", (step,)), (result,)))


HEARD = {"events": [{"label": "Wind", "score": 0.45}, {"label": "Dog", "score": 0.649}]}
SAID = {"words": [{"word": " Dr.", "probability": 0.9}, {"word": " ferry.", "probability": 0.452}]}
BARKS = {"label": "Bark", "intervals": [[2.0, 4.2]]}


@pytest.mark.parametrize(
    ("question", "context", "part"),
    [
        ("how do you know it's a dog?", _done("detect_sounds", "A dog.", HEARD), "Dog 0.65"),
        ("are you sure?", _done("detect_sounds", "A dog.", HEARD), "Wind 0.45"),
        ("are you sure about that?", _done("transcribe_speech", "", SAID), "“ferry”, 45 percent"),
        ("how many times?", _done("detect_target_sound", "From 2 to 4.2 s.", BARKS), "one stretch"),
        ("did it help?", _done("enhance_speech", "26 dB quieter.", {}), "26 dB quieter."),
        ("is it any better now?", _done("enhance_speech", "26 dB quieter.", {}), "your ears"),
        ("which one is better?", _done("extract_sound", "I took it out.", {}), "I took it out."),
        ("why two speakers?", _done("separate_speech", "Only one.", {}), "Only one."),
        ("why is it so quiet now?", _done("extract_sound", "I took it out.", {}), "I took it"),
        ("what model did you use for that?", _done("enhance_speech", "", {}), "DeepFilterNet3"),
    ],
)
def test_what_was_found_is_questioned(question: str, context: Context, part: str) -> None:
    found = plan(question, context)
    assert found.kind == "chat" and part in found.reply


@pytest.mark.parametrize(
    "question", ["why are you so slow?", "how do you know what day it is?", "what is 3 times 4?"]
)
def test_a_question_about_another_thing_is_none_about_it(question: str) -> None:
    context = _done("enhance_speech", "26 dB quieter.", {})
    assert plan(question, context).reply == plan(question, Context()).reply


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how big is the interview?", "takes 384 kilobytes: 12.0 seconds"),
        ("what's the size of memo.wav", "takes 2.1 megabytes: 12.0 seconds"),
    ],
)
def test_how_much_room_a_file_takes_is_told(question: str, answer: str) -> None:
    found = plan(question, BOTH)
    assert found.kind == "chat"
    assert answer in found.reply


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("apply a low pass at 500 hertz", "I can't filter a recording by frequency"),
        ("remove the silences", "I can't cut recordings"),
        ("remove the silence from the recording", "I can't cut recordings"),
        ("open the folder", "`main.py sessions` tells where"),
        ("compare the two files", "I can't hold two recordings against each other"),
    ],
)
def test_a_refusal_is_about_what_was_asked(wish: str, answer: str) -> None:
    found = plan(wish, BOTH)
    assert found.kind == "unsupported"
    assert answer in found.reply


def test_cutting_a_recording_up_is_no_separation_of_talkers() -> None:
    one = Context((TALK,))
    assert plan("split it every minute", one).reply.startswith("I can't cut recordings")
    assert plan("split the speakers", one).steps[0].tool == "separate_speech"


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("translate it into Klingon", "Klingon"),
        ("translate it into Swiss", "Swiss"),
        ("translate it into the language of my grandmother", "the language of my grandmother"),
    ],
)
def test_a_language_that_nobody_knows_is_named_in_the_question(wish: str, language: str) -> None:
    found = plan(wish, Context((TALK,)))
    expected = f'I don\'t know which language "{language}" is. Into which language?'
    assert (found.kind, found.reply) == ("clarify", expected)
