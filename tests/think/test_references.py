import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import after, calls, plan
from voice_agent.think import candidates, naming, references
from voice_agent.think.context import Context
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import Artifact, Exchange, Plan, Resource, Step, StepResult

INTERVIEW = Resource("audio/3f0c9d12.wav", "audio", "interview.wav", turn=1)
PICTURE = Resource("image/71aa02fe.png", "image", "harbour.jpg", turn=1)


def ran(context: Context, tool: str, source: str, *made: tuple[str, str]) -> Context:
    turn = len(context.exchanges) + 1
    step = Step(tool, {"audio": source} if source else {})
    artifacts = tuple(Artifact(path, "audio", words) for path, words in made)
    result = StepResult(turn, 1, tool, step.arguments, True, artifacts=artifacts)
    return context.with_exchange(Exchange(turn, "", "", Plan(turn, "act", (step,)), (result,)))


def long_dialogue() -> Context:
    """An interview, cleaned; two talkers of it; generated rain and birds; then a look back."""
    context = Context((INTERVIEW, PICTURE))
    context = ran(context, "enhance_speech", INTERVIEW.path, ("audio/clean.wav", "without noise"))
    context = ran(
        context,
        "separate_speech",
        "audio/clean.wav",
        ("audio/one.wav", "first speaker"),
        ("audio/two.wav", "second speaker"),
    )
    context = ran(context, "generate_audio", "", ("audio/rain.wav", "rain on a tin roof"))
    return ran(context, "generate_audio", "", ("audio/birds.wav", "birds singing"))


def meant(words: str, context: Context, kind: str = "audio") -> tuple[str, ...]:
    pool = candidates.candidates_of(context, len(context.exchanges) + 1)
    return references.find(words, kind, pool, context).handles


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("", ["audio/birds.wav"]),
        ("it", ["audio/birds.wav"]),
        ("that sound", ["audio/birds.wav"]),
        ("the original", [INTERVIEW.path]),
        ("the original recording", [INTERVIEW.path]),
        ("the denoised version", ["audio/clean.wav"]),
        ("the clean one from earlier", ["audio/clean.wav"]),
        ("the second speaker", ["audio/two.wav"]),
        ("the first speaker's track", ["audio/one.wav"]),
        ("both speakers", ["audio/one.wav", "audio/two.wav"]),
        ("each of the speakers", ["audio/one.wav", "audio/two.wav"]),
        ("the rain", ["audio/rain.wav"]),
        ("the bird sound", ["audio/birds.wav"]),
        ("the interview", [INTERVIEW.path]),
        ("interview.wav", [INTERVIEW.path]),
        ("audio/rain.wav", ["audio/rain.wav"]),
        ("the last one", ["audio/birds.wav"]),
        ("the one before", ["audio/rain.wav"]),
        ("the first file", [INTERVIEW.path]),
    ],
)
def test_what_people_call_a_file(words: str, paths: list[str]) -> None:
    assert list(meant(words, long_dialogue())) == paths


def test_using_a_file_makes_it_the_one_that_is_talked_about() -> None:
    context = ran(long_dialogue(), "detect_sounds", INTERVIEW.path)
    assert meant("it", context) == (INTERVIEW.path,)
    assert meant("the other one", context) == ("audio/birds.wav",)


def test_two_fresh_speakers_are_not_one_it() -> None:
    context = ran(
        Context((INTERVIEW,)),
        "separate_speech",
        INTERVIEW.path,
        ("audio/one.wav", "first speaker"),
        ("audio/two.wav", "second speaker"),
    )
    pool = candidates.candidates_of(context, 2)
    assert references.find("it", "audio", pool, context).trouble == "ambiguous"
    assert references.find("them", "audio", pool, context).handles == (
        "audio/one.wav",
        "audio/two.wav",
    )


def test_a_near_miss_is_offered_and_never_taken() -> None:
    context = long_dialogue()
    pool = candidates.candidates_of(context, 9)
    found = references.find("audio/3f0c9d13.wav", "audio", pool, context)
    assert (found.handles, found.suggestion) == ((), INTERVIEW.path)
    assert references.find("audio/zzzzzzzz.wav", "audio", pool, context).handles == ()


def test_what_was_undone_is_left_aside() -> None:
    context = Context((INTERVIEW,))
    context = ran(context, "enhance_speech", INTERVIEW.path, ("audio/clean.wav", "without noise"))
    context = context.with_exchange(
        Exchange(2, "undo that", candidates.UNDONE, Plan(2, "chat", (), candidates.UNDONE))
    )
    assert meant("it", context) == (INTERVIEW.path,)
    assert meant("the denoised version", context) == ("audio/clean.wav",)


def test_nobody_means_the_words_they_are_just_saying() -> None:
    said = Resource("audio/said.wav", "audio", candidates.UTTERANCE, "recorded", turn=2)
    before = Resource("audio/before.wav", "audio", candidates.UTTERANCE, "recorded", turn=1)
    context = Context((INTERVIEW, before, said))
    pool = candidates.candidates_of(context, 2)
    assert references.find("this", "audio", pool, context).handles == (INTERVIEW.path,)
    assert references.find("what I just said", "audio", pool, context).handles == (before.path,)


def test_a_recording_goes_before_the_words_that_asked_for_it() -> None:
    asked = Resource("audio/asked.wav", "audio", candidates.UTTERANCE, "recorded", turn=1)
    context = ran(Context((asked,)), "record_audio", "", ("audio/memo.wav", "recorded, 5 s"))
    assert meant("what I said", context) == ("audio/memo.wav",)
    assert meant("it", Context((asked,))) == ()


def test_our_own_spectrograms_are_not_the_picture_people_mean() -> None:
    mel = Resource("image/mel.png", "image", "spectrogram", "inpaint_audio", turn=1)
    pool = candidates.candidates_of(Context((PICTURE, mel)), 2)
    assert references.find("the picture", "image", pool, Context()).handles == (PICTURE.path,)


def test_planned_outputs_can_be_meant_before_they_exist() -> None:
    signature = known_signatures()["separate_speech"]
    step = Step("separate_speech", {"audio": INTERVIEW.path})
    made = candidates.outputs_of(step, 1, signature, "plan:0")
    assert [candidate.handle for candidate in made] == ["$1.1", "$1.2"]


@given(st.text(max_size=80), st.sampled_from(["audio", "image", "video"]))
def test_whatever_is_said_only_known_files_are_found(words: str, kind: str) -> None:
    context = long_dialogue()
    pool = candidates.candidates_of(context, 9)
    for handle in references.find(words, kind, pool, context).handles:
        known = context.find(handle)
        assert known is not None
        assert known.kind == kind


def test_what_was_made_of_a_file_goes_by_its_name_too() -> None:
    street = Resource("audio/street.wav", "audio", "street.wav", turn=1)
    context = Context((INTERVIEW, street))
    for source in (INTERVIEW, street):
        clean = Resource(
            f"audio/clean-{source.description}", "audio", "without noise", "enhance_speech",
            (source.path,), 1,
        )  # fmt: skip
        context = context.with_resource(clean)
    assert meant("the cleaned interview", context) == ("audio/clean-interview.wav",)
    assert meant("the interview", context) == (INTERVIEW.path,)


def test_a_file_may_be_named_in_passing() -> None:
    bob = Resource("audio/bob.wav", "audio", "uncle_bob_voicemail.m4a", turn=1)
    pool = candidates.candidates_of(Context((bob, INTERVIEW)), 2)
    assert naming.mentioned("uncle bob left me a message", "audio", pool) == bob.path
    assert naming.mentioned("what does the interview of bob say", "audio", pool) == ""
    assert naming.mentioned("what does he want", "audio", pool) == ""


def test_a_song_is_meant_with_the_instrument_that_plays_along() -> None:
    both, alone = "audio/a1b2c3d4.wav", "audio/e5f6a7b8.wav"
    made = ((both, "singing with piano: happy birthday"), (alone, "the voice alone, singing"))
    context = after(Context(), "sing happy birthday with a piano", *made)
    assert calls(plan("make a talking face of it", context)) == [("synthesize_talking_head", both)]
    assert calls(plan("play it", context)) == [("play_audio", both)]
    assert calls(plan("play the second one", context)) == [("play_audio", alone)]
