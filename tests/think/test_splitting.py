"""Requests that hold several wishes: where one ends and the next begins."""

from __future__ import annotations

import numpy as np
import pytest

from tests.think.planners import INTERVIEW, STREET, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.reader.model import clause_starts
from voice_agent.think.offline.reader.splitting import apart
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Resource

A, B = INTERVIEW.path, STREET.path
TWO = Context().with_resource(INTERVIEW).with_resource(STREET)


def logits(*tasks: int) -> np.ndarray:
    """Words that speak clearly for the given tasks, of three."""
    return 6.0 * np.eye(3, dtype=np.float32)[list(tasks)]


def test_a_clause_begins_where_it_is_seen_to_begin() -> None:
    starts = np.array([5, -5, 5, -5], np.float32)
    assert clause_starts(logits(0, 0, 0, 0), starts) == [0, 2]


def test_a_beginning_that_was_overlooked_shows_in_the_words_after_it() -> None:
    starts = np.array([5, -5, -3, -8, -8], np.float32)
    assert clause_starts(logits(0, 0, 1, 1, 1), starts) == [0, 2]


def test_one_strange_word_begins_no_clause() -> None:
    starts = np.array([5, -8, -8, -8, -8], np.float32)
    assert clause_starts(logits(0, 0, 2, 0, 0), starts) == [0]


def test_within_a_quotation_nothing_begins() -> None:
    starts = np.array([5, -1e9, -1e9], np.float32)
    assert clause_starts(logits(0, 1, 1), starts) == [0]


def test_every_direction_is_a_wish_with_its_own_words() -> None:
    said = "put Bob on my left and the creek on my right"
    spans = (
        Span("azimuth", "on my left"),
        Span("file", "the creek"),
        Span("azimuth", "on my right"),
    )
    first, second = apart([Clause("binauralize", said, spans=spans)])
    assert (first.text, first.get("azimuth")) == ("put Bob on my left", "on my left")
    assert (second.get("file"), second.get("azimuth")) == ("the creek", "on my right")


def test_one_direction_in_two_pieces_stays_one_wish() -> None:
    spans = (Span("azimuth", "at"), Span("azimuth", "45 degrees left"))
    assert len(apart([Clause("binauralize", "pan it at 45 degrees left", spans=spans)])) == 1


def test_every_text_keeps_its_own_voice() -> None:
    said = "say hello in a high voice say goodbye in a low voice"
    spans = (
        Span("text", "hello"),
        Span("pitch", "in a high voice"),
        Span("text", "goodbye"),
        Span("pitch", "in a low voice"),
    )
    high, low = apart([Clause("synthesize_speech", said, spans=spans)])
    assert (high.get("text"), high.get("pitch")) == ("hello", "in a high voice")
    assert (low.get("text"), low.get("pitch")) == ("goodbye", "in a low voice")


def test_what_is_done_after_the_same_word_is_done_first() -> None:
    clauses = (
        Clause("transcribe_speech", "i need a transcript"),
        Clause("enhance_speech", "but only after you've removed the hum", first=True),
        Clause("separate_speech", "and pulled the two apart"),
    )
    assert [clause.first for clause in apart(clauses)] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "make thunder, make rain, make wind",
            [("generate_audio", sound) for sound in ("thunder", "rain", "wind")],
        ),
        (
            "put the interview on my left and the street on my right",
            [("binauralize", A, -90), ("binauralize", B, 90)],
        ),
        (
            "transcribe the interview and the street recording",
            [("transcribe_speech", A), ("transcribe_speech", B)],
        ),
    ],
)
def test_wishes_that_share_a_verb_are_all_met(text: str, wanted: list[tuple]) -> None:
    assert calls(plan(text, TWO)) == wanted


def test_a_face_that_shall_say_new_words_gets_them_spoken_first() -> None:
    face = Resource("image/71aa02fe.png", "image", "portrait.jpg")
    found = calls(plan("make the picture say hello my friends", TWO.with_resource(face)))
    assert found == [
        ("synthesize_speech", "hello my friends"),
        ("synthesize_talking_head", "$1", face.path),
    ]
