import datetime as dt
import re

import pytest

from voice_agent.errors import AgentError
from voice_agent.think import replies
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import deeds, talk
from voice_agent.think.offline.reading import Clause
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Plan, Resource, Step, StepResult

KNOWN = known_signatures()
CLEAN = Artifact("audio/9b1d22aa.wav", "audio", "the recording without noise")
MEL = Artifact("image/0011aabb.png", "image", "spectrogram")


def report(*results: StepResult, reply: str = "") -> replies.Reply:
    steps = tuple(Step(result.tool, result.arguments) for result in results)
    return replies.report(Plan(1, "act", steps, reply), results, KNOWN)


def test_a_finding_is_said_and_a_file_is_shown_by_path_but_not_spelt() -> None:
    answer = report(StepResult(1, 1, "enhance_speech", {}, True, artifacts=(CLEAN, MEL)))
    assert CLEAN.path in answer.text
    assert MEL.path not in answer.text
    assert "9b1d22aa" not in answer.aloud
    assert "new audio file" in answer.aloud


def test_a_chain_tells_what_was_found_at_its_end() -> None:
    answer = report(
        StepResult(1, 1, "enhance_speech", {}, True, artifacts=(CLEAN,)),
        StepResult(1, 2, "transcribe_speech", {"audio": CLEAN.path}, True, text="Hello there"),
    )
    assert answer.aloud == "Hello there."


def test_the_same_asked_of_two_files_says_whose_finding_is_whose() -> None:
    made = (
        Artifact("audio/one.wav", "audio", "first speaker"),
        Artifact("audio/two.wav", "audio", "second speaker"),
    )
    answer = report(
        StepResult(1, 1, "separate_speech", {}, True, artifacts=made),
        StepResult(1, 2, "transcribe_speech", {"audio": made[0].path}, True, text="Yes."),
        StepResult(1, 3, "transcribe_speech", {"audio": made[1].path}, True, text="No."),
    )
    assert answer.aloud == "First speaker: Yes. Second speaker: No."


def test_subtitles_beside_a_transcript_are_not_announced() -> None:
    sidecar = Artifact("audio/21d15b00.txt", "text", "transcript with subtitles")
    answer = report(StepResult(1, 1, "transcribe_speech", {}, True, 0, (sidecar,), "Hello."))
    assert answer.text == "Hello."


def test_a_failure_says_why_and_what_is_kept() -> None:
    answer = report(
        StepResult(1, 1, "enhance_speech", {}, True, artifacts=(CLEAN,)),
        StepResult(1, 2, "transcribe_speech", {}, False, error="the model is missing"),
    )
    assert answer.kind == "error"
    assert "The model is missing" in answer.text
    assert CLEAN.path in answer.text
    assert "audio/" not in answer.aloud


def test_steps_that_wait_for_a_failed_one_are_not_failures_of_their_own() -> None:
    answer = report(
        StepResult(1, 1, "enhance_speech", {}, False, error="the disk is full"),
        StepResult(1, 2, "play_audio", {"audio": "$1"}, False, error="not done"),
        StepResult(1, 3, "detect_sounds", {"audio": "audio/x.wav"}, True, text="I hear a dog."),
    )
    assert "The disk is full" in answer.text
    assert "not done" not in answer.text
    assert answer.text.endswith("I hear a dog.")


def test_every_tool_says_in_a_sentence_what_it_could_not_do() -> None:
    known = {name: tool.signature for name, tool in registry.discover().items()}
    why = str(AgentError("there is no microphone", "connect one"))
    said = {}
    for name, signature in known.items():
        given = dict.fromkeys(signature.file_arguments, "audio/x.wav")
        failed = StepResult(1, 1, name, given, False, error=why)
        said[name] = replies.report(Plan(1, "act", (Step(name, given),)), [failed], known).text
    assert said["record_audio"].startswith("I couldn't record from the microphone. There is no ")
    assert said["play_audio"].startswith("I couldn't play the recording, or a part of it, thr")
    for sentence in said.values():
        assert sentence.endswith("There is no microphone. Connect one.")
        assert not re.search(r"the user|such as|given time|\.\.| a (recording|picture)", sentence)


def test_a_reason_that_ends_with_a_full_stop_has_one() -> None:
    assert str(AgentError("no answer: Connection error.", "try again")).count(".") == 2


def test_long_findings_are_cut_at_a_sentence_for_the_ear() -> None:
    words = "This is one sentence of many. " * 60
    answer = report(StepResult(1, 1, "transcribe_speech", {}, True, text=words))
    assert words.strip() in answer.text
    assert len(answer.aloud) < 700
    assert answer.aloud.endswith("The rest is on the screen.")


def said(act: str, text: str = "", context: Context = Context()) -> talk.Answer:  # noqa: B008
    now = dt.datetime(2026, 3, 2, 12, 30)
    return talk.answer(Clause(act, text), context, now, KNOWN)


def test_wishes_about_the_conversation_are_effects() -> None:
    assert said("louder").effects == {"volume": 6.0}
    assert said("quieter", "much quieter").effects == {"volume": -10.0}
    assert said("slower").effects["speed"] < 1 < said("faster").effects["speed"]
    assert said("goodbye").effects == {"quit": True}
    assert said("stop").effects == {"stop": True}
    assert said("mute").effects == {"mute": True}
    assert said("unmute").effects == {"mute": False}
    assert said("new_voice").effects == {"voice": "next"}
    assert said("mode", "let me type").effects == {"mode": "text"}
    assert said("mode", "push to talk").effects == {"mode": "push-to-talk"}


def test_the_clock_and_sums_are_answered() -> None:
    assert "12:30" in said("time").text
    assert "Monday, 2 March 2026" in said("date").text
    assert "144" in said("arithmetic", "what is 12 times 12").text


def test_abilities_come_from_the_installed_tools_alone() -> None:
    two = {name: KNOWN[name] for name in ("sing", "play_audio")}
    words = deeds.abilities(two)
    assert "sing words" in words
    assert "play a file" in words
    assert "noise" not in words
    assert "No tools" in deeds.abilities({})


def test_many_abilities_are_told_by_what_they_start_from_and_cut_for_the_ear() -> None:
    words = deeds.abilities(KNOWN)
    assert words.index("With a recording") < words.index("With a picture")
    assert words.index("With a picture") < words.index("From words")
    assert all(KNOWN[name].description.split(".")[0][1:] in words for name in KNOWN)
    assert len(replies.spoken(words)) < 650


def test_files_are_told_by_where_they_came_from() -> None:
    attached = Resource("audio/1.wav", "audio", "interview.wav", "attached")
    context = Context((attached, Resource("audio/2.wav", "audio", "rain", "generate_audio")))
    assert "rain" not in said("files", "what did i attach", context).text
    assert "interview" not in said("files", "what have you made so far", context).text
    everything = said("files", "which files do we have", context).text
    assert "rain" in everything
    assert "interview" in everything
    assert "Nothing was recorded" in said("files", "what have i recorded", context).text


def test_a_far_alternative_is_not_offered_for_what_cannot_be_done() -> None:
    assert "nearest" not in deeds.refusal((("sing", 0.0001),), KNOWN)
    assert "sing" in deeds.refusal((("sing", 0.1),), KNOWN)


def test_nothing_with_a_picture_is_offered_where_there_is_none() -> None:
    near = (("caption_image", 0.5), ("sing", 0.1))
    picture = Context((Resource("image/71aa02fe.png", "image", "harbour.jpg"),))
    assert "sing" in deeds.refusal(near, KNOWN)
    assert "describe a picture" in deeds.refusal(near, KNOWN, picture)


def test_the_last_answer_is_repeated() -> None:
    exchange = Exchange(1, "hi", "Hello! What shall I do?", Plan(1, "chat"))
    assert said("repeat", context=Context(exchanges=(exchange,))).text == exchange.reply


def test_a_finding_that_breaks_off_ends_in_one_sign() -> None:
    heard = StepResult(1, 1, "transcribe_speech", {}, True, text="To be gone through,")
    assert report(heard).text == "To be gone through."


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(5.04, "5.0 seconds"), (60.0, "1 minute"), (61.2, "1 minute 1 second"),
     (119.7, "2 minutes"), (3725.0, "62 minutes 5 seconds")],
)  # fmt: skip
def test_a_length_is_told_in_minutes_and_seconds(seconds: float, told: str) -> None:
    assert replies.lasting(seconds) == told
