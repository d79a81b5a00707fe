"""One voice that reads every language: each passage by the voice that knows its language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from voice_agent.speak.ssml import is_ssml
from voice_agent.speak.voices import Voice
from voice_agent.units import Audio, SpeechChunk
from voice_agent.written_language import passages


class Polyglot:
    """An English voice, and for passages in other languages what ``other`` has for their code;
    None of it leaves them to the English voice. SSML is the English voice's."""

    def __init__(self, english: Voice, other: Callable[[str], Voice | None]) -> None:
        self.name = english.name
        self.rate = english.rate
        self._english = english
        self._other = other

    def warm(self) -> None:
        self._english.warm()

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]:
        """Chunks of speech at this voice's rate, as ``FastSpeech2Voice.speak`` gives them."""
        for language, passage in [("en", text)] if is_ssml(text) else passages(text):
            other = None if language == "en" else self._other(language)
            voice = other or self._english
            for chunk in voice.speak(passage, speed=speed, pitch=pitch, energy=energy):
                yield self._fitted(chunk)

    def _fitted(self, chunk: SpeechChunk) -> SpeechChunk:
        if chunk.audio.rate == self.rate:
            return chunk
        import soxr

        samples = soxr.resample(chunk.audio.mono(), chunk.audio.rate, self.rate)
        return replace(chunk, audio=Audio(samples, self.rate))
