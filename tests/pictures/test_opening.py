"""Pictures of every kind are opened upright and opaque; what can't be opened is explained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from voice_agent.errors import AgentError
from voice_agent.pictures.opening import opened

ORIENTATION = 0x0112


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_is_turned_as_the_camera_was_held(
    cat: Path, tmp_path: Path, orientation: int
) -> None:
    back = {1: 0, 3: 180, 6: 90, 8: 270}[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    held = tmp_path / "held.jpg"
    with Image.open(cat) as photo:
        size = photo.size
        photo.rotate(back, expand=True).save(held, exif=exif, quality=95)
    upright, found = np.asarray(opened(cat).image, float), opened(held)
    assert found.size == size
    assert np.abs(np.asarray(found.image, float) - upright).mean() < 6


def test_every_mode_becomes_rgb(cat: Path, tmp_path: Path) -> None:
    picture = Image.open(cat)
    alpha = picture.convert("RGBA")
    alpha.putalpha(Image.linear_gradient("L").resize(picture.size))
    odd = {
        "palette.png": picture.quantize(32), "grey.png": picture.convert("L"),
        "deep.png": Image.fromarray(np.asarray(picture.convert("L"), np.uint16) * 257),
        "print.jpg": picture.convert("CMYK"), "both.png": picture.convert("LA"),
        "clear.png": alpha, "bits.png": picture.convert("1"), "web.webp": alpha,
        "float.tiff": picture.convert("F"), "old.bmp": picture,
    }  # fmt: skip
    for name, image in odd.items():
        image.save(tmp_path / name)
        pixels = np.asarray(opened(tmp_path / name).image)
        assert pixels.ndim == 3, name
        assert pixels.std() > 20, name


@pytest.mark.parametrize(("ink", "darker"), [((255, 255, 255), True), ((0, 0, 0), False)])
def test_what_stands_on_nothing_stands_out(
    tmp_path: Path, ink: tuple[int, int, int], darker: bool
) -> None:
    picture = Image.new("RGBA", (200, 100), (*ink, 0))
    picture.paste((*ink, 255), (60, 30, 120, 80))
    picture.putpixel((10, 10), (*ink, 255))
    picture.save(tmp_path / "ink.png")
    pixels = np.asarray(opened(tmp_path / "ink.png").image)
    assert pixels.shape == (70, 110, 3)  # cut to what is there
    assert (pixels[30, 2] < 128).all() == darker  # the paper


def test_the_middle_of_an_animation_is_looked_at(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "moves.gif", save_all=True, append_images=frames[1:])
    found = opened(tmp_path / "moves.gif")
    assert found.frames == 3
    assert np.asarray(found.image)[20, 20].argmax() == 1


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    Image.new("L", (9000, 4000), 90).save(tmp_path / "wall.png")
    found = opened(tmp_path / "wall.png")
    assert found.size == (9000, 4000)
    assert max(found.image.size) <= 1600


def test_what_cannot_be_looked_at_is_explained(cat: Path, tmp_path: Path) -> None:
    Image.new("1", (20_000, 6000)).save(tmp_path / "bomb.png")
    Image.new("1", (20_000, 12_000)).save(tmp_path / "large.png")
    Image.new("RGB", (3, 2)).save(tmp_path / "dot.png")
    Image.new("RGBA", (50, 50), (9, 9, 9, 0)).save(tmp_path / "clear.png")
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "cut.jpg").write_bytes(cat.read_bytes()[:3000])
    for name, problem in {
        "bomb.png": "120 megapixels", "large.png": "megapixels", "dot.png": "3 by 2 pixels",
        "clear.png": "transparent", "text.png": "no picture", "empty.png": "no picture",
        "cut.jpg": "damaged",
    }.items():  # fmt: skip
        with pytest.raises(AgentError, match=problem) as caught:
            opened(tmp_path / name)
        assert caught.value.remedy
