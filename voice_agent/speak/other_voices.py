"""Second voices behind the same protocol: hibari, Coqui, an OpenAI-compatible server, espeak-ng."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.servers import is_local, key_for
from voice_agent.speak.clauses import Clause, clauses
from voice_agent.speak.loudness import TARGET, levelled
from voice_agent.speak.phonemes import Phonemizer
from voice_agent.speak.rough_times import rough_times
from voice_agent.speak.ssml import Segment, is_ssml, segments
from voice_agent.speak.text import spoken
from voice_agent.speak.wave_bytes import parse_wave
from voice_agent.units import Audio, SpeechChunk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    Said = tuple[F32, str]


class ClauseVoice(ABC):
    """What these voices share: clause by clause, levelled, with the pauses of the text."""

    name = ""
    rate = 24_000

    def warm(self) -> None:
        """Load what the first sentence would have to wait for."""
        for _ in self.speak("Ready."):
            pass

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]:
        """Chunks of speech, each as soon as it is made.

        Of SSML, what the engine can do is followed; the rest is read as plain text.
        """
        pause = 0.0
        for segment in segments(text) if is_ssml(text) else (Segment(text),):
            pause += segment.pause
            rate = speed * segment.speed
            for clause in self._clauses(segment.text):
                made, ipa = self._say(clause.text, rate, pitch + segment.pitch) or (None, "")
                if made is None or not len(made):
                    continue
                samples = self._after(pause, made, energy + segment.energy)
                phonemes = rough_times(ipa, samples, self.rate)
                yield SpeechChunk(Audio(samples, self.rate), clause.text, phonemes)
                pause = clause.pause / rate

    def _clauses(self, text: str) -> Iterator[Clause]:
        return clauses(text)

    def _after(self, pause: float, samples: F32, energy: float) -> F32:
        import numpy as np

        silence = np.zeros(int(pause * self.rate), np.float32)
        return np.concatenate([silence, levelled(samples, self.rate, TARGET + energy)])

    @abstractmethod
    def _say(self, text: str, speed: float, pitch: float) -> Said | None:
        """One clause, mono at ``rate``, and its phonemes where the engine tells them; None where
        there is nothing to say."""


class HibariVoice(ClauseVoice):
    """The English voice of ``hibari-tts``. It has no control of pitch."""

    name = "hibari"

    def __init__(self, *, threads: int = 1) -> None:
        from hibari import Hibari

        self._engine = Hibari(threads=threads)
        self._phonemize = Phonemizer()

    def _say(self, text: str, speed: float, pitch: float) -> Said | None:
        phonemes = self._phonemize(spoken(text))
        if not phonemes:
            return None
        samples: F32 = self._engine.from_phonemes(phonemes, speed=speed, seed=0)
        return samples, ""


class CoquiVoice(ClauseVoice):
    """Any model of the ``TTS`` package by its name, "tts_models/en/ljspeech/fast_pitch".

    A speaker or language may follow: "tts_models/en/vctk/vits@p225",
    "tts_models/multilingual/multi-dataset/xtts_v2@Ana Florence@de".
    """

    def __init__(self, name: str) -> None:
        model, *choice = (name or "tts_models/en/ljspeech/fast_pitch").split("@")
        try:
            from TTS.api import TTS
        except Exception as error:  # the package pulls in many others, any of which may fail
            raise AgentError(
                f"the Coqui voice '{model}' cannot be loaded: {error}",
                "run `pip install coqui-tts`, or choose another [voice] engine",
            ) from error
        self._engine: Any = TTS(model_name=model, progress_bar=False)
        self._lock = threading.Lock()
        self._choice: dict[str, str] = {}
        if getattr(self._engine, "is_multi_speaker", False):
            speakers = self._engine.speakers or []
            self._choice["speaker"] = choice[0] if choice else speakers[0]
        if getattr(self._engine, "is_multi_lingual", False):
            self._choice["language"] = choice[1] if len(choice) > 1 else "en"
        self.name = f"coqui:{model}"
        self.rate = int(self._engine.synthesizer.output_sample_rate)

    def _say(self, text: str, speed: float, pitch: float) -> Said | None:
        import numpy as np

        with self._lock:  # the package keeps state between calls
            samples = self._engine.tts(text=spoken(text), speed=speed, **self._choice)
        return np.asarray(samples, np.float32), ""


class OpenAISpeechVoice(ClauseVoice):
    """A server with ``/v1/audio/speech``; ``name`` is "voice" or "model:voice"."""

    def __init__(
        self, name: str, *, base_url: str = "", key_variable: str = "OPENAI_API_KEY",
        timeout: float = 30.0, retries: int = 2,
    ) -> None:  # fmt: skip
        from openai import DefaultHttpxClient, OpenAI

        base_url = base_url or os.environ.get("OPENAI_BASE_URL", "")
        self._key = key_for(base_url, key_variable, os.environ)
        model, _, voice = (name or "tts-1:alloy").rpartition(":")
        self._model, self._voice = model or "tts-1", voice
        self._client = OpenAI(
            base_url=base_url or None, api_key=self._key or "none",
            timeout=timeout, max_retries=retries,
            # As the planner's: no words to a server that nobody chose, no detour to a near one.
            http_client=DefaultHttpxClient(
                timeout=timeout, follow_redirects=False, trust_env=not is_local(base_url)
            ),
        )  # fmt: skip
        self.name = f"openai:{self._voice}"

    def _say(self, text: str, speed: float, pitch: float) -> Said | None:
        import soxr
        from openai import OpenAIError

        try:
            answer = self._client.audio.speech.create(
                model=self._model, voice=self._voice, input=text,
                response_format="wav", speed=speed,
            )  # fmt: skip
            samples, rate = parse_wave(answer.read())
        except (OpenAIError, ValueError) as error:
            told = str(error).replace(self._key or "\n", " ")  # some servers repeat the key
            raise AgentError(
                f"the speech server did not answer with speech: {told[:300]}",
                "check [openai] base_url and the key, or choose another [voice] engine",
            ) from None
        return soxr.resample(samples, rate, self.rate), ""


class EspeakVoice(ClauseVoice):
    """espeak-ng, where it is installed: more than a hundred languages ("de", "fr", "es-419")."""

    # Words a minute at speed 1; a step of its pitch scale (0 to 99) is about a third of a semitone.
    WORDS_PER_MINUTE = 165
    STEPS_PER_SEMITONE = 3.0

    def __init__(self, language: str = "") -> None:
        program = shutil.which("espeak-ng")
        if program is None:
            raise AgentError(
                "the voice espeak is not available: the program espeak-ng is not installed",
                "install it (Debian: apt install espeak-ng) or choose another [voice] engine",
            )
        self._program = program
        self._language = language or "en-us"
        self.name = f"espeak:{self._language}"

    def _say(self, text: str, speed: float, pitch: float) -> Said | None:
        import soxr

        height = min(99, max(0, round(50 + pitch * self.STEPS_PER_SEMITONE)))
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder) / "phonemes"
            command = [
                self._program, "--stdout", "--ipa", f"--phonout={told}", "-v", self._language,
                "-p", str(height), "-s", str(round(self.WORDS_PER_MINUTE * speed)),
                "--", self._words(text),
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, check=False)
            ipa = told.read_text("utf-8", errors="replace") if told.exists() else ""
        if done.returncode or not done.stdout:
            reason = done.stderr.decode(errors="replace").strip() or "no sound came"
            raise AgentError(
                f"espeak-ng cannot speak '{self._language}': {reason}",
                "`espeak-ng --voices` lists the languages",
            )
        samples, rate = parse_wave(done.stdout)
        return soxr.resample(samples, rate, self.rate), ipa

    def _words(self, text: str) -> str:
        return spoken(text) if self._language.startswith("en") else text
