"""A picture is given the sound of what it shows, or none where that can't be told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr
from PIL import Image

from voice_agent.errors import AgentError
from voice_agent.tools._yamnet import classifier
from voice_agent.tools.generate_audio_from_image import generate_audio_from_image

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

PICTURES = Path(__file__).parent.parent / "pictures"


@pytest.mark.parametrize(
    ("photo", "seen", "heard"),
    [("chelsea.jpg", "I see a cat", "Cat"), ("coffee.jpg", "I see a cup of espresso", "Liquid")],
)
def test_what_is_seen_is_heard(bench: Workbench, photo: str, seen: str, heard: str) -> None:
    path = bench.attach(PICTURES / photo)
    output = generate_audio_from_image(bench.context, path, duration=5.0, seed=4)
    (artifact,) = output.artifacts
    assert (artifact.seconds, artifact.channels) == (5.0, 2)
    assert (output.text or "").startswith(seen)
    assert "five seconds of" in (output.text or "")
    assert output.data["sure"]
    audio = bench.read(artifact.path)
    engine = classifier(bench.context)
    samples = soxr.resample(audio.mono(), audio.rate, 16_000).astype(np.float32)
    best = np.argsort(-engine.scores(samples).max(axis=0))[:8]
    assert heard in [engine.labels[index] for index in best]


def test_the_beach_of_the_demo_sounds_of_waves(bench: Workbench) -> None:
    beach = PICTURES.parent.parent / "config" / "demos" / "seashore.jpg"
    output = generate_audio_from_image(bench.context, bench.attach(beach), duration=2.0, seed=1)
    assert "the sea" in {event["sound"] for event in output.data["events"]}


def test_what_cannot_be_told_makes_no_sound(bench: Workbench, tmp_path: Path) -> None:
    Image.new("RGB", (200, 200), "blue").save(tmp_path / "blue.png")
    path = bench.attach(tmp_path / "blue.png")
    with pytest.raises(AgentError, match=r"plain blue, so I can't tell") as caught:
        generate_audio_from_image(bench.context, path)
    assert "say in words" in caught.value.remedy
