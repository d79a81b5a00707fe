"""Typed settings: defaults < profile < file < environment < flags. Unknown keys are errors.

``config/default.toml`` documents every setting; the dataclasses here are its types. A key
``[vad] start_ms`` is overridden by the environment variable ``VOICE_AGENT_VAD_START_MS``
and by ``{"vad.start_ms": ...}`` among the overrides that the command line gives.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from voice_agent.errors import UsageError
from voice_agent.folders import expanded
from voice_agent.settings_layers import PREFIX, from_environment, merge, nested, read

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"


@dataclass(frozen=True)
class TalkSettings:
    mode: Literal["hands-free", "push-to-talk", "text"] = "hands-free"
    mute: bool = False
    wake_phrase: str = ""
    patience: float = 30.0
    acknowledge_ms: int = 900


@dataclass(frozen=True)
class AudioSettings:
    input_device: str = ""
    output_device: str = ""
    queue_seconds: float = 10.0
    push_to_talk_limit: float = 60.0


@dataclass(frozen=True)
class VadSettings:
    engine: Literal["webrtc+silero", "webrtc", "silero"] = "webrtc+silero"
    frame_ms: Literal[10, 20, 30] = 20
    aggressiveness: Literal[0, 1, 2, 3] = 2
    silero_threshold: float = 0.5
    start_ms: int = 100
    barge_in_ms: int = 120
    minimum_speech_ms: int = 200
    pre_roll_ms: int = 300
    release_ms: int = 60


@dataclass(frozen=True)
class EchoSettings:
    engine: Literal["adaptive", "off"] = "adaptive"


@dataclass(frozen=True)
class EndpointSettings:
    engine: Literal["words", "smart", "silence"] = "words"
    silence_ms: int = 700
    done_ms: int = 160
    alone_ms: int = 400
    pause_limit_ms: int = 1800
    done_threshold: float = 0.42
    unsure_threshold: float = 0.32
    ready_ms: int = 480
    ready_threshold: float = 0.002
    talk_threshold: float = 0.03
    turn_limit: float = 120.0


@dataclass(frozen=True)
class AsrSettings:
    model: str = "whisper-tiny-en"
    language: str = ""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    compute_type: str = "int8"
    threads: int = 1
    beam_size: int = 5
    vocabulary: str = (
        "denoise, binaural, transcribe, caption, spectrogram, singing, MIDI, talking head"
    )
    margin_seconds: float = 8.0
    glance_seconds: float = 4.0
    partial_seconds: float = 1.0
    no_speech_threshold: float = 0.6
    log_probability_threshold: float = -1.0


@dataclass(frozen=True)
class PlannerSettings:
    engine: Literal["offline", "openai"] = "offline"
    confidence: float = 0.5


@dataclass(frozen=True)
class OpenAISettings:
    base_url: str = ""
    model: str = ""
    key_variable: str = "OPENAI_API_KEY"
    style: Literal["tools", "react"] = "tools"
    timeout: float = 30.0
    retries: int = 2
    backoff: float = 0.5
    max_rounds: int = 6
    context_tokens: int = 6000
    answer_tokens: int = 400


@dataclass(frozen=True)
class VoiceSettings:
    engine: Literal["auto", "fastspeech2", "hibari", "coqui", "openai", "espeak"] = "auto"
    second: str = "hibari"
    name: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    volume: float = 0.0
    threads: int = 1


@dataclass(frozen=True)
class TranslationSettings:
    engine: Literal["auto", "neural", "apertium"] = "auto"
    packages: str = ""
    hub: str = ""


@dataclass(frozen=True)
class GenerationSettings:
    engine: Literal["models", "diffusion"] = "models"
    model: str = "stabilityai/stable-audio-open-1.0"
    steps: int = 100
    guidance: float = 0.0
    device: Literal["auto", "cpu", "cuda"] = "auto"


@dataclass(frozen=True)
class PicturesSettings:
    engine: Literal["efficientnet", "clip", "blip"] = "efficientnet"
    model: str = ""
    device: Literal["auto", "cpu", "cuda"] = "auto"


@dataclass(frozen=True)
class TerminalSettings:
    pictures: bool = True
    colour: Literal["auto", "always", "never"] = "auto"
    history: bool = True


@dataclass(frozen=True)
class RecordingsSettings:
    directory: str = "recordings"
    keep: Literal["none", "turns", "all"] = "all"
    max_megabytes: float = 2000.0
    max_days: float = 30.0


@dataclass(frozen=True)
class ModelsSettings:
    directory: str = ""
    fetch: bool = True


@dataclass(frozen=True)
class Settings:
    talk: TalkSettings = field(default_factory=TalkSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    vad: VadSettings = field(default_factory=VadSettings)
    echo: EchoSettings = field(default_factory=EchoSettings)
    endpoint: EndpointSettings = field(default_factory=EndpointSettings)
    asr: AsrSettings = field(default_factory=AsrSettings)
    planner: PlannerSettings = field(default_factory=PlannerSettings)
    openai: OpenAISettings = field(default_factory=OpenAISettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    translation: TranslationSettings = field(default_factory=TranslationSettings)
    generation: GenerationSettings = field(default_factory=GenerationSettings)
    pictures: PicturesSettings = field(default_factory=PicturesSettings)
    terminal: TerminalSettings = field(default_factory=TerminalSettings)
    recordings: RecordingsSettings = field(default_factory=RecordingsSettings)
    models: ModelsSettings = field(default_factory=ModelsSettings)

    def recordings_directory(self) -> Path:
        """Where sessions lie; a relative path counts from the project's folder."""
        path = expanded(self.recordings.directory)
        return path if path.is_absolute() else ROOT / path


def load(
    file: Path | None = None,
    *,
    profile: str = "",
    overrides: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from all layers.

    ``file`` may itself name a ``profile`` (a file of ``config/`` without its suffix) to
    start from, unless the environment or the caller names another. Raises ``UsageError``
    naming file, key and reason for anything unknown, of a wrong type or out of range.
    """
    environment = os.environ if environment is None else environment
    given = read(file) if file is not None else {}
    in_file = str(given.pop("profile", ""))
    profile = profile or environment.get(PREFIX + "PROFILE", "") or in_file
    layers: list[tuple[str, Mapping[str, Any]]] = [("default.toml", read(CONFIG / "default.toml"))]
    if profile:
        layers.append((f"profile '{profile}'", read(_profile_path(profile))))
    layers.append((str(file), given))
    layers.append(("the environment", from_environment(Settings(), environment)))
    layers.append(("the command line", nested(overrides or {})))
    settings = Settings()
    for source, layer in layers:
        settings = merge(settings, layer, source)
    _check_ranges(settings)
    return settings


def profiles() -> list[str]:
    """Names of the profiles beside the defaults."""
    return sorted(p.stem for p in CONFIG.glob("*.toml") if p.stem != "default")


def _profile_path(name: str) -> Path:
    if name not in profiles():
        raise UsageError(f"there is no profile '{name}'", f"choose one of: {', '.join(profiles())}")
    return CONFIG / f"{name}.toml"


_RANGES: dict[str, tuple[float, float]] = {
    "talk.patience": (1, 3600),
    "talk.acknowledge_ms": (0, 60_000),
    "audio.queue_seconds": (1, 120),
    "audio.push_to_talk_limit": (1, 600),
    "vad.silero_threshold": (0, 1),
    "vad.start_ms": (20, 2000),
    "vad.barge_in_ms": (20, 2000),
    "vad.minimum_speech_ms": (0, 5000),
    "vad.pre_roll_ms": (0, 3000),
    "vad.release_ms": (20, 3000),
    "endpoint.silence_ms": (100, 10_000),
    "endpoint.done_ms": (40, 10_000),
    "endpoint.alone_ms": (40, 10_000),
    "endpoint.pause_limit_ms": (100, 20_000),
    "endpoint.done_threshold": (0, 1),
    "endpoint.unsure_threshold": (0, 1),
    "endpoint.ready_ms": (40, 20_000),
    "endpoint.ready_threshold": (0, 1),
    "endpoint.talk_threshold": (0, 1),
    "endpoint.turn_limit": (2, 3600),
    "asr.threads": (1, 64),
    "asr.beam_size": (1, 20),
    "asr.margin_seconds": (0.5, 30),
    "asr.glance_seconds": (0.5, 30),
    "asr.partial_seconds": (0.2, 30),
    "asr.no_speech_threshold": (0, 1),
    "asr.log_probability_threshold": (-100, 0),
    "planner.confidence": (0, 1),
    "openai.timeout": (1, 600),
    "openai.retries": (0, 10),
    "openai.backoff": (0, 60),
    "openai.max_rounds": (1, 32),
    "openai.context_tokens": (2000, 1e6),
    "openai.answer_tokens": (50, 100_000),
    "voice.speed": (0.5, 2),
    "voice.pitch": (-12, 12),
    "voice.volume": (-40, 12),
    "voice.threads": (1, 64),
    "generation.steps": (1, 1000),
    "generation.guidance": (0, 30),
    "recordings.max_megabytes": (1, 1e9),
    "recordings.max_days": (0.01, 1e5),
}


def _check_ranges(settings: Settings) -> None:
    for dotted, (low, high) in _RANGES.items():
        section, key = dotted.split(".")
        value = getattr(getattr(settings, section), key)
        if not low <= value <= high:
            raise UsageError(f"the setting '{dotted}' is {value}", f"it must be {low} to {high}")
