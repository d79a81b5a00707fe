"""A recording divided piece by piece into one sound and all the rest.

pieces of 12 s, overlapping ─> voice against rest (DeepFilterNet3) where somebody speaks
    ─> the sound against the other sounds (``sound.extraction``) ─> rounded to 16 bits,
so that both parts add up to the recording to the last bit
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import files, yamnet
from voice_agent.sound.deepfilter import RATE as VOICE_RATE
from voice_agent.sound.enhancement import Rule, enhance
from voice_agent.sound.extraction import Scene, divide, frame_count, hop
from voice_agent.tools._audioset import SCENES, ancestors
from voice_agent.tools._target import Sought, target_score
from voice_agent.tools._yamnet import SILENT, Heard, classifier
from voice_agent.tools.context import ToolContext

if TYPE_CHECKING:
    from voice_agent.sound.yamnet import SoundClassifier

Samples = NDArray[np.float32]  # shape (frames, channels)

_PIECE = 12.0  # seconds divided at a time
_OVERLAP = 1.0  # seconds in which one piece fades into the next
_HEARD = 0.2  # score from which another sound counts
_SPEECH = 0.3  # score from which the voice is taken away first
_FAR = 3.0  # seconds from the nearest moment with a trace of the sound: nothing of it
_TRACE = 0.05  # score that is such a trace
_ALIAS = 0.6  # correlation from which on a class is the sound under another name
_OTHERS = 6  # other classes that are listened for
# What the classifier says of any music or singing, whichever it is.
_MUSICAL = frozenset({"Music", "Musical instrument", "Singing"})
_VAGUE = _MUSICAL | {"Song", "Chant", "Mantra", "Choir"}
_LEVEL = 0.05  # RMS at which parts are listened to
_LOUDER = 20.0  # and how much louder they are made for that, at most
_BENEATH = 0.3  # score from which a sound is heard where the voices were taken away


def hear_again(context: ToolContext, path: Path, sought: Sought, heard: Heard) -> Heard | None:
    """``heard``, or what is heard with the voices taken away where only that holds the sound;
    None where neither does.

    A voice hides what sounds beneath it: of 28 development mixtures with a voice at 0 dB the
    sound was heard in 11, without the voice in 18; of sounds that were not there 2 % more.
    """
    engine = classifier(context)
    if sought.may_be_in(heard, engine.labels):
        return heard
    speech = float(heard.scores[:, engine.index("Speech")].max())
    if sought.is_voice or speech <= _SPEECH or heard.levels.max() < SILENT:
        return None
    beneath = np.concatenate(list(engine.stream(_beneath_voices(context, path, heard.seconds))))
    if target_score(beneath, engine.labels, sought.labels).max() <= _BENEATH:
        return None
    scores = heard.scores.copy()
    both = min(len(scores), len(beneath))
    scores[:both] = np.maximum(scores[:both], beneath[:both])
    return replace(heard, scores=scores)


def _beneath_voices(context: ToolContext, path: Path, seconds: float) -> Iterator[Samples]:
    """The recording without voices, mono for the classifier, each piece at a level of its own."""
    import soxr

    done = 0.0
    for block in files.blocks(path, _PIECE, warn=lambda warning: None):
        context.cancel.check()
        rest = (block.samples - _voice(context, block.samples, block.rate)).mean(axis=1)
        level = float(np.sqrt(np.mean(rest**2)))
        audible = rest * min(_LOUDER, _LEVEL / max(level, 1e-7))
        yield soxr.resample(audible.astype(np.float32), block.rate, yamnet.RATE)
        done += block.seconds
        context.progress(min(1.0, done / max(seconds, 1e-3)), "listening beneath the voices")


def extract(
    context: ToolContext,
    path: Path,
    sought: Sought,
    heard: Heard,
    warn: Callable[[str], None] = lambda warning: None,
) -> Iterator[tuple[Samples, Samples]]:
    """Consecutive pieces of (the sound, the rest), which add up to the recording's 16 bits."""
    rate, channels = files.probe(path).rate, files.probe(path).channels
    piece, overlap = round(_PIECE * rate), round(_OVERLAP * rate)
    fade = ((np.arange(overlap) + 0.5)[:, None] / overlap).astype(np.float32)
    waiting = np.zeros((0, channels), np.float32)  # not yet given out
    before = np.zeros((0, channels), np.float32)  # the sound in waiting's beginning
    place = 0
    for block in files.blocks(path, _PIECE, warn=warn):
        context.cancel.check()
        waiting = np.concatenate([waiting, block.samples])
        if len(waiting) < piece + overlap:
            continue
        sound = _faded(before, _sound(context, waiting, rate, place, sought, heard), fade)
        given = len(waiting) - overlap
        yield _exactly(waiting[:given], sound[:given])
        waiting, before, place = waiting[given:], sound[given:], place + given
        context.progress(min(1.0, place / rate / heard.seconds), "extracting")
    if len(waiting):
        sound = _faded(before, _sound(context, waiting, rate, place, sought, heard), fade)
        yield _exactly(waiting, sound)


def _faded(before: Samples, sound: Samples, fade: Samples) -> Samples:
    """``sound``, whose beginning the piece before has found too."""
    count = min(len(before), len(sound), len(fade))
    if count:
        sound[:count] = before[:count] + fade[:count] * (sound[:count] - before[:count])
    return sound


def _exactly(samples: Samples, sound: Samples) -> tuple[Samples, Samples]:
    """Both parts in steps of 16 bits, and neither of them clipped."""
    whole = np.clip(np.rint(samples * 32768.0), -32768, 32767)
    low, high = np.maximum(-32768, whole - 32767), np.minimum(32767, whole + 32768)
    part = np.clip(np.rint(sound * 32768.0), low, high)
    return (part / 32768.0).astype(np.float32), ((whole - part) / 32768.0).astype(np.float32)


def _sound(
    context: ToolContext, samples: Samples, rate: int, place: int, sought: Sought, heard: Heard
) -> Samples:
    """The sound in one piece that begins ``place`` samples into the recording."""
    engine = classifier(context)
    times = place / rate + np.arange(frame_count(len(samples), rate)) * hop(rate) / rate
    wanted = _at(times, target_score(heard.scores, engine.labels, sought.labels))
    near = _near(wanted, round(_FAR * rate / hop(rate)))
    if not near.any() or not samples.any():
        return np.zeros_like(samples)
    scores = heard.scores[_windows(times[0], times[-1], len(heard.scores))]
    speech = engine.index("Speech")
    rest = samples
    if sought.is_voice or float(scores[:, speech].max()) > _SPEECH:
        voice = _voice(context, samples, rate)
        if sought.is_voice:
            return voice
        rest = samples - voice
    others = _others(engine, scores, sought)
    if others:
        score = _at(times, heard.scores[:, others].max(axis=1))
        listener = _listener(engine, sought, others)
        found = divide(Scene(rest, rate, wanted, score), listener)
    else:
        found = rest.copy()  # nothing else is heard in it
    gate = np.interp(np.arange(len(samples)), np.arange(len(near)) * hop(rate), near)
    return (found * gate[:, None]).astype(np.float32)


def _at(times: NDArray[np.float64], score: NDArray[np.float32]) -> NDArray[np.float32]:
    """A score of each window at ``times`` in seconds."""
    centres = np.arange(len(score)) * yamnet.HOP_SECONDS + yamnet.WINDOW_SECONDS / 2
    return np.interp(times, centres, score).astype(np.float32)


def _near(wanted: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """1 near any trace of the sound, 0 far from it, with soft edges."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    wide = maximum_filter1d((wanted > _TRACE).astype(np.float32), 2 * reach + 1)
    near: NDArray[np.float32] = uniform_filter1d(wide, max(1, reach // 4))
    return near


def _windows(start: float, end: float, count: int) -> slice:
    """The classifier's windows between two times."""
    first = max(0, int((start - yamnet.WINDOW_SECONDS) / yamnet.HOP_SECONDS))
    return slice(min(first, count - 1), max(1, int(end / yamnet.HOP_SECONDS) + 1))


def _others(engine: SoundClassifier, scores: NDArray[np.float32], sought: Sought) -> list[int]:
    """The clearest classes that are not the sound under another name: neither related to it,
    nor heard whenever it is."""
    above = ancestors(engine.labels)
    own = set(sought.labels).union(*(above[label] for label in sought.labels)) | SCENES
    musical = bool(own & _MUSICAL)
    course = target_score(scores, engine.labels, sought.labels)
    peak = scores.max(axis=0)
    found: list[int] = []
    for index in np.argsort(-peak):
        label = engine.labels[index]
        if peak[index] <= _HEARD or len(found) == _OTHERS:
            break
        related = label in own or bool(above[label] & set(sought.labels))
        related = related or label == "Speech" or (musical and label in _VAGUE)
        if not related and _likeness(course, scores[:, index]) < _ALIAS:
            found.append(int(index))
    return found


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two courses over time; 0 where one does not change."""
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / norm if norm > 1e-6 else 0.0


def _listener(
    engine: SoundClassifier, sought: Sought, others: Sequence[int]
) -> Callable[[NDArray[np.float32], int], tuple[float, float]]:
    """How sure the classifier is of the sound and of the others, as log-odds."""

    def listen(samples: NDArray[np.float32], rate: int) -> tuple[float, float]:
        import soxr

        level = float(np.sqrt(np.mean(samples**2)))
        if level < 1e-7:
            return _log_odds(0.0), _log_odds(0.0)
        audible = (samples * (_LEVEL / level)).astype(np.float32)
        scores = engine.scores(soxr.resample(audible, rate, yamnet.RATE))
        own = target_score(scores, engine.labels, sought.labels)
        return _clearest(own), _clearest(scores[:, list(others)].max(axis=1))

    return listen


def _clearest(score: NDArray[np.float32]) -> float:
    """Of the clearest third of the windows: a sound need not last."""
    return _log_odds(float(np.sort(score)[-max(1, len(score) // 3) :].mean()))


def _log_odds(probability: float) -> float:
    return float(np.log(probability + 1e-3) - np.log(1.0 - probability + 1e-3))


def _voice(context: ToolContext, samples: Samples, rate: int) -> Samples:
    """What DeepFilterNet3 keeps: the voices."""
    import soxr

    model = context.engines.model("deepfilternet3")
    wide = soxr.resample(samples, rate, VOICE_RATE)
    everything = Rule(harmless=200.0, least=1.0)
    blocks = enhance([wide], samples.shape[1], model, rule=everything)
    voice = soxr.resample(np.concatenate([wet for _, wet in blocks]), VOICE_RATE, rate)
    missing = max(0, len(samples) - len(voice))
    return np.pad(voice[: len(samples)], ((0, missing), (0, 0))).astype(np.float32)
