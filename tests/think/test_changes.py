"""What shall be otherwise about what was just made, however it is put."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.think.planners import INTERVIEW, NOON
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.dialogue.changes import NONE, things
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Plan, Query, Resource, Standing, StepResult

_MADE = {
    "tune": ("Compose a cheerful piano tune.", {"key": "C major", "seed": 7}),
    "line": ('Say "The train to Leeds leaves at nine."', {}),
    "song": ('Sing "row, row, row your boat".', {}),
    "rain": ("Make the sound of rain on a tin roof.", {"seed": 7}),
    "clean": ("Take the hiss out of the interview.", {}),
    "left": ("Put the interview on my left.", {}),
    "circle": ("Let the interview circle around my head.", {}),
    "words": ("What is said in the interview?", {"language": "es", "words": []}),
    "sounds": ("Which sounds are in the interview?", {}),
}


@lru_cache(maxsize=1)
def planner() -> OfflinePlanner:
    tools = {name: tool.signature for name, tool in registry.discover().items()}
    return OfflinePlanner(tools, clock=lambda: NOON)


def plan(text: str, context: Context) -> Plan:
    return planner().plan(Query(len(context.exchanges) + 1, text), context, Cancel())


@lru_cache
def made(name: str) -> Context:
    query, data = _MADE[name]
    context = Context().with_resource(INTERVIEW)
    found = plan(query, context)
    told = {"words": "Nací junto al mar.", "sounds": "Speech, and a dog at 3 seconds."}.get(name)
    file = () if told else (Artifact("audio/8e4fcb32.wav", "audio", query),)
    step = found.steps[-1]
    result = StepResult(1, 1, step.tool, step.arguments, True, 0.1, file, told, data=data)
    return context.with_exchange(Exchange(1, query, told or "Done.", found, (result,)))


def after(context: Context, text: str, path: str) -> Context:
    """The dialogue after a further turn that made a sound."""
    found = plan(text, context)
    step, turn = found.steps[-1], len(context.exchanges) + 1
    file = (Artifact(path, "audio", text),)
    result = StepResult(turn, 1, step.tool, step.arguments, True, 0.1, file, None, data={"seed": 7})
    return context.with_exchange(Exchange(turn, text, "Done.", found, (result,)))


@pytest.mark.parametrize(
    ("thing", "said", "tool", "argument", "value"),
    [
        ("tune", "My gran couldn't dance to that, it's rushing.", "compose_music", "description",
         "cheerful piano tune, a bit slower"),
        ("tune", "There's too much going on at once.", "compose_music", "description",
         "simple cheerful piano tune"),
        ("line", "She sounds bored stiff, liven it up.", "synthesize_speech", "energy", 4),
        ("line", "It's too hurried for my mother.", "synthesize_speech", "speed", 0.8),
        ("song", "That's too low for my daughter's voice.", "sing", "transpose", 3),
        ("rain", "It's too far away for me.", "generate_audio", "description",
         "close rain on a tin roof"),
        ("clean", "Now he sounds like a robot in a tin.", "enhance_speech", "attenuation_limit",
         12.0),
        ("left", "I meant my other ear.", "binauralize", "azimuth", 90),
        ("circle", "It makes me dizzy, not so fast.", "binauralize", "motion", "slow circle"),
    ],
)  # fmt: skip
def test_what_is_wanted_otherwise_is_done(
    thing: str, said: str, tool: str, argument: str, value: object
) -> None:
    found = plan(said, made(thing))
    assert [step.tool for step in found.steps] == [tool]
    assert found.steps[0].arguments[argument] == value


@pytest.mark.parametrize(
    ("thing", "said", "told"),
    [
        ("tune", "I can barely hear it.", "your volume"),
        ("left", "He should be further away from me.", "left, right, behind"),
        ("words", "In a nutshell?", "sum up"),
        ("words", "What language is he speaking there?", "Spanish"),
    ],
)
def test_what_nobody_can_change_is_told_with_what_serves_instead(
    thing: str, said: str, told: str
) -> None:
    found = plan(said, made(thing))
    assert not found.steps and told in found.reply


@pytest.mark.parametrize(
    "said",
    [
        "What time is it?", "Stop.", "Thanks, that's lovely.", "Take the bins out.",
        "Make the sound of a dog barking.", "What is seven times eight?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("thing", ["tune", "line", "rain", "words"])
def test_what_is_about_something_else_changes_nothing(thing: str, said: str) -> None:
    before = made(thing).exchanges[-1].plan.steps[-1]
    found = plan(said, made(thing))
    assert not any(
        step.tool == before.tool and step.arguments.items() >= before.arguments.items()
        for step in found.steps
    )


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("sounds", "Ha, it heard my stomach."),
        ("words", "He does go on, my uncle."),
        ("rain", "Oh, that takes me back to our old caravan."),
        ("tune", "My nan had one just like it."),
    ],
)
def test_a_remark_is_no_order(thing: str, said: str) -> None:
    assert plan(said, made(thing)).steps == ()


def test_a_fault_is_answered_with_what_can_be_changed() -> None:
    found = plan("It sounds more like frying bacon.", made("rain"))
    assert not found.steps and "another version" in found.reply


def test_after_other_work_it_is_no_longer_meant() -> None:
    context = after(made("tune"), "Make the sound of thunder.", "audio/0c1d2e3f.wav")
    found = plan("It's too quiet.", context)
    assert [step.tool for step in found.steps] == ["generate_audio"]


def test_a_little_talk_and_listening_between_keep_it_in_mind() -> None:
    context = made("tune")
    for said in ("Play it again.", "What key is it in?"):
        found = plan(said, context)
        turn = len(context.exchanges) + 1
        done = tuple(
            StepResult(turn, 1, step.tool, step.arguments, True, 0.1) for step in found.steps
        )
        context = context.with_exchange(Exchange(turn, said, found.reply or "Done.", found, done))
    found = plan("It's rushing.", context)
    assert found.steps[0].arguments["description"] == "cheerful piano tune, a bit slower"


def test_a_change_is_work_that_waits_and_what_is_only_told_does_not() -> None:
    def standing(text: str, thing: str) -> Standing:
        return planner().standing(Query(2, text, "speech"), made(thing))

    assert standing("My gran couldn't dance to that, it's rushing.", "tune") == "open"
    assert standing("In a nutshell?", "words") == "ready"


@pytest.mark.parametrize(
    ("thing", "said", "argument", "value"),
    [
        ("circle", "Make it stand still.", "azimuth", 0),
        ("circle", "It's too slow.", "motion", "fast circle"),
        ("rain", "Without the echo, please.", "description", "rain on a tin roof"),
        ("clean", "A bit stronger.", "attenuation_limit", None),
    ],
)
def test_what_was_changed_goes_back_the_same_way(
    thing: str, said: str, argument: str, value: object
) -> None:
    first = {"rain": "Make it sound like a big hall.", "clean": "Gentler, please."}.get(thing)
    context = made(thing) if first is None else after(made(thing), first, "audio/0c1d2e3f.wav")
    assert plan(said, context).steps[0].arguments.get(argument) == value


def test_every_change_that_is_said_plainly_is_one() -> None:
    kinds = {"music": "tune", "speech": "line", "song": "song", "sound": "rain", "words": "words"}
    for thing, name in kinds.items():
        for change in things()[thing].changes.values():
            assert change.name != NONE
            done = planner().decider.changed(change, Query(2, "now otherwise"), made(name))
            same = done.steps == made(name).exchanges[-1].plan.steps
            undone = {"dry", "bare", "plain"}  # nothing to take away yet
            assert (done.text or not same) or change.name in {"another", *undone}, change.name


def test_what_is_at_its_limit_stays_there() -> None:
    context = after(made("line"), "twice as fast", "audio/7f1e2d3c.wav")
    found = plan("even faster", context)
    assert found.kind == "act" and found.steps[0].arguments["speed"] == 2.0


def test_what_was_told_of_a_song_is_not_sung() -> None:
    score = Resource("audio/2d9e1f77.mid", "text", "melody.mid")
    context = Context().with_resource(score)
    found = plan("sing the melody", context)
    file = (Artifact("audio/8e4fcb32.wav", "audio", "singing"),)
    step = found.steps[0]
    told = "I sang it: 5 notes in 3 seconds."
    result = StepResult(1, 1, step.tool, step.arguments, True, 0.1, file, told)
    context = context.with_exchange(Exchange(1, "sing the melody", told, found, (result,)))
    again = plan("sing it with piano", context).steps[0].arguments
    assert again == {"score": score.path, "accompaniment": "piano"}
