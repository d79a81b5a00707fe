"""A scripted session for the screens: sounds and pictures are computed, times are fixed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from voice_agent import events as e
from voice_agent.show.view import View
from voice_agent.units import (
    Artifact,
    Audio,
    Outcome,
    Plan,
    Query,
    Reply,
    Resource,
    Step,
    StepResult,
)

SENTENCE = "ever tried ever failed no matter try again fail again fail better"
WORDS = SENTENCE.split()


def sound(path: str) -> Audio:
    """Three rising tones with pauses; stereo, with a quieter right, for names with "b"."""
    rate = 16_000
    time = np.arange(3 * rate) / rate
    phase = time % 1.0
    tone = np.sin(2 * np.pi * (300 * phase + 1200 * phase**2)) * (phase < 0.6) * (0.3 + 0.2 * time)
    mono = tone.astype(np.float32)
    if "b" in path.removesuffix(".wav").removeprefix("audio/"):
        return Audio(np.stack([mono, mono * np.float32(0.4)], axis=1), rate)
    return Audio(mono, rate)


def picture(path: str) -> list[np.ndarray]:
    """One image, or two frames of a video: a gradient with a bright square."""
    rows, columns = np.mgrid[0:90, 0:160]
    frames = []
    for place in (20, 90) if path.endswith(".mp4") else (50,):
        frame = np.stack([rows * 2, columns, 255 - rows * 2], axis=-1).astype(np.uint8)
        frame[30:60, place : place + 40] = 255
        frames.append(frame)
    return frames


HEARD, MADE = "audio/3f0c9d12.wav", "audio/9b1d22aa.wav"


def session() -> list[e.Event]:
    """Attaching, a plan of two steps by voice, sounds, a video, a failure, a notice."""
    clock = itertools.count(100.0, 0.25)
    events = [
        e.SessionStarted(session="20261121-093012-7f3a"),
        e.Attached(1, Resource(HEARD, "audio", "beckett"), "beckett.wav"),
        *_two_steps_by_voice(),
        *_sounds_in_it(),
        *_a_film(),
        e.Notice(0, "the microphone 'USB Audio' is gone; trying again every second", "warning"),
        *_a_failure(),
        e.Heard(5, Query(5, "stop")),
        e.TurnEnded(5, Outcome.CANCELLED),
    ]
    return [replace(event, time=next(clock)) for event in events]


def _two_steps_by_voice() -> list[e.Event]:
    plan = Plan(
        1,
        "act",
        (Step("enhance_speech", {"audio": HEARD}), Step("transcribe_speech", {"audio": "$1"})),
    )
    words = [
        {"word": word, "start": 0.25 * i, "end": 0.25 * i + 0.2, "probability": 0.9}
        for i, word in enumerate(WORDS)
    ]
    clean = Artifact(MADE, "audio", "the recording without its noise", 3.0, 16_000, 2)
    said = {"language": "en", "words": words}
    request = "Please denoise this recording and tell me what it says."
    return [
        e.SpeechEnded(1, seconds=2.4),
        e.Heard(1, Query(1, request, "speech")),
        e.Planned(1, plan, "offline"),
        _finished(1, "enhance_speech", HEARD, 0.41, (clean,)),
        _finished(1, "transcribe_speech", MADE, 0.55, (), SENTENCE, said, step=2),
        e.Replied(1, Reply(1, "act", f"It says: {SENTENCE}.")),
        e.TurnEnded(
            1,
            Outcome.ANSWERED,
            {"speech_end": 0.0, "turn_end": 0.21, "transcript": 0.33, "first_audio": 0.42},
        ),
    ]


def _sounds_in_it() -> list[e.Event]:
    sounds = {
        "events": [
            {"label": "Speech", "start": 0.0, "end": 0.6, "score": 0.92},
            {"label": "Speech", "start": 2.0, "end": 2.6, "score": 0.71},
            {"label": "Vehicle horn, car horn, honking", "start": 1.0, "end": 1.6, "score": 0.4},
        ]
    }
    scores = Artifact("image/0a1b2c3d.png", "image", "class scores over time")
    return [
        e.Heard(2, Query(2, "what sounds are in it?")),
        _finished(2, "detect_sounds", HEARD, 0.1, (scores,), None, sounds),
        e.Replied(2, Reply(2, "act", "Speech, and perhaps a car horn.")),
    ]


def _a_film() -> list[e.Event]:
    film = Artifact("video/4e5f6071.mp4", "video", "a face that says it")
    return [
        e.Heard(3, Query(3, "make a talking head of it")),
        _finished(3, "synthesize_talking_head", HEARD, 65.0, (film,)),
        e.Replied(3, Reply(3, "act", "Here is the film.")),
    ]


def _a_failure() -> list[e.Event]:
    failed = StepResult(4, 1, "sing", {}, False, 0.02, error="there are no words to sing")
    return [
        e.Heard(4, Query(4, "sing it")),
        e.StepFinished(4, failed),
        e.Replied(4, Reply(4, "error", "I have no words to sing. What shall I sing?")),
        e.TurnEnded(4, Outcome.FAILED),
    ]


def _finished(
    turn: int, tool: str, audio: str, seconds: float, *made: object, step: int = 1
) -> e.StepFinished:
    return e.StepFinished(
        turn, StepResult(turn, step, tool, {"audio": audio}, True, seconds, *made)
    )


def make_view(**options: object) -> View:
    settings = {"load": sound, "look": picture, "mode": "hands-free", "voice": "hibari"}
    return View(**(settings | options))  # type: ignore[arg-type]
