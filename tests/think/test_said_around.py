"""What stands around a wish: lengths and places told before it, other work, swapped roles."""

from __future__ import annotations

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline import spans
from voice_agent.think.offline.asides import without_asides
from voice_agent.think.offline.joining import joined
from voice_agent.think.offline.languages import told_apart
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.think.offline.swapped import righted
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import Resource

A, B = INTERVIEW.path, STREET.path
TWO = Context().with_resource(INTERVIEW).with_resource(STREET)
PUPPET = Resource("image/5e0d11aa.png", "image", "class_puppet.png")
TREE = Resource("image/61c0ffee.png", "image", "tree.png")


def clause(task: str, text: str, **named: str) -> Clause:
    return Clause(task, text, 1.0, tuple(Span(role, said) for role, said in named.items()))


def test_a_length_told_before_the_wish_is_its_length() -> None:
    wait = clause("compose_music", "people wait for a minute", duration="a minute")
    wish = clause("compose_music", "write calm music of that length", description="calm music")
    whole = joined(wait, wish)
    assert whole is not None
    assert (whole.get("description"), whole.get("duration")) == ("calm music", "a minute")
    order = clause("compose_music", "make it a minute", duration="a minute")
    assert joined(order, wish) is None


def test_where_a_sound_was_may_be_told_before_it_is_asked_for() -> None:
    told = clause("detect_target_sound", "there was one in the interview", file="the interview")
    wish = clause("detect_target_sound", "when do you hear a siren", description="a siren")
    whole = joined(told, wish)
    assert whole is not None
    assert (whole.get("file"), whole.get("description")) == ("the interview", "a siren")
    sought = clause("detect_target_sound", "find the dog", description="the dog")
    assert joined(sought, wish) is None


def test_files_that_are_named_after_both_are_those() -> None:
    both = clause("caption_image", "captions for both pictures", file="both pictures")
    names = clause("transcribe_speech", ", barn and hill", file="barn and hill")
    whole = joined(both, names)
    assert whole is not None
    assert (whole.task, whole.get("file")) == ("caption_image", "barn and hill")
    assert joined(both, clause("transcribe_speech", ", write hill down", file="hill")) is None


def test_what_people_do_themselves_afterwards_is_no_wish() -> None:
    wish = clause("detect_sounds", "i need a list of the noises on it")
    own = clause("play_audio", "before i send it to the players", file="it")
    assert without_asides([own, wish]) == (wish,)
    ours = clause("transcribe_speech", "before we transcribe it", file="it")
    assert without_asides([ours, wish]) == (ours, wish)


def test_a_recording_in_one_language_wanted_in_another_is_translated() -> None:
    text = "Ana talks in Portuguese. I want her interview in English, on paper only."
    spoken = (Span("language", "Portuguese"), Span("language", "English"))
    (found,) = told_apart([Clause("transcribe_speech", text, 1.0, spoken)])
    assert (found.task, found.spans) == ("translate_speech", (Span("language", "English"),))
    (kept,) = told_apart([clause("transcribe_speech", "it is in Polish", language="Polish")])
    assert kept.task == "transcribe_speech"


@pytest.mark.parametrize(
    ("said", "sound"),
    [
        ("the bees, without the wind", "the bees"),
        ("the piano. It's the hall tape", "the piano"),
        ("the bell but not the choir", "the bell"),
        ("the dog", "the dog"),
    ],
)
def test_a_sound_is_taken_out_without_what_is_said_after_it(said: str, sound: str) -> None:
    wish = clause("extract_sound", f"only {said}", description=said)
    whole = spans.repaired(wish, known_signatures()["extract_sound"])
    assert whole.get("description") == sound


def test_a_picture_named_as_the_file_is_the_face() -> None:
    context = TWO.with_resource(PUPPET).with_resource(TREE)
    pool = candidates_of(context, 1)
    signature = known_signatures()["synthesize_talking_head"]
    named = clause("synthesize_talking_head", "", file="class_puppet.png", portrait="the picture")
    assert righted(named, signature, pool, context).get("portrait") == "class_puppet.png"
    turned = clause("synthesize_talking_head", "", file="the puppet", portrait="the speaker")
    found = righted(turned, signature, pool, context)
    assert (found.get("file"), found.get("portrait")) == ("the speaker", "the puppet")


def test_a_picture_whose_name_is_told_speaks() -> None:
    context = TWO.with_resource(PUPPET).with_resource(TREE)
    found = calls(plan("make the class puppet speak the interview", context))
    assert found == [("synthesize_talking_head", A, PUPPET.path)]


def test_a_talking_head_without_a_voice_asks_for_one() -> None:
    found = plan("make a talking head out of harbour.jpg", Context().with_resource(HARBOUR))
    assert (found.kind, found.steps) == ("clarify", ())


def test_a_recording_ends_after_the_time_that_is_told() -> None:
    assert calls(plan("start recording and stop after forty five seconds")) == [
        ("record_audio", 45)
    ]


def test_a_voice_by_its_number_is_one_of_those_that_were_parted() -> None:
    one, two = "audio/0a0a0a0a.wav", "audio/0b0b0b0b.wav"
    made = (one, "interview.wav, voice 1"), (two, "interview.wav, voice 2")
    parted = after(TWO, "separate the voices of the interview", *made)
    assert calls(plan("play voice two", parted)) == [("play_audio", two)]
