"""Plays the lines of a scripted session: spoken ones through the real ears."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.demo_sounds import cut, picture
from voice_agent.listening import hear_audio, joined_speech
from voice_agent.sound.files import AudioWriter

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation
    from voice_agent.demo import Demo, Line
    from voice_agent.units import Audio


def play_line(talk: Conversation, script: Demo, line: Line, live: bool) -> dict[str, Any]:
    """One line of the script through the ears or the keyboard; its turn document."""
    with tempfile.TemporaryDirectory() as folder:
        for source in line.attach:
            shown = picture(source, script.path.parent, talk.engines.model)
            if shown is not None:
                talk.attach(shown)
                continue
            name, audio = cut(source, script.path.parent, talk.engines.model)
            with AudioWriter(Path(folder) / name, audio.rate, audio.channels) as writer:
                writer.write(audio)
            talk.attach(Path(folder) / name)
        if line.type:
            return talk.ask(line.type).document
        if line.recording is not None:
            _, audio = cut(line.recording, script.path.parent, talk.engines.model)
        else:
            audio = _second_voice(talk, line.speak)
        if live:
            talk.output.play(audio)  # the visitor hears the question too
        return hear_audio(talk, audio, real_time=live).document


def _second_voice(talk: Conversation, text: str) -> Audio:
    return joined_speech(talk.engines.named_voice("piper"), text)
