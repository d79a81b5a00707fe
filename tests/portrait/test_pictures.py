"""Faces move where they should and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.portrait.face import Feature
from voice_agent.portrait.lips import LowerFace
from voice_agent.portrait.people import LOOKS, Name, drawn
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.renderer import Renderer
from voice_agent.portrait.sampling import Box, Texture

SIZE = 192
NAMES: tuple[Name, ...] = tuple(LOOKS)
PEOPLE = {name: drawn(name, SIZE) for name in NAMES}
RENDERERS = {name: Renderer(PEOPLE[name]) for name in NAMES}

unit = st.floats(0.0, 1.0)
poses = st.builds(
    Pose, gap=unit, jaw=unit, width=st.floats(-1.0, 1.0), tuck=unit, tongue=unit, press=unit,
    blink=unit, brow=unit,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_at_rest_the_picture_is_the_portrait(name: Name) -> None:
    still = RENDERERS[name].draw(Pose()).astype(int)
    assert np.abs(still - PEOPLE[name].image).max() <= 2


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None)
@given(pose=poses)
def test_only_eyes_and_lower_face_change_with_the_mouth(name: Name, pose: Pose) -> None:
    portrait, picture = PEOPLE[name], RENDERERS[name].draw(pose)
    changed = np.abs(picture.astype(int) - portrait.image).max(axis=2) > 2
    face = portrait.face
    (x, y), (across, down) = face.head, face.radii
    rows, columns = np.nonzero(changed)
    assert (np.hypot((columns - x) / (1.25 * across), (rows - y) / (1.25 * down)) < 1.0).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_patch_ends_without_a_seam(name: Name) -> None:
    portrait = PEOPLE[name]
    lower = LowerFace(portrait)
    picture = portrait.image.copy()
    lower.draw(Pose(gap=1.0, jaw=1.0, width=-1.0), picture)
    rows, columns = lower.box.slices
    difference = np.abs(picture.astype(int) - portrait.image)[rows, columns].max(axis=2)
    rim = np.concatenate([difference[0], difference[-1], difference[:, 0], difference[:, -1]])
    assert rim.max() <= 3
    assert difference.max() > 100


@pytest.mark.parametrize("name", NAMES)
def test_an_open_mouth_shows_dark_and_teeth_and_a_closed_one_neither(name: Name) -> None:
    def inside(pose: Pose) -> int:
        frame = PEOPLE[name].face.mouth.frame
        x, y, half = round(frame.x), round(frame.y), round(frame.half_width)
        part = RENDERERS[name].draw(pose)[y - half // 2 : y + half, x - half : x + half]
        red, blue = part[..., 0].astype(int), part[..., 2].astype(int)
        return int(np.count_nonzero((red - blue < 34) | (red < 92)))

    rest, closed = inside(Pose()), inside(Pose(press=1.0))
    areas = [inside(Pose(gap=gap, jaw=gap)) for gap in (0.2, 0.5, 1.0)]
    assert abs(closed - rest) < 0.1 * areas[-1]
    assert rest < areas[0] < areas[1] < areas[2]


def test_closed_eyes_hide_the_iris() -> None:
    eye = PEOPLE["woman"].face.eyes[0].frame
    at = (slice(round(eye.y) - 3, round(eye.y) + 1), slice(round(eye.x) - 1, round(eye.x) + 2))
    assert RENDERERS["woman"].draw(Pose())[at].mean() < 90
    assert RENDERERS["woman"].draw(Pose(blink=1.0))[at].mean() > 130


def test_a_moving_head_leaves_the_corners_of_the_picture_alone() -> None:
    portrait = PEOPLE["man"]
    moved = RENDERERS["man"].draw(Pose(x=0.03, y=0.02, roll=0.05, yaw=0.03, pitch=0.02))
    difference = np.abs(moved.astype(int) - portrait.image).max(axis=2)
    edge = SIZE // 20
    for rows in (slice(edge), slice(-edge, None)):
        for columns in (slice(edge), slice(-edge, None)):
            assert difference[rows, columns].max() == 0
    assert difference.max() > 60


def test_frames_come_in_order_and_as_drawn_alone() -> None:
    wanted = [Pose(gap=k / 12, jaw=k / 12, x=0.001 * k) for k in range(12)]
    pictures = list(RENDERERS["man"].frames(iter(wanted)))
    assert len(pictures) == 12
    for pose, picture in zip(wanted, pictures, strict=True):
        assert np.array_equal(picture, RENDERERS["man"].draw(pose))


def test_a_turned_face_moves_in_its_own_direction() -> None:
    portrait = drawn("woman", SIZE)
    turned = replace(portrait, image=np.rot90(portrait.image).copy(), face=replace(
        portrait.face,
        mouth=replace(portrait.face.mouth, frame=_quarter(portrait.face.mouth.frame)),
        eyes=tuple(replace(e, frame=_quarter(e.frame)) for e in portrait.face.eyes),
    ))  # fmt: skip
    pose = Pose(gap=0.8, jaw=0.8, width=0.4)
    upright, sideways = RENDERERS["woman"].draw(pose), Renderer(turned).draw(pose)
    difference = np.abs(np.rot90(upright).astype(int) - sideways)
    assert np.percentile(difference, 99) <= 6


def _quarter(feature: Feature) -> Feature:
    """The feature after a quarter turn against the clock."""
    return Feature(feature.y, SIZE - 1 - feature.x, feature.half_width, -np.pi / 2)


@given(st.floats(-50, 250), st.floats(-50, 250), st.floats(-3, 3), st.floats(1, 80))
def test_a_frame_and_back_is_where_one_was(x: float, y: float, turn: float, half: float) -> None:
    feature = Feature(100.0, 90.0, half, turn)
    there = feature.to_pixels(*feature.to_local(np.float32([x]), np.float32([y])))
    assert np.allclose(np.ravel(there), [x, y], atol=1e-2)


def test_a_texture_is_read_as_it_is() -> None:
    image = np.random.default_rng(0).integers(0, 255, (40, 50, 3), dtype=np.uint8)
    smooth = np.asarray(image).astype(float)
    for _ in range(4):
        smooth = (smooth + np.roll(smooth, 1, 0) + np.roll(smooth, 1, 1)) / 3
    picture = smooth.astype(np.uint8)
    box = Box(10, 8, 40, 30)
    x, y = box.pixels()
    assert np.abs(Texture(picture, box).read(x, y) - picture[box.slices]).max() < 16
    assert Texture(picture, box).read(x - 500, y + 500).shape == (*box.shape, 3)


@pytest.mark.parametrize("size", [128, 300])
def test_people_are_drawn_at_any_size_with_their_landmarks(size: int) -> None:
    for name in NAMES:
        portrait = drawn(name, size)
        assert portrait.image.shape == (size, size, 3)
        assert portrait.face.mouth.frame.x == pytest.approx(size / 2 - 0.5)
        assert portrait.image.std() > 30
