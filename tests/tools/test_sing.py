"""The tool that sings: what it makes, says and tells about its notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools.registry import discover
from voice_agent.tools.sing import sing

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

SCORE = """<score-partwise><part-list/><part id="P1"><measure>
<attributes><divisions>1</divisions></attributes><sound tempo="120"/>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration>
<lyric><syllabic>begin</syllabic><text>Morn</text></lyric></note>
<note><pitch><step>E</step><octave>4</octave></pitch><duration>2</duration>
<lyric><syllabic>end</syllabic><text>ing</text></lyric></note>
</measure></part></score-partwise>"""


def test_words_are_sung_on_their_notes(bench: Workbench) -> None:
    output = sing(bench.context, "hello AP again", "C4 | D4 | rest | E4 F4 | G4", "0.4 | 0.5 | "
                  "0.3 | 0.3 0.3 | 1")  # fmt: skip
    (artifact,) = output.artifacts
    audio = bench.read(artifact.path)
    assert artifact.kind == "audio"
    assert audio.seconds == pytest.approx(artifact.seconds or 0)
    notes = output.data["notes"]
    assert [(n["syllable"], n["note"]) for n in notes] == [
        ("hel", "C4"), ("lo", "D4"), ("a", "E4"), ("a", "F4"), ("gain", "G4"),
    ]  # fmt: skip
    first = notes[0]["start"]
    assert [round(n["start"] - first, 2) for n in notes] == [0.0, 0.4, 1.2, 1.5, 1.8]
    assert notes[-1]["end"] <= audio.seconds
    assert 0.05 < audio.samples.std() < 0.3
    assert np.abs(audio.samples).max() < 0.96
    assert "5 notes" in (output.text or "")
    assert bench.reports[-1] == (1.0, "singing")
    phonemes = output.data["phonemes"]
    assert all(0 <= p["start"] <= p["end"] <= audio.seconds + 0.05 for p in phonemes)


def test_an_instrument_plays_along_when_asked_and_the_voice_is_kept(bench: Workbench) -> None:
    notes = {"notes": "C4 E4 G4 E4 C4", "durations": "0.5"}
    alone = sing(bench.context, "la la la la la", **notes)
    output = sing(bench.context, "la la la la la", accompaniment="a guitar", **notes)
    mix, voice = (bench.read(artifact.path) for artifact in output.artifacts)
    assert np.array_equal(voice.samples, bench.read(alone.artifacts[0].path).samples)
    assert (mix.rate, mix.channels) == (44_100, 2)
    assert mix.seconds > voice.seconds + 1.0
    assert output.data["notes"] == alone.data["notes"]
    played = output.data["accompaniment"]
    assert (played["instrument"], played["key"]) == ("guitar", "C major")
    assert "a guitar" in (output.text or "")
    assert len(alone.artifacts) == 1


def test_an_instrument_may_be_named_after_a_song_but_lyrics_are_left_alone(
    bench: Workbench,
) -> None:
    output = sing(bench.context, "row row row your boat with a harp")
    assert output.data["accompaniment"]["instrument"] == "harp"
    assert "Row, Row, Row Your Boat" in (output.text or "")
    output = sing(bench.context, "I come to you with a piano", "C4 C4 C4 C4 C4 C4 D4 E4 C4", "0.3")
    assert "accompaniment" not in output.data
    assert len(output.data["notes"]) == 9


def test_an_instrument_that_plays_no_chords_is_refused_with_a_choice(bench: Workbench) -> None:
    with pytest.raises(AgentError, match="kazoo") as error:
        sing(bench.context, "la la", accompaniment="a kazoo")
    assert "piano" in (error.value.remedy or "")


def test_a_score_is_attached_and_sung(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "tune.musicxml"
    file.write_text(SCORE, "utf-8")
    path = bench.attach(file)
    output = sing(bench.context, score=path)
    assert [n["syllable"] for n in output.data["notes"]] == ["Morn", "ing"]
    assert [n["note"] for n in output.data["notes"]] == ["G4", "E4"]


def test_what_cannot_be_sung_leaves_nothing_behind(bench: Workbench) -> None:
    for arguments in ({"text": "привет"}, {"text": "hello you", "notes": "C4"}, {"notes": "X9"}):
        with pytest.raises(AgentError) as error:
            sing(bench.context, **arguments)
        assert error.value.remedy
    assert not list(bench.session.directory.rglob("*.wav*"))


def test_a_song_is_cancelled_between_its_phrases(bench: Workbench) -> None:
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        sing(bench.context, "la la")
    assert not list(bench.session.directory.rglob("*.wav*"))


def test_an_attached_file_that_is_no_score_is_refused(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "broken.mid"
    file.write_bytes(b"no notes here")
    with pytest.raises(AgentError, match="damaged"):
        sing(bench.context, score=bench.attach(file))


def test_the_planner_learns_what_it_takes() -> None:
    signature = discover()["sing"].signature
    assert signature.required == ()
    assert signature.file_arguments == {"score": "text"}
    assert "Not for:" in signature.description
    assert all(s.get("description") for s in signature.parameters["properties"].values())


def test_an_attached_score_is_planned_for(bench: Workbench, tmp_path: Path) -> None:
    from voice_agent.errors import Cancel
    from voice_agent.measure.bench.planner import model_directory
    from voice_agent.think.context import Context
    from voice_agent.think.offline import OfflinePlanner
    from voice_agent.units import Query

    file = tmp_path / "tune.musicxml"
    file.write_text(SCORE, "utf-8")
    path = bench.attach(file)
    signatures = {name: tool.signature for name, tool in discover().items()}
    planner = OfflinePlanner(signatures, model_directory())
    context = Context(resources=tuple(bench.session.resources))
    (step,) = planner.plan(Query(1, "sing this score"), context, Cancel()).steps
    assert step.arguments == {"score": path}
    (step,) = planner.plan(Query(1, "sing happy birthday"), context, Cancel()).steps
    assert step.arguments == {"text": "happy birthday"}


@pytest.mark.parametrize("accompaniment", [None, "harp"])
def test_a_softer_song_is_the_same_song_at_a_lower_level(
    bench: Workbench, accompaniment: str | None
) -> None:
    def level(energy: float) -> float:
        made = sing(
            bench.context,
            "la la",
            "C4 | D4",
            "0.4 | 0.4",
            accompaniment=accompaniment,
            energy=energy,
        )
        samples = bench.read(made.artifacts[0].path).mono()
        return 10.0 * float(np.log10(np.mean(samples**2)))

    assert level(0.0) - level(-12.0) == pytest.approx(12.0, abs=1.0)
