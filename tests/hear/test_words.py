"""What is done with words: doubts, stable prefixes, cutting for the recogniser."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.hear.doubt import doubt, really_repeats, repeats, says_twice, stops_early
from voice_agent.hear.partials import Guesses, StablePrefix
from voice_agent.hear.speech_spans import Span, find_spans, pack, split_long


@pytest.mark.parametrize(
    "text",
    [
        "the text the text the text the text the text",
        "No matter. No matter. No matter. No matter. No matter.",
        "he was obliged from time to time, he was obliged from time to time",
        "you you you you you you",
        "He said that the service in Akhidhokhidhokhidhokhidhokhidhokhidhok",
    ],
)
def test_loops_are_seen(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        "no no no",
        "very very good",
        "it was the best of times, it was the worst of times",
        "again and again and again",
        "hahaha, that was in Mississippi",
        "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.",
        "",
    ],
)
def test_what_people_say_twice_is_no_loop(text: str) -> None:
    assert not repeats(text)


def test_a_phrase_that_follows_itself_is_noticed() -> None:
    assert says_twice("No matter. No matter.") and says_twice("I said go on, go on please")
    assert not says_twice("Try again. Fail again.") and not says_twice("yes") and not says_twice("")


def test_a_sentence_that_begins_all_over_is_noticed() -> None:
    said = "a young statesman had already made his mark"
    assert says_twice(f"{said}. {said[:24]}") and not says_twice(said)
    assert not says_twice("it was the best of times, it was the worst of times")


def test_doubts_have_names() -> None:
    def ask(text: str, seconds: float = 3.0, log_probability: float = -0.3) -> str:
        return doubt(text, seconds=seconds, log_probability=log_probability, no_speech=0.9)

    assert ask("clean this recording up") == ""
    assert ask("  ") == "no words"
    assert ask("one two three four five six seven eight nine ten", seconds=0.4) == "too many words"
    assert ask("thank you", log_probability=-1.4) == "no speech"
    assert ask("la " * 40) == "repetition"


def test_too_few_words_for_the_time_are_seen() -> None:
    assert stops_early("Here are your three files.", seconds=15.0)
    assert not stops_early("Ever tried, ever failed, no matter.", seconds=5.0)
    assert not stops_early("Yes.", seconds=1.5)


def test_a_repetition_that_two_passes_agree_on_was_spoken() -> None:
    said = "Do you hear me? Yes. Do you hear me? Yes."
    assert really_repeats(said, said.lower())
    assert not really_repeats(said, "Do you hear me? Yes.")
    assert not really_repeats("the text " * 40, "the text " * 40)
    assert not really_repeats("an " + "okidh" * 8, "an " + "okidh" * 8)


def test_settled_words_never_change() -> None:
    stable = StablePrefix()
    assert stable.update("please clean the") == "please clean the"
    assert stable.update("please clean this recording") == "please clean this recording"
    assert stable.settled == "please clean"
    assert stable.update("police claim this recording up") == "please clean this recording up"


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=8), max_size=10))
def test_the_settled_prefix_only_grows(hypotheses: list[list[str]]) -> None:
    stable, before = StablePrefix(), ""
    for words in hypotheses:
        shown = stable.update(" ".join(words))
        assert stable.settled.startswith(before)
        assert shown.startswith(stable.settled)
        before = stable.settled


def test_spans_join_over_short_gaps_and_drop_blips() -> None:
    probabilities = np.zeros(200, dtype=np.float32)
    probabilities[10:40] = 0.9
    probabilities[45:60] = 0.9  # 5 windows of 32 ms later: the same span
    probabilities[100] = 0.9  # 32 ms: a blip
    probabilities[150:170] = 0.9
    spans = find_spans(probabilities, 0.032)
    assert [(round(s.start / 0.032), round(s.end / 0.032)) for s in spans] == [(10, 60), (150, 170)]
    assert spans[0].voiced == pytest.approx(45 * 0.032)


def test_pieces_are_never_longer_than_the_window() -> None:
    spans = [Span(i * 4.0, i * 4.0 + 3.0, 3.0) for i in range(20)]
    pieces = pack(spans, 25.0)
    assert all(piece.end - piece.start <= 25.0 for piece in pieces)
    assert sum(piece.voiced for piece in pieces) == pytest.approx(60.0)
    assert len(pack([Span(0, 2, 2), Span(4.1, 6, 1.9)], 25.0)) == 2  # a long silence separates


@given(st.floats(1.0, 200.0), st.integers(0, 10_000))
def test_a_long_span_is_cut_into_pieces_that_cover_it(length: float, seed: int) -> None:
    probabilities = np.random.default_rng(seed).uniform(size=int(length / 0.032) + 2)
    pieces = split_long(Span(0.0, length, length), probabilities, 0.032, 25.0)
    assert pieces[0].start == 0.0 and pieces[-1].end == pytest.approx(length)
    for one, two in itertools.pairwise(pieces):
        assert one.end == two.start
    assert all(piece.end - piece.start <= 25.0 + 1e-6 for piece in pieces)


def test_an_unfinished_turn_is_not_read_while_its_sound_fades() -> None:
    guesses = Guesses(every=1.0)
    guesses.begin(at=0.0)
    assert not guesses.is_due(0.5, level=-20.0)
    assert guesses.is_due(1.0, level=-21.0)
    assert not guesses.is_due(1.02, level=-35.0)
    assert guesses.is_due(1.04, level=-22.0)
