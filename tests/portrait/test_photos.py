"""Faces in users' pictures, whatever the pictures are like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from voice_agent.errors import AgentError
from voice_agent.pictures.opening import opened
from voice_agent.portrait.mtcnn import FaceFinder
from voice_agent.portrait.people import drawn
from voice_agent.portrait.photo import load
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.renderer import Renderer

ORIENTATION = 0x0112


def test_the_landmarks_of_a_drawing_are_found_where_they_were_drawn(finder: FaceFinder) -> None:
    for name in ("woman", "man"):
        portrait = drawn(name, 400)
        (face,) = finder.find(portrait.image)
        eyes = [e.frame for e in portrait.face.eyes]
        mouth = portrait.face.mouth.frame
        truth = [(e.x, e.y) for e in eyes]
        truth += [(mouth.x - mouth.half_width, mouth.y), (mouth.x + mouth.half_width, mouth.y)]
        found = face.points[[0, 1, 3, 4]]
        assert np.abs(found - truth).max() < 0.02 * 400
        assert face.score > 0.9


def test_a_photo_opens_its_mouth_at_its_mouth(finder: FaceFinder, photo: Path) -> None:
    loaded = load(photo, finder, 512)
    portrait = loaded.portrait
    assert not loaded.note
    assert portrait.size[1] <= 512
    mouth = portrait.face.mouth
    # She smiles: teeth show between the lips, and the corners are higher than the middle.
    assert (mouth.lower_inner - mouth.upper_inner).max() > 0.1
    assert mouth.upper_inner[20] > mouth.upper_inner[0]
    shut, wide = (Renderer(portrait).draw(p) for p in (Pose(press=1), Pose(gap=1, jaw=1)))
    part = (slice(int(mouth.frame.y), int(mouth.frame.y + 0.7 * mouth.frame.half_width)),
            slice(int(mouth.frame.x) - 4, int(mouth.frame.x) + 5))  # fmt: skip
    assert shut[part].mean() > wide[part].mean() + 30


def test_lips_meet_over_the_teeth_of_a_smile(finder: FaceFinder, photo: Path) -> None:
    portrait = load(photo, finder, 512).portrait
    mouth = portrait.face.mouth.frame
    half = mouth.half_width
    rows = slice(int(mouth.y - 4), int(mouth.y + 0.45 * half))
    part = (rows, slice(int(mouth.x - 0.5 * half), int(mouth.x + 0.5 * half)))

    def teeth(picture: np.ndarray) -> int:
        red, green = picture[part][..., 0].astype(int), picture[part][..., 1].astype(int)
        return int(np.count_nonzero((red > 170) & (red - green < 26)))

    assert teeth(Renderer(portrait).draw(Pose(press=1.0))) < 0.25 * teeth(portrait.image)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_is_turned_as_the_camera_was_held(
    finder: FaceFinder, photo: Path, tmp_path: Path, orientation: int
) -> None:
    back = {3: 180, 6: 90, 8: 270}[orientation]
    turned = Image.open(photo).rotate(back, expand=True)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turned.save(tmp_path / "held.jpg", exif=exif, quality=95)
    assert ImageOps.exif_transpose(Image.open(tmp_path / "held.jpg")).size == turned.size
    mouth = load(tmp_path / "held.jpg", finder, 256).portrait.face.mouth.frame
    expected = load(photo, finder, 256).portrait.face.mouth.frame
    assert abs(mouth.x - expected.x) < 5
    assert abs(mouth.y - expected.y) < 5


def test_a_photo_lying_on_its_side_is_put_upright(
    finder: FaceFinder, photo: Path, tmp_path: Path
) -> None:
    expected = load(photo, finder, 256).portrait.face.mouth.frame
    for degrees in (90, 180, 270):
        Image.open(photo).rotate(degrees, expand=True).save(tmp_path / "side.png")
        mouth = load(tmp_path / "side.png", finder, 256).portrait.face.mouth.frame
        assert abs(mouth.x - expected.x) < 5, degrees
        assert abs(mouth.y - expected.y) < 5, degrees


def test_transparent_and_odd_pictures_are_opaque_rgb(tmp_path: Path) -> None:
    picture = Image.fromarray(drawn("man", 128).image)
    alpha = picture.convert("RGBA")
    alpha.putalpha(Image.new("L", picture.size, 0))
    for name, odd in {
        "clear.png": alpha, "palette.png": picture.quantize(32), "grey.png": picture.convert("L"),
        "deep.png": Image.fromarray(np.asarray(picture.convert("L"), np.uint16) * 257),
        "print.jpg": picture.convert("CMYK"), "both.png": picture.convert("LA"),
    }.items():  # fmt: skip
        odd.save(tmp_path / name)
        read = np.asarray(opened(tmp_path / name, cut=False).image)
        assert read.shape == (128, 128, 3), name
        assert read.dtype == np.uint8, name
        if name == "clear.png":
            assert read.min() > 200
        else:
            assert read.std() > 20, name


def test_grey_pictures_speak_too(finder: FaceFinder, photo: Path, tmp_path: Path) -> None:
    Image.open(photo).convert("L").save(tmp_path / "grey.png")
    grey = load(tmp_path / "grey.png", finder, 512).portrait.face.mouth
    coloured = load(photo, finder, 512).portrait.face.mouth
    assert np.abs(grey.lower_inner - coloured.lower_inner).max() < 0.15  # below the teeth


def test_a_huge_picture_is_cut_to_its_face(finder: FaceFinder, photo: Path, tmp_path: Path) -> None:
    wall = Image.new("RGB", (6000, 4000), (90, 110, 130))
    wall.paste(Image.open(photo).resize((1000, 1000)), (400, 2500))
    wall.save(tmp_path / "wall.jpg")
    portrait = load(tmp_path / "wall.jpg", finder, 480).portrait
    assert portrait.size == (480, 480)
    mouth = portrait.face.mouth.frame
    assert 0.3 < mouth.x / 480 < 0.7
    assert 0.4 < mouth.y / 480 < 0.8


def test_of_several_faces_the_largest_speaks(finder: FaceFinder, tmp_path: Path) -> None:
    group = Image.new("RGB", (900, 500), (200, 205, 210))
    group.paste(Image.fromarray(drawn("man", 300).image), (0, 100))
    group.paste(Image.fromarray(drawn("woman", 460).image), (400, 20))
    group.save(tmp_path / "group.png")
    loaded = load(tmp_path / "group.png", finder, 480)
    assert loaded.note == "There are 2 faces in the picture; I took the largest."
    assert loaded.portrait.face.mouth.frame.x > loaded.portrait.size[0] / 2


def test_folds_of_a_suit_are_no_further_face(
    finder: FaceFinder, photo: Path, tmp_path: Path
) -> None:
    face = Image.open(photo).convert("RGB").resize((260, 260))
    both = Image.new("RGB", (520, 260))
    both.paste(face, (0, 0))
    both.paste(face.resize((130, 130)), (260, 100))
    both.save(tmp_path / "both.webp")
    assert "2 faces" in load(tmp_path / "both.webp", finder, 256).note


def test_what_cannot_speak_is_explained(finder: FaceFinder, tmp_path: Path, photo: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    with pytest.raises(AgentError, match="no face"):
        load(tmp_path / "noise.png", finder, 512)
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(AgentError, match="cannot be read"):
        load(tmp_path / "text.png", finder, 512)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(photo.read_bytes()[:3000])
    with pytest.raises(AgentError):
        load(cut, finder, 512)
    Image.new("RGB", (3, 2)).save(tmp_path / "tiny.png")
    with pytest.raises(AgentError, match="no face"):
        load(tmp_path / "tiny.png", finder, 512)
