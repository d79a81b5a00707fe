"""Choosing a voice: every engine behind one protocol, made by its name.

voice = make_voice("auto", settings.voice, settings.openai, catalogue.load_path)
for chunk in voice.speak("Here it is."): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from voice_agent.errors import AgentError
from voice_agent.settings import OpenAISettings, VoiceSettings
from voice_agent.units import SpeechChunk

_NAMED = ("coqui", "openai", "espeak")  # engines with voices that have names
ENGINES = ("fastspeech2", "hibari", "coqui", "openai", "espeak", "piper")


class Voice(Protocol):
    """Makes speech: ``speed`` is a factor, ``pitch`` in semitones, ``energy`` in dB."""

    name: str
    rate: int

    def warm(self) -> None: ...

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]: ...


def make_voice(
    engine: str,
    voice: VoiceSettings,
    openai: OpenAISettings,
    model: Callable[[str], Path],
    *,
    notice: Callable[[str], None] | None = None,
) -> Voice:
    """The voice called ``engine``; ``model`` finds a model of the catalogue by its name.

    "auto" is the assistant's own voice where its weights are, else hibari, and ``notice`` is
    told why. Settings named for another engine (``voice.name`` of a Coqui model, say) are left
    out of account.
    """
    name = voice.name if engine == voice.engine else ""
    if name and engine not in _NAMED and notice is not None:
        notice(f"voice.name '{name}' says nothing to '{engine}': it is for {', '.join(_NAMED)}")
    if engine == "auto":
        try:
            return _own(voice, model)
        except AgentError as error:
            engine = "hibari"
            if notice is not None:
                notice(f"{engine} speaks for now, since {error}")
    makers: dict[str, Callable[[], Voice]] = {
        "fastspeech2": lambda: _own(voice, model),
        "hibari": lambda: _hibari(voice),
        "coqui": lambda: _coqui(name),
        "openai": lambda: _openai(name, openai),
        "espeak": lambda: _espeak(name),
        "piper": lambda: _piper(voice, model),
    }
    if engine not in makers:
        raise AgentError(f"there is no voice engine '{engine}'", f"use one of {', '.join(ENGINES)}")
    return makers[engine]()


def _own(settings: VoiceSettings, model: Callable[[str], Path]) -> Voice:
    from voice_agent.speak.own_voice import FastSpeech2Voice

    return FastSpeech2Voice(model("fastspeech2"), model("vocoder"), threads=settings.threads)


def _hibari(settings: VoiceSettings) -> Voice:
    from voice_agent.speak.other_voices import HibariVoice

    return HibariVoice(threads=settings.threads)


def _coqui(name: str) -> Voice:
    from voice_agent.speak.other_voices import CoquiVoice

    return CoquiVoice(name)


def _openai(name: str, settings: OpenAISettings) -> Voice:
    from voice_agent.speak.other_voices import OpenAISpeechVoice

    return OpenAISpeechVoice(
        name, base_url=settings.base_url, key_variable=settings.key_variable,
        timeout=settings.timeout, retries=settings.retries,
    )  # fmt: skip


def _espeak(name: str) -> Voice:
    from voice_agent.speak.other_voices import EspeakVoice

    return EspeakVoice(name)


def _piper(settings: VoiceSettings, model: Callable[[str], Path]) -> Voice:
    from voice_agent.speak.phonemes import Phonemizer
    from voice_agent.speak.piper import PiperVoice
    from voice_agent.speak.text import spoken

    folder = model("piper-joe")
    file = next(folder.glob("*.onnx")) if folder.is_dir() else folder
    phonemize = Phonemizer()
    return PiperVoice(file, lambda text: phonemize(spoken(text)), threads=settings.threads)
