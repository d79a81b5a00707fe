"""From words, notes and durations to a song; what does not fit is told with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voice_agent.errors import AgentError
from voice_agent.singing import book
from voice_agent.singing.compose import SCALE
from voice_agent.singing.request import HIGHEST, LOWEST, arrange, from_book
from voice_agent.singing.score import Rest, Song, Sung

Phonemize = Callable[[str], str]

PAPER_TEXT = "小酒窝长睫毛AP是你最美的记号"
PAPER_NOTES = (
    "C#4/Db4 | F#4/Gb4 | G#4/Ab4 | A#4/Bb4 F#4/Gb4 | F#4/Gb4 C#4/Db4 | C#4/Db4 | rest | "
    "C#4/Db4 | A#4/Bb4 | G#4/Ab4 | A#4/Bb4 | G#4/Ab4 | F4 | C#4/Db4"
)
PAPER_DURATIONS = (
    "0.407140 | 0.376190 | 0.242180 | 0.509550 0.183420 | 0.315400 0.235020 | 0.361660 | "
    "0.223070 | 0.377270 | 0.340550 | 0.299620 | 0.344510 | 0.283770 | 0.323390 | 0.360340"
)


def sung(song: Song) -> list[tuple[str, list[int | None]]]:
    return [
        (event.syllable.text, [tone.midi for tone in event.tones])
        for event in song.events
        if isinstance(event, Sung)
    ]


def test_the_example_of_the_paper_keeps_every_note_and_second(phonemize: Phonemize) -> None:
    song = arrange(PAPER_TEXT, PAPER_NOTES, PAPER_DURATIONS, None, phonemize)
    assert [syllable for syllable, _ in sung(song)] == list("小酒窝长睫毛是你最美的记号")
    assert song.pitches[3:7] == [70, 66, 66, 61]
    assert song.title == "a song in Chinese"
    assert isinstance(song.events[6], Rest)
    assert song.events[6].breath
    numbers = [float(n) for n in PAPER_DURATIONS.replace("|", " ").split()]
    assert song.seconds == pytest.approx(sum(numbers))


def test_a_request_that_came_in_one_piece_is_untangled(phonemize: Phonemize) -> None:
    whole = (
        f"{PAPER_TEXT}. Note sequence is {PAPER_NOTES}. "
        f"Note duration sequence is {PAPER_DURATIONS}."
    )
    apart = arrange(PAPER_TEXT, PAPER_NOTES, PAPER_DURATIONS, None, phonemize)
    assert arrange(whole, "C#4/Db4 | F#", "", None, phonemize).events == apart.events


def test_notes_after_the_words_are_found(phonemize: Phonemize) -> None:
    song = arrange("row row row your boat' to C C C D E", "", "", None, phonemize)
    assert sung(song) == [
        ("row", [60]), ("row", [60]), ("row", [60]), ("your", [62]), ("boat", [64]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "notes", "durations", "message"),
    [
        ("hello my dear", "C4 D4", "", "4 syllables but there are notes for 2: from syllable 3"),
        ("hi you", "C4 D4 E4", "", "2 syllables but there are notes for 3: note 3, E4"),
        ("hello", "C4 | D4 E4", "1 | 1", r"at place 2 there are 2 notes \(D4 E4\) but 1 duration"),
        ("hello", "C4 | D4", "1 | 1 | 1", "2 notes but 3 durations: they part after place 2"),
        ("one AP two", "C4 | D4 | rest", "", "at place 2 the words have AP but the notes D4"),
        ("hello", "", "1 1 1", "they part after place 2"),
        ("", "", "1", "no words to sing"),
        ("?!", "C4", "", "no words to sing"),
        ("la", "C1 C8", "", "notes for 2"),
        ("la la", "C2 | C6", "", "my voice spans two octaves"),
        ("la", "C4 rest | D4", "", "holds a rest and a note"),
    ],
)  # fmt: skip
def test_a_mismatch_is_explained_with_its_place(
    text: str, notes: str, durations: str, message: str, phonemize: Phonemize
) -> None:
    with pytest.raises(AgentError, match=message) as error:
        arrange(text, notes, durations, None, phonemize)
    assert error.value.remedy


def test_weak_syllables_are_swallowed_where_the_notes_are_one_short(phonemize: Phonemize) -> None:
    song = arrange("every flower", "C4 D4 E4", "", None, phonemize)
    assert len(song.pitches) == 3


def test_a_note_for_each_word_is_shared_by_its_syllables(phonemize: Phonemize) -> None:
    song = arrange("hello world", "C4 D4", "1 1", None, phonemize)
    assert sung(song) == [("hel", [60]), ("lo", [60]), ("world", [62])]
    assert song.seconds == pytest.approx(2.0)


def test_notes_out_of_reach_are_moved_and_it_is_said(phonemize: Phonemize) -> None:
    song = arrange("la la", "C6 D6", "", None, phonemize)
    assert song.pitches == [72, 74]
    assert song.remarks == ("I moved it down by an octave so that I can reach its notes.",)
    moved = arrange("la la", "C4 D4", "", None, phonemize, transpose=5)
    assert moved.pitches == [65, 67]
    assert not moved.remarks


@pytest.mark.parametrize(
    ("transpose", "pitches", "remark"),
    [
        (12, [75, 76], "I went 9 semitones higher, as far as I reach."),
        (-24, [50, 51], "I went 16 semitones lower, as far as I reach."),
    ],
)
def test_higher_is_never_answered_with_lower(
    transpose: int, pitches: list[int], remark: str, phonemize: Phonemize
) -> None:
    song = arrange("la la", "66 67", "", None, phonemize, transpose=transpose)
    assert (song.pitches, song.remarks) == (pitches, (remark,))
    top = arrange("la la", "C5 E5", "", None, phonemize, transpose=3)
    assert (top.pitches, top.remarks) == ([72, 76], ("That is as high as I reach.",))


@pytest.mark.parametrize("key", sorted(book.songs()))
def test_every_song_of_the_book_fits_its_words_and_the_voice(
    key: str, phonemize: Phonemize
) -> None:
    wanted = book.songs()[key]
    song = from_book(book.Request(wanted), phonemize)
    assert len(song.pitches) == sum(len([n for n in g if n.midi is not None])
                                    for _, groups in wanted.lines for g in groups)  # fmt: skip
    assert min(song.pitches) >= LOWEST
    assert max(song.pitches) <= HIGHEST


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("happy birthday", "Happy Birthday"),
        ("Happy Birthday to you!", "Happy Birthday"),
        ("the song twinkle twinkle little star please", "Twinkle, Twinkle, Little Star"),
        ("Frère Jacques", "Brother John"),
        ("row row row your boat", "Row, Row, Row Your Boat"),
        ("Mary had a little lamb, little lamb", "Mary Had a Little Lamb"),
        ("happy birthday to Anna", "Happy Birthday for Anna"),
        ("happy birthday to Anna, slower", "Happy Birthday for Anna"),
    ],
)
def test_songs_are_known_by_their_names(text: str, title: str, phonemize: Phonemize) -> None:
    assert arrange(text, "", "", None, phonemize).title == title


def test_a_name_of_any_length_fits_the_birthday_song(phonemize: Phonemize) -> None:
    for name, syllables in (("John", 25), ("Anna", 25), ("Elizabeth", 27)):
        song = arrange(f"happy birthday to {name}", "", "", None, phonemize)
        assert len(song.pitches) == syllables
        assert "".join(s for s, _ in sung(song)).lower().count(name.lower()) == 1


def test_a_song_can_be_asked_for_slowly_and_higher(phonemize: Phonemize) -> None:
    plain = arrange("twinkle twinkle", "", "", None, phonemize)
    slow = arrange("twinkle twinkle, slowly", "", "", None, phonemize)
    assert slow.seconds == pytest.approx(plain.seconds / 0.75)
    higher = arrange("twinkle twinkle a bit higher", "", "", None, phonemize)
    assert higher.pitches[0] == plain.pitches[0] + 3


def test_words_alone_get_a_melody_of_their_own(phonemize: Phonemize) -> None:
    text = "The kettle sings, the cat is fed. The morning light is on my bed."
    song = arrange(text, "", "", None, phonemize)
    assert song.events == arrange(text, "", "", None, phonemize).events
    assert song.pitches != arrange(text.replace("cat", "dog"), "", "", None, phonemize).pitches
    assert set(song.pitches) <= set(SCALE)
    assert song.pitches[-1] == 67
    assert len(set(song.pitches)) >= 4
    assert song.remarks == ("I made up the melody.",)


def test_given_durations_are_kept_by_the_composer(phonemize: Phonemize) -> None:
    song = arrange("good morning", "", "0.5 0.25 1", None, phonemize)
    assert song.seconds == pytest.approx(1.75)


def test_notes_alone_are_sung_on_la_and_nothing_gives_a_song(phonemize: Phonemize) -> None:
    song = arrange("", "C4 D4 rest E4", "0.5", None, phonemize)
    assert [syllable for syllable, _ in sung(song)] == ["la"] * 3
    assert song.seconds == pytest.approx(2.0)
    own = arrange("", "", "", None, phonemize)
    assert len(own.pitches) > 40


def test_too_long_a_song_is_refused(phonemize: Phonemize) -> None:
    with pytest.raises(AgentError, match="minutes"):
        arrange("", " ".join(["C4"] * 700), "1", None, phonemize)


def test_the_same_length_can_be_asked_for_each_note(phonemize: Phonemize) -> None:
    song = arrange("good morning, half a second each", "C4 D4 E4", "", None, phonemize)
    assert [event.seconds for event in song.events] == [0.5] * 3


def test_a_song_about_something_names_it(phonemize: Phonemize) -> None:
    song = arrange("about the moon", "", "", None, phonemize)
    assert song.title == "a song about the moon"
    assert [syllable for syllable, _ in sung(song)].count("moon") == 2


def test_words_of_ones_own_can_be_asked_for_slowly(phonemize: Phonemize) -> None:
    plain = arrange("the rain is falling", "", "", None, phonemize)
    slow = arrange("the rain is falling, slowly", "", "", None, phonemize)
    assert len(slow.pitches) == len(plain.pitches)
    assert slow.seconds == pytest.approx(plain.seconds / 0.75, rel=0.01)


def test_notes_may_be_told_in_a_sentence(phonemize: Phonemize) -> None:
    song = arrange("la la la", "C4, E4 and G4 at 90 bpm", "0.5 seconds", None, phonemize)
    assert song.pitches == [60, 64, 67]
    assert song.seconds == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("once", "often", "times"),
    [
        ("amazing grace", "amazing grace twice", 2),
        ("happy birthday to Ann", "happy birthday to Ann, three times", 3),
        ("la la la", "la la la, 3 times", 3),
    ],
)
def test_a_song_is_sung_as_often_as_is_asked_for(
    phonemize: Phonemize, once: str, often: str, times: int
) -> None:
    one, many = (arrange(text, "", "", None, phonemize) for text in (once, often))
    assert sung(many) == times * sung(one)
    assert many.title == one.title
    assert sum(isinstance(event, Rest) and event.breath for event in many.events) >= times - 1


def test_how_often_may_be_among_the_words(phonemize: Phonemize) -> None:
    words = [word for word, _ in sung(arrange("I told you twice", "", "", None, phonemize))]
    assert words == ["I", "told", "you", "twice"]
