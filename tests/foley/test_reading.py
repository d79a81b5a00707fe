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
        ("a swoosh", ["a whoosh"]),
        ("a sword swings", ["a swinging sword"]),
        ("swords clashing", ["a metal clang"]),
        ("an arrow flies by", ["an arrow"]),
        ("the swish of a whip", ["a swish"]),
        ("a whoosh with some crackle in it", ["a whoosh", "a fire"]),
        ("oars in calm water", ["rowing"]),
        ("someone rowing a boat", ["rowing"]),
        ("a dog barking twice in a row", ["a dog"]),
    ],
)
def test_sounds_are_found_by_their_words(description: str, wanted: list[str]) -> None:
    assert names(description) == wanted


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("rain without thunder", ["rain"]),
        ("rain without thunder and lightning", ["rain"]),
        ("rain without thunder in a forest", ["rain on leaves"]),
        ("rain without thunder and a dog", ["rain", "a dog"]),
        ("a cat and no dog, in a large cathedral", ["a cat"]),
        ("traffic, no horns, and a distant siren", ["traffic", "a siren"]),
        ("a thunderstorm without rain", ["thunder"]),
        ("a forest without birds", ["rustling leaves"]),
        ("a dog, not a big dog", ["a dog"]),
        ("not only rain but also thunder", ["rain", "thunder"]),
        ("no rain", []),
    ],
)
def test_what_shall_not_be_heard_is_not(description: str, wanted: list[str]) -> None:
    assert names(description) == wanted


def test_not_too_heavy_is_not_heavy() -> None:
    (wish,) = read("rain, not too heavy").wishes
    assert wish.manner.intensity < 0.9


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


def test_a_clock_that_strikes_does_not_tick() -> None:
    for said in ("the clock strikes twelve", "a grandfather clock chiming twelve"):
        (wish,) = read(said).wishes
        assert (wish.sound.name, wish.count) == ("a striking clock", 12)
    assert names("a clock ticking") == ["a ticking clock"]


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


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("rain, but far away, like through a window", {"rain": "window"}),
        (
            "rain and thunder, heard through the closed window",
            {"rain": "window", "thunder": "window"},
        ),
        ("rain and wind through a wall", {"rain": "wall", "wind": "wall"}),
        ("a clock ticking with rain outside my window", {"a ticking clock": "", "rain": "window"}),
        ("a dog barking through an open window", {"a dog": "open window"}),
        ("a scream behind a locked door", {"a scream": "door"}),
        ("footsteps through the ceiling", {"footsteps on wood": "ceiling"}),
        ("a train under the floorboards", {"a train": "floor"}),
        ("a party in the flat above, and a dog", {"crowd murmur": "upstairs", "a dog": ""}),
        ("people talking in the next room", {"crowd murmur": "next room"}),
        ("a baby crying next door", {"a baby crying": "next door"}),
        ("upstairs a baby cries while rain falls", {"a baby crying": "upstairs", "rain": ""}),
        ("rain, then a dog, heard from inside the house", {"rain": "inside", "a dog": "inside"}),
        ("a clock ticking and rain, heard from inside", {"a ticking clock": "", "rain": "inside"}),
        ("muffled voices", {"crowd murmur": "cloth"}),
        ("muffled voices behind a wall", {"crowd murmur": "wall"}),
        ("an explosion under water", {"an explosion": "water"}),
        ("everything muffled: rain and a dog", {"rain": "cloth", "a dog": "cloth"}),
        ("a storm through a window", {"rain": "window", "wind": "window", "thunder": "window"}),
    ],
)
def test_a_way_of_hearing_belongs_to_a_sound_or_to_all(
    description: str, wanted: dict[str, str]
) -> None:
    found = read(description)
    assert {wish.sound.name: wish.behind for wish in found.wishes} == wanted
    assert (found.room, found.unknown) == ("", ())


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("a window breaks", ["breaking glass"]),
        ("a window opens", ["breaking glass"]),  # as what is nearest to it; the reply says so
        ("knocking on the window", ["knocking on a door"]),
        ("rain on a window", ["rain on a window"]),
        ("someone throws a brick through a window", ["breaking glass"]),
        ("wind howling through the window", ["wind"]),
        ("someone walking upstairs", ["footsteps on wood"]),
        ("behind me a door slams", ["a door"]),
        ("rain on a tin roof, heard from inside", ["rain on a tin roof"]),
        ("an underwater scene", ["bubbles"]),
        ("underwater", ["bubbles"]),
    ],
)
def test_what_sounds_or_moves_is_no_way_of_hearing(description: str, wanted: list[str]) -> None:
    assert names(description) == wanted
    assert not any(wish.behind for wish in read(description).wishes)


@pytest.mark.parametrize(
    "description",
    ["a sparkly magic spell", "magic, sparkly", "a fairy sound, shimmering", "something sparkly"],
)
def test_sparkling_is_how_magic_sounds(description: str) -> None:
    assert names(description) == ["a bell tree"]
    assert read(description).unknown == ()


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
