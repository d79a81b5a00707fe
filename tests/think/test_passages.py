"""A passage of a spoken text sounds otherwise: which one, how, and where it pauses."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import after, calls, plan
from voice_agent.speak.ssml import segments
from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue.passages import passaged, plain

TEXT = (
    "You've reached Hallam Dental. We're closed for lunch until one thirty. "
    "If you have swelling or severe pain, please hang up."
)
SPOKEN = ("audio/1d2c3b4a.wav", "speech")


def spoken(text: str) -> list[tuple[str, float, float, float]]:
    """What the voice is asked to say: words, rate, pitch and the pause before it."""
    return [(s.text, s.speed, s.pitch, s.pause) for s in segments(text)]


@pytest.mark.parametrize(
    ("said", "place", "rate"),
    [
        ("it's rushing through the last sentence", 2, 0.8),
        ("the first line a bit faster please", 0, 1.25),
        ("could you slow down at the end", 2, 0.8),
        ("a touch too cheerful for the part about severe pain", 2, 0.92),
        ("make the second sentence slower", 1, 0.8),
    ],
)
def test_one_passage_is_said_otherwise_and_the_others_stay(
    said: str, place: int, rate: float
) -> None:
    changed = passaged(TEXT, said)
    rates = {words.split()[0]: speed for words, speed, _, _ in spoken(changed)}
    slow = TEXT.split(". ")[place].split()[0]
    assert rates[slow] == rate
    assert all(speed == 1.0 for word, speed in rates.items() if word != slow)
    assert plain(changed) == TEXT


@pytest.mark.parametrize(
    ("said", "pauses"),
    [
        ("leave a longer pause between the sentences", [0.0, 1.6, 1.6]),
        ("pause for two seconds before the last sentence", [0.0, 2.0]),
        ("a little pause after Dental", [0.0, 0.5]),
        ("could you wait a second before 'please hang up'?", [0.0, 1.0]),
    ],
)
def test_it_pauses_where_it_is_asked_to(said: str, pauses: list[float]) -> None:
    assert [pause for *_, pause in spoken(passaged(TEXT, said))] == pauses


def test_changes_add_up() -> None:
    once = passaged(TEXT, "the last sentence slower")
    twice = passaged(once, "longer pauses between the sentences")
    last = passaged(twice, "still too fast at the end")
    assert [(speed, pause) for _, speed, _, pause in spoken(last)] == [
        (1.0, 0.0),
        (1.0, 1.6),
        (0.64, 1.6),
    ]
    assert plain(last) == TEXT


def test_a_name_is_said_as_it_is_spelt_out_and_shown_as_it_is_written() -> None:
    changed = passaged(TEXT, "would you say Hallam with the stress in front, like HAL-um?")
    assert "You've reached halum Dental." in spoken(changed)[0][0]
    assert plain(changed) == TEXT
    slower = passaged(changed, "slower in the last sentence")
    assert "halum" in spoken(slower)[0][0] and spoken(slower)[-1][1] == 0.8


@pytest.mark.parametrize(
    "said",
    ["slower", "that's lovely", "add please turn off your phones at the end", "louder",
     "play it from the beginning", "in another voice", "take a pause"],
)  # fmt: skip
def test_what_names_no_passage_is_none_of_its_business(said: str) -> None:
    assert passaged(TEXT, said) == ""


def test_the_planner_says_the_same_text_again_with_it() -> None:
    context = after(Context(), f'say "{TEXT}"', SPOKEN)
    ((tool, text),) = calls(plan("it's rushing through the last sentence", context))
    assert tool == "synthesize_speech" and plain(text) == TEXT
    assert spoken(text)[-1][1] == 0.8
    slower = after(context, "it's rushing through the last sentence", SPOKEN)
    ((_, kept, speed),) = calls(plan("a bit slower", slower))
    assert kept == text and speed < 1


def test_a_longer_pause_lengthens_no_sound_that_was_made_before() -> None:
    made = after(Context(), "make rain on a tin roof", ("audio/3d2c3b4a.wav", "sound: rain"))
    context = after(made, 'say "Good morning. Mind the gap."', SPOKEN)
    ((tool, text),) = calls(plan("a longer pause between them", context))
    assert tool == "synthesize_speech" and spoken(text)[1][3] == 1.6


def test_whoever_sounds_cross_and_shall_be_kinder_is_kinder() -> None:
    context = after(Context(), 'say "Please turn off your phones."', SPOKEN)
    ((_, _, *how),) = calls(plan("she sounds a bit cross, can she be kinder", context))
    assert how == [0.95, 1, -1]


@given(
    st.lists(st.sampled_from(["A < B > C.", "A & B!", "Is it \"on\"?", "One. Two.", "x"])),
    st.sampled_from(["the last line slower", "longer pauses between the lines",
                     "a pause before the", "say B like bee", "louder at the beginning"]),
)  # fmt: skip
def test_whatever_the_text_it_stays_well_formed_and_keeps_its_words(
    lines: list[str], said: str
) -> None:
    text = " ".join(lines)
    changed = passaged(text, said)
    if changed.startswith("<speak>"):
        ElementTree.fromstring(changed)
        assert plain(changed).replace(",", "").split() == text.replace(",", "").split()
