"""One long dialogue through every task family, as in Figure 3 of the AudioGPT paper."""

from tests.think.planners import HARBOUR, after, calls, plan
from voice_agent.think.context import Context


def test_twelve_rounds_from_a_picture_to_a_talking_head() -> None:
    context = Context((HARBOUR,))
    rounds = [
        (
            "Generate an audio of a piano playing",
            [("generate_audio", "piano playing")],
            [("audio/00000001.wav", "a piano playing")],
        ),
        (
            "Describe that audio in a sentence",
            [("caption_audio", "audio/00000001.wav")],
            [],
        ),
        (
            "Put it on my left, for headphones",
            [("binauralize", "audio/00000001.wav", -90)],
            [("audio/00000002.wav", "binaural version")],
        ),
        (
            "Now generate an audio from the picture",
            [("generate_audio_from_image", HARBOUR.path)],
            [("audio/00000003.wav", "the sound of a harbour")],
        ),
        (
            "What sound events are in it?",
            [("detect_sounds", "audio/00000003.wav")],
            [],
        ),
        (
            "Extract the seagulls",
            [("extract_sound", "audio/00000003.wav", "seagulls")],
            [("audio/00000004.wav", "seagulls")],
        ),
        (
            "Record me for ten seconds",
            [("record_audio", 10)],
            [("audio/00000005.wav", "recorded from the microphone")],
        ),
        (
            "Remove the noise from my recording",
            [("enhance_speech", "audio/00000005.wav")],
            [("audio/00000006.wav", "the speech with the noise removed")],
        ),
        (
            "Translate it to Spanish",
            [("translate_speech", "audio/00000006.wav", "Spanish")],
            [],
        ),
        (
            "Fill the gap in it from 2 to 3 seconds",
            [("inpaint_audio", "audio/00000006.wav", 2, 3)],
            [("audio/00000007.wav", "the repaired recording")],
        ),
        (
            "Make a talking head with it",
            [("synthesize_talking_head", "audio/00000007.wav")],
            [],
        ),
        (
            "Play the piano again",
            [("play_audio", "audio/00000001.wav")],
            [],
        ),
    ]  # fmt: skip
    for text, expected, made in rounds:
        found = plan(text, context)
        assert calls(found) == expected, text
        context = after(context, text, *made, said="Spoken words." if not made else None)
    assert len(context.exchanges) == 12
