"""A face says a recording: in step, with closed lips where they close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image

from voice_agent.errors import AgentError, Cancelled
from voice_agent.measure.capability.talking_head import frames_of, offset
from voice_agent.measure.scores.lips import contacts, vowels_open, watch
from voice_agent.portrait.timing import known
from voice_agent.sound import files, phoneme_times
from voice_agent.tools.registry import discover
from voice_agent.tools.sing import sing
from voice_agent.tools.synthesize_speech import synthesize_speech
from voice_agent.tools.synthesize_talking_head import synthesize_talking_head
from voice_agent.units import Audio, StepResult

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

PHOTO = Path(__file__).parents[1] / "portrait" / "astronaut.jpg"
TEXT = "Maybe Bob paid for a big pumpkin."


def say(bench: Workbench, text: str) -> str:
    made = synthesize_speech(bench.context, text).artifacts
    bench.session.add_artifacts(StepResult(0, 1, "synthesize_speech", {}, True, artifacts=made), ())
    return made[0].path


def test_the_assistants_voice_closes_its_lips_when_it_says_so(bench: Workbench) -> None:
    path = say(bench, TEXT)
    output = synthesize_talking_head(bench.context, path, height=384)
    film, sheet = output.artifacts
    assert (film.kind, sheet.kind) == ("video", "image")
    assert "woman" in (output.text or "")
    where = bench.session.directory / film.path
    truth = known(phoneme_times.read(bench.session.locate(path)))
    assert [p["phoneme"] for p in output.data["phonemes"]] == [s.symbol for s in truth]
    take = watch(frames_of(where), "woman")
    assert np.mean(contacts(take, truth)) >= 0.95
    assert all(vowels_open(take, [sound for sound in truth if sound.stressed]))
    assert np.mean(vowels_open(take, truth)) >= 0.9

    given, got = bench.read(path), files.read(where)
    seconds = given.seconds
    assert len(take.openings) == output.data["frames"] == int(np.ceil(seconds * 25 - 1e-6))
    assert abs(offset(given, got, 0.0, 1.0)) < 1.0
    assert abs(offset(given, got, seconds - 1.0, 1.0)) < 1.0
    with Image.open(bench.session.directory / sheet.path) as image:
        assert image.width > 500


def test_a_song_is_filmed_with_its_piano_and_the_lips_of_its_voice(bench: Workbench) -> None:
    made = sing(bench.context, "la la", "C4 E4", "0.5 0.5", accompaniment="piano").artifacts
    bench.session.add_artifacts(StepResult(0, 1, "sing", {}, True, artifacts=made), ())
    mix, voice = (artifact.path for artifact in made)
    filmed, bare = (synthesize_talking_head(bench.context, p, height=128) for p in (mix, voice))
    sound = files.read(bench.session.directory / filmed.artifacts[0].path)
    assert sound.seconds == pytest.approx(bench.read(mix).seconds, abs=0.1)
    assert sound.seconds > bench.read(voice).seconds + 0.5
    assert abs(offset(bench.read(mix), sound, 0.3, 1.0)) < 1.0
    assert filmed.data["phonemes"] == bare.data["phonemes"] != []
    assert (filmed.text or "").split(",")[0] == (bare.text or "").split(",")[0]  # who says it
    assert filmed.data["frames"] == int(np.ceil(bench.read(mix).seconds * 25 - 1e-6))


def test_a_person_is_heard_and_a_photo_speaks(bench: Workbench, speech: Audio) -> None:
    part = Audio(speech.samples[: 4 * speech.rate], speech.rate)
    output = synthesize_talking_head(
        bench.context, bench.take(part), portrait=bench.attach(PHOTO), height=256
    )
    symbols = [p["phoneme"] for p in output.data["phonemes"]]
    assert "f" in symbols  # "Ever tried. Ever failed."
    assert output.text == "Here is your portrait saying it, 4.0 seconds long."
    with av.open(str(bench.session.directory / output.artifacts[0].path)) as container:
        video = container.streams.video[0]
        assert (video.width, video.height) == (256, 256)
        assert video.frames == 100
    fractions = [fraction for fraction, _ in bench.reports if fraction is not None]
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0


def test_music_moves_the_mouth_with_its_loudness(bench: Workbench) -> None:
    time = np.arange(3 * 22_050) / 22_050
    chord = sum(np.sin(2 * np.pi * f * time) for f in (262.0, 330.0, 392.0))
    swell = 0.1 * chord * (0.5 - 0.5 * np.cos(2 * np.pi * time / 1.5))
    output = synthesize_talking_head(
        bench.context, bench.take(Audio(swell.astype(np.float32), 22_050)), height=192
    )
    assert "I hear no words in it" in (output.text or "")
    assert not output.data["phonemes"]


@pytest.mark.parametrize(
    ("seconds", "rate", "channels"), [(0.02, 8000, 1), (0.1, 96_000, 2), (0.7, 11_025, 6)]
)
def test_short_and_odd_sounds(bench: Workbench, seconds: float, rate: int, channels: int) -> None:
    sound = np.zeros((round(seconds * rate), channels), np.float32)
    output = synthesize_talking_head(bench.context, bench.take(Audio(sound, rate)), height=128)
    assert output.data["frames"] == max(1, int(np.ceil(seconds * 25 - 1e-6)))
    got = files.read(bench.session.directory / output.artifacts[0].path)
    assert got.channels == min(2, channels)
    assert np.abs(got.samples).max() < 1e-3


def test_the_same_recording_makes_the_same_film(bench: Workbench, speech: Audio) -> None:
    path = bench.take(Audio(speech.samples[: speech.rate], speech.rate))
    first, again = (synthesize_talking_head(bench.context, path, height=128) for _ in range(2))
    films = [list(frames_of(bench.session.directory / o.artifacts[0].path)) for o in (first, again)]
    for one, other in zip(*films, strict=True):
        assert np.array_equal(one, other)


def test_a_picture_without_a_face_is_explained_before_any_work(bench: Workbench) -> None:
    wall = bench.session.directory.parent / "wall.png"
    Image.new("RGB", (200, 200), (120, 130, 140)).save(wall)
    silence = bench.take(Audio(np.zeros((8000, 1), np.float32), 8000))
    with pytest.raises(AgentError, match="no face"):
        synthesize_talking_head(bench.context, silence, portrait=bench.attach(wall))


def test_a_cancelled_turn_leaves_no_film(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*.*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        synthesize_talking_head(bench.context, path)
    assert set(bench.session.directory.rglob("*.*")) == before


def test_the_planner_may_leave_out_the_portrait() -> None:
    signature = discover()["synthesize_talking_head"].signature
    assert signature.required == ("audio",)
    assert signature.file_arguments == {"audio": "audio", "portrait": "image"}
    assert signature.outputs == ("video",)


def test_a_film_may_have_thirty_pictures_a_second(bench: Workbench) -> None:
    path = say(bench, "Maybe.")
    output = synthesize_talking_head(bench.context, path, height=128, fps=30)
    film = bench.session.directory / output.artifacts[0].path
    seconds = bench.read(path).seconds
    with av.open(str(film)) as container:
        assert container.streams.video[0].average_rate == 30
    assert len(list(frames_of(film))) == output.data["frames"] == int(np.ceil(seconds * 30 - 1e-6))
    assert output.data["frames_per_second"] == 30
