"""Parts that the conversation and the tools share: each is made once, at its first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from voice_agent import hub
from voice_agent.catalogue import Catalogue, FetchProgress
from voice_agent.errors import AgentError
from voice_agent.events import Bus, Notice, Progress
from voice_agent.folders import expanded
from voice_agent.settings import ROOT, Settings
from voice_agent.speak.mouth import Output
from voice_agent.speak.silent import SilentOutput
from voice_agent.tools.context import SoundPlayer, SoundRecorder, SteerableVoice, Voice

if TYPE_CHECKING:
    from voice_agent.hear.asr import Asr

ENGLISH = ("", "en", "english")
MULTILINGUAL = "whisper-base"
OWN_VOICE = "fastspeech2"
ENGLISH_VOICES = ("auto", OWN_VOICE, "hibari", "piper")


class SharedEngines:
    """Loads models through the catalogue, lazily, each under a lock of its own."""

    def __init__(self, settings: Settings, bus: Bus, output: Output) -> None:
        directory = settings.models.directory
        self.catalogue = Catalogue(directory=expanded(directory) if directory else None)
        self.audio = settings.audio  # the devices to use; others may be chosen meanwhile
        self._settings = settings
        self._bus = bus
        self._output = output
        self._made: dict[str, Any] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def shared(self, key: str, make: Callable[[], Any]) -> Any:
        """``make()`` once under ``key``, then the same object; other keys don't wait."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]

    def model(self, name: str) -> Path:
        """Where a model of the catalogue lies, verified; fetched first when that is allowed."""

        def report(progress: FetchProgress) -> None:
            fraction = progress.done / progress.total if progress.total else None
            self._bus.emit(Progress(0, f"{progress.phase} {progress.model}", fraction))

        fetch = self._settings.models.fetch
        return self.catalogue.load_path(name, progress=report, fetch=fetch)

    def recogniser(self, language: str = "en") -> Asr:
        """The recogniser for a language; the small English model hears only English."""
        name = self._settings.asr.model
        if language.lower() not in ENGLISH and name.endswith("en"):
            name = MULTILINGUAL
        recogniser: Asr = self.shared(f"asr {name}", lambda: self._make_recogniser(name))
        return recogniser

    def voice(self) -> Voice:
        return self.speaker(self._settings.voice.engine)

    def speaker(self, engine: str) -> Voice:
        """The voice of an engine, with the help of others for languages that it does not know."""
        from voice_agent.speak.polyglot import Polyglot

        voice: Voice = self.named_voice(engine)
        if engine not in ENGLISH_VOICES:
            return voice
        both: Voice = self.shared(f"speaker {engine}", lambda: Polyglot(voice, self._foreign))
        return both

    def _foreign(self, language: str) -> Voice | None:
        """The voice for another language than English; None where there is none, which is
        told once."""
        try:
            return self.voice_for(language)
        except AgentError as error:
            told = f"'{language}' is spoken by an English voice: {error}"
            self.shared(f"no voice {language}", lambda: self._warn(told))
            return None

    def _warn(self, text: str) -> None:
        self._bus.emit(Notice(0, text, "warning"))

    def named_voice(self, engine: str) -> Any:
        """A voice by the name of its engine ("auto", "fastspeech2", "hibari", ...)."""
        return self.shared(f"voice {engine}", lambda: self._make_voice(engine))

    def voice_for(self, language: str) -> Voice:
        """A voice for a language, by its code: espeak-ng for all but English, unless answers
        are spoken by a server, which knows many."""
        if language.lower() in ENGLISH or self._settings.voice.engine == "openai":
            return self.voice()
        from voice_agent.speak.other_voices import EspeakVoice

        voice: Voice = self.shared(f"voice espeak {language}", lambda: EspeakVoice(language))
        return voice

    def steerable_voice(self) -> SteerableVoice:
        """The assistant's own voice, whichever one answers are spoken with."""
        answers = self._settings.voice.engine
        chosen = self.named_voice(answers) if answers in ("auto", OWN_VOICE) else None
        if chosen is None or chosen.name != OWN_VOICE:
            chosen = self.named_voice(OWN_VOICE)
        return cast("SteerableVoice", chosen)

    def present(self, name: str) -> Path | None:
        """A model that is there already, verified; None for one that is not: never fetches."""
        if name not in self.catalogue.models or self.catalogue.state(name) != "present":
            return None
        return self.catalogue.load_path(name, fetch=False)

    def player(self) -> SoundPlayer:
        """Plays to the user, also where answers are not spoken; ``AgentError`` when nothing
        can be heard on this machine."""
        from voice_agent.speak.playback import FilePlayback

        output = self._output
        if isinstance(output, SilentOutput):
            output = self.shared("loudspeaker", self._open_loudspeaker)
        return FilePlayback(output, self._bus)

    def close(self) -> None:
        """Let go of the sound card."""
        self._output.close()
        if "loudspeaker" in self._made:
            self._made["loudspeaker"].close()

    def recorder(self) -> SoundRecorder:
        from voice_agent.hear.recorder import Recorder

        return Recorder(self.audio)

    def _open_loudspeaker(self) -> Output:
        from voice_agent.speak.player import Player

        volume = self._settings.voice.volume
        return Player(self.audio, self._bus.emit, volume=volume)

    def _make_recogniser(self, name: str) -> Asr:
        from voice_agent.hear.asr import FasterWhisperAsr

        name = hub.whisper_name(name) or name
        known = name in self.catalogue.models or name.startswith(hub.PREFIX)
        path = self.model(name) if known else _model_folder(name)
        return FasterWhisperAsr(path, self._settings.asr, self.model("silero-vad"))

    def _make_voice(self, engine: str) -> Any:
        from voice_agent.speak.voices import make_voice

        settings = self._settings
        return make_voice(engine, settings.voice, settings.openai, self.model, notice=self._warn)


def _model_folder(name: str) -> Path:
    """A recogniser that is no entry of the catalogue: a folder of the user's."""
    path = expanded(name)
    path = path if path.is_absolute() else ROOT / path
    if not (path / "model.bin").is_file():
        raise AgentError(
            f"'{name}' is neither a recogniser of the catalogue nor a folder with a model.bin",
            "`models list` shows the recognisers; [asr] model chooses one",
        )
    return path
