from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.think.planners import HARBOUR, INTERVIEW, NOON, STREET, after, calls, plan, planner
from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.answers.topics import WEIGHTS as TOPICS
from voice_agent.think.offline.dialogue.changes import WEIGHTS as CHANGES
from voice_agent.think.offline.reader.encoding import RARE, TOKENIZER, VOCABULARY, WEIGHTS
from voice_agent.think.plan import problems
from voice_agent.units import Query, Resource

ONE = Context((INTERVIEW,))
CLEAN = ("audio/aa10bb20.wav", "the speech with the noise removed")
RAIN = ("audio/1d2c3b4a.wav", "rain")


def test_a_request_becomes_a_step_with_an_exact_path() -> None:
    found = plan("please remove the background noise from this recording", ONE)
    assert found.kind == "act"
    assert calls(found) == [("enhance_speech", INTERVIEW.path)]


def test_a_file_that_may_be_left_out_is_not_missed() -> None:
    for text in ("make a talking head from this recording", "make a talking face of the last one"):
        assert calls(plan(text, ONE)) == [("synthesize_talking_head", INTERVIEW.path)]


def test_lyrics_are_not_cut_at_their_comma() -> None:
    found = plan("Sing: row row row your boat, gently down the stream")
    assert calls(found) == [("sing", "row row row your boat, gently down the stream")]


def test_a_line_of_notes_is_taken_whole() -> None:
    found = plan("sing 'row row row your boat' to C C C D E")
    assert calls(found) == [("sing", "row row row your boat", "C C C D E")]
    found = plan("sing 'la la la' to the notes C4 | D#4/Eb4 | rest | F4 G4, please")
    assert found.steps[0].arguments["notes"] == "C4 | D#4/Eb4 | rest | F4 G4"


def test_a_scene_of_several_sounds_stays_one() -> None:
    found = plan("Generate the sound of footsteps on wood, then a door slams.")
    assert calls(found) == [("generate_audio", "footsteps on wood, then a door slams")]
    assert len(plan("generate rain, then generate thunder").steps) == 2


def test_a_sound_that_the_reader_overlooks_is_still_taken() -> None:
    assert calls(plan("Extract the waves.", ONE)) == [("extract_sound", INTERVIEW.path, "waves")]


def test_this_recording_is_the_one_that_was_just_attached() -> None:
    rain = Resource(
        "audio/1d2c3b4a.wav", "audio", "the recording without rain", "extract_sound", (), 3
    )
    memo = Resource("audio/2e2c3b4a.wav", "audio", "memo.wav", "attached", (), 3)
    found = plan("Please remove the noise from this recording.", Context((INTERVIEW, rain, memo)))
    assert calls(found) == [("enhance_speech", memo.path)]


def test_a_path_is_a_motion_not_its_end() -> None:
    found = plan("move it from the front to the back", ONE)
    assert found.steps[0].arguments == {
        "audio": INTERVIEW.path,
        "motion": "from the front to the back",
    }


def test_words_that_come_last_may_run_first() -> None:
    expected = [("enhance_speech", INTERVIEW.path), ("transcribe_speech", "$1")]
    assert calls(plan("transcribe it, but clean it up first", ONE)) == expected
    assert calls(plan("before you transcribe it, remove the noise", ONE)) == expected
    assert calls(plan("first remove the noise, then transcribe it", ONE)) == expected


def test_two_outputs_fan_out() -> None:
    found = plan("separate the two speakers and transcribe both of them", ONE)
    assert calls(found) == [
        ("separate_speech", INTERVIEW.path),
        ("transcribe_speech", "$1.1"),
        ("transcribe_speech", "$1.2"),
    ]


def test_a_recording_is_made_cleaned_and_played() -> None:
    found = plan("record me for ten seconds, remove the noise and play it")
    assert calls(found) == [("record_audio", 10), ("enhance_speech", "$1"), ("play_audio", "$2")]


def test_words_of_a_recogniser_are_understood() -> None:
    assert calls(plan("um can you uh trans cribe this recording for me", ONE)) == [
        ("transcribe_speech", INTERVIEW.path)
    ]
    assert calls(plan("make this by no rail", ONE)) == [("binauralize", INTERVIEW.path)]


def test_quoted_text_is_spoken_word_for_word() -> None:
    found = plan('say "Transcribe the file, and then stop."')
    assert calls(found) == [("synthesize_speech", "Transcribe the file, and then stop.")]


def test_a_long_text_is_spoken_to_its_end() -> None:
    text = "Hello there, my friend. " * 300 + "The end"
    found = plan(f'say "{text}"')
    assert calls(found) == [("synthesize_speech", text)]


def test_the_singing_query_of_the_paper() -> None:
    found = plan(
        'Please generate a piece of singing voice. Text sequence is "xiao jiu wo". '
        "Note sequence is C#4/Db4 | F#4/Gb4 | G#4/Ab4. "
        "Note duration sequence is 0.407140 | 0.376190 | 0.242180."
    )
    assert calls(found) == [
        (
            "sing",
            "xiao jiu wo",
            "C#4/Db4 | F#4/Gb4 | G#4/Ab4",
            "0.407140 | 0.376190 | 0.242180",
        )
    ]


def test_pictures_are_for_picture_tools() -> None:
    context = Context((INTERVIEW, HARBOUR))
    assert calls(plan("what do you see in the picture", context)) == [
        ("caption_image", HARBOUR.path)
    ]


def test_the_tools_need_not_be_installed_to_be_planned_for() -> None:
    assert planner().installed == {}
    assert calls(plan("generate the sound of rain")) == [("generate_audio", "rain")]


# --- nothing to do ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["what will the weather be like tomorrow", "send an email to my boss", "order a pizza"]
)
def test_what_no_tool_does_is_refused(text: str) -> None:
    found = plan(text, ONE)
    assert (found.kind, found.steps) == ("unsupported", ())
    assert found.reply


@pytest.mark.parametrize(
    "text", ["transcribe the recording", "play it", "remove the noise", "describe the picture"]
)
def test_without_a_file_one_question_is_asked(text: str) -> None:
    found = plan(text)
    assert (found.kind, found.steps) == ("clarify", ())
    assert found.reply.count("?") == 1


def test_small_talk_is_answered() -> None:
    for text, words in (
        ("what is 12 times 12", "144"),
        ("what time is it", f"{NOON:%H:%M}"),
        ("who are you", "assistant"),
    ):
        found = plan(text)
        assert found.kind == "chat"
        assert words in found.reply


def test_wishes_about_the_conversation_are_carried_by_the_reply() -> None:
    query = Query(1, "please speak a bit louder")
    found = planner().plan(query, Context(), Cancel())
    answer = planner().reply(query, Context(), found, (), lambda _: None)
    assert answer.effects == {"volume": 6.0}


def test_a_cancelled_turn_plans_nothing() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        planner().plan(Query(1, "play it"), ONE, cancel)


def test_below_the_wanted_confidence_it_asks() -> None:
    careful = OfflinePlanner({}, reader=planner().reader, confidence=1.0)
    found = careful.plan(Query(1, "transcribe this"), ONE, Cancel())
    assert found.kind == "clarify"
    assert "?" in found.reply


def test_a_missing_or_broken_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    broken = OfflinePlanner({}, tmp_path)
    with pytest.raises(AgentError, match="is missing") as missing:
        broken.warm()
    assert "Restore models/planner" in str(missing.value)
    for name in (WEIGHTS, TOKENIZER, VOCABULARY, RARE, TOPICS, CHANGES):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(AgentError, match="cannot be read"):
        broken.warm()


# --- anything at all --------------------------------------------------------------------

WORDS = st.sampled_from(
    (
        "transcribe", "clean", "play", "both", "it", "the other", "second", "and", "then", ",",
        "audio/00000000.wav", "first", "5", "seconds", "from", "to", "french", "say", '"', "'",
        "$1", "$2.2", "separate", "speakers", "undo", "again", "rain", "image.png",
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)))
def test_no_text_leads_to_an_unknown_path_or_tool(text: str) -> None:
    context = after(Context((INTERVIEW, HARBOUR)), "remove the noise from this", CLEAN)
    asked = after(context, "translate the interview")
    assert asked.pending is not None
    for known in (Context(), context, asked):
        found = plan(text, known)
        assert problems(found.steps, planner().signatures, known) == ()
        assert bool(found.steps) == (found.kind == "act")
        assert found.steps or found.reply


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x07\x1b[31m", "transcribe " * 12_000, "日本語のテキスト", "🎧" * 500, "\ud800",
     "a" * 100_000, '"' * 999, "$1 $2 $3", "../../etc/passwd", "say " + "word " * 3000],
)  # fmt: skip
def test_odd_input_ends_in_a_plan(text: str) -> None:
    found = plan(text, ONE)
    assert problems(found.steps, planner().signatures, ONE) == ()


def test_them_means_what_the_same_plan_has_just_made() -> None:
    known = Context((INTERVIEW, STREET))
    recorded = plan("record two seconds and play them back", known)
    assert [step.arguments.get("audio") for step in recorded.steps] == [None, "$1"]
    both = plan("clean both recordings and transcribe them", known)
    assert [step.arguments["audio"] for step in both.steps[2:]] == ["$1", "$2"]


def test_a_file_may_be_named_as_a_recogniser_writes_it_and_a_near_miss_is_offered() -> None:
    known = Context((INTERVIEW, STREET))
    assert calls(plan("transcribe street dot wav", known)) == [("transcribe_speech", STREET.path)]
    wrong = plan("transcribe streat dot wav", known)
    assert wrong.kind == "clarify"
    assert "street.wav" in wrong.reply


def test_a_name_tells_apart_pictures_and_sounds() -> None:
    known = Context((INTERVIEW, HARBOUR))
    assert calls(plan("describe harbour.jpg", known)) == [("caption_image", HARBOUR.path)]
    assert calls(plan("describe interview.wav", known)) == [("caption_audio", INTERVIEW.path)]


def test_it_in_a_description_is_the_sound_named_before() -> None:
    found = plan("find the dog and extract it, then tell me when it barks", ONE)
    assert found.steps[-1].arguments["description"] == "dog barks"


@pytest.mark.parametrize("text", ["say $1", "000SAY0IT.*$1?\\00?0", 'say "$2.2" and play it'])
def test_money_to_be_spoken_is_no_reference(text: str) -> None:
    found = plan(text, Context())
    assert problems(found.steps, planner().signatures, Context()) == ()
