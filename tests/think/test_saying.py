"""Words that are to be said: as they stand, without their manner, in another language; one note."""

from __future__ import annotations

import pytest

from tests.think.planners import after, calls, plan, planner
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Query, Resource, StepResult

TAPE = Resource("audio/3f0c9d12.wav", "audio", "tape.wav")
FACE = Context().with_resource(Resource("image/3f0c9d12.jpg", "image", "me.jpg", origin="attached"))


@pytest.mark.parametrize(
    ("said", "words", "language"),
    [
        ("how do I say where does it hurt in Spanish", "where does it hurt", "Spanish"),
        ("How would you say good night in Welsh, please?", "good night", "Welsh"),
        ("how would you put good night in French?", "good night", "French"),
        ("how could one phrase 'no entry' in German", "no entry", "German"),
        ("What would 'watch your step' be in Spanish?", "watch your step", "Spanish"),
        ("how do the French say good luck", "good luck", "French"),
        ("say thank you very much in French please", "thank you very much", "French"),
        ("say it in Spanish: the bus is late", "the bus is late", "Spanish"),
        ("tell me how to say I'm lost in Spanish", "I'm lost", "Spanish"),
        ("what's good morning in Mandarin?", "good morning", "Chinese"),
        (
            "I've got a patient who speaks Spanish, how do I say where does it hurt",
            "where does it hurt",
            "Spanish",
        ),
    ],
)
def test_words_are_said_in_another_language(said: str, words: str, language: str) -> None:
    assert calls(plan(said)) == [
        ("synthesize_speech", words),
        ("translate_speech", "$1", language, True),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "say it in French",
        "say it in French, please",
        "how do you say that in Spanish",
        "what would that be in Spanish",
        "translate this into German",
    ],
)
def test_what_was_not_said_is_no_text(said: str) -> None:
    assert plan(said).steps == ()


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("say where does it hurt", ("where does it hurt",)),
        ("Say five six seven eight", ("five six seven eight",)),
        ("say good morning, how are you", ("good morning, how are you",)),
        (
            "please read this slowly and clearly, the rabbit ran round the rugged rock",
            ("the rabbit ran round the rugged rock", 0.8),
        ),
        (
            "now read out welcome back to the show, in a cheerful voice, no wait, make it a calm"
            " one",
            ("welcome back to the show", 0.9, -1, -3),
        ),
        ("say good morning and make it sound sad", ("good morning", 0.85, -2, -3)),
        ("read this: the moon is up. make it slower", ("the moon is up", 0.8)),
        ("say I hope you make it home", ("I hope you make it home",)),
        (
            "and a voice saying welcome aboard, mind your head, sort of old and gruff",
            ("welcome aboard, mind your head", 0.9, -4, 1),
        ),
    ],
)
def test_a_text_is_said_without_its_manner(said: str, spoken: tuple) -> None:
    assert calls(plan(said)) == [("synthesize_speech", *spoken)]


@pytest.mark.parametrize("said", ["say what he says", "say what time it is", "say it again"])
def test_what_is_only_pointed_at_is_not_read_out(said: str) -> None:
    assert "synthesize_speech" not in [call[0] for call in calls(plan(said))]


def test_a_face_says_what_it_is_told_to() -> None:
    found = plan("make it say I did not eat your pizza Josh, I would never", FACE)
    assert calls(found) == [
        ("synthesize_speech", "I did not eat your pizza Josh, I would never"),
        ("synthesize_talking_head", "$1", FACE.resources[0].path),
    ]


@pytest.mark.parametrize(
    ("said", "note", "seconds"),
    [
        ("could you give me a starting note, an A, held for about five seconds", "A4", "5"),
        ("Give me an E flat please.", "Eb4", "3"),
        ("sing a middle C for two seconds", "C4", "2"),
        ("hum a low G", "G3", "3"),
        ("play me an F sharp to tune to", "F#4", "3"),
    ],
)
def test_one_note_is_sung(said: str, note: str, seconds: str) -> None:
    assert calls(plan(said)) == [("sing", "ah", note, seconds)]


@pytest.mark.parametrize(
    "said", ["play a tune in A minor", "compose a piece in G", "give me a beat", "give me plan B"]
)
def test_a_key_is_no_note(said: str) -> None:
    assert "sing" not in [call[0] for call in calls(plan(said))]


def test_what_somebody_is_curious_about_is_not_made() -> None:
    said = "record me for twenty seconds, I want to hear how bad my whistling is"
    assert calls(plan(said)) == [("record_audio", 20)]


def test_a_sound_like_something_is_no_music() -> None:
    found = plan("can you make a sound like a beehive, a happy one")
    assert [call[0] for call in calls(found)] == ["generate_audio"]


def test_where_something_is_now_is_no_question_for_the_time() -> None:
    found = plan("is it behind me now, because I think it only went on one side")
    assert "12:30" not in found.reply


def test_variations_are_so_many_new_tries() -> None:
    context = after(Context(), "make a whip crack", ("audio/1d2c3b4a.wav", "a whip crack"))
    found = plan("do three variations of that so it doesn't get boring", context)
    assert calls(found) == [("generate_audio", "whip crack")] * 3
    assert len(plan("give me two more seconds of it", context).steps) < 2


def test_one_of_several_is_the_last() -> None:
    context = after(Context(), "make a lion roar", ("audio/1d2c3b4a.wav", "a lion"))
    context = after(context, "another one", ("audio/2d2c3b4a.wav", "a lion"))
    found = plan("now make one of them run all the way round my head", context)
    assert calls(found) == [("binauralize", "audio/2d2c3b4a.wav", "circle")]


@pytest.mark.parametrize(
    "said",
    [
        "there are a few dropouts where the tape got chewed, can anything be done about those",
        "there's a gap around the middle where I knocked the microphone, could you patch that up",
    ],
)
def test_a_gap_is_no_noise(said: str) -> None:
    found = plan(said, Context().with_resource(TAPE))
    assert (found.kind, found.steps) == ("clarify", ())
    assert "From which second" in found.reply


def test_what_somebody_speaks_is_heard_in_that_language() -> None:
    said = (
        "hello, this is my tape of old Mr Kowalski, he starts in Polish I think, what's he saying"
    )
    context = Context().with_resource(TAPE)
    assert calls(plan(said, context)) == [("transcribe_speech", TAPE.path, "Polish")]


def test_what_is_read_over_something_is_the_text() -> None:
    said = "Okay keep that and read this over it, thank you for calling, the bread is nearly out"
    assert calls(plan(said)) == [
        ("synthesize_speech", "thank you for calling, the bread is nearly out")
    ]


def test_a_lyric_is_sung_and_goes_down_a_third() -> None:
    said = "I've got this lyric and no tune, could you sing it for me, the river took my bicycle"
    assert calls(plan(said)) == [("sing", "the river took my bicycle")]
    context = after(Context(), said, ("audio/1d2c3b4a.wav", "a song"))
    again = Query(2, "not bad, but drop it a third or so, nobody can get up there")
    installed = {name: tool.signature for name, tool in registry.discover().items()}
    found = OfflinePlanner(installed).plan(again, context, Cancel())
    assert calls(found) == [("sing", "the river took my bicycle", -4)]


def test_what_somebody_may_have_imagined_is_looked_for() -> None:
    said = "Was that a clock ticking behind him, or am I imagining things"
    context = Context().with_resource(TAPE)
    assert calls(plan(said, context)) == [("detect_target_sound", TAPE.path, "clock ticking")]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            'read this aloud: It is 5 < 6 & "quoted" <b>bold</b>.',
            'It is 5 < 6 & "quoted" <b>bold</b>.',
        ),
        ('Say this: He said "stop" and she left.', 'He said "stop" and she left.'),
        ('read aloud: "Yes" and "No" are answers.', '"Yes" and "No" are answers.'),
        ("read this: it is at https://a.org/b?c=1&d=2", "it is at https://a.org/b?c=1&d=2"),
        ("read aloud: it costs $10 (ten dollars).", "it costs $10 (ten dollars)"),
        ('say: "Hello there".', "Hello there"),
    ],
)
def test_what_follows_a_colon_is_said_whole(said: str, words: str) -> None:
    assert calls(plan(said)) == [("synthesize_speech", words)]


def test_quotations_after_a_colon_may_be_all_that_is_said() -> None:
    two = calls(plan('say the following: "Hello", then "Goodbye"'))
    assert two == [("synthesize_speech", "Hello"), ("synthesize_speech", "Goodbye")]
    played = calls(plan('say this: he said "no" and left. And then play it'))
    assert played == [("synthesize_speech", 'he said "no" and left'), ("play_audio", "$1")]


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        (
            "Say this sadly: I lost my keys. Then say it excitedly.",
            [("I lost my keys", 0.85, -2, -3), ("I lost my keys", 1.15, 3, 4)],
        ),
        (
            "say hello world slowly and then say it again fast",
            [("hello world", 0.8), ("hello world", 1.25)],
        ),
        ('say "we win", then shout it', [("we win",), ("we win", 6)]),
        ("say hi, then say it again", [("hi. hi.",)]),
        ("say it is late. Then repeat it louder", [("it is late",), ("it is late", 6)]),
        ("say hello world, then say it backwards", [("hello world",)]),
        ('say "if it is late, then say it quietly"', [("if it is late, then say it quietly",)]),
    ],
)
def test_what_was_said_may_be_said_again_in_another_way(said: str, steps: list[tuple]) -> None:
    assert calls(plan(said)) == [("synthesize_speech", *step) for step in steps]


def test_a_way_to_say_it_that_no_tool_knows_is_told_about() -> None:
    assert "can't" in plan("say hello world, then say it backwards").reply


def test_what_was_said_may_be_said_again_in_another_language() -> None:
    assert calls(plan("say hello, then say it in German")) == [
        ("synthesize_speech", "hello"),
        ("translate_speech", "$1", "German", True),
    ]


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("Say this sadly: I lost my keys.", ("I lost my keys", 0.85, -2, -3)),
        ("say this happily, we won the cup", ("we won the cup", 1.08, 2, 2)),
    ],
)
def test_the_manner_may_stand_before_the_text(said: str, spoken: tuple) -> None:
    assert calls(plan(said)) == [("synthesize_speech", *spoken)]


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ('Say "Guten Morgen" in German', [("Guten Morgen",)]),
        ("how do you say bonjour in French?", [("bonjour",)]),
        ('Say "Guten Morgen" slowly in German', [("Guten Morgen", 0.8)]),
        ('say "bonjour" and then say "au revoir" in French', [("bonjour",), ("au revoir",)]),
    ],
)
def test_words_in_the_language_that_is_wanted_are_only_said(said: str, spoken: list[tuple]) -> None:
    assert calls(plan(said)) == [("synthesize_speech", *words) for words in spoken]


def test_words_in_another_language_than_the_one_that_is_wanted_are_translated() -> None:
    assert calls(plan('Say "Guten Morgen" in French'))[1:] == [
        ("translate_speech", "$1", "French", True)
    ]


def test_what_was_not_translated_needs_no_check() -> None:
    query = Query(1, "how do you say where does it hurt in Spanish")
    found = planner().plan(query, Context(), Cancel())

    def reply(*done: bool) -> str:
        results = [
            StepResult(
                1, index, step.tool, step.arguments, ok, error=None if ok else "no way there"
            )
            for index, (step, ok) in enumerate(zip(found.steps, done, strict=True), 1)
        ]
        return planner().reply(query, Context(), found, results, lambda _: None).text

    assert "check it" in reply(True, True)
    assert "check it" not in reply(True, False) + reply(False, False)
    assert reply(True, False).endswith("No way there.")


@pytest.mark.parametrize(
    "told",
    [
        "The old man looked at the sea for a long time. You never told me about the boat, she"
        " said. If anyone asks, just say the wind took it away, he answered. And they walked on.",
        "So I told him look, you can't keep doing this, and he was like okay fine, and I was like"
        " well just say you're sorry and he wouldn't. And then we drove home.",
        "When the postman came in the morning he would always say good morning to the dog before"
        " he said it to anybody else in the house.",
    ],
)
def test_an_order_within_a_story_is_none(told: str) -> None:
    assert plan(told).steps == ()


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        (
            "My boss told me the intro is boring and she said I should fix it before Monday, so he"
            " asked me to use you. Please compose a cheerful tune of ten seconds.",
            "compose_music",
        ),
        (
            "he said and she said that we should all meet at the lake, so now I want you to say we"
            " are on our way to all of them in a happy voice",
            "synthesize_speech",
        ),
        (
            "read this aloud: he said no. She said yes. They said maybe. And then they all laughed"
            " and went home to have dinner with the children.",
            "synthesize_speech",
        ),
    ],
)
def test_an_order_after_a_story_is_one(said: str, tool: str) -> None:
    assert [step.tool for step in plan(said).steps] == [tool]
