"""Text to speech with the assistant's voice."""

from __future__ import annotations

import re
from typing import Annotated, Any

from voice_agent.errors import AgentError
from voice_agent.tools.context import ToolContext, ToolOutput, between

FAMILY = "text-to-audio"
OUTPUTS = ("audio",)
HEARD = True
BACKEND = "the assistant's voice"


def synthesize_speech(
    context: ToolContext,
    text: str,
    speed: Annotated[float, between(0.5, 2.0)] = 1.0,
    pitch: Annotated[float, between(-12.0, 12.0)] = 0.0,
    energy: Annotated[float, between(-12.0, 12.0)] = 0.0,
) -> ToolOutput:
    """Speak a text and keep it as a sound file: read something aloud, make a voice-over.

    Not for: speaking in the voice of a given recording (transfer_style), singing (sing),
    sounds that are no speech (generate_audio).

    Arguments:
        text: exactly the words to speak, without quotation marks around them; SSML (break,
            prosody, emphasis, sub) where a passage is to sound otherwise
        speed: factor of the speaking rate; 2 is twice as fast, 0.5 half as fast
        pitch: how much higher (or lower, if negative) in semitones
        energy: how much louder (or softer, if negative) in dB
    """
    from voice_agent.sound import phoneme_times

    if not any(letter.isalnum() for letter in text):
        raise AgentError("there are no words to speak", "say which text I should speak")
    voice = context.engines.voice()
    phonemes: list[dict[str, Any]] = []
    done = 0
    with context.audio_writer(voice.rate, 1, f'speech: "{_shortened(text)}"') as (writer, artifact):
        for chunk in voice.speak(text, speed=speed, pitch=pitch, energy=energy):
            context.cancel.check()
            phonemes += phoneme_times.placed(chunk.phonemes, writer.seconds)
            writer.write(chunk.audio.mono())
            done += len(chunk.text)
            context.progress(min(1.0, done / len(text)), "speaking")
        if writer.frames == 0:
            raise AgentError(
                f"the voice '{voice.name}' has no sounds for this text",
                "write it in English letters",
            )
    made = artifact()
    phoneme_times.write(writer.path, phonemes)
    return ToolOutput(
        text=f"Here it is spoken, {made.seconds:.1f} seconds long.",
        artifacts=(made,),
        data={"phonemes": phonemes},
    )


def _shortened(text: str, most: int = 60) -> str:
    words = " ".join(re.sub(r"<[^<>]*>", " ", text).split())  # SSML
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
