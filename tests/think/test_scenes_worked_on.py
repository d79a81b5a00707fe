"""Scenes that people work on: where a sound stands in time, which one is too much, what follows."""

from __future__ import annotations

import dataclasses

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Query, Resource

MADE = ("audio/1d2c3b4a.wav", "a scene")


def scene(asked: str) -> Context:
    return after(Context(), asked, MADE)


@pytest.mark.parametrize(
    ("asked", "said", "described"),
    [
        (
            "make wind and rain in the garden",
            "Ha! The wind is perfect. Too much rain though.",
            "wind and faint rain in the garden",
        ),
        (
            "make the sound of an old door creaking open",
            "now footsteps after it, slow ones, on gravel",
            "old door creaking open, then footsteps, slow on gravel",
        ),
        (
            "make rain, thunder and an owl",
            "I can hardly hear the owl",
            "rain, thunder and loud owl",
        ),
        (
            "make rain with a distant owl",
            "the owl's in the room with me, push it further back",
            "rain with faint distant owl",
        ),
        ("make wind and rain", "play me it again but without the rain", "wind"),
    ],
)
def test_the_sound_that_is_named_changes(asked: str, said: str, described: str) -> None:
    ((tool, words, *_),) = calls(plan(said, scene(asked)))
    assert (tool, words.replace("an owl", "owl").replace("a distant", "distant")) == (
        "generate_audio",
        described,
    )


@pytest.mark.parametrize(
    ("said", "described"),
    [("louder", "loud rain with thunder"), ("make it heavier", "heavy rain with thunder")],
)
def test_a_scene_of_several_sounds_is_changed_and_not_doubled(said: str, described: str) -> None:
    assert calls(plan(said, scene("make rain with thunder"))) == [("generate_audio", described)]


def test_variations_are_of_what_was_made_though_it_was_played_since() -> None:
    played = after(scene("make rain with thunder"), "let me hear just the ending")
    assert played.exchanges[-1].plan.steps[-1].tool == "play_audio"
    found = calls(plan("do three variations of that", played))
    assert found == [("generate_audio", "rain with thunder")] * 3


def test_who_has_the_birthday_is_told_after_the_song() -> None:
    context = after(Context(), "sing happy birthday to my dog", MADE)
    found = calls(plan("his name is Biscuit, you didn't say Biscuit", context))
    assert found == [("sing", "happy birthday to Biscuit")]
    faster = calls(plan("do it again but really really fast", context))
    assert faster == [("sing", "happy birthday to my dog, much faster")]


def test_rows_of_chairs_are_a_sum() -> None:
    assert "168" in plan("what's twelve rows of fourteen chairs?").reply


def test_beats_a_minute_are_no_length() -> None:
    found = calls(plan("compose a calm tune with a cello at around seventy beats a minute"))
    assert found[0][0] == "compose_music" and 60 not in found[0]


@pytest.mark.parametrize(
    ("asked", "said", "described"),
    [
        (
            "make rain, traffic and a door slamming",
            "and the door should come later, maybe around six seconds in",
            "rain, traffic and a door slamming at 6 seconds",
        ),
        (
            "make a stream with birds",
            "much better, but the stream is drowning out the birds, turn it down",
            "faint stream with birds",
        ),
        (
            "make a rainy street with traffic",
            "the rain sounds like frying bacon, make it softer and further away",
            "rainy street in the distance with traffic",
        ),
        ("make the sound of a dog barking", "more barks, like ten", "ten dog barking"),
        (
            "make waves, wind and gulls",
            "the gulls are a bit much, it sounds like a chip shop, can you take them out",
            "waves, wind",
        ),
        (
            "make a lion roar",
            "louder and scarier please, that one sounded like my dad snoring",
            "loud lion roar",
        ),
        ("make a lion roar", "that was more like a cow, do a bigger one", "big lion roar"),
        ("make a lion roar", "do it again but like there's two of them fighting", "two lion roar"),
    ],
)
def test_what_people_say_of_one_sound(asked: str, said: str, described: str) -> None:
    assert calls(plan(said, scene(asked)))[0][:2] == ("generate_audio", described)


def test_a_whole_text_is_spoken_where_one_was_asked_for() -> None:
    asked = plan("read something out for me")
    assert asked.kind == "clarify"
    context = after(Context(), "read something out for me")
    words = "my darling Sophie, the day you were born it snowed so hard we had to shovel"
    assert calls(plan(words, context)) == [("synthesize_speech", words)]


def test_lyrics_that_are_told_with_the_wish_are_all_sung() -> None:
    words = "the streetcar's late and so am I, there's coffee on my only tie"
    assert calls(plan(f"I wrote some lyrics, sing this, {words}")) == [("sing", words)]
    context = after(Context(), f"sing this: {words}", MADE)
    more = calls(plan("add a second verse, the driver waves, the doors all close", context))
    assert more[0][:1] == ("sing",) and more[0][1].endswith(
        "The driver waves, the doors all close."
    )


def test_a_text_is_longer_by_what_is_added_after_a_comma() -> None:
    context = after(Context(), 'say "Good evening."', MADE)
    said = "add at the end, we are so proud of you, and then read me the whole thing from the start"
    found = calls(plan(said, context))
    assert found == [("synthesize_speech", "Good evening. We are so proud of you.")]
    happier = plan("you sound like the weather report, say it a bit happier", context)
    assert [step.arguments.get("pitch") for step in happier.steps] == [2]


def test_somebody_elses_voice_is_told_to_be_impossible() -> None:
    context = after(Context(), 'say "Good evening."', MADE)
    found = plan("could I hear it in a man's voice", context)
    assert not found.steps and "other voice" in found.reply


def test_a_sound_comes_later_than_it_did() -> None:
    context = scene("make a train, and a distant guard's whistle")
    last = context.exchanges[-1]
    events = [{"label": "someone whistling", "start": 21.0, "end": 22.0}]
    told = dataclasses.replace(last.results[-1], data={"events": events})
    exchange = dataclasses.replace(last, results=(told,))
    context = dataclasses.replace(context, exchanges=(*context.exchanges[:-1], exchange))
    found = calls(plan("the whistle wants to come about five seconds later", context))
    assert found == [("generate_audio", "train, and a distant guard's whistle at 26 seconds")]


def test_a_song_is_sung_softly_and_softer_still() -> None:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    planner = OfflinePlanner(signatures)
    first = planner.plan(Query(1, "sing twinkle twinkle please, really quiet"), Context(), Cancel())
    (step,) = first.steps
    assert step.tool == "sing" and step.arguments["energy"] < 0
    context = after(Context(), "sing twinkle twinkle please", MADE)
    (softer,) = planner.plan(Query(2, "shhh quieter than that"), context, Cancel()).steps
    assert (softer.tool, softer.arguments["energy"]) == ("sing", -8)


def test_two_changes_in_one_breath_are_one_result() -> None:
    context = after(Context(), 'say "Good night, sleep tight."', MADE)
    (step,) = plan("lower please, and make it a little slower", context).steps
    assert step.arguments["pitch"] < 0 and step.arguments["speed"] < 1


def test_the_whole_text_comes_back_after_a_word_of_it() -> None:
    words = "Dear Tom and Ania, I checked his temperature."
    context = after(Context(), f'read this: "{words}"', MADE)
    context = after(context, 'say "temperature"', ("audio/2d2c3b4a.wav", "speech"))
    ((_, text, *_),) = calls(plan("ok again the whole thing", context))
    assert text == words


@pytest.mark.parametrize(
    "said",
    [
        "Which was cleaner, that one or the one before?",
        "I've an old tape of two farmers being interviewed for my thesis",
        "don't touch it, save that before I change my mind again",
    ],
)
def test_what_orders_nothing_does_nothing(said: str) -> None:
    found = plan(said, scene("make rain"))
    assert found.kind != "act" and "go back" not in found.reply


def test_the_whole_thing_is_what_was_made() -> None:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    planner = OfflinePlanner(signatures)
    said = "Make the whole thing twice as long"
    (step,) = planner.plan(Query(2, said), scene("make rain and thunder"), Cancel()).steps
    assert (step.arguments["description"], step.arguments["duration"]) == ("rain and thunder", 20)


def test_a_piece_with_too_much_of_a_mood_that_nobody_asked_for_has_less_of_it() -> None:
    context = scene("compose a slow tune for cello")
    found = calls(plan("the cello is too cheerful for my liking", context))
    assert found == [("compose_music", "gentle slow tune for cello")]


@pytest.mark.parametrize(
    ("said", "described"),
    [
        ("heavier, and on stone steps", "heavy rain on stone steps"),
        ("heavier on a tin roof please", "heavy rain on a tin roof"),
        ("louder", "loud rain"),
    ],
)
def test_how_a_sound_is_and_on_what_are_one_change(said: str, described: str) -> None:
    assert calls(plan(said, scene("make some rain"))) == [("generate_audio", described)]


@pytest.mark.parametrize(
    "said",
    ["no, put them in the rain, both together", "put the footsteps in the rain", "mix them both"
     " together"],
)  # fmt: skip
def test_two_sounds_are_put_into_one_scene(said: str) -> None:
    context = after(scene("make some rain"), "now make footsteps on stairs", MADE)
    assert calls(plan(said, context)) == [("generate_audio", "rain with footsteps on stairs")]


def test_what_was_taken_back_is_not_what_is_changed() -> None:
    context = after(scene("make rain"), "add thunder", ("audio/2a2b2c2d.wav", "a scene"))
    assert calls(context.exchanges[-1].plan)[-1][1] == "rain with thunder"
    undone = after(context, "no, undo that")
    assert calls(plan("make it heavier", undone)) == [("generate_audio", "heavy rain")]
    played = after(after(context, "play it"), "undo that")  # what was heard was heard
    assert calls(plan("make it heavier", played)) == [("generate_audio", "heavy rain")]


def test_what_shall_be_another_thing_is_made_and_not_played_again() -> None:
    played = after(scene("make a creaky door"), "play me just the end of it")
    found = calls(plan("actually can it be a heavy wooden door that slams", played))
    assert found == [("generate_audio", "heavy wooden door that slams")]


@pytest.mark.parametrize(
    ("said", "described"),
    [("ok make me a frog", "frog"), ("make the sound of a thunderstorm then", "thunderstorm")],
)
def test_a_thing_that_sounds_is_made(said: str, described: str) -> None:
    assert calls(plan(said)) == [("generate_audio", described)]


def test_what_is_in_a_scene_is_no_question_for_a_picture() -> None:
    picture = Resource("image/1d2c3b4a.png", "image", "the scene as a picture", "generate_audio")
    context = scene("make a heavy door").with_resource(picture)
    assert calls(plan("what's in it now?", context)) == [("caption_audio", MADE[0])]


@pytest.mark.parametrize(
    "said", ["the second one is nice, use that", "I like the second one", "use the second one"]
)
def test_the_variation_that_is_chosen_is_it_from_then_on(said: str) -> None:
    three = [(f"audio/{number}a2b2c2d.wav", "rain") for number in range(3)]
    context = after(scene("make some rain"), "do three versions of that", *three)
    assert calls(plan(said, context)) == [("play_audio", three[1][0])]


@pytest.mark.parametrize(
    ("asked", "described", "seconds"),
    [
        ("make rain, wait five seconds, then thunder", "rain, wait five seconds, thunder", 15),
        (
            "a dog barks, after a pause of five seconds a door slams",
            "dog barks, after a pause of five seconds, a door slams",
            15,
        ),
        (
            "make a gunshot, pause for three seconds, then a scream",
            "gunshot, pause for three seconds, a scream",
            13,
        ),
        (
            "make 20 seconds of rain, wait five seconds, then thunder",
            "rain, wait five seconds, thunder",
            20,
        ),
        (
            "a minute of rain with five dog barks in ten seconds",
            "rain with five dog barks in ten seconds",
            60,
        ),
    ],
)
def test_a_time_within_a_scene_is_not_its_length(
    asked: str, described: str, seconds: float
) -> None:
    assert calls(plan(asked)) == [("generate_audio", described, seconds)]
