"""What stands around a wish: lengths and places told before it, other work, swapped roles."""

from __future__ import annotations

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.languages import told_apart
from voice_agent.think.offline.reader import spans
from voice_agent.think.offline.reader.asides import without_asides
from voice_agent.think.offline.reader.joining import joined
from voice_agent.think.offline.reader.swapped import righted
from voice_agent.think.offline.reading import Clause, Span
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


def test_a_remark_on_the_last_result_is_no_wish_to_do_it_again() -> None:
    wish = clause("transfer_style", "say it like anna", voice="anna")
    assert without_asides([clause("redo", "hm , rather bland"), wish]) == (wish,)
    again = clause("redo", "once more")
    assert without_asides([again, wish]) == (again, wish)


def test_what_somebody_will_do_with_it_is_no_wish() -> None:
    wish = clause("translate_speech", "put it into French", language="French")
    reason = Clause("play_audio", "so that I can play it in the room", 0.6)
    assert without_asides([wish, reason]) == (wish,)
    listens = Clause("play_audio", "so that I can hear it", 0.6)
    assert without_asides([wish, listens]) == (wish, listens)


def test_a_question_about_abilities_names_no_wish() -> None:
    asked = Clause("capabilities", "what could you do", 0.95)
    someone = Clause("generate_audio", "for someone with old tapes", 0.7)
    assert without_asides([asked, someone]) == (asked,)
    sure = Clause("generate_audio", "and make rain", 1.0)
    assert without_asides([asked, sure]) == (asked, sure)


def test_a_place_told_before_its_figures_is_the_same_place() -> None:
    told = clause("binauralize", "it should come from the side", azimuth="the side")
    order = clause("binauralize", "place it at 120", file="it", azimuth="at 120")
    assert joined(told, order) == order
    assert joined(clause("binauralize", "put it left", azimuth="left"), order) is None


def test_a_song_begins_right_after_the_verb() -> None:
    wish = Clause("sing", "sing down by the river", 1.0, (Span("text", "by the river"),))
    assert spans.repaired(wish, known_signatures()["sing"]).get("text") == "down by the river"


def test_a_name_in_two_words_is_the_file() -> None:
    dance = Resource("audio/d0d0d0d0.wav", "audio", "dancefloor.wav")
    found = calls(plan("take the cheering out of dance floor", Context().with_resource(dance)))
    assert found == [("extract_sound", dance.path, "cheering")]


def test_only_a_quotation_is_to_be_said() -> None:
    assert calls(plan('"Mind the gap"')) == [("synthesize_speech", "Mind the gap")]


def test_a_recording_without_its_length_asks_for_it() -> None:
    found = plan("Record me singing.")
    assert (found.kind, found.reply) == ("clarify", "For how many seconds?")


def test_another_face_says_the_same() -> None:
    context = TWO.with_resource(PUPPET).with_resource(TREE)
    context = after(context, "make class_puppet.png speak the interview")
    found = calls(plan("try it with tree.png", context))
    assert found == [("synthesize_talking_head", A, TREE.path)]


def test_the_next_line_of_a_voice_follows_a_colon() -> None:
    said = after(TWO, 'say "good evening" in the voice of the interview')
    (step,) = plan("Same voice, but this time: the bar is open", said).steps
    assert (step.tool, step.arguments["text"]) == ("transfer_style", "the bar is open")


def test_of_several_texts_the_one_after_the_colon_is_sung() -> None:
    text = "The canon is short. Could you sing these words: dona nobis pacem"
    texts = (Span("text", "The canon is short"), Span("text", "dona nobis pacem"))
    wish = spans.repaired(Clause("sing", text, 1.0, texts), known_signatures()["sing"])
    assert [span.text for span in wish.spans] == ["dona nobis pacem"]


def test_a_voice_and_what_it_says_may_be_told_apart() -> None:
    voice = clause("transfer_style", "copy grandad", voice="grandad")
    line = Clause(
        "transfer_style",
        "and let that voice read hello",
        1.0,
        (Span("voice", "that voice"), Span("text", "hello")),
    )
    whole = joined(voice, line)
    assert whole is not None
    assert (whole.get("voice"), whole.get("text")) == ("grandad", "hello")


def test_a_file_that_is_handed_over_completes_the_plan() -> None:
    asked = after(Context(), "take the hum off the sermon")
    given = asked.with_resource(Resource("audio/81463009.wav", "audio", "pastor_easter.wav"))
    found = calls(plan("Oh sorry, forgot to attach it. Here you go: pastor_easter.wav", given))
    assert found == [("enhance_speech", "audio/81463009.wav")]


def test_a_translation_that_is_wanted_aloud_is_spoken_in_its_language() -> None:
    written = after(TWO, "translate the interview into Polish", said="Witamy.")
    found = calls(plan("Lovely. Give me that translation as speech.", written))
    assert found == [("translate_speech", A, "Polish", True)]


def test_her_voice_is_that_of_the_last_line() -> None:
    said = after(TWO, "let the voice of the interview say: I never posted it")
    (step,) = plan("And have her say: I burned it.", said).steps
    assert step.arguments == {"reference": A, "text": "I burned it"}


def test_subtitles_are_the_words() -> None:
    assert calls(plan("subtitle the interview", TWO)) == [("transcribe_speech", A)]


@pytest.mark.parametrize("said", ["hm, rather tame. make it heavier", "that's lovely, now heavier"])
def test_a_sound_is_changed_after_a_remark_on_it(said: str) -> None:
    made = after(Context(), "make the sound of thunder", ("audio/0a0a0a0a.wav", "thunder"))
    assert calls(plan(said, made)) == [("generate_audio", "heavy thunder")]
