"""What the recogniser is told to expect."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_agent.think.vocabulary import vocabulary
from voice_agent.units import Resource


def brought(*names: str) -> list[Resource]:
    return [Resource(f"audio/{i:08x}.wav", "audio", name) for i, name in enumerate(names)]


def test_names_are_expected_as_they_are_said() -> None:
    files = brought("ep41_guest-raw.wav", "Oma Roma.m4a", "bells.flac: church bells at noon")
    assert vocabulary(files, "denoise, MIDI") == (
        "episode 41 guest raw, oma roma, bells, denoise, MIDI"
    )


def test_what_nobody_says_is_not_expected() -> None:
    names = ("20240312_143000.wav", "x.wav", f"{'very ' * 9}long.wav")
    assert vocabulary(brought(*names), "") == ""


def test_a_name_is_expected_once_and_only_the_latest_are() -> None:
    assert vocabulary(brought("demo.wav", "demo.mp3"), "hiss.") == "demo, hiss"
    names = [
        f"{word} song.wav"
        for word in ["red", "blue", "green", "black", "white", "gold", "pink", "grey", "lime"]
    ]
    assert vocabulary(brought(*names), "").startswith("blue song, green song")


def test_words_may_stand_on_lines_of_their_own_and_count_once() -> None:
    listed = "\ndenoise\r\n\n demo, denoise,\n\n, MIDI.\n"
    assert vocabulary(brought("demo.wav"), listed) == "demo, denoise, MIDI"


def test_what_the_assistant_made_has_no_name_to_be_said() -> None:
    made = Resource("audio/0a.wav", "audio", "rain.wav", origin="generate_audio")
    assert vocabulary([made], "") == ""


@given(st.lists(st.text(max_size=300), max_size=30), st.text(max_size=2000))
def test_no_name_makes_it_long(names: list[str], words: str) -> None:
    found = vocabulary(brought(*(f"{name}.wav" for name in names)), words)
    assert len(found) <= 800
