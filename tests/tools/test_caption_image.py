"""A picture in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools.caption_image import caption_image

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

PICTURES = Path(__file__).parent.parent
CAT = PICTURES / "pictures" / "chelsea.jpg"


def test_a_photo_is_told_and_its_labels_given(bench: Workbench) -> None:
    output = caption_image(bench.context, bench.attach(CAT))
    assert (output.text or "").startswith("I see a cat")
    assert output.data["kind"] == "a cat"
    assert len(output.data["labels"]) == 5
    assert output.data["people"] == 0
    assert not output.artifacts


def test_people_are_seen(bench: Workbench) -> None:
    output = caption_image(bench.context, bench.attach(PICTURES / "portrait" / "astronaut.jpg"))
    assert output.data["people"] == 1
    assert "a person" in (output.text or "")


def test_a_damaged_picture_is_explained(bench: Workbench, tmp_path: Path) -> None:
    path = bench.attach(CAT)
    bench.context.locate(path).write_bytes(CAT.read_bytes()[:2000])
    with pytest.raises(AgentError, match="damaged"):
        caption_image(bench.context, path)


def test_it_can_be_cancelled(bench: Workbench, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "red.png")
    path = bench.attach(tmp_path / "red.png")
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        caption_image(bench.context, path)
