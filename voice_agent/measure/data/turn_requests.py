"""Turns to measure end-of-turn decisions on: requests to the assistant, by synthetic voices.

    complete   "Clean this up and tell me what it says."  + silence
    fragment   "Clean this up,"  + 0.3 to 1.5 s  +  "and tell me what it says."  + silence

A fragment is said as a clause that goes on (the comma makes the voices keep their pitch up); it
may be cut after any word but the first and the last, so some fragments could be requests of
their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError
from voice_agent.hear.asr import to_16k
from voice_agent.listening import joined_speech
from voice_agent.measure.data.hearing_data import RATE
from voice_agent.measure.data.turn_cases import PAUSES, TAIL, Case
from voice_agent.settings import Settings
from voice_agent.speak.voices import make_voice

VOICES = ("piper", "hibari", "fastspeech2", "espeak")
NOISE = -62.0  # dBFS of the room
SHORTEST_HELD = 4  # words of a request that is held up
LEAD = 0.3  # seconds of room before the first word
TEXTS = (
    "Clean this up and tell me what it says.",
    "Take the noise out of the second recording, please.",
    "Make ten seconds of rain with distant thunder.",
    "Which sounds do you hear in the first half of it?",
    "Say good morning to everybody, a little slower.",
    "Translate what she says into Spanish and read it out.",
    "Play something calm for about half a minute.",
    "Let the sound move from my left to my right.",
    "Who is speaking in this, and how many are they?",
    "Cut out the cough near the end of the file.",
    "Sing happy birthday to my sister Anna.",
    "How much is seventeen plus twenty five?",
    "Tell me when the dog barks for the first time.",
    "Write down everything that he said about the meeting.",
    "Could you make that a bit louder, please?",
    "I would like to hear the cleaned one again.",
    "Record ten seconds and then play it back to me.",
    "What do you see in the picture that I gave you?",
    "Make the person in the photo say hello to us.",
    "Put some birds and a river behind my voice.",
    "Repair the gap between the third and the fourth second.",
    "Tell me what time it is, and what day.",
    "Separate the two people who talk at the same time.",
    "Use the other voice from now on, please.",
    "Give me a slow piano piece in a minor key.",
    "Is there any music in the background of this?",
    "Turn this text into speech and save it as a file.",
    "Footsteps on gravel, then a door that creaks.",
    "Compare both recordings and tell me which is cleaner.",
    "Stop the music when I start to speak again.",
)


def requests(settings: Settings, count: int, texts: Sequence[str] = TEXTS) -> list[Case]:
    """``count`` requests, each complete and held up, by the voices in turn."""
    voices = voices_here(settings)
    made = []
    for number, text in enumerate(texts[:count]):
        name = list(voices)[number % len(voices)]
        random = np.random.default_rng([9, number])
        made += both(f"{name} {number}", voices[name], text, random)
    return made


def both(
    name: str, voice: Any, text: str, random: np.random.Generator, cut: int | None = None
) -> list[Case]:
    """The request as a complete turn, and held up once (after ``cut`` words, anywhere by
    default) where it has four words or more."""
    said = _speech(voice, text)
    end = LEAD + len(said) / RATE
    words = text.split()
    if len(words) < SHORTEST_HELD:
        return [Case(name, _in_a_room(said, random), end)]
    cut = int(random.integers(2, len(words) - 1)) if cut is None else cut
    first = _speech(voice, " ".join(words[:cut]).rstrip(".,?!") + ",")
    rest = _speech(voice, " ".join(words[cut:]))
    pause = float(random.uniform(*PAUSES))
    hold = LEAD + len(first) / RATE
    gap = np.zeros(round(pause * RATE), dtype=np.float32)
    held = np.concatenate([first, gap, rest])
    return [
        Case(name, _in_a_room(said, random), end),
        Case(name, _in_a_room(held, random), LEAD + len(held) / RATE, (hold, hold + pause)),
    ]


def voices_here(settings: Settings) -> dict[str, Any]:
    """Those of ``VOICES`` that this machine has."""
    found = {}
    for name in VOICES:
        try:
            found[name] = make_voice(name, settings.voice, settings.openai, load_path)
        except AgentError:
            continue
    return found


def _speech(voice: Any, text: str) -> NDArray[np.float32]:
    """``text`` at 16 kHz, from just before its first sound to its last."""
    samples = to_16k(joined_speech(voice, text))
    loud = np.flatnonzero(np.abs(samples) > 0.008)
    return samples[max(0, loud[0] - 800) : loud[-1] + 320] if len(loud) else samples


def _in_a_room(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    around = np.pad(samples, (round(LEAD * RATE), round(TAIL * RATE)))
    noise = 10 ** (NOISE / 20) * random.standard_normal(len(around))
    return (around + noise).astype(np.float32)
