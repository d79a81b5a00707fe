"""A recording divided piece by piece into one sound and all the rest.

pieces of 12 s, overlapping ─> voice against rest (DeepFilterNet3) where somebody speaks
    ─> the sound against the other sounds (``sound.extraction_network``, or without its weights
    ``sound.extraction``) ─> rounded to 16 bits, so that both parts add up to the last bit
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import files, yamnet
from voice_agent.sound.deepfilter import RATE as VOICE_RATE
from voice_agent.sound.enhancement import Rule, enhance
from voice_agent.sound.extraction import Scene, divide, frame_count, hop
from voice_agent.sound.extraction_network import STEP_SECONDS, Kept
from voice_agent.tools._masking import Asked, evidence, steadily
from voice_agent.tools._other_sounds import LISTENING_LEVEL, listener, others_in
from voice_agent.tools._target import Sought, target_score
from voice_agent.tools._yamnet import SILENT, Heard, classifier
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio

Samples = NDArray[np.float32]  # shape (frames, channels)

_PIECE = 12.0  # seconds divided at a time
_OVERLAP = 1.0  # seconds in which one piece fades into the next
_SPEECH = 0.3  # score from which the voice is taken away first
_FAR = 3.0  # seconds from the nearest moment with a trace of the sound: nothing of it
_TRACE = 0.05  # score that is such a trace
_LOUDER = 20.0  # and how much louder they are made for that, at most
_BENEATH = 0.3  # score from which a sound is heard where the voices were taken away
_EVIDENCE = 0.35  # from which a sound is there, classifier and network together
_LOOSER = 4.5  # by how much less of that counts as a trace
_LEAST = 0.5  # and as far below the clearest, always
_PLAIN = 0.3  # score that does alone
_BOLD = 1.5  # log-odds from which it takes no more than its mask
_BARE = 0.3  # of the rest that else stays; where the voices were taken away that often is the sound


def hear_again(
    context: ToolContext,
    path: Path,
    sought: Sought,
    heard: Heard,
    network: Asked | None,
) -> Heard | None:
    """``heard``, or what is heard in what can be taken out where only that holds the sound;
    None where neither does.

    What sounds at the same time hides a sound from the classifier. So it listens again to what
    the network keeps of it, with the voices taken away; without the network, to what is left
    without the voices.
    """
    engine = classifier(context)
    plain = sought.may_be_in(heard, engine.labels)
    if plain and (network is None or sought.is_voice):
        return heard
    speech = float(heard.scores[:, engine.index("Speech")].max()) > _SPEECH
    hidden = speech and not sought.is_voice and not plain
    if heard.levels.max() < SILENT or not (network or hidden):
        return None
    parts: list[Kept] = []
    pieces = _beneath(context, path, heard.seconds, network, parts, voices=not hidden)
    beneath = np.concatenate(list(engine.stream(pieces)))
    course = target_score(beneath, engine.labels, sought.labels)
    sure = max((part.sure for part in parts), default=None)
    if not (plain or _is_there(float(course.max()), sure)):
        return None
    scores = heard.scores.copy()
    both = min(len(scores), len(beneath))
    scores[:both] = np.maximum(scores[:both], beneath[:both])
    if parts:
        own = scores[:, engine.index(sought.label)]
        own[_traces(target_score(scores, engine.labels, sought.labels), parts)] = 1.0
    return replace(heard, scores=scores)


def _traces(course: NDArray[np.float32], parts: list[Kept]) -> NDArray[np.bool_]:
    """Windows in which classifier and network together hear a trace of the sound; it is in
    some of them."""
    centres = np.arange(len(course)) * yamnet.HOP_SECONDS + yamnet.WINDOW_SECONDS / 2
    when = steadily(np.concatenate([part.when for part in parts]), centres)
    both: NDArray[np.float32] = evidence(course, when)
    found: NDArray[np.bool_] = both >= min(_EVIDENCE - _LOOSER, float(both.max()) - _LEAST)
    return found


def _is_there(score: float, sure: float | None) -> bool:
    """By the classifier's score of what can be taken out and the network's own log-odds."""
    if sure is None:
        return score > _BENEATH
    return float(evidence(np.float32(score), np.float32(sure))) > _EVIDENCE


def _beneath(
    context: ToolContext,
    path: Path,
    seconds: float,
    network: Asked | None,
    parts: list[Kept],
    *,
    voices: bool,
) -> Iterator[Samples]:
    """What may be the sound, mono for the classifier, each piece at a level of its own, with
    or without the ``voices``; what the network says of each goes to ``parts``."""
    import soxr

    done = 0.0
    for block in files.blocks(path, _PIECE, warn=lambda warning: None):
        context.cancel.check()
        part = block.samples
        if not voices:
            part = part - _voice(context, part, block.rate)
        if network:
            kept = network.keep(part, block.rate)
            part = kept.sound
            whole = round(block.seconds / STEP_SECONDS)
            nothing = np.zeros((0, part.shape[1]), np.float32)  # a slice would keep the sound
            parts.append(Kept(nothing, kept.when[:whole].copy()))
        mono = Audio(part, block.rate).mono()
        level = float(np.sqrt(np.mean(mono**2)))
        audible = mono * min(_LOUDER, LISTENING_LEVEL / max(level, 1e-7))
        yield soxr.resample(audible.astype(np.float32), block.rate, yamnet.RATE)
        done += block.seconds
        context.progress(min(1.0, done / max(seconds, 1e-3)), "listening again")


def extract(
    context: ToolContext,
    path: Path,
    sought: Sought,
    heard: Heard,
    network: Asked | None,
    warn: Callable[[str], None] = lambda warning: None,
) -> Iterator[tuple[Samples, Samples]]:
    """Consecutive pieces of (the sound, the rest), which add up to the recording's 16 bits.

    ``heard`` is what ``hear_again`` gave. Without the ``network`` the sounds are divided by
    what the recording itself tells (``sound.extraction``).
    """
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
        sound = _faded(before, _sound(context, waiting, rate, place, sought, heard, network), fade)
        given = len(waiting) - overlap
        yield _exactly(waiting[:given], sound[:given])
        waiting, before, place = waiting[given:], sound[given:], place + given
        context.progress(min(1.0, place / rate / heard.seconds), "extracting")
    if len(waiting):
        sound = _faded(before, _sound(context, waiting, rate, place, sought, heard, network), fade)
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
    context: ToolContext,
    samples: Samples,
    rate: int,
    place: int,
    sought: Sought,
    heard: Heard,
    network: Asked | None,
) -> Samples:
    """The sound in one piece that begins ``place`` samples into the recording."""
    engine = classifier(context)
    times = place / rate + np.arange(frame_count(len(samples), rate)) * hop(rate) / rate
    wanted = _at(times, target_score(heard.scores, engine.labels, sought.labels))
    traces = wanted > (_PLAIN if network and not sought.is_voice else _TRACE)
    near = _near(traces, round(_FAR * rate / hop(rate)))
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
    others = others_in(engine, scores, sought)
    if others and network:
        kept = network.keep(rest, rate)
        boldly = rest is samples and kept.sure > _BOLD
        found = kept.sound if boldly else kept.sound + _BARE * (rest - kept.sound)
    elif others:
        score = _at(times, heard.scores[:, others].max(axis=1))
        found = divide(Scene(rest, rate, wanted, score), listener(engine, sought, others))
    else:
        found = rest.copy()  # nothing else is heard in it
    gate = np.interp(np.arange(len(samples)), np.arange(len(near)) * hop(rate), near)
    return (found * gate[:, None]).astype(np.float32)


def _at(times: NDArray[np.float64], score: NDArray[np.float32]) -> NDArray[np.float32]:
    """A score of each window at ``times`` in seconds."""
    centres = np.arange(len(score)) * yamnet.HOP_SECONDS + yamnet.WINDOW_SECONDS / 2
    return np.interp(times, centres, score).astype(np.float32)


def _near(traces: NDArray[np.bool_], reach: int) -> NDArray[np.float32]:
    """1 near any trace of the sound, 0 far from it, with soft edges."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    wide = maximum_filter1d(traces.astype(np.float32), 2 * reach + 1)
    near: NDArray[np.float32] = uniform_filter1d(wide, max(1, reach // 4))
    return near


def _windows(start: float, end: float, count: int) -> slice:
    """The classifier's windows between two times."""
    first = max(0, int((start - yamnet.WINDOW_SECONDS) / yamnet.HOP_SECONDS))
    return slice(min(first, count - 1), max(1, int(end / yamnet.HOP_SECONDS) + 1))


def _voice(context: ToolContext, samples: Samples, rate: int) -> Samples:
    """What DeepFilterNet3 keeps: the voices."""
    import soxr

    model = context.engines.model("deepfilternet3")
    wide = soxr.resample(samples, rate, VOICE_RATE)
    everything = Rule(harmless=200.0, least=1.0)
    kept: list[Samples] = []
    for _, wet in enhance([wide], samples.shape[1], model, rule=everything):
        context.cancel.check()
        kept.append(wet)
    voice = soxr.resample(np.concatenate(kept), VOICE_RATE, rate)
    missing = max(0, len(samples) - len(voice))
    return np.pad(voice[: len(samples)], ((0, missing), (0, 0))).astype(np.float32)
