"""Files that are named loosely: parts of names, numbers in words, letters, no ending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import after, calls, plan, planner
from voice_agent.think.called import numbered, tokens
from voice_agent.think.context import Context
from voice_agent.think.offline.batch import read_line
from voice_agent.units import Resource

NAMES = (
    "seminar_group_A.m4a", "seminar_group_B.m4a", "ep41_guest_raw.wav", "ep41_host_raw.wav",
    "hall2_tour_en.mp3", "hall3_tour_en.mp3", "pump before.m4a", "pump after.m4a",
    "orc_va_raw.wav", "reel_7_1968.wav", "reel_8_1968.wav",
)  # fmt: skip
FILES = {name: Resource(f"audio/{n:08x}.wav", "audio", name) for n, name in enumerate(NAMES)}
ALL = Context(tuple(FILES.values()))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("transcribe seminar_group_A", "seminar_group_A.m4a"),
        ("transcribe group b", "seminar_group_B.m4a"),
        ("clean up the guest track from episode forty one", "ep41_guest_raw.wav"),
        ("transcribe the hall two tour", "hall2_tour_en.mp3"),
        ("play pump before", "pump before.m4a"),
        ("denoise orc_va_raw", "orc_va_raw.wav"),
    ],
)
def test_a_file_is_found_by_a_part_of_its_name(words: str, name: str) -> None:
    assert [call[1] for call in calls(plan(words, ALL))] == [FILES[name].path]


def test_two_files_that_differ_in_a_number_are_two() -> None:
    found = calls(plan("clean reel seven and reel eight", ALL))
    both = [FILES["reel_7_1968.wav"].path, FILES["reel_8_1968.wav"].path]
    assert found == [("enhance_speech", path) for path in both]


def test_a_change_of_the_last_step_leaves_the_others_alone() -> None:
    made = [("audio/aa10bb20.wav", "sound: footsteps"), ("audio/bb20cc30.wav", "binaural")]
    files = [{"path": path, "kind": "audio", "description": said} for path, said in made]
    first = {"query": "make footsteps and put them on the left", "reply": "", "artifacts": files}
    _, context = read_line({"query": "no, on the right", "history": [first]}, planner())
    assert calls(plan("no, on the right", context)) == [("binauralize", "audio/aa10bb20.wav", 90)]


def test_new_words_take_the_place_of_the_old() -> None:
    context = after(Context(), "say be there at three", ("audio/aa10bb20.wav", "speech"))
    found = calls(plan("sorry, change that to be there at four", context))
    assert found == [("synthesize_speech", "be there at four")]


@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=4))
def test_any_words_and_names_are_taken(text: str, names: list[str]) -> None:
    said = tokens(text)
    found = numbered(said, [tokens(name) for name in names])
    assert len(found) <= len(said)
    assert all(found)


def test_a_known_file_is_cleaned_whatever_its_name_is() -> None:
    words = Resource("audio/1cb9a71f.wav", "audio", "vowel_list.wav")
    context = Context((words, FILES["orc_va_raw.wav"]))
    assert calls(plan("clean the vowel list", context)) == [("enhance_speech", words.path)]


def test_a_voice_and_a_face_are_told_apart_by_what_they_are() -> None:
    voice = Resource("audio/c877c4cb.wav", "audio", "narrator_vo.wav")
    other = Resource("audio/d988d5dc.wav", "audio", "stage_noise.wav")
    face = Resource("image/26b45bca.jpg", "image", "lead_headshot.jpg")
    model = Resource("image/0c6077be.jpg", "image", "set_model.jpg")
    wish = "talking head video from the narrator with the lead's headshot"
    found = calls(plan(wish, Context((voice, other, face, model))))
    assert found == [("synthesize_talking_head", voice.path, face.path)]
