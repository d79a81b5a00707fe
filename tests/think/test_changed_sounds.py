"""What is said about a sound or a piece that was just made, to have it otherwise."""

from __future__ import annotations

import pytest

from tests.think.planners import INTERVIEW, after, calls, plan
from voice_agent.think.context import Context

RAIN = after(Context(), "make ten seconds of rain", ("audio/8e4fcb32.wav", "sound: rain"))
TUNE = after(Context(), "a sad piano tune with cello", ("audio/5c1a0c77.wav", "sad piano tune"))
CLEAN = after(
    Context((INTERVIEW,)), "clean up the interview", ("audio/77aa0b13.wav", "cleaned speech")
)


def described(words: str, context: Context) -> str:
    """The description of the one step that ``words`` come to."""
    (step,) = plan(words, context).steps
    return str(step.arguments["description"])


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("add some thunder", "thunder"),
        ("same thing but put a dog barking far away somewhere in the middle", "dog barking"),
        ("could you put some wind behind it, please", "wind"),
        ("throw in another bell", "bell"),
    ],
)
def test_another_sound_is_put_in(words: str, added: str) -> None:
    description = described(words, RAIN)
    assert description.startswith("rain with") and added in description
    assert "somewhere" not in description and "behind" not in description


@pytest.mark.parametrize("words", ["put it behind me", "put the rain behind me"])
def test_what_is_there_is_moved(words: str) -> None:
    assert [call[0] for call in calls(plan(words, RAIN))] == ["binauralize"]


def test_seconds_are_added() -> None:
    (step,) = plan("add 5 seconds", RAIN).steps
    assert step.arguments["duration"] == 15


@pytest.mark.parametrize(
    ("words", "description"),
    [
        ("hm, not that sad", "wistful piano tune with cello"),
        ("that's too sad", "wistful piano tune with cello"),
        ("now without the cello", "sad piano tune"),
        ("without flute", "sad piano tune with cello, without flute"),
    ],
)
def test_a_piece_has_less_of_something(words: str, description: str) -> None:
    assert described(words, TUNE) == description


def test_an_instrument_comes_back() -> None:
    without = after(TUNE, "without flute", ("audio/11aa0b13.wav", "sad piano tune"))
    assert described("I liked it with the flute", without) == "sad piano tune with cello with flute"


@pytest.mark.parametrize("words", ["great, now make it louder", "great, now make it brighter"])
def test_what_changes_nothing_is_not_done_once_more(words: str) -> None:
    found = plan(words, CLEAN)
    assert (found.kind, found.steps) == ("unsupported", ()) and "can't change" in found.reply


@pytest.mark.parametrize("words", ["do it again", "do it over, please", "try that again"])
def test_what_is_wished_again_is(words: str) -> None:
    assert [call[0] for call in calls(plan(words, CLEAN))] == ["enhance_speech"]


def test_what_shall_be_kept_is_told_where_it_is() -> None:
    assert "audio/77aa0b13.wav" in plan("cool, keep the cleaned one", CLEAN).reply
    assert plan("keep it down", CLEAN).reply != plan("keep it", CLEAN).reply


@pytest.mark.parametrize(
    ("words", "thanked"),
    [
        ("perfect, I might actually fall asleep to this", True),
        ("wow ok, that's scary good", True),
        ("great, that is rain, but make it stop at the end", False),
    ],
)
def test_praise_is_no_wish(words: str, thanked: bool) -> None:
    assert (plan(words, RAIN).reply == "You're welcome.") == thanked


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sing happy birthday for my niece, her name is Odile", "happy birthday to Odile"),
        ("Sing happy birthday, it's for Tom.", "happy birthday to Tom"),
        ("can you sing happy birthday for my dad", "happy birthday to my dad"),
        ("sing happy birthday to my daughter, she's called Mia", "happy birthday to Mia"),
        ("sing happy birthday for me", "happy birthday"),
    ],
)
def test_the_birthday_song_names_whose_it_is(words: str, text: str) -> None:
    assert calls(plan(words)) == [("sing", text)]


def test_two_changes_in_one_breath() -> None:
    (step,) = plan("make it longer though, and put a thunderclap at the end", RAIN).steps
    assert "with thunderclap at the end" in str(step.arguments["description"])
    assert step.arguments["duration"] == 15


def test_a_change_may_come_after_a_remark() -> None:
    remarked = after(RAIN, "ooh that's good")
    assert described("now put some thunder in it", remarked) == "rain with thunder"


def test_another_instrument_is_tried() -> None:
    assert (
        described("try it with an accordion, more French", TUNE) == "sad accordion tune with cello"
    )


def test_a_language_is_corrected() -> None:
    asked = after(Context((INTERVIEW,)), "translate the interview into Spanish")
    (step,) = plan("hang on, not Spanish, Dutch, sorry", asked).steps
    assert step.arguments["target_language"] == "Dutch"


def test_how_a_voice_sounds_is_no_wish_for_another_pace() -> None:
    reply = plan("haha you sound like a robot with a cold").reply
    assert "faster" not in reply and "slower" not in reply


SCENE = after(
    Context(),
    "make a train, a thunderstorm and frying eggs",
    ("audio/8e4fcb32.wav", "sound: a train, a thunderstorm and frying eggs"),
)
TALK = after(Context(), 'say "the fox is home"', ("audio/91b0aa3e.wav", "speech"))
PLAYED = after(TUNE, "play it")


@pytest.mark.parametrize(
    ("words", "description"),
    [
        ("the eggs sound like the rain, swap it for a cow", "train, a thunderstorm and cow"),
        ("no thunderstorm please", "train and frying eggs"),
        ("forget the train, the director will hate it", "thunderstorm and frying eggs"),
        ("but without the eggs this time", "train, a thunderstorm"),
    ],
)
def test_a_sound_is_left_out_or_exchanged(words: str, description: str) -> None:
    assert described(words, SCENE).removeprefix("a ") == description


@pytest.mark.parametrize("words", ["leave out the slam", "no slam please", "without the slams"])
def test_what_is_left_out_may_be_named_by_its_noun(words: str) -> None:
    door = ("audio/8e4fcb32.wav", "sound: a creaky door opening and then slamming")
    context = after(Context(), "make a creaky door opening and then slamming", door)
    assert described(words, context) == "creaky door opening"


@pytest.mark.parametrize(
    ("words", "description"),
    [
        ("take it up to ninety", "sad piano tune with cello, 90 bpm"),
        ("lose the cello, and slow it to about seventy", "sad piano tune, 70 bpm"),
        ("make it 120 bpm", "sad piano tune with cello, 120 bpm"),
    ],
)
def test_a_piece_gets_the_tempo_that_is_told(words: str, description: str) -> None:
    assert described(words, TUNE) == description


def test_a_piece_is_changed_though_it_was_played_since() -> None:
    assert described("can you do the same thing but in D, for my singer", PLAYED) == (
        "sad piano tune with cello in D"
    )


@pytest.mark.parametrize(
    ("words", "pitch"),
    [("a bit more cheerfully, they're only seven", 2), ("even spookier", -3), ("less excited", 0)],
)
def test_a_voice_is_in_another_mood(words: str, pitch: int) -> None:
    (step,) = plan(words, TALK).steps
    assert step.tool == "synthesize_speech" and step.arguments["pitch"] == pitch


def test_a_song_is_not_made_of_words_that_ask_for_none() -> None:
    assert not plan("I can still hear her faintly in the chorus", CLEAN).steps


def test_what_of_a_piece_cannot_be_changed_is_told() -> None:
    found = plan("nice, but the bass is way too busy, can you calm it down a bit", TUNE)
    assert not found.steps and "about the piece" in found.reply


def test_an_instrument_is_put_under_a_piece_and_corrected_in_the_same_breath() -> None:
    words = "oh, and put a harp under it, or no, wait, a guitar, yes, a guitar"
    assert described(words, TUNE) == "sad piano tune with cello with guitar"


def test_what_only_mentions_work_is_not_done_once_more() -> None:
    assert not plan("here's the line I recorded to go over it, it's a bit rough", TUNE).steps


def test_too_fast_for_me_is_slower() -> None:
    (step,) = plan("too fast for me, do it again but like you're talking to a toddler", TALK).steps
    assert float(step.arguments["speed"]) < 1


def test_no_way_round_the_head_is_made_of_other_words() -> None:
    found = plan("can you get it heavier and let it slam at the end", RAIN)
    assert all("slam" not in str(step.arguments.get("motion")) for step in found.steps)


def test_a_sound_that_is_asked_about_is_listened_for() -> None:
    words = "is that still a coffee machine I hear around the middle"
    (step,) = plan(words, CLEAN).steps
    assert (step.tool, step.arguments["description"]) == ("detect_target_sound", "coffee machine")


def test_words_that_shall_be_said_instead_are_no_mood() -> None:
    (step,) = plan('no, make it "so happy to see you"', TALK).steps
    assert "happy" in str(step.arguments["text"]) and "pitch" not in step.arguments
