"""Has the speaker finished? A pure policy from cues, and Smart Turn, the cue that listens.

silence  0 ── release ────── done_ms ────────── ready_ms ──────── pause_limit_ms
                 │              │                    │                   │
         Smart Turn hears    ends here when    the less likely,    ends here in
         the sound, the      both make it      the longer the      any case
         recogniser reads    likely            wait; here, where
         the words                             an answer is ready

Three cues are weighed: what Smart Turn hears, what the recogniser's decoder would write after
the last word, and the words themselves. The decoder is a language model's view of whether the
sentence is over: "take the noise out of" wants a word, "when I came home" a comma, "clean this
up" a full stop. Then it matters what a mistake costs: who is told the time too soon goes on, and
is heard; work that was begun on half a wish is lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.frames import RATE
from voice_agent.hear.vad import open_onnx
from voice_agent.onnx_values import exposing
from voice_agent.settings import EndpointSettings
from voice_agent.units import Ending

Reason = Literal["", "silence", "done", "unsure", "pause limit", "turn limit"]

# Logistic regressions on pauses (training/endpoint), where the words ask for nothing and where
# they ask for something: the intercept, then the log-odds of the sound, of a full stop, of
# nothing, of a comma, and of a whole request.
READING = (-5.108, 1.281, 0.952, 0.234, -0.954)
ASKING = (-1.978, 1.424, 0.432, 0.034, -0.303, 1.033)
_LEAST = 1e-4  # probabilities nearer to 0 or 1 say no more
_ASKS = 0.7  # how likely talk asks for something where an answer is wanted soon
_SETTLED = 0.98  # how likely words are a whole request that are all the assistant asked for


@dataclass(frozen=True)
class Cues:
    """What is known at one instant of an utterance.

    ``silence`` and ``elapsed`` are seconds since the last speech and since its start;
    ``done`` is Smart Turn's probability for the current pause, ``ending`` what the recogniser
    expects after its last word (None: not known, or not yet).
    """

    silence: float
    elapsed: float
    done: float | None = None
    ending: Ending | None = None


def likelihood(done: float, ending: Ending) -> float:
    """How likely the speaker has finished, 0 to 1, from all cues together."""
    if ending.standing == "settled":
        ending = replace(ending, closed=_SETTLED, asks=1.0)
    cues = [done, ending.stop, ending.nothing, ending.comma]
    asking = ending.asks * _weighed(ASKING, [*cues, ending.closed])
    return 1.0 / (1.0 + math.exp(-asking - (1.0 - ending.asks) * _weighed(READING, cues)))


def _weighed(weights: Sequence[float], cues: Sequence[float]) -> float:
    parts = (weight * log_odds(cue) for weight, cue in zip(weights[1:], cues, strict=True))
    return weights[0] + sum(parts)


def log_odds(probability: float) -> float:
    """The logit, bounded where a probability is as good as certain."""
    bounded = min(max(probability, _LEAST), 1.0 - _LEAST)
    return math.log(bounded / (1.0 - bounded))


class EndOfTurn:
    """Decides from ``Cues`` alone, so it is tested without sound or clock."""

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings

    @property
    def asks_smart_turn(self) -> bool:
        return self._settings.engine != "silence"

    @property
    def reads_words(self) -> bool:
        """Whether the recogniser is asked at every pause."""
        return self._settings.engine == "words"

    def needed_silence(self, cues: Cues) -> tuple[float, Reason]:
        """Seconds of silence that end the turn as things stand, and why."""
        settings = self._settings
        if settings.engine == "silence":
            return settings.silence_ms / 1000, "silence"
        if cues.done is None:
            return settings.pause_limit_ms / 1000, "pause limit"
        if cues.ending is None:
            # The words are late, or nobody reads them: Smart Turn alone needs more time.
            if cues.done >= settings.done_threshold:
                return max(settings.done_ms, settings.alone_ms) / 1000, "done"
            return settings.pause_limit_ms / 1000, "pause limit"
        chance = likelihood(cues.done, cues.ending)
        least = self._least(cues.ending)
        if chance > least:
            return self._wait(chance, least, settings.ready_ms)
        return self._wait(chance, settings.unsure_threshold, settings.pause_limit_ms)

    def _least(self, ending: Ending) -> float:
        """From which chance on a turn ends soon because only words answer it; 1: never."""
        if ending.standing == "whole":
            return 0.0
        if ending.standing == "ready":
            return self._settings.ready_threshold
        if ending.standing == "talk" and ending.asks >= _ASKS:  # and is not just told
            return self._settings.talk_threshold
        return 1.0

    def _wait(self, chance: float, least: float, limit_ms: int) -> tuple[float, Reason]:
        """From the shortest wait, where it is done, to ``limit_ms`` at ``least``, in equal ratios
        for equal steps of log-odds."""
        settings = self._settings
        if chance >= settings.done_threshold:
            return settings.done_ms / 1000, "done"
        if chance <= least:
            return limit_ms / 1000, "pause limit"
        sure = log_odds(settings.done_threshold)
        share = (sure - log_odds(chance)) / (sure - log_odds(least))
        longer = (limit_ms / settings.done_ms) ** share
        return settings.done_ms / 1000 * longer, "unsure"

    def ends(self, cues: Cues) -> Reason:
        """Why the turn ends now; "" while it goes on."""
        if cues.elapsed >= self._settings.turn_limit - 1e-9:
            return "turn limit"
        needed, reason = self.needed_silence(cues)
        return reason if cues.silence >= needed - 1e-9 else ""


class SmartTurn:
    """Smart Turn v3: the probability that a speaker is done, from the last 8 s of sound.

    https://github.com/pipecat-ai/smart-turn (BSD-2). About 30 ms on one core. With a ``head``
    (models/endpoint) another last layer decides, which also looks at how the sound ended:
    Smart Turn's own pools over all 8 s.
    """

    SECONDS = 8

    def __init__(self, weights: Path, threads: int = 1, *, head: Path | None = None) -> None:
        self._head = None if head is None else Head(head)
        self._session = open_onnx(weights, threads, also=exposing([HIDDEN]))

    def probability(self, samples: NDArray[np.float32]) -> float:
        """``samples``: mono at 16 kHz, up to and including the pause."""
        own, hidden = self.look(samples)
        return own if self._head is None else self._head.probability(own, hidden)

    def look(self, samples: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        """Smart Turn's own probability; and what its encoder makes of the sound, shape
        (400, 384), a row for each 20 ms."""
        features = whisper_features(last_seconds(samples, self.SECONDS))
        own, hidden = self._session.run(None, {"input_features": features[None]})
        return float(own.reshape(-1)[0]), hidden[0]  # the graph ends in a sigmoid


HIDDEN = "layer_norm_8"  # the value in Smart Turn's graph that its encoder ends in
SPAN = 10  # rows of 20 ms before the end: what the head looks at the mean of


def head_cues(own: float, hidden: NDArray[np.float32]) -> NDArray[np.float64]:
    """What the head weighs, shape (1 + 384,): Smart Turn's own log-odds, then the mean of its
    encoder's output over the last ``SPAN``."""
    return np.concatenate([[log_odds(own)], hidden[-SPAN:].mean(axis=0)]).astype(np.float64)


class Head:
    """A logistic regression on ``head_cues``, trained by training/endpoint."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "head.npz") as kept:
            self._weights: NDArray[np.float64] = kept["weights"].astype(np.float64)
            self._bias = float(kept["bias"])

    def probability(self, own: float, hidden: NDArray[np.float32]) -> float:
        found = float(self._weights @ head_cues(own, hidden)) + self._bias
        return 1.0 / (1.0 + math.exp(-min(max(found, -30.0), 30.0)))


def last_seconds(samples: NDArray[np.float32], seconds: int) -> NDArray[np.float32]:
    """The last ``seconds`` of a 16 kHz signal, with silence before it when it is shorter."""
    wanted = seconds * RATE
    if len(samples) >= wanted:
        return samples[-wanted:]
    return np.pad(samples, (wanted - len(samples), 0))


def whisper_features(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Whisper's log-mel features of a normalised signal, shape (80, len(samples) // 160).

    Radford et al. 2022, section 2.2: 25 ms Hann window, 10 ms hop, 80 mel bands, log10
    clamped 8 decades below the peak, scaled to about [-1, 1]. The signal is brought to
    zero mean and unit variance first, as Smart Turn was trained.
    """
    from voice_agent.sound.features import frame, hann, mel_filterbank

    normal = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
    padded = np.pad(normal, 200, mode="reflect").astype(np.float32)
    windows = frame(padded, 400, 160)[: len(samples) // 160]
    power = np.abs(np.fft.rfft(windows * hann(400), axis=1)).astype(np.float32) ** 2
    mel = mel_filterbank(RATE, 400, 80) @ power.T
    log_mel = np.log10(np.maximum(mel, 1e-10))
    log_mel = np.maximum(log_mel, log_mel.max() - 8.0)
    return ((log_mel + 4.0) / 4.0).astype(np.float32)
