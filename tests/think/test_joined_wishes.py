"""Clauses that are one wish, and words that point to what came before."""

from __future__ import annotations

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.options import more_of
from voice_agent.think.offline.reader.going_on import counted
from voice_agent.think.offline.reader.joining import joined
from voice_agent.think.offline.reader.leading import taking_back, tidied
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.think.offline.steps.fitting import fitting
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import Step

A, B = INTERVIEW.path, STREET.path
TWO = Context().with_resource(INTERVIEW).with_resource(STREET)
HORN, REST = "audio/aa11bb22.wav", "audio/cc33dd44.wav"
TAKEN = ((HORN, "horn from street.wav"), (REST, "the rest of street.wav without the horn"))


def clause(task: str, text: str, confidence: float = 1.0, **spans: str) -> Clause:
    return Clause(task, text, confidence, tuple(Span(role, said) for role, said in spans.items()))


def test_a_list_without_verbs_describes_one_piece() -> None:
    head = clause("compose_music", "some suspense music", description="suspense music")
    more = clause("compose_music", ", tremolo strings", description="tremolo strings")
    whole = joined(head, more)
    assert whole is not None
    assert whole.get("description") == "suspense music, tremolo strings"


@pytest.mark.parametrize(
    "more",
    [
        clause("compose_music", "and make a jig", description="a jig"),
        clause("compose_music", "and one more in minor", description="minor"),
        clause("compose_music", "and a jig for five seconds", description="a jig", duration="5 s"),
    ],
)
def test_another_order_number_or_length_is_another_piece(more: Clause) -> None:
    assert joined(clause("compose_music", "write a waltz", description="a waltz"), more) is None


def test_sounds_that_are_counted_are_made_one_by_one() -> None:
    assert counted("I need two short effects") == 2
    assert counted("make rain on two roofs") == 0
    found = calls(plan("I need two effects, a cork popping and a balloon bursting"))
    assert found == [("generate_audio", "cork popping"), ("generate_audio", "balloon bursting")]


def test_halves_of_a_wish_make_one() -> None:
    face = clause("synthesize_talking_head", "keep that face", portrait="that face")
    voice = clause("synthesize_talking_head", "but let it speak the guest", file="the guest")
    whole = joined(face, voice)
    assert whole is not None
    assert (whole.get("portrait"), whole.get("file")) == ("that face", "the guest")
    assert joined(voice, voice) is None


def test_examples_of_sounds_are_no_search() -> None:
    every = clause("detect_sounds", "list the sounds")
    some = clause("detect_target_sound", ", doors, coughs", 0.6, description="doors, coughs")
    assert joined(every, some) == every
    order = clause("detect_target_sound", "and find the cough", description="the cough")
    assert joined(every, order) is None


def test_a_step_onto_its_own_result_only_adds_to_it() -> None:
    takes = known_signatures()["binauralize"]
    put = Step("binauralize", {"audio": A, "azimuth": 180})
    again = Step("binauralize", {"audio": "$1", "azimuth": 180, "elevation": 30})
    assert more_of([put], again, takes, "azimuth 180, 30 up") == Step(
        "binauralize", {"audio": A, "azimuth": 180, "elevation": 30}
    )
    moved = Step("binauralize", {"audio": "$1", "azimuth": 90})
    assert more_of([put], moved, takes, "then on the right") is None
    assert more_of([put], again, takes, "and the same again") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("now place that horn behind me", [("binauralize", HORN, 180)]),
        ("transcribe the rest", [("transcribe_speech", REST)]),
        ("list the sounds in the one without the horn", [("detect_sounds", REST)]),
        ("now clean the original", [("enhance_speech", B)]),
        ("play what is left, then the horn alone", [("play_audio", REST), ("play_audio", HORN)]),
    ],
)
def test_what_was_taken_out_and_what_is_left_are_told_apart(text: str, wanted: list) -> None:
    done = after(Context().with_resource(STREET), "isolate the horn in the street", *TAKEN)
    assert calls(plan(text, done)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("play me the original, not the cleaned one", [("play_audio", A)]),
        ("translate the clean version rather than the raw one into French", None),
    ],
)
def test_what_is_said_not_to_be_meant_is_left_out(text: str, wanted: list | None) -> None:
    done = after(
        Context().with_resource(INTERVIEW), "clean it", ("audio/ee55ff66.wav", "denoised interview")
    )
    found = calls(plan(text, done))
    assert found == (wanted or [("translate_speech", "audio/ee55ff66.wav", "French")])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("play both, one after the other", [("play_audio", HORN), ("play_audio", REST)]),
        (
            "transcribe one and caption the other",
            [("transcribe_speech", HORN), ("caption_audio", REST)],
        ),
        ("clean the first one, the second one is fine", [("enhance_speech", HORN)]),
    ],
)
def test_two_speakers_are_named_by_their_places(text: str, wanted: list) -> None:
    speakers = ((HORN, "first talker"), (REST, "second talker"))
    done = after(TWO, "separate the speakers in the interview", *speakers)
    assert calls(plan(text, done)) == wanted


def test_the_other_file_is_not_what_a_result_was_made_of() -> None:
    found = calls(plan("make the interview clean and put the other one behind me", TWO))
    assert found == [("enhance_speech", A), ("binauralize", B, 180)]


def test_a_name_alone_corrects_the_file() -> None:
    done = after(TWO, "which sounds are in the street?", said="A car.")
    assert calls(plan("it's interview i meant", done)) == [("detect_sounds", A)]


@pytest.mark.parametrize(
    "text",
    [
        "describe the picture then compose music from what you see",
        "caption the picture and compose a piece of music from that description",
    ],
)
def test_music_is_made_after_words_that_a_step_gives(text: str) -> None:
    found = calls(plan(text, Context().with_resource(HARBOUR)))
    assert found == [("caption_image", HARBOUR.path), ("compose_music", "$1")]


def test_a_bare_number_changes_the_length_of_a_sound() -> None:
    done = after(Context(), "make rain for ten seconds", (HORN, "rain"))
    assert calls(plan("no, twenty", done)) == [("generate_audio", "rain", 20)]


def test_what_was_found_is_cut_out_before_the_rest_is_played() -> None:
    done = after(TWO, "find the siren in the street", said="At 3 s.")
    found = calls(plan("cut it out and play what remains", done))
    assert found == [("extract_sound", B, "siren"), ("play_audio", "$1.2")]


def test_arrows_and_misspelt_units_are_put_right() -> None:
    assert tidied("rain, 5 secnds -> play it") == "rain, 5 seconds, then play it"
    assert tidied("the second one, 2 seconds") == "the second one, 2 seconds"


def test_only_a_request_after_it_makes_undo_a_beginning() -> None:
    assert taking_back("Undo that: the gap is later") == ("Undo that", "the gap is later")
    assert taking_back("undo that, please") == ("", "undo that, please")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "caption both files and read the captions aloud",
            [
                ("caption_audio", A),
                ("caption_audio", B),
                ("synthesize_speech", "$1"),
                ("synthesize_speech", "$2"),
            ],
        ),
        (
            "translate both into French and read them out",
            [("translate_speech", A, "French", True), ("translate_speech", B, "French", True)],
        ),
        (
            "separate interview and put speaker one left and speaker two right",
            [
                ("separate_speech", A),
                ("binauralize", "$1.1", -90),
                ("binauralize", "$1.2", 90),
            ],
        ),
        (
            "extract the voice from street, denoise it and transcribe it",
            [
                ("extract_sound", B, "voice"),
                ("enhance_speech", "$1"),
                ("transcribe_speech", "$2"),
            ],
        ),
    ],
)
def test_every_file_and_text_of_a_chain_is_the_one_that_is_meant(text: str, wanted: list) -> None:
    assert calls(plan(text, TWO)) == wanted


def test_music_takes_in_what_is_listed_after_it() -> None:
    found = plan("music for a chase scene, fast drums and low brass, no melody")
    assert [step.tool for step in found.steps] == ["compose_music"]
    assert found.steps[0].arguments["description"].endswith("no melody")


def test_another_voice_says_the_same_line() -> None:
    done = after(TWO, "say 'hold the gate' in the voice of the interview", (HORN, "a line"))
    found = calls(plan("use the street's voice for that line instead", done))
    assert found == [("transfer_style", B, "hold the gate")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the same with a cat", "cat"),
        ("another one, bigger", "big dog bark"),
        ("a second one, further away", "dog bark in the distance"),
    ],
)
def test_a_sound_is_made_again_with_what_is_changed(text: str, wanted: str) -> None:
    done = after(Context(), "make a dog bark", (HORN, "dog bark"))
    assert calls(plan(text, done)) == [("generate_audio", wanted)]


def test_who_was_spoken_of_last_is_meant_by_him() -> None:
    speakers = ((HORN, "first talker"), (REST, "second talker"))
    parted = after(TWO, "separate the speakers in the interview", *speakers)
    assert plan("translate him into Dutch", parted).kind == "clarify"
    heard = after(parted, "transcribe the second speaker", said="Hello.")
    found = calls(plan("translate him into Dutch", heard))
    assert found == [("translate_speech", REST, "Dutch")]


def test_a_sentence_is_no_sound_to_take_out() -> None:
    done = after(TWO, "which sounds are in the street?", said="A car at 2 s, a dog at 5 s.")
    found = plan("extract the second one", done)
    assert (found.kind, found.reply) == ("clarify", "Which sound do you mean?")


def test_a_change_is_about_the_file_that_it_names() -> None:
    placed = after(TWO, "put the interview to my left", (HORN, "interview in space"))
    assert calls(plan("and street to my right", placed)) == [("binauralize", B, 90)]
    assert calls(plan("now on the right", placed)) == [("binauralize", A, 90)]


def test_the_name_of_a_file_is_no_sound_to_look_for() -> None:
    sought = clause("detect_target_sound", "find out what is in the street", description="street")
    found = fitting(sought, TWO, (sought,), known_signatures())
    assert (found.task, found.get("file")) == ("detect_sounds", "street")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("remove the birds and play it", [("extract_sound", B, "birds"), ("play_audio", "$1.2")]),
        ("get rid of the dog, then transcribe it",
         [("extract_sound", B, "dog"), ("transcribe_speech", "$1.2")]),
        ("take out the birds, then tell me what you hear",
         [("extract_sound", B, "birds"), ("detect_sounds", "$1.2")]),
        ("take the dog out of this and transcribe it",
         [("extract_sound", B, "dog"), ("transcribe_speech", "$1.2")]),
        ("remove everything but the birds and play it",
         [("extract_sound", B, "birds"), ("play_audio", "$1")]),
        ("extract the birds, then tell me what you hear",
         [("extract_sound", B, "birds"), ("detect_sounds", "$1")]),
    ],
)  # fmt: skip
def test_what_is_left_is_meant_where_a_sound_shall_be_gone(text: str, wanted: list) -> None:
    assert calls(plan(text, Context().with_resource(STREET))) == wanted


@pytest.mark.parametrize(
    ("before", "said", "wanted"),
    [
        ("remove the horn", "play it", ("play_audio", REST)),
        ("remove the horn", "now play the horn", ("play_audio", HORN)),
        ("isolate the horn", "play it", ("play_audio", HORN)),
        ("take out the horn", "what do you hear now?", ("detect_sounds", REST)),
    ],
)
def test_what_is_left_is_meant_afterwards_too(before: str, said: str, wanted: tuple) -> None:
    done = after(Context().with_resource(STREET), before, *TAKEN)
    assert calls(plan(said, done)) == [wanted]


@pytest.mark.parametrize(
    ("text", "first", "again"),
    [
        (
            "make rain, play it, then make it again but longer",
            [("generate_audio", "rain"), ("play_audio", "$1")],
            ("generate_audio", "rain", 15),
        ),
        (
            "make a dog bark, then make it again but longer",
            [("generate_audio", "dog bark")],
            ("generate_audio", "dog bark", 15),
        ),
        (
            "compose a tango, play it and then make it again but longer",
            [("compose_music", "tango"), ("play_audio", "$1")],
            ("compose_music", "tango", 45),
        ),
        (
            "make rain. Make it again but with thunder.",
            [("generate_audio", "rain")],
            ("generate_audio", "rain with thunder"),
        ),
    ],
)
def test_what_was_made_is_made_again_in_the_same_breath(
    text: str, first: list, again: tuple
) -> None:
    assert calls(plan(text)) == [*first, again]


@pytest.mark.parametrize(
    "said", ["remove a sound", "take something out of it please", "take out the sound"]
)
def test_a_sound_that_is_not_named_is_asked_for(said: str) -> None:
    found = plan(said, Context((STREET,)))
    assert (found.kind, found.reply) == ("clarify", "Which sound do you mean?")
