"""What follow-ups, answers and references mean in a dialogue."""

from tests.think.planners import INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context

ONE = Context((INTERVIEW,))
CLEAN = ("audio/aa10bb20.wav", "the speech with the noise removed")
RAIN = ("audio/1d2c3b4a.wav", "rain")


def test_a_follow_up_takes_the_newest_result() -> None:
    context = after(ONE, "remove the noise from this", CLEAN)
    assert calls(plan("now transcribe it", context)) == [("transcribe_speech", CLEAN[0])]
    assert calls(plan("play the original", context)) == [("play_audio", INTERVIEW.path)]


def test_one_argument_is_changed_and_the_rest_stays() -> None:
    context = after(Context(), "generate the sound of rain", RAIN)
    assert calls(plan("make it twenty seconds", context)) == [("generate_audio", "rain", 20)]
    context = after(ONE, "translate this recording to Spanish", said="Hola")
    assert calls(plan("in French instead", context)) == [
        ("translate_speech", INTERVIEW.path, "French")
    ]


def test_the_same_for_another_file() -> None:
    context = after(Context((INTERVIEW, STREET)), "transcribe interview.wav", said="Hello.")
    assert calls(plan("do the same with the other file", context)) == [
        ("transcribe_speech", STREET.path)
    ]


def test_slower_means_the_text_that_was_just_spoken() -> None:
    context = after(Context(), 'say "good morning"', ("audio/77aa01fe.wav", "good morning"))
    tool, text, speed = calls(plan("again but slower", context))[0]
    assert (tool, text) == ("synthesize_speech", "good morning")
    assert speed < 1


def test_a_question_is_asked_once_and_its_answer_completes_the_plan() -> None:
    asked = plan("translate this recording", ONE)
    assert asked.kind == "clarify"
    assert asked.reply.count("?") == 1
    context = after(ONE, "translate this recording")
    assert calls(plan("German, please", context)) == [
        ("translate_speech", INTERVIEW.path, "German")
    ]


def test_a_near_miss_is_asked_about_and_a_yes_takes_it() -> None:
    asked = plan("transcribe audio/3f0c9d13.wav", ONE)
    assert asked.kind == "clarify"
    assert INTERVIEW.path in asked.reply
    context = after(ONE, "transcribe audio/3f0c9d13.wav")
    assert calls(plan("yes", context)) == [("transcribe_speech", INTERVIEW.path)]


def test_another_request_is_no_answer() -> None:
    context = after(ONE, "translate this recording")
    assert calls(plan("remove the background noise from the recording", context)) == [
        ("enhance_speech", INTERVIEW.path)
    ]


def test_returning_to_an_old_file_after_other_talk() -> None:
    context = after(ONE, "remove the noise from this", CLEAN)
    context = after(context, "generate the sound of rain", RAIN)
    for text in ("what time is it", "thank you", "how are you"):
        context = after(context, text)
    assert calls(plan("transcribe the denoised version", context)) == [
        ("transcribe_speech", CLEAN[0])
    ]
