from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.think.context import Context
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.think.plan import (
    check,
    explain_missing,
    missing_tools,
    nearest_path,
    problems,
    resolve,
    type_problem,
)
from voice_agent.tools import registry
from voice_agent.units import Artifact, Plan, Resource, Step, StepResult

RECORDING = Resource("audio/3f0c9d12.wav", "audio", "memo.wav")
PICTURE = Resource("image/71aa02fe.png", "image", "harbour.jpg")
CONTEXT = Context((RECORDING, PICTURE))
KNOWN = known_signatures()


def reasons(*steps: Step) -> list[str]:
    return [str(problem) for problem in problems(steps, KNOWN, CONTEXT)]


def test_a_sound_chain_has_no_problems() -> None:
    assert not reasons(
        Step("separate_speech", {"audio": RECORDING.path}),
        Step("enhance_speech", {"audio": "$1.2"}),
        Step("transcribe_speech", {"audio": "$2"}),
        Step("synthesize_speech", {"text": "$3", "speed": 0.8}),
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step("transcribe", {"audio": RECORDING.path}), "did you mean 'transcribe_speech'"),
        (Step("transcribe_speech", {}), "required and missing"),
        (Step("transcribe_speech", {"audio": "audio/3f0c9d13.wav"}), f"mean '{RECORDING.path}'"),
        (Step("transcribe_speech", {"audio": "/etc/passwd"}), "no file"),
        (Step("transcribe_speech", {"audio": "../audio/3f0c9d12.wav"}), "no file"),
        (Step("transcribe_speech", {"audio": PICTURE.path}), "is image, not audio"),
        (Step("transcribe_speech", {"audio": "$1"}), "no file"),
        (Step("transcribe_speech", {"audio": RECORDING.path, "lang": "de"}), "no such argument"),
        (Step("record_audio", {"seconds": "ten"}), "not of type number"),
        (Step("record_audio", {"seconds": True}), "not of type number"),
        (Step("record_audio", {"seconds": float("nan")}), "finite"),
        (
            Step("inpaint_audio", {"audio": RECORDING.path, "start": 4, "end": 2}),
            "must come after",
        ),
    ],
)
def test_what_is_wrong_is_named(step: Step, words: str) -> None:
    assert words in " ".join(reasons(step))


def test_references_must_name_an_output_that_exists() -> None:
    clean = Step("enhance_speech", {"audio": RECORDING.path})
    text = Step("transcribe_speech", {"audio": RECORDING.path})
    assert "makes no audio" in reasons(text, Step("play_audio", {"audio": "$1"}))[0]
    assert "only 1 audio" in reasons(clean, Step("play_audio", {"audio": "$1.2"}))[0]
    assert "no file" in reasons(clean, Step("play_audio", {"audio": "$2"}))[0]


def test_a_text_that_looks_like_a_reference_is_a_text_in_the_first_step() -> None:
    assert not reasons(Step("synthesize_speech", {"text": "$5"}))


def test_checking_raises_with_the_first_problem() -> None:
    with pytest.raises(AgentError, match="no file 'audio/0000'"):
        check(Plan(1, "act", (Step("play_audio", {"audio": "audio/0000"}),)), KNOWN, CONTEXT)


def test_ranges_and_choices_of_a_schema() -> None:
    number = {"type": "number", "minimum": 0.5, "maximum": 2}
    assert not type_problem(1, number)
    assert "below" in type_problem(0.4, number)
    assert "above" in type_problem(3, number)
    assert "not one of" in type_problem("up", {"type": "string", "enum": ["left", "right"]})
    assert not type_problem(None, {"anyOf": [{"type": "string"}, {"type": "null"}]})
    assert "not of type" in type_problem(["a", 1], {"type": "array", "items": {"type": "string"}})


def test_results_take_the_place_of_references() -> None:
    made = tuple(Artifact(f"audio/{n}.wav", "audio", "") for n in ("one", "two"))
    results = [
        StepResult(1, 1, "separate_speech", {}, True, artifacts=made),
        StepResult(1, 2, "transcribe_speech", {}, True, text="good morning"),
    ]
    step = Step("transfer_style", {"reference": "$1.2", "text": "$2"})
    resolved = resolve(step, results, KNOWN["transfer_style"])
    assert resolved.arguments == {"reference": "audio/two.wav", "text": "good morning"}
    remarked = replace(results[1], text="Already English: good day", data={"text": "good day"})
    spoken = resolve(step, [results[0], remarked], KNOWN["transfer_style"])
    assert spoken.arguments["text"] == "good day"
    with pytest.raises(AgentError, match="gave no audio"):
        resolve(Step("play_audio", {"audio": "$2"}), results, KNOWN["play_audio"])


def test_tools_that_are_not_installed_are_explained() -> None:
    plan = Plan(1, "act", (Step("sing", {"text": "la"}), Step("play_audio", {"audio": "$1"})))
    installed = {"play_audio": KNOWN["play_audio"]}
    assert missing_tools(plan, installed) == ("sing",)
    assert "isn't installed" in explain_missing(plan, installed, KNOWN)
    assert explain_missing(plan, KNOWN, KNOWN) == ""


@given(st.text())
def test_the_nearest_path_is_always_a_known_one(path: str) -> None:
    near = nearest_path(path, CONTEXT)
    assert near == "" or CONTEXT.find(near) is not None


@given(
    st.sampled_from(sorted(KNOWN)),
    st.dictionaries(
        st.sampled_from(["audio", "image", "text", "start", "end", "seconds", "other"]),
        st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.just("$1")),
    ),
)
def test_any_step_is_judged_without_an_exception(tool: str, values: dict) -> None:
    found = reasons(Step(tool, values), Step(tool, values))
    assert all(reason.startswith(("step 1 (", "step 2 (")) for reason in found)
    assert found or tool in KNOWN


def test_a_file_of_text_is_no_words() -> None:
    """A step that takes notes gets the file, one that speaks gets what was told."""
    made = (
        Artifact("audio/aa11bb22.wav", "audio", "music"),
        Artifact("audio/cc33dd44.mid", "text", "the notes"),
    )
    done = StepResult(1, 1, "compose_music", {}, True, 0.1, made, "Here is a waltz.")
    sing, say = (registry.discover()[name].signature for name in ("sing", "synthesize_speech"))
    assert resolve(Step("sing", {"score": "$1"}), [done], sing).arguments == {
        "score": "audio/cc33dd44.mid"
    }
    assert resolve(Step("synthesize_speech", {"text": "$1"}), [done], say).arguments == {
        "text": "Here is a waltz."
    }
