"""Descriptions become wishes: what, how many, how, when and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.foley.library import sounds
from voice_agent.foley.reading import read


def names(description: str) -> list[str]:
    return [wish.sound.name for wish in read(description).wishes]


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("rain", ["rain"]),
        ("the sound of heavy rain on leaves", ["rain on leaves"]),
        ("rain falling heavily on an old tin roof", ["rain on a tin roof"]),
        ("dogs barking", ["a dog"]),
        ("a dog and a cat", ["a dog", "a cat"]),
        ("someone walking slowly on fresh gravel", ["footsteps on gravel"]),
        ("footsteps in the snow", ["footsteps in snow"]),
        ("glass shattering", ["breaking glass"]),
        ("waves crashing with seagulls", ["the sea", "seagulls"]),
        ("a thunderstorm", ["rain", "thunder"]),
        ("a thunderstorm with heavy rain", ["rain", "thunder"]),
        ("a big dog and a small dog", ["a dog", "a dog"]),
        ("a creaky old door", ["a creaking door"]),
        ("a rusty gate creaking open", ["a creaking door"]),
        ("someone slams a gate", ["a door"]),
        ("howling wind", ["wind"]),
        ("the wind howling through the trees", ["wind"]),
        ("a wolf howling in the wind", ["a wolf", "wind"]),
        ("a leaky faucet", ["a dripping tap"]),
        ("a windy night", ["wind"]),
        ("a thundery sky", ["thunder"]),
    ],
)
def test_sounds_are_found_by_their_words(description: str, wanted: list[str]) -> None:
    assert names(description) == wanted


def test_then_makes_sections() -> None:
    reading = read("a dog barks, then a door slams, followed by footsteps on wood")
    assert [(w.sound.name, w.section) for w in reading.wishes] == [
        ("a dog", 0),
        ("a door", 1),
        ("footsteps on wood", 2),
    ]


def test_after_turns_the_order_round() -> None:
    assert names("thunder after rain") == ["rain", "thunder"]


@pytest.mark.parametrize(
    ("description", "count"),
    [
        ("a dog barks three times", 3),
        ("five knocks on the door", 5),
        ("a door slams twice", 2),
        ("a single thunder clap", 1),
        ("rain", None),
    ],
)
def test_counts(description: str, count: int | None) -> None:
    assert read(description).wishes[0].count == count


def test_two_dogs_are_two_animals_and_not_two_barks() -> None:
    (wish,) = read("two dogs barking").wishes
    assert (wish.sources, wish.count) == (2, None)


def test_lengths_are_no_counts_and_named_times_are_kept() -> None:
    rain, thunder = read("ten seconds of soft rain with thunder at three and 7 seconds").wishes
    assert rain.count is None
    assert rain.manner.intensity < 0.3
    assert thunder.at == (3.0, 7.0)
    assert thunder.count is None


def test_adjectives_distance_and_side() -> None:
    (dog,) = read("a big angry dog barking far away on the left").wishes
    assert dog.manner.size > 1
    assert dog.manner.intensity > 0.8
    assert dog.far > 3
    assert dog.side is not None and dog.side < 0
    (steps,) = read("slow footsteps on wood, nearby").wishes
    assert steps.manner.speed < 1
    assert steps.far < 1


@pytest.mark.parametrize(
    ("description", "room"),
    [
        ("footsteps in a cave", "cave"),
        ("a cough in a big church", "church"),
        ("knocking inside a small room", "small room"),
        ("a dog outdoors", "open air"),
        ("a dog", ""),
    ],
)
def test_rooms(description: str, room: str) -> None:
    assert read(description).room == room


def test_a_place_by_itself_is_what_is_heard_there() -> None:
    assert set(names("a beach")) == {"the sea", "seagulls"}
    assert names("a dog on the beach") == ["a dog"]
    assert set(names("a forest at night with an owl")) == {"crickets", "an owl", "wind"}


def test_silence_and_moods_are_no_sounds_and_a_clap_of_thunder_is_no_hand() -> None:
    reading = read("an eerie wind, then silence")
    assert [wish.sound.name for wish in reading.wishes] == ["wind"]
    assert reading.unknown == ()
    assert names("a clap of thunder") == ["thunder"]


def test_what_is_unknown_is_said_or_stands_for_what_is_nearest() -> None:
    assert read("a flurb").wishes == ()
    assert read("a flurb").unknown == ("flurb",)

    def nearest(phrase: str, known: list[str]) -> tuple[int, float]:
        return known.index("dog"), 0.7

    (wish,) = read("a flurb", nearest).wishes  # type: ignore[arg-type]
    assert (wish.sound.name, wish.stands_for) == ("a dog", "flurb")


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    known = set(sounds().values())
    assert all(wish.sound in known for wish in read(text).wishes)


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "dog",
                "rain",
                "then",
                "with",
                "and",
                "three",
                "times",
                "far",
                "@",
                "3",
                "seconds",
                "in",
            ]
        )
    )
)
def test_any_order_of_words_can_be_read(words: list[str]) -> None:
    for wish in read(" ".join(words)).wishes:
        assert wish.count is None or 1 <= wish.count <= 60


@pytest.mark.parametrize(
    ("description", "sounds"),
    [
        ("Heavy wooden door, slow creak, then a slam", ["a creaking door", "a door"]),
        ("Footsteps on gravel, eight single steps", ["footsteps on gravel"]),
        ("Footsteps, heavy boots, coming up a wooden staircase", ["footsteps on wood"]),
        ("footsteps on wood and footsteps in snow", ["footsteps on wood", "footsteps in snow"]),
        ("Coin pickup, bright", ["falling coins"]),
        ("heavy boots", ["footsteps on wood"]),
    ],
)
def test_what_is_told_more_exactly_is_one_sound(description: str, sounds: list[str]) -> None:
    found = read(description)
    assert [wish.sound.name for wish in found.wishes] == sounds and not found.unknown
