"""How to sing, read off the words of a request by the planner that needs no model server."""

from __future__ import annotations

import pytest

from voice_agent.think.offline.phrases.scores import scored
from voice_agent.think.offline.reading import Clause, Span


def roles(text: str, *spans: Span) -> dict[str, str]:
    clause = scored(Clause("sing", text, spans=spans))
    return {span.role: span.text for span in clause.spans}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "sing 'hello world' on 60 62 64 with 1 1 2 beats at 90 bpm",
            "hello world",
            {"notes": "60 62 64", "durations": "1 1 2 beats at 90 bpm"},
        ),
        (
            "sing la la la with the notes C4, E4 and G4, one second each",
            "la la la",
            {"notes": "C4, E4 and G4", "durations": "1 seconds"},
        ),
        (
            'Sing "la la" with notes C4 | rest | E4 D4 and durations 0.5 | 0.1 | 0.4 0.3',
            "la la",
            {"notes": "C4 | rest | E4 D4", "durations": "0.5 | 0.1 | 0.4 0.3"},
        ),
        (
            "sing jingle bells two octaves lower, accompanied by a guitar",
            "jingle bells",
            {"transpose": "-24", "accompaniment": "guitar"},
        ),
        ("sing jingle bells a bit higher", "jingle bells", {"transpose": "3"}),
    ],
)
def test_a_score_is_taken_out_of_the_words(text: str, words: str, expected: dict[str, str]) -> None:
    assert roles(text, Span("text", words)) == {"text": words, **expected}


def test_midi_numbers_are_no_durations_too() -> None:
    spans = (Span("text", "la la la"), Span("durations", "60 62 64"))
    assert roles("sing la la la to 60 62 64 at 120 bpm", *spans) == {
        "text": "la la la", "notes": "60 62 64 at 120 bpm"
    }  # fmt: skip


def test_words_end_where_the_score_begins() -> None:
    notes, durations = "C#4/Db4 | F#4/Gb4 | G4 | rest | A4", ".4 | .3 | .2 | .1 | .5"
    whole = f"小酒窝 AP 你 with notes {notes} and durations {durations}"
    found = roles(f"sing {whole}", Span("text", whole), Span("notes", "C#4/Db4 | F#4/Gb4"))
    assert found["text"] == "小酒窝 AP 你"
    assert found["notes"] == notes
    assert found["durations"] == durations


def test_lyrics_in_quotation_marks_are_no_orders() -> None:
    words = "I climb two octaves higher with a piano, one second each"
    assert roles(f'sing "{words}"', Span("text", words)) == {"text": words}


def test_the_pace_stays_with_the_song() -> None:
    assert roles("sing amazing grace slowly", Span("text", "amazing grace")) == {
        "text": "amazing grace, slowly"
    }


def test_the_papers_own_wording_is_taken_apart() -> None:
    notes, durations = "C#4/Db4 | F#4/Gb4 | A#4/Bb4 F#4/Gb4 | rest", "0.40 | 0.37 | 0.5 0.18 | 0.2"
    text = (
        f"generate a piece of singing voice. Text sequence is 小酒窝AP. Note sequence is {notes}. "
        f"Note duration sequence is {durations}."
    )
    model = Span("text", f"小酒窝AP. Note sequence is {notes}"), Span("notes", notes[:9])
    assert roles(text, *model) == {"text": "小酒窝AP", "notes": notes, "durations": durations}


@pytest.mark.parametrize(
    ("text", "read", "expected"),
    [
        (
            "sing amazing grace as a man",
            "amazing grace as",
            {"text": "amazing grace", "transpose": "-3"},
        ),
        ("sing jingle bells in a male voice", "jingle bells", {"transpose": "-3"}),
        ("sing amazing grace like an opera singer", "amazing grace", {}),
        ("sing amazing grace twice", "amazing grace twice", {"text": "amazing grace, twice"}),
        ('sing "la la" three times', "la la", {"text": "la la, three times"}),
        ("sing la la 3 times slowly", "la la 3 times", {"text": "la la, slowly, 3 times"}),
        ("sing three blind mice", "three blind mice", {}),
    ],
)
def test_who_sings_and_how_often_are_no_words(
    text: str, read: str, expected: dict[str, str]
) -> None:
    assert roles(text, Span("text", read)) == {"text": read, **expected}


@pytest.mark.parametrize("many", ["3", "three", "just two"])
def test_a_count_of_notes_is_no_song(many: str) -> None:
    assert roles(f"sing hi to {many} notes") == {"text": "hi"}


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("sing la la la with notes c4 d4 e4, each half a second", "0.5 seconds"),
        ("sing la la la with notes c4 d4 e4 each one beat long", "1 beats"),
        ("sing la la la with notes c4 d4 e4, every note lasting 2 seconds", "2 seconds"),
    ],
)
def test_how_long_each_note_lasts_is_told_before_or_after_it(text: str, durations: str) -> None:
    spans = (Span("text", "la la la"), Span("notes", "c4 d4 e4 each"))
    told = {"text": "la la la", "notes": "c4 d4 e4", "durations": durations}
    assert roles(text, *spans) == told
