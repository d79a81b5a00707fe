"""What people say next: sounds put together, a gentler cleaning, a picture that shall speak."""

from __future__ import annotations

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.phrases import tempi
from voice_agent.think.offline.phrases.scores import scored
from voice_agent.think.offline.reader import birthdays
from voice_agent.think.offline.reading import Clause
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Plan, Query, Resource, Step, StepResult

GRAN = Resource("image/0b7d44e1.jpg", "image", "gran.jpg")
RAIN = after(Context(), "Make the sound of rain on a tin roof.", ("audio/8e4fcb32.wav", "rain"))
SLAM = after(RAIN, "Now a heavy door slam.", ("audio/0c1d2e3f.wav", "slam"))
CLEAN = after(Context().with_resource(INTERVIEW), "Take the hiss out.", ("audio/aa74a429.wav", ""))
SCENE = after(Context(), "Make rain on leaves with parrots.", ("audio/8e4fcb32.wav", "parrots"))


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("Put the slam over the rain.", "rain on a tin roof with heavy door slam"),
        (
            "Put the slam over the rain, about three seconds in.",
            "rain on a tin roof with heavy door slam at three seconds",
        ),
        ("Can you put the rain first and then the slam?", "rain on a tin roof, then heavy door"),
        ("Can you make it and a frightened sheep together?", "frightened sheep with heavy door"),
    ],
)
def test_sounds_made_by_words_are_made_again_as_one(said: str, description: str) -> None:
    found = calls(plan(said, SLAM))
    assert len(found) == 1 and found[0][1].startswith(description)
    assert len(found[0]) == 2  # no length that nobody asked for


@pytest.mark.parametrize(
    "said", ["Put the slam behind me.", "Put her voice over the rain.", "Put it on the left."]
)
def test_a_place_or_a_recording_is_not_blended(said: str) -> None:
    assert not any(call[0] == "generate_audio" for call in calls(plan(said, SLAM)))


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("Could the parrots be further away?", "rain on leaves with parrots in the distance"),
        ("The rain is too loud.", "faint rain on leaves with parrots"),
        ("Make it sound like a big stone hall.", "rain on leaves with parrots in a big stone hall"),
        ("Put dripping water in.", "rain on leaves with parrots with dripping water"),
    ],
)
def test_a_scene_is_changed_in_a_part_or_in_its_room(said: str, description: str) -> None:
    assert [call[:2] for call in calls(plan(said, SCENE))] == [("generate_audio", description)]


@pytest.mark.parametrize(
    "said",
    [
        "better, but my voice sounds like under water now",
        "Better, but now she sounds like she's under water, could you do it a little less?",
    ],
)
def test_too_much_cleaning_is_heard_from_a_remark(said: str) -> None:
    assert calls(plan(said, CLEAN)) == [("enhance_speech", INTERVIEW.path, 12)]


def test_cleaning_goes_on_more_gently() -> None:
    said = "Too much, she sounds underwater. Go back and do it more gently."
    assert calls(plan(said, CLEAN)) == [("enhance_speech", INTERVIEW.path, 12)]
    gentler = after(CLEAN, said, ("audio/0c1d2e3f.wav", ""))
    again = "hmm, that's better but now she sounds a bit hollow, go easier on it"
    assert calls(plan(again, gentler)) == [("enhance_speech", INTERVIEW.path, 6)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Make her say good morning everybody.", "good morning everybody"),
        ("Have her say, put the kettle on.", "put the kettle on"),
        ("Let the woman in the picture talk: hello there.", "hello there"),
    ],
)
def test_a_picture_speaks_words(said: str, words: str) -> None:
    found = calls(plan(said, Context().with_resource(GRAN)))
    assert found == [
        ("synthesize_speech", words),
        ("synthesize_talking_head", "$1", GRAN.path),
    ]


def test_a_voice_that_was_handed_over_last_says_the_words() -> None:
    context = Context().with_resource(GRAN).with_resource(INTERVIEW)
    found = calls(plan("Make her say good morning everybody.", context))
    assert [call[0] for call in found] == ["transfer_style"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Say hello twice.", "hello. hello."),
        ('Say "I love rain" three times.', "I love rain. I love rain. I love rain."),
        ("How do you say the word thorough? Read it three times.", "thorough. thorough. thorough."),
    ],
)
def test_words_are_spoken_several_times(said: str, text: str) -> None:
    assert calls(plan(said)) == [("synthesize_speech", text)]


def test_what_was_spoken_is_spoken_twice() -> None:
    spoken = after(Context(), "Say good morning.", ("audio/8e4fcb32.wav", "speech"))
    twice = after(spoken, "Twice please.", ("audio/0c1d2e3f.wav", "speech"))
    assert calls(plan("Twice please.", spoken)) == [
        ("synthesize_speech", "good morning. good morning.")
    ]
    again = calls(plan("Read it three times.", twice))
    assert again == [("synthesize_speech", "good morning. good morning. good morning.")]


def test_twice_as_fast_is_no_repetition() -> None:
    assert calls(plan("Say hello twice as fast.")) == [("synthesize_speech", "hello", 2)]


@pytest.mark.parametrize(
    "said",
    [
        "Save both of them and tell me where you put them.",
        "Save the fixed one for my sister.",
        "Export it before I change my mind again.",
        "Great. Put it on my desktop.",
    ],
)
def test_how_to_save_is_told(said: str) -> None:
    found = plan(said, CLEAN)
    assert found.steps == () and "/save" in found.reply


def test_where_things_lie_is_told() -> None:
    assert "audio/aa74a429.wav" in plan("Tell me where you put them.", CLEAN).reply
    assert "WAV" in plan("What kind of file is that?", CLEAN).reply


def test_a_recorded_voice_is_not_made_anothers() -> None:
    found = plan("Make me sound like an old pirate.", Context().with_resource(INTERVIEW))
    assert found.kind == "unsupported" and "voice of a recording" in found.reply


def test_typed_words_are_not_translated_by_themselves() -> None:
    found = plan("translate good morning everybody into Spanish")
    assert found.kind == "unsupported" and "how do you say" in found.reply


def test_happy_birthday_is_sung_for_somebody() -> None:
    assert calls(plan("Now a happy birthday song for Oliver, he'll be six on Sunday.")) == [
        ("sing", "happy birthday to Oliver")
    ]
    told = Exchange(1, "My granddaughter Emily turns six.", "How lovely!", Plan(1, "chat"), ())
    song = Clause("sing", "sing happy birthday with her name in it", 1.0)
    assert birthdays.named(song, Context((), (told,))).get("text") == "happy birthday to Emily"
    assert birthdays.named(song, Context()).get("text") == "happy birthday"


def test_music_lasts_as_long_as_its_bars() -> None:
    assert tempi.bars("sixteen bars at ninety-two bpm") == pytest.approx(16 * 4 * 60 / 92, abs=0.01)
    assert tempi.bars("a waltz of eight bars at 120 bpm") == 12
    assert tempi.bars("sixteen bars of jazz") is None
    said = "Eight bars, D minor, 120 bpm, upright bass and brushes."
    assert calls(plan(said))[0][2] == 16


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("up a whole tone", "E minor"),
        ("a third higher", "F sharp minor"),
        ("down a semitone please", "C sharp minor"),
        ("two semitones lower", "C minor"),
        ("an octave up", "D minor"),
    ],
)
def test_a_piece_is_moved_to_another_key(words: str, key: str) -> None:
    assert tempi.transposed("tango in D minor", words) == f"tango in {key}"


def test_a_piece_is_moved_from_the_key_that_it_got() -> None:
    step = Step("compose_music", {"description": "calm piano"})
    made = StepResult(
        1, 1, "compose_music", step.arguments, True, 1.0,
        (Artifact("audio/8e4fcb32.wav", "audio", "music"),), data={"key": "B flat major"},
    )  # fmt: skip
    piece = Exchange(1, "Play calm piano.", "Here.", Plan(1, "act", (step,)), (made,))
    found = calls(plan("Same thing up a whole tone, please.", Context().with_exchange(piece)))
    assert found[0][:2] == ("compose_music", "calm piano in C major")


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("Play me something calm so I can sleep, piano maybe.", ("compose_music", "calm, piano")),
        (
            "I need a room tone for a night scene, wind outside.",
            ("generate_audio", "room tone for a night scene, wind outside"),
        ),
    ],
)
def test_music_has_its_instrument_and_an_ambience_is_none(said: str, call: tuple) -> None:
    assert calls(plan(said)) == [call]


def test_nothing_gets_shorter_than_it_can_be() -> None:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    offline = OfflinePlanner(signatures)
    coin = after(Context(), "A coin pickup, half a second.", ("audio/8e4fcb32.wav", "coin"))
    assert coin.exchanges[-1].plan.steps[0].arguments["duration"] == 0.5
    found = offline.plan(Query(2, "Shorter."), coin, Cancel())
    assert all(step.arguments.get("duration", 1) >= 0.5 for step in found.steps)


def test_a_beat_is_told_in_milliseconds() -> None:
    told = plan("What's ninety-two BPM in milliseconds per beat?").reply
    assert told == "About 652.2 milliseconds."


def test_pictures_of_no_one_stay_out_of_it() -> None:
    found = calls(plan("Say good morning everybody.", Context().with_resource(HARBOUR)))
    assert found == [("synthesize_speech", "good morning everybody")]


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("Some thunder far off would be nice.", "rain on a tin roof with thunder far off"),
        ("I'd believe it if there was a bit of wind.", "rain on a tin roof with wind"),
        ("And then a door slams.", "rain on a tin roof, then a door slams"),
        ("On a car roof instead.", "rain on a car roof"),
    ],
)
def test_what_else_should_sound_is_put_beside_it(said: str, description: str) -> None:
    found = calls(plan(said, RAIN))
    assert [call[:2] for call in found] == [("generate_audio", description)]


def test_strings_behind_a_piece_are_put_there() -> None:
    tune = after(Context(), "Compose a cheerful piano tune.", ("audio/11111111.wav", "a tune"))
    found = calls(plan("Could we have some strings behind it?", tune))
    assert found == [("compose_music", "cheerful piano tune with strings")]


def test_a_tone_and_a_half_is_three_semitones() -> None:
    clause = scored(Clause("sing", "put it up a tone and a half"))
    assert clause.get("transpose") == "3"


PIANO = after(Context(), "Compose a gentle piano piece.", ("audio/11111111.wav", "a piece"))
LINE = after(Context(), 'Say "The train leaves at nine."', ("audio/33333333.wav", "speech"))


def test_the_second_half_is_no_length() -> None:
    found = plan("Could the second half get warmer, with a cello perhaps?", PIANO)
    assert "duration" not in found.steps[0].arguments


def test_who_would_have_liked_an_instrument_gets_it_beside_the_others() -> None:
    found = calls(plan("My late husband would have liked a clarinet in there.", PIANO))
    assert found == [("compose_music", "gentle piano piece with clarinet")]


def test_a_scene_loses_nothing_for_when_it_shall_come() -> None:
    scene = after(Context(), "Make a train with a distant whistle.", ("audio/8e4fcb32.wav", ""))
    found = plan("The whistle wants to come five seconds later, not before it.", scene)
    assert not any("whistle" not in str(step.arguments) for step in found.steps)


def test_what_is_too_much_is_looked_for_in_its_own_sentence() -> None:
    scene = after(Context(), "Make a lute with rain.", ("audio/8e4fcb32.wav", "a lute"))
    found = calls(plan("The lute's perfect. Too much rain though.", scene))
    assert found[0][1] == "lute with faint rain"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Can it loop?", "end of a sound to its beginning"),
        ("Can we try it with some quiet music behind?", "put files together"),
    ],
)
def test_an_endless_sound_and_music_behind_a_voice_are_told_to_be_impossible(
    said: str, told: str
) -> None:
    found = plan(said, LINE)
    assert not found.steps and told in found.reply


def test_no_voice_is_borrowed_from_what_was_spoken_here() -> None:
    found = plan("You sound like a man from the bank, this is a wedding.", LINE)
    assert all(step.tool != "transfer_style" for step in found.steps)
    spoken = plan('Do the stranger\'s voice: "I seek a dwarf."', LINE)
    assert calls(spoken) == [("synthesize_speech", "I seek a dwarf.")]


def test_a_word_in_quotation_marks_is_all_that_is_said_three_times() -> None:
    found = plan('How do you say "temperature"? Only this word, three times.', LINE)
    assert found.steps[0].arguments["text"] == "temperature. temperature. temperature."


def test_a_clock_that_is_heard_tells_no_time() -> None:
    assert "12:30" not in plan("Don't take the clock out, I remember that clock.", CLEAN).reply
