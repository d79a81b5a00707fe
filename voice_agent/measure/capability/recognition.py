"""Words and letters that are heard wrongly, beside faster-whisper with its defaults.

Recordings of people whose words are known, and sentences that were never used for training
said by synthetic voices. Word and letter error rates by jiwer: substitutions, deletions and
insertions (Levenshtein) by words or letters said; case, punctuation and the spelling of numbers
do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.measure.bench.hearing_asr import naive
from voice_agent.measure.data.hearing_data import natural, people, plain
from voice_agent.measure.report.table import Report, Table, ratio_of
from voice_agent.settings import Settings
from voice_agent.units import Audio

Transcribe = Callable[[Audio], str]

VOICES = ("hibari", "piper", "espeak")


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 45
) -> list[Table]:
    """Error rates by kind of speaker; ``speech`` counts where texts lie beside the sounds."""
    rows: list[dict[str, Any]] = []
    groups = {"people, recorded": _people()} | _synthetic(settings, report.few(count, 6), report)
    if wild := [(c.audio, c.text) for c in natural(report.few(100, 5)) if c.text]:
        groups["people, of a folder"] = wild
    for name, hear in systems(settings).items():
        for speakers, said in groups.items():
            report(f"{name} hears {speakers}: {len(said)}")
            heard = [hear(audio) for audio, _ in said]
            rows.append(
                {"speakers": speakers, "system": name, **errors([t for _, t in said], heard)}
            )
    note = f"{settings.asr.model}; synthetic voices say sentences never trained on"
    return [Table("Words and letters heard wrongly", rows, note)]


def systems(settings: Settings) -> dict[str, Transcribe]:
    """The recogniser of the settings, as the tool and as a turn asks it, and the same weights as
    their package uses them."""
    asr = FasterWhisperAsr(load_path(settings.asr.model), settings.asr, load_path("silero-vad"))
    return {
        "transcribe_speech": lambda audio: asr.transcribe(audio, words=True).text,
        "a spoken turn": lambda audio: asr.transcribe(audio).text,
        "faster-whisper, defaults": naive(settings.asr),
    }


def errors(said: Sequence[str], heard: Sequence[str]) -> dict[str, Any]:
    """Percent of words and of letters that are wrong, all recordings taken together."""
    import jiwer

    wanted, given = ([_spelled(text) for text in texts] for texts in (said, heard))
    return {
        "n": len(wanted),
        "words": sum(len(text.split()) for text in wanted),
        "wer_%": _wrong(jiwer.process_words, wanted, given),
        "cer_%": _wrong(jiwer.process_characters, wanted, given),
    }


def _wrong(process: Callable[..., Any], wanted: Sequence[str], given: Sequence[str]) -> Any:
    """Percent of all words or letters, with the interval over recordings."""
    found = [process(one, other) for one, other in zip(wanted, given, strict=True)]
    wrong = [each.substitutions + each.deletions + each.insertions for each in found]
    said = [each.hits + each.substitutions + each.deletions for each in found]
    return ratio_of(wrong, said)


def _spelled(text: str) -> str:
    from voice_agent.speak.text import spoken

    return plain(spoken(text))


def _people() -> list[tuple[Audio, str]]:
    return [(clip.audio, clip.text or "") for clip in people(load_path("people-recordings"))]


def _synthetic(
    settings: Settings, count: int, report: Report
) -> dict[str, list[tuple[Audio, str]]]:
    """Held-out sentences, each by the next of the voices that this machine has."""
    from voice_agent.listening import joined_speech
    from voice_agent.measure.bench.tts import held_out
    from voice_agent.speak.voices import make_voice

    voices = []
    for name in VOICES:
        try:
            voices.append(make_voice(name, settings.voice, settings.openai, load_path))
        except AgentError as error:
            report(f"without {name}: {error}")
    sentences = held_out()
    sentences = sentences[:: max(1, len(sentences) // count)][:count]
    report(f"{len(voices)} voices say {len(sentences)} sentences")
    said = [
        (joined_speech(voices[place % len(voices)], sentence), sentence)
        for place, sentence in enumerate(sentences)
    ]
    return {"synthetic voices": said} if voices else {}
