from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import FasterWhisperAsr, to_16k
from voice_agent.hear.endpoint import (
    Cues,
    EndOfTurn,
    SmartTurn,
    last_seconds,
    likelihood,
    whisper_features,
)
from voice_agent.hear.wording import Wording
from voice_agent.settings import EndpointSettings
from voice_agent.units import Audio, Ending

SMART = EndOfTurn(
    EndpointSettings(
        done_ms=240, alone_ms=240, pause_limit_ms=1800, done_threshold=0.5, turn_limit=60
    )
)


@pytest.mark.parametrize(
    ("silence", "done", "reason"),
    [
        (0.239, 0.9, ""),
        (0.240, 0.9, "done"),
        (0.240, 0.5, "done"),
        (0.240, 0.49, ""),
        (1.799, 0.1, ""),
        (1.800, 0.1, "pause limit"),
        (1.800, None, "pause limit"),
        (0.500, None, ""),
    ],
)
def test_smart_turn_shortens_the_wait_and_the_limit_ends_it(
    silence: float, done: float | None, reason: str
) -> None:
    assert SMART.ends(Cues(silence=silence, elapsed=5.0, done=done)) == reason


def test_a_turn_ends_at_its_limit_even_while_somebody_speaks() -> None:
    assert SMART.ends(Cues(silence=0.0, elapsed=59.98)) == ""
    assert SMART.ends(Cues(silence=0.0, elapsed=60.0)) == "turn limit"


def test_silence_alone_decides_when_it_is_the_engine() -> None:
    policy = EndOfTurn(EndpointSettings(engine="silence", silence_ms=700))
    assert not policy.asks_smart_turn
    assert policy.ends(Cues(silence=0.69, elapsed=3.0, done=1.0)) == ""
    assert policy.ends(Cues(silence=0.70, elapsed=3.0, done=0.0)) == "silence"


def test_the_last_seconds_are_padded_in_front_and_cut_in_front() -> None:
    short = np.ones(16_000, dtype=np.float32)
    assert last_seconds(short, 8).tolist()[:112_000] == [0.0] * 112_000
    long = np.arange(160_000, dtype=np.float32)
    assert last_seconds(long, 8)[0] == 32_000 and last_seconds(long, 8)[-1] == 159_999


def test_features_have_whispers_shape_and_range() -> None:
    random = np.random.default_rng(3)
    features = whisper_features(random.standard_normal(128_000).astype(np.float32))
    assert features.shape == (80, 800) and features.dtype == np.float32
    assert features.max() - features.min() <= 2.0 + 1e-5  # 8 decades over 4


def test_features_match_whispers_own(beckett: Audio) -> None:
    """Apart from the normalisation they are what faster-whisper computes."""
    from faster_whisper.feature_extractor import FeatureExtractor

    samples = last_seconds(to_16k(beckett), 8)
    normal = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
    reference = FeatureExtractor()(normal.astype(np.float32), padding=0)[:, :800]
    ours = whisper_features(samples)
    assert np.abs(ours - reference)[:, 2:-2].max() < 0.02


def test_smart_turn_tells_a_finished_sentence_from_a_cut_one(
    smart_turn: SmartTurn, two_cities: Audio
) -> None:
    samples = to_16k(two_cities)
    # "... of comparison only." against "... its noisiest authorities insisted"
    finished = smart_turn.probability(samples[: int(42.4 * 16_000)])
    cut = smart_turn.probability(samples[: int(5.5 * 16_000)])
    assert finished > 0.5 > cut


WORDS = EndOfTurn(EndpointSettings())
LIMIT = EndpointSettings().pause_limit_ms / 1000
OVER = Ending(stop=0.9, comma=0.01, nothing=0.05)
HELD = Ending(stop=0.02, comma=0.6, nothing=0.01)


def test_a_finished_sentence_in_a_finished_voice_ends_the_turn_soon() -> None:
    assert likelihood(0.95, OVER) > 0.42 > likelihood(0.95, HELD) > likelihood(0.05, HELD)
    assert WORDS.ends(Cues(0.159, 3.0, done=0.95, ending=OVER)) == ""
    assert WORDS.ends(Cues(0.160, 3.0, done=0.95, ending=OVER)) == "done"


def test_a_sentence_that_wants_more_waits_to_the_limit() -> None:
    assert WORDS.ends(Cues(LIMIT - 0.01, 3.0, done=0.95, ending=HELD)) == ""
    assert WORDS.ends(Cues(LIMIT, 3.0, done=0.95, ending=HELD)) == "pause limit"


@given(one=st.floats(0, 1), other=st.floats(0, 1))
def test_the_less_likely_the_end_the_longer_the_wait(one: float, other: float) -> None:
    def wait(stop: float) -> float:
        return WORDS.needed_silence(Cues(0.0, 3.0, done=0.5, ending=Ending(stop, 0.1, 0.1)))[0]

    assert (wait(one) <= wait(other)) or one <= other
    assert 0.16 <= wait(one) <= LIMIT


@pytest.mark.parametrize(("done", "reason"), [(0.2, "unsure"), (0.0, "pause limit")])
def test_where_an_answer_is_ready_a_doubtful_end_waits_for_half_a_second(
    done: float, reason: str
) -> None:
    """Unless everything speaks against it; the same words that nothing answers wait long."""
    short = Ending(stop=0.5, comma=0.1, nothing=0.3, closed=0.4, asks=0.9, standing="ready")
    needed, why = WORDS.needed_silence(Cues(0.0, 1.0, done=done, ending=short))
    assert (why, needed <= 0.48) == (reason, reason == "unsure")
    others = Cues(0.0, 1.0, done=done, ending=replace(short, standing="open"))
    assert WORDS.needed_silence(others) == (LIMIT, "pause limit")


def test_talk_that_asks_for_something_is_answered_soon_and_what_is_told_is_not() -> None:
    asked = Ending(stop=0.6, comma=0.1, nothing=0.2, closed=0.5, asks=0.9, standing="talk")
    assert WORDS.needed_silence(Cues(0.0, 1.0, done=0.3, ending=asked))[0] <= 0.48
    told = replace(asked, asks=0.3)
    assert WORDS.needed_silence(Cues(0.0, 1.0, done=0.3, ending=told)) == (LIMIT, "pause limit")


def test_words_that_settle_a_question_end_the_turn_though_they_are_few() -> None:
    few = Ending(stop=0.5, comma=0.05, nothing=0.3, closed=0.3, asks=0.5)
    assert WORDS.ends(Cues(0.16, 1.0, done=0.3, ending=few)) == ""
    assert WORDS.ends(Cues(0.16, 1.0, done=0.3, ending=replace(few, standing="settled"))) == "done"


def test_a_phrase_that_hardly_ever_goes_on_is_answered_soon_whatever_it_sounds_like() -> None:
    stop = Ending(stop=0.3, comma=0.1, nothing=0.3, closed=0.01, asks=0.9, standing="whole")
    assert WORDS.needed_silence(Cues(0.0, 1.0, done=0.01, ending=stop))[0] <= 0.48
    ready = replace(stop, standing="ready")
    assert WORDS.needed_silence(Cues(0.0, 1.0, done=0.01, ending=ready)) == (LIMIT, "pause limit")


def test_while_the_words_are_late_the_voice_alone_needs_more_silence() -> None:
    assert WORDS.ends(Cues(0.399, 3.0, done=0.95)) == ""
    assert WORDS.ends(Cues(0.400, 3.0, done=0.95)) == "done"


@given(done=st.floats(0, 1), stop=st.floats(0, 1), comma=st.floats(0, 1), nothing=st.floats(0, 1))
def test_more_of_a_full_stop_and_less_of_a_comma_never_lower_the_chance(
    done: float, stop: float, comma: float, nothing: float
) -> None:
    here = likelihood(done, Ending(stop, comma, nothing))
    assert 0.0 <= here <= 1.0
    assert likelihood(done, Ending(min(1.0, stop + 0.1), comma, nothing)) >= here
    assert likelihood(done, Ending(stop, min(1.0, comma + 0.1), nothing)) <= here
    assert likelihood(min(1.0, done + 0.1), Ending(stop, comma, nothing)) >= here


def test_the_recogniser_expects_a_full_stop_where_a_sentence_ends(
    asr: FasterWhisperAsr, two_cities: Audio
) -> None:
    samples = to_16k(two_cities)
    finished = asr.transcribe(Audio(samples[: int(42.4 * 16_000)][-160_000:], 16_000)).ending
    cut = asr.transcribe(Audio(samples[: int(5.5 * 16_000)], 16_000)).ending
    assert finished is not None and cut is not None
    assert likelihood(0.5, finished) > likelihood(0.5, cut)


@given(closed=st.floats(0, 1), stop=st.floats(0, 1))
def test_words_that_are_a_whole_request_never_lower_the_chance(closed: float, stop: float) -> None:
    for asks in (0.0, 0.5, 1.0):
        here = likelihood(0.5, Ending(stop, 0.1, 0.1, closed, asks))
        assert likelihood(0.5, Ending(stop, 0.1, 0.1, min(1.0, closed + 0.1), asks)) >= here


def test_our_last_layer_tells_a_finished_sentence_from_a_cut_one(two_cities: Audio) -> None:
    samples = to_16k(two_cities)
    ours = SmartTurn(load_path("smart-turn"), head=load_path("endpoint"))
    finished = ours.probability(samples[: int(42.4 * 16_000)])
    cut = ours.probability(samples[: int(5.5 * 16_000)])
    assert finished > cut and 0.0 < cut < 1.0


@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        ("Take the noise out of the", "Take the noise out of the recording."),
        ("Can you make", "Can you make it louder?"),
        ("Translate this into", "Translate this into Spanish."),
        ("What does", "What does he say?"),
    ],
)
def test_the_words_tell_a_whole_request_from_its_beginning(begun: str, whole: str) -> None:
    wording = Wording(load_path("endpoint"))
    assert wording.closed(whole) > wording.closed(begun) + 0.1


def test_the_words_tell_who_asks_from_who_tells() -> None:
    wording = Wording(load_path("endpoint"))
    _, asks = wording.judge("Take the noise out of the recording.")
    _, tells = wording.judge("The council met in the old hall by the river.")
    assert asks > 0.8 and tells < 0.5


def test_of_prose_the_words_tell_nothing() -> None:
    wording = Wording(load_path("endpoint"))
    assert wording.closed("") == 0.5
    prose = "The council met in the old hall and the members of the committee sat by the window"
    assert 0.4 < wording.closed(prose) < 0.6
