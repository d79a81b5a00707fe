"""What sounds the same is compared as the same words."""

import pytest

from voice_agent.measure.scores.spelling import plain


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("at ten twenty p m", "At 10:20 p.m."),
        ("one hundred seventy four dot flac", "174.flac"),
        ("four five two nine", "4529"),
        ("nineteen eighty four", "1984"),
        ("one thousand eight hundred seventeen people", "1,817 people"),
        ("one million two hundred thousand", "1,200,000"),
        ("three point five seconds", "3.5 seconds"),
        ("twenty five files", "25 files"),
        ("two hundred ten and five", "210 and 5"),
        ("okay it's done", "OK, it's done."),
    ],
)
def test_what_sounds_the_same_is_spelled_the_same(said, written):
    assert plain(said) == plain(written)


@pytest.mark.parametrize(
    ("said", "written"),
    [("ten twenty", "10:30"), ("fifty seconds", "15 seconds"), ("a file", "the file")],
)
def test_what_sounds_different_stays_different(said, written):
    assert plain(said) != plain(written)
