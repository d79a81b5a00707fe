"""What follow-ups, answers and references mean in a dialogue."""

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.units import Artifact, Exchange, Plan, Step, StepResult

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


def test_nearly_anything_may_be_the_text_that_was_asked_for() -> None:
    context = after(Context(), "say something for me")
    assert context.pending is not None
    assert calls(plan("the train is delayed by ten minutes", context)) == [
        ("synthesize_speech", "the train is delayed by ten minutes")
    ]


def test_both_ends_of_a_stretch_may_be_corrected_in_the_answer() -> None:
    context = after(ONE, "fix the click at 3.2 seconds")
    assert calls(plan("from 3.1 to 3.3", context)) == [("inpaint_audio", INTERVIEW.path, 3.1, 3.3)]


def test_a_sound_named_after_a_search_is_searched_for() -> None:
    context = after(ONE, "when does the church bell ring", said="From 4 to 7 seconds.")
    for text in ("and the pigeons?", "what about a dog?"):
        (found,) = calls(plan(text, context))
        assert found[0] == "detect_target_sound"
        assert found[2] in ("pigeons", "dog")


def test_when_exactly_is_asked_about_the_sound_and_not_about_the_clock() -> None:
    context = after(ONE, "when does the dog bark", said="From 2 to 3 seconds.")
    assert plan("when exactly", context).reply == "From 2 to 3 seconds."


def test_our_own_speech_is_no_voice_to_copy() -> None:
    context = after(ONE, "say welcome to the show", ("audio/5a5a5a5a.wav", "welcome to the show"))
    assert calls(plan("in the voice of this recording", context)) == [
        ("transfer_style", INTERVIEW.path, "welcome to the show")
    ]


def test_music_may_be_asked_for_at_another_pace() -> None:
    context = after(Context(), "compose a tango", ("audio/7a7a7a7a.wav", "a tango"))
    assert calls(plan("faster", context)) == [("compose_music", "tango, faster")]


def test_a_way_round_the_listener_takes_the_place_of_a_direction() -> None:
    context = after(ONE, "put it on my left", ("audio/b1b1b1b1.wav", "binaural version"))
    (found,) = plan("make it circle around me instead", context).steps
    assert dict(found.arguments) == {"audio": INTERVIEW.path, "motion": "circle"}


def test_a_sound_may_be_put_on_top_of_another() -> None:
    context = after(Context(), "generate the sound of rain", RAIN)
    assert calls(plan("and thunder on top", context)) == [("generate_audio", "rain with thunder")]


def test_describing_it_is_about_what_came_last() -> None:
    heard, seen = Context((HARBOUR, INTERVIEW)), Context((INTERVIEW, HARBOUR))
    assert calls(plan("describe it", heard)) == [("caption_audio", INTERVIEW.path)]
    assert calls(plan("describe it", seen)) == [("caption_image", HARBOUR.path)]
    assert calls(plan("describe the picture", heard)) == [("caption_image", HARBOUR.path)]


@pytest.mark.parametrize("words", ["do that again", "make it louder", "now transcribe it"])
def test_what_a_tool_did_that_is_gone_now_stops_no_request(words: str) -> None:
    step = Step("reverse_audio", {"audio": INTERVIEW.path})
    made = Artifact("audio/5e5e5e5e.wav", "audio", "played backwards")
    result = StepResult(1, 1, step.tool, step.arguments, True, 0.1, (made,), "I turned it round.")
    turned = Plan(1, "act", (step,))
    context = ONE.with_exchange(Exchange(1, "turn it round", "Done.", turned, (result,)))
    found = plan(words, context)
    assert found.kind != "error"
    if words == "now transcribe it":
        assert calls(found) == [("transcribe_speech", made.path)]
