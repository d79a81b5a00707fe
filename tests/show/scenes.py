"""A scripted session for the screens: sounds and pictures are computed, times are fixed."""

from __future__ import annotations

import itertools

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


def session() -> list[e.Event]:
    """Attaching, a plan of two steps by voice, sounds, a video, a failure, a notice."""
    clock = itertools.count(100.0, 0.25)
    heard, made = "audio/3f0c9d12.wav", "audio/9b1d22aa.wav"
    words = [
        {"word": word, "start": 0.25 * i, "end": 0.25 * i + 0.2, "probability": 0.9}
        for i, word in enumerate(WORDS)
    ]
    sounds = {
        "events": [
            {"label": "Speech", "start": 0.0, "end": 0.6, "score": 0.92},
            {"label": "Speech", "start": 2.0, "end": 2.6, "score": 0.71},
            {"label": "Vehicle horn, car horn, honking", "start": 1.0, "end": 1.6, "score": 0.4},
        ]
    }
    plan = Plan(
        1,
        "act",
        (Step("enhance_speech", {"audio": heard}), Step("transcribe_speech", {"audio": "$1"})),
    )
    clean = Artifact(made, "audio", "the recording without its noise", 3.0, 16_000, 2)
    scores = Artifact("image/0a1b2c3d.png", "image", "class scores over time")
    film = Artifact("video/4e5f6071.mp4", "video", "a face that says it")
    return [
        e.SessionStarted(session="20261121-093012-7f3a", time=next(clock)),
        e.Attached(1, Resource(heard, "audio", "beckett"), "beckett.wav", time=next(clock)),
        e.SpeechEnded(1, seconds=2.4, time=next(clock)),
        e.Heard(
            1,
            Query(1, "Please denoise this recording and tell me what it says.", "speech"),
            time=next(clock),
        ),
        e.Planned(1, plan, "offline", time=next(clock)),
        e.StepFinished(
            1,
            StepResult(1, 1, "enhance_speech", {"audio": heard}, True, 0.41, (clean,)),
            time=next(clock),
        ),
        e.StepFinished(
            1,
            StepResult(
                1, 2, "transcribe_speech", {"audio": made}, True, 0.55, (),
                SENTENCE, {"language": "en", "words": words},
            ),
            time=next(clock),
        ),
        e.Replied(1, Reply(1, "act", f"It says: {SENTENCE}."), time=next(clock)),
        e.TurnEnded(
            1,
            Outcome.ANSWERED,
            {"speech_end": 0.0, "turn_end": 0.21, "transcript": 0.33, "first_audio": 0.42},
            time=next(clock),
        ),
        e.Heard(2, Query(2, "what sounds are in it?"), time=next(clock)),
        e.StepFinished(
            2,
            StepResult(2, 1, "detect_sounds", {"audio": heard}, True, 0.1, (scores,), None, sounds),
            time=next(clock),
        ),
        e.Replied(2, Reply(2, "act", "Speech, and perhaps a car horn."), time=next(clock)),
        e.Heard(3, Query(3, "make a talking head of it"), time=next(clock)),
        e.StepFinished(
            3,
            StepResult(3, 1, "synthesize_talking_head", {"audio": heard}, True, 65.0, (film,)),
            time=next(clock),
        ),
        e.Replied(3, Reply(3, "act", "Here is the film."), time=next(clock)),
        e.Notice(0, "the microphone 'USB Audio' is gone; trying again every second", "warning",
                 time=next(clock)),
        e.Heard(4, Query(4, "sing it"), time=next(clock)),
        e.StepFinished(
            4, StepResult(4, 1, "sing", {}, False, 0.02, error="there are no words to sing"),
            time=next(clock),
        ),
        e.Replied(4, Reply(4, "error", "I have no words to sing. What shall I sing?"),
                  time=next(clock)),
        e.TurnEnded(4, Outcome.FAILED, time=next(clock)),
        e.Heard(5, Query(5, "stop"), time=next(clock)),
        e.TurnEnded(5, Outcome.CANCELLED, time=next(clock)),
    ]  # fmt: skip


def make_view(**options: object) -> View:
    settings = {"load": sound, "look": picture, "mode": "hands-free", "voice": "hibari"}
    return View(**(settings | options))  # type: ignore[arg-type]
