"""What the voice knows about its own sound is kept beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_agent.sound import phoneme_times
from voice_agent.units import Phoneme


def test_what_is_written_is_read(tmp_path: Path) -> None:
    sound = tmp_path / "3f0c9d12.wav"
    phoneme_times.write(sound, [{"phoneme": "ð", "start": 0.25, "end": 0.31}])
    assert phoneme_times.read(sound) == [Phoneme("ð", 0.25, 0.31)]
    assert phoneme_times.read(tmp_path / "other.wav") == []
    assert [path.name for path in tmp_path.iterdir()] == ["3f0c9d12.phonemes.json"]


def test_the_voice_in_a_mixture_is_found_where_it_is_heard_alone(tmp_path: Path) -> None:
    mix, alone = tmp_path / "3f0c9d12.wav", tmp_path / "11112222.wav"
    times = [{"phoneme": "ð", "start": 0.25, "end": 0.31}]
    phoneme_times.write(mix, times, voice=alone)
    assert phoneme_times.read(mix) == [Phoneme("ð", 0.25, 0.31)]
    assert phoneme_times.voice_in(mix) is None  # it was removed
    alone.touch()
    assert phoneme_times.voice_in(mix) == alone
    assert phoneme_times.voice_in(alone) is None


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', '[{"phoneme": "a"}]', "[1]", "3"])
def test_a_broken_file_is_no_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.phonemes.json").write_text(content, encoding="utf-8")
    assert phoneme_times.read(tmp_path / "x.wav") == []
    assert phoneme_times.voice_in(tmp_path / "x.wav") is None
