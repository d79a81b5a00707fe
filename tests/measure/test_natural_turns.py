"""Turns that are cut out of a recording: their words are those that are heard in them."""

from __future__ import annotations

import jiwer

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import people, plain
from voice_agent.measure.data.natural_turns import LONGEST, SHORTEST, larger_model, turns
from voice_agent.settings import Settings


def test_a_turn_has_the_words_that_are_said_in_it() -> None:
    read = larger_model(Settings().asr, "whisper-tiny-en")
    recordings = people(load_path("people-recordings"))
    found = list(turns(recordings, read, each=5))
    assert len(found) >= 6
    assert all(SHORTEST <= turn.audio.seconds <= LONGEST + 0.6 for turn in found)
    heard = ["".join(word.word for word in read(turn.audio.mono())) for turn in found]
    wanted = [plain(turn.text or "") for turn in found]
    assert jiwer.wer(wanted, [plain(text) for text in heard]) <= 0.15
    for recording in recordings:
        everything = plain(recording.text or "").split()
        said = [turn for turn in found if turn.name == recording.name]
        assert sum(len(plain(turn.text or "").split()) for turn in said) <= len(everything)
