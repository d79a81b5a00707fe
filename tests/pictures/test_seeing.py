"""Photos are named, kinds hold every class once, and doubt is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from voice_agent.foley.reading import read
from voice_agent.pictures.facts import Facts, measured
from voice_agent.pictures.network import CLASSES, SIDE, ImageClassifier
from voice_agent.pictures.opening import opened
from voice_agent.pictures.seeing import families, judged, labels, look
from voice_agent.pictures.telling import caption, faces_count, imagined

PHOTO = Facts(light="", colours=("green",), plain=False, flat=0.05)


def spread(**given: float) -> np.ndarray:
    """Class probabilities: those given by place ("p162"), the rest spread evenly."""
    found = np.full(CLASSES, (1 - sum(given.values())) / CLASSES, np.float32)
    for place, probability in given.items():
        found[int(place[1:])] += probability
    return found


def test_a_cat_is_a_cat(classifier: ImageClassifier, cat: Path) -> None:
    sight = look(opened(cat).image, classifier)
    assert sight.kinds[0].kind.name == "a cat"
    assert sight.kinds[0].probability > 0.8
    assert caption(sight).startswith("I see a cat")
    heard = imagined(sight)
    assert heard is not None
    assert (heard.description, heard.sure) == ("a cat meowing", True)


def test_the_class_itself_is_named_where_it_is_sure(
    classifier: ImageClassifier, coffee: Path
) -> None:
    assert caption(look(opened(coffee).image, classifier)) == "I see a cup of espresso."


def test_probabilities_of_several_pictures_are_those_of_each(classifier: ImageClassifier) -> None:
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8) for _ in range(3)]
    together = classifier.probabilities(pictures)
    assert together.shape == (3, CLASSES)
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert np.allclose(together[1:2], classifier.probabilities(pictures[1:2]), atol=1e-4)


def test_every_class_belongs_to_exactly_one_kind() -> None:
    places = [place for family in families() for kind in family.kinds for place in kind.classes]
    assert sorted(places) == list(range(CLASSES))
    kinds = [kind.name for family in families() for kind in family.kinds]
    assert len(set(kinds)) == len(kinds)


def test_labels_are_said_with_an_article_and_in_the_known_order() -> None:
    assert all(name.startswith(("a ", "an ")) for name in labels())
    known = {0: "tench", 281: "tabby", 404: "airliner", 817: "sports car", 999: "toilet paper"}
    assert all(word in labels()[place] for place, word in known.items())


def test_animals_and_water_have_a_sound_that_the_sound_models_know() -> None:
    for family in families():
        for kind in family.kinds:
            if family.name in ("animal", "water", "kitchen", "plant") and kind.sound:
                assert read(kind.sound).wishes, kind.name


@pytest.mark.parametrize(
    ("found", "start"),
    [
        ({"p162": 0.9}, "I see a beagle."),
        ({"p162": 0.4, "p167": 0.35}, "I see a dog, perhaps a beagle."),
        ({"p162": 0.1, "p167": 0.1, "p200": 0.1, "p230": 0.25}, "I think I see a dog"),
        ({"p277": 0.3, "p298": 0.3, "p372": 0.1}, "I see an animal, but I can't tell which"),
        ({"p817": 0.2, "p900": 0.2}, "I am not sure what I see; it might be a sports car or"),
        ({}, "I am not sure what I see; nothing in it"),
    ],
)
def test_doubt_is_said(found: dict[str, float], start: str) -> None:
    assert caption(judged(spread(**found), PHOTO)).startswith(start)


def test_people_are_told_beside_the_thing() -> None:
    text = caption(judged(spread(p671=0.8), PHOTO, people=2))
    assert text == "I see two people and a mountain bike."
    alone = judged(spread(), PHOTO, people=1)
    assert caption(alone).startswith("I see a person. I can't make out what else")
    heard = imagined(alone)
    assert heard is not None
    assert not heard.sure


def test_faces_of_animals_and_weak_faces_are_no_people() -> None:
    lion, street = judged(spread(p291=0.9), PHOTO), judged(spread(p920=0.5), PHOTO)
    assert faces_count([(0.99, 0.3)], lion) == 0
    assert faces_count([(0.99, 0.3), (0.8, 0.3), (0.99, 0.01)], street) == 1


@pytest.mark.parametrize(
    "found", [{"p162": 0.2}, {"p411": 0.6, "p8": 0.35}, {"p954": 0.9}, {}]
)  # fmt: skip
def test_where_nothing_is_sure_or_sounds_there_is_no_sound(found: dict[str, float]) -> None:
    assert imagined(judged(spread(**found), PHOTO)) is None


def test_a_guess_at_the_sound_is_marked() -> None:
    heard = imagined(judged(spread(p978=0.4), PHOTO))
    assert heard is not None
    assert heard.description == "the sea and seagulls"
    assert not heard.sure


@given(st.lists(st.tuples(st.integers(0, 999), st.floats(0.01, 1.0)), max_size=6),
       st.integers(0, 30), st.floats(0, 1), st.booleans())  # fmt: skip
def test_every_sight_can_be_told(
    peaks: list[tuple[int, float]], people: int, flat: float, plain: bool
) -> None:
    found = np.full(CLASSES, 1e-4, np.float32)
    for place, weight in peaks:
        found[place] += weight
    sight = judged(found / found.sum(), Facts("rather dark", (), plain, flat), people=people)
    text = caption(sight)
    assert text.endswith(".")
    assert "  " not in text
    heard = imagined(sight)
    assert heard is None or heard.description


def test_a_drawing_is_no_photo(classifier: ImageClassifier) -> None:
    page = Image.new("RGB", (640, 480), "white")
    pen = ImageDraw.Draw(page)
    for row in range(30, 450, 30):
        pen.text((40, row), "It was the best of times, it was the worst of times.", fill="black")
    sight = look(page, classifier)
    assert sight.facts.drawn
    assert "not a photo" in caption(sight) or "rather than a photo" in caption(sight)
    assert imagined(sight) is None


@pytest.mark.parametrize(
    ("colour", "light", "name"),
    [((5, 5, 8), "very dark", "black"), ((200, 30, 30), "", "red"), ((250, 250, 250), "bright",
     "white"), ((30, 60, 200), "", "blue"), ((110, 60, 20), "", "brown")],
)  # fmt: skip
def test_a_plain_picture_has_only_its_colour(
    classifier: ImageClassifier, colour: tuple[int, int, int], light: str, name: str
) -> None:
    picture = Image.new("RGB", (300, 200), colour)
    facts = measured(picture)
    assert facts.plain
    assert facts.colours == (name,)
    assert facts.light in (light, "rather dark")
    sight = look(picture, classifier)
    assert caption(sight) == f"I see nothing in it: the picture is plain {name}."
    assert imagined(sight) is None


def test_photos_are_not_flat(cat: Path) -> None:
    assert measured(opened(cat).image).flat < 0.2


def test_a_photo_on_plain_ground_is_a_photo_and_a_drawing_on_it_is_none(
    classifier: ImageClassifier, cat: Path, tmp_path: Path
) -> None:
    photo = opened(cat).image
    sheet = Image.new("RGB", (2 * photo.width, 2 * photo.height), "white")
    shape = Image.new("L", photo.size)
    ImageDraw.Draw(shape).ellipse((20, 20, photo.width - 20, photo.height - 20), fill=255)
    sheet.paste(photo, (photo.width // 2, photo.height // 2), shape)
    sight = look(sheet, classifier)
    assert not sight.facts.drawn
    assert caption(sight).startswith("I see a cat")
    drawn = Image.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(drawn)
    for place in range(12):
        colour = (20 * place, 90, 255 - 20 * place)
        pen.ellipse((20 + 25 * place, 40, 120 + 25 * place, 260), fill=colour, outline="black")
    assert measured(drawn).drawn


def test_a_photo_out_of_focus_is_no_drawing(cat: Path) -> None:
    blurred = (
        Image.open(cat).convert("RGB").resize((1200, 800)).filter(ImageFilter.GaussianBlur(60))
    )
    facts = measured(blurred)
    assert facts.flat >= 0.4  # its neighbours are as alike as a drawing's
    assert not facts.drawn
