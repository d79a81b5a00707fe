"""Speaks a text in the manner and with the timbre of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from pathlib import Path

    from voice_agent.sound.conversion import F32
    from voice_agent.tools._style import Steering
    from voice_agent.tools.context import SpokenClause, SteeredSpeech

FAMILY = "audio-to-audio"
MODELS = ("fastspeech2", "vocoder", "whisper-tiny-en", "silero-vad", "yamnet")
OUTPUTS = ("audio",)
HEARD = True
BACKEND = "FastSpeech 2, steered and converted"

_LEVEL = -23.0  # dBFS of the speech
_CEILING = 0.95
_LEAD = 0.03  # seconds of silence kept before and after each clause
_MUSIC = 0.3  # YAMNet's score from which there is music under the voice


def transfer_style(context: ToolContext, reference: AudioFile, text: str) -> ToolOutput:
    """Speak a text with the voice of a recording: its pitch, melody, pace and timbre.

    Not for: speaking a text in the assistant's own voice (synthesize_speech), translating a
    recording (translate_speech).

    Arguments:
        reference: a recording of the person to imitate; some seconds of English speech
        text: exactly the words to speak, without quotation marks around them
    """
    from voice_agent.sound import phoneme_times
    from voice_agent.tools import _style

    if not any(letter.isalnum() for letter in text):
        raise AgentError("there are no words to speak", "say which text I should speak")
    voice = context.engines.steerable_voice()
    clauses = list(voice.clauses(text))
    if not clauses:
        raise AgentError("my voice has no sounds for this text", "write it in English letters")
    path = context.locate(reference)
    example = _style.listen(context, path, voice)
    music = _music(context, path)
    context.progress(0.6, "learning the voice")
    steering = _style.steer(voice, clauses, example)
    context.cancel.check()
    timbre = _style.timbre(voice, example, steering)
    phonemes: list[dict[str, Any]] = []
    with context.audio_writer(voice.rate, 1, f'in that voice: "{_shortened(text)}"') as (
        writer,
        artifact,
    ):
        for index, clause in enumerate(clauses):
            context.cancel.check()
            (speech,) = _style.say(voice, [clause], steering, timbre)
            sound, start = _finished(speech.audio.mono(), voice.rate)
            phonemes += _times(speech, writer.seconds, start, len(sound) / voice.rate)
            writer.write(sound)
            if index + 1 < len(clauses):
                writer.write(_silence(clause, steering, voice.rate))
            context.progress(0.7 + 0.3 * (index + 1) / len(clauses), "speaking")
    phoneme_times.write(writer.path, phonemes)
    made = artifact()
    notes = [f"Here it is in that voice, {made.seconds:.1f} seconds long."]
    if music:
        notes.append("There is music under the example, so the voice is less true.")
    return ToolOutput(
        text=" ".join(notes),
        artifacts=(made,),
        data={
            "pitch": round(example.pitch, 1),
            "speed": round(steering.speed, 2),
            "phonemes": phonemes,
        },
    )


def _music(context: ToolContext, path: Path) -> bool:
    """Whether music plays under the voice in the beginning of the example."""
    import numpy as np

    from voice_agent.sound import files
    from voice_agent.sound.yamnet import RATE
    from voice_agent.tools._style import BLOCK
    from voice_agent.tools._yamnet import classifier

    engine = classifier(context)
    block = next(files.blocks(path, BLOCK, rate=RATE, mono=True, warn=lambda _: None))
    scores = engine.scores(block.mono())
    music = scores[:, list(engine.labels).index("Music")]
    return bool(np.median(music) > _MUSIC)


def _finished(samples: F32, rate: int) -> tuple[F32, float]:
    """The clause at its level without the silence around it, and where it begins in seconds."""
    import numpy as np

    from voice_agent.sound.features import frame_rms

    size = rate // 100
    levels = frame_rms(samples, size, size)
    loud = np.flatnonzero(levels > 10.0 ** (-40.0 / 20.0) * levels.max(initial=0.0))
    if not len(loud):
        return samples, 0.0
    margin = round(_LEAD * rate)
    start = max(0, int(loud[0]) * size - margin)
    end = min(len(samples), (int(loud[-1]) + 1) * size + margin)
    spoken = levels[levels > 0.1 * levels.max()]
    gain = 10.0 ** (_LEVEL / 20.0) / max(float(np.sqrt(np.mean(spoken**2))), 1e-6)
    cut = samples[start:end] * np.float32(gain)
    ramp = np.linspace(0.0, 1.0, min(margin // 2, len(cut) // 2), dtype=np.float32)
    cut[: len(ramp)] *= ramp
    cut[len(cut) - len(ramp) :] *= ramp[::-1]
    peak = float(np.abs(cut).max(initial=0.0))
    return cut * np.float32(min(1.0, _CEILING / max(peak, 1e-6))), start / rate


def _times(speech: SteeredSpeech, at: float, start: float, seconds: float) -> list[dict[str, Any]]:
    """When each phoneme is said in the file: the clause lies at ``at``, ``start`` was cut off."""

    def placed(time: float) -> float:
        return round(at + min(max(time - start, 0.0), seconds), 3)

    return [
        {"phoneme": p.phoneme, "start": placed(p.start), "end": placed(p.end)}
        for p in speech.timings
    ]


def _silence(clause: SpokenClause, steering: Steering, rate: int) -> F32:
    import numpy as np

    seconds = max(0.0, clause.pause / steering.speed - 2.0 * _LEAD)
    return np.zeros(round(seconds * rate), np.float32)


def _shortened(text: str, most: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
