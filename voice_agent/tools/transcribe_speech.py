"""What is said in a recording, word by word."""

from __future__ import annotations

from typing import Any

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput
from voice_agent.units import Artifact, Audio, Hypothesis, Word

FAMILY = "audio-to-text"
MODELS = ("whisper-tiny-en", "silero-vad")
OUTPUTS = ("text",)
BACKEND = "faster-whisper"


def transcribe_speech(context: ToolContext, audio: AudioFile, language: str = "") -> ToolOutput:
    """Write down what is said in a recording: the words as text, with times and subtitles.

    Not for: translating into another language (translate_speech), naming sounds that are
    not speech (detect_sounds), describing the scene (caption_audio).

    Arguments:
        audio: the recording with speech
        language: language that is spoken, by name or code ("Spanish", "es"); "auto" finds it
            out; leave it empty for English
    """
    from voice_agent.sound import files
    from voice_agent.tools import _transcript
    from voice_agent.tools._languages import language_code
    from voice_agent.tools._windows import windows

    wanted = language_code(language)
    path = context.locate(audio)
    recogniser = context.engines.recogniser(wanted)
    spoken = "" if wanted == "auto" else wanted
    expected = max(files.probe(path).seconds, 1e-3)
    warnings: list[str] = []
    words: list[Word] = []
    heard: list[Hypothesis] = []
    reasons: set[str] = set()
    for offset, window in windows(context, path, warnings):
        context.cancel.check()

        def report(fraction: float, offset: float = offset, window: Audio = window) -> None:
            done = offset + fraction * window.seconds
            context.progress(min(1.0, done / expected), "transcribing")

        found = recogniser.transcribe(
            window, language=spoken, words=True, on_progress=report, cancel=context.cancel
        )
        if found.text:
            heard.append(found)
            words += [_later(word, offset) for word in found.words]
            spoken = spoken or found.language
        else:
            reasons.add(found.reason)
    if not heard:
        text = " ".join([_nothing(reasons, wanted), *(f"{w}." for w in warnings)])
        return ToolOutput(text=text, data={"language": spoken or "en", "words": []})
    data = _document(heard[0].language, words)
    sidecar, where = context.files.new_file("text", ".txt")
    _transcript.write(where, heard[0].language, words, data)
    note = "transcript, with subtitles (.srt, .vtt) and word times (.json) beside it"
    text = _text(heard, words, expected)
    return ToolOutput(
        text=" ".join([text, *(f"{w}." for w in warnings)]),
        artifacts=(Artifact(path=sidecar, kind="text", description=note),),
        data=data | {"text": text} if warnings else data,
    )


def _nothing(reasons: set[str], wanted: str) -> str:
    """Why there are no words: nobody speaks, or nobody whom the recogniser understands."""
    if reasons <= {"", "no speech"}:
        return "I hear no speech in it."
    if wanted == "auto":
        return "There may be speech in it, but I cannot make out any words."
    text = "There may be speech in it, but I cannot make out the words."
    if wanted in ("", "en"):
        text += " If it is not English, tell me the language."
    return text


def _text(heard: list[Hypothesis], words: list[Word], seconds: float) -> str:
    """The transcript; of a long recording a line for each sentence."""
    from voice_agent.tools import _transcript

    if seconds <= 60.0 or not words:
        return " ".join(found.text for found in heard)
    return "\n".join(s.text for s in _transcript.sentences(words, heard[0].language))


def _document(language: str, words: list[Word]) -> dict[str, Any]:
    return {
        "language": language,
        "words": [
            {
                "word": word.word,
                "start": round(word.start, 2),
                "end": round(word.end, 2),
                "probability": round(word.probability, 3),
            }
            for word in words
        ],
    }


def _later(word: Word, offset: float) -> Word:
    return Word(word.word, word.start + offset, word.end + offset, word.probability)
