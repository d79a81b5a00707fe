"""Consistency by ear: the same requests said by several voices, with noise, through the real ears.

AudioGPT section 4.2 asks people to rephrase prompts; here the prompts are hand-written, and
what varies is who says them and over how much noise. The voices are synthetic.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.measure.plans import consistency
from voice_agent.measure.plans.requests import Request, load_requests
from voice_agent.measure.report.exhibits import Curves, Exhibit
from voice_agent.measure.report.table import Report, Table, mean_of, share_of
from voice_agent.settings import Settings
from voice_agent.think.offline.batch import read_line
from voice_agent.units import Audio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voice_agent.conversation import Conversation
    from voice_agent.think.offline.batch import Planning

VOICES = ("fastspeech2", "hibari", "piper", "espeak")
RATIOS: tuple[float | None, ...] = (None, 20.0, 10.0)  # dB, voice to noise
LEVEL = 0.08  # RMS of the voice


def consistency_by_ear(
    settings: Settings, report: Report, planner: Planning, reader: Planning
) -> list[Exhibit]:
    """Exact plans from what was heard, by noise and by voice, beside the same in writing."""
    requests = speakable(load_requests(consistency.REQUESTS))
    requests = requests[:: max(1, len(requests) // report.few(72, 8))]
    judged: list[tuple[str, str, consistency.Judged, float]] = []
    with _conversation(settings) as talk:
        voices = _voices(talk)
        for index, request in enumerate(requests):
            name = list(voices)[index % len(voices)]
            report(f"{name} says: {request.document['query']}")
            speech = _said(voices[name], request.document["query"])
            _, context = read_line(request.document, planner)
            talk.session.resources[:] = context.resources
            for ratio in RATIOS:
                heard = _heard(talk, _with_noise(speech, ratio, seed=index))
                said = replace(request, document={**request.document, "query": heard})
                errors = _word_errors(request.document["query"], heard)
                label = "no noise" if ratio is None else f"{ratio:g} dB"
                judged.append((name, label, consistency.judge(planner, said, reader), errors))
    written = [consistency.judge(planner, request, reader) for request in requests]
    rows = [_row("written", [(j, 0.0) for j in written])]
    groups = [*(label for _, label, _, _ in judged), *(name for name, _, _, _ in judged)]
    for group in dict.fromkeys(groups):
        rows.append(_row(group, [(j, e) for name, label, j, e in judged if group in (name, label)]))
    note = (
        f"{len(requests)} held-out requests without file names and scores, each by one of "
        f"{len(voices)} synthetic voices, pink noise; recogniser {settings.asr.model}"
    )
    return [Table("Consistency by ear", rows, note), _curve(judged)]


def _curve(judged: Sequence[tuple[str, str, consistency.Judged, float]]) -> Curves:
    """What noise costs each voice."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for name in dict.fromkeys(name for name, _, _, _ in judged):
        for ratio in reversed(RATIOS[1:]):
            right = [j.right for n, label, j, _ in judged if n == name and label == f"{ratio:g} dB"]
            lines.setdefault(name, []).append((float(ratio or 0), 100 * float(np.mean(right))))
    note = "each voice says other requests"
    return Curves("Plans by noise", "voice to noise, dB", "exact %", lines, note)


def speakable(requests: Sequence[Request]) -> list[Request]:
    """Those that one would say: no paths, no scores, nothing that is written as if misheard."""
    return [
        request
        for request in requests
        if "asr" not in request.tags
        and not any(sign in request.document["query"] for sign in ("/", "|", "#", ".wav", "_"))
    ]


def _row(name: str, judged: Sequence[tuple[consistency.Judged, float]]) -> dict[str, Any]:
    right = sum(j.right for j, _ in judged)
    return {
        "said": name,
        "n": len(judged),
        "word errors %": mean_of([100 * errors for _, errors in judged]),
        "exact %": share_of(right, len(judged)),
        "rating 20-100": mean_of([float(j.rating) for j, _ in judged]),
    }


def _conversation(settings: Settings) -> Any:
    """A conversation whose session is thrown away."""
    from voice_agent.build import build

    folder = tempfile.mkdtemp(prefix="voice-agent-")
    kept = replace(settings.recordings, directory=folder, keep="none")
    return build(replace(settings, recordings=kept), aloud=False)


def _voices(talk: Conversation) -> Mapping[str, Any]:
    """Those of ``VOICES`` that this machine has."""
    found = {}
    for name in VOICES:
        try:
            voice = talk.engines.named_voice(name)
            voice.warm()
            found[name] = voice
        except AgentError:
            continue
    return found


def _said(voice: Any, text: str) -> Audio:
    import soxr

    from voice_agent.listening import joined_speech

    speech = joined_speech(voice, text)
    samples = soxr.resample(speech.mono(), speech.rate, 16_000)
    return Audio(_at_level(samples, LEVEL), 16_000)


def _with_noise(speech: Audio, ratio: float | None, seed: int) -> Audio:
    """Pink noise from half a second before the voice to the same after it."""
    from voice_agent.measure.data.mixtures import coloured

    sound = np.pad(speech.mono(), 8_000)
    if ratio is not None:
        noise = coloured(len(sound), np.random.default_rng(seed), 1.0)
        sound = sound + _at_level(noise, LEVEL * 10 ** (-ratio / 20))
    return Audio(sound.astype(np.float32), speech.rate)


def _at_level(samples: NDArray[Any], level: float) -> NDArray[np.float32]:
    rms = float(np.sqrt(np.mean(np.square(samples)))) or 1.0
    return (samples * (level / rms)).astype(np.float32)


def _heard(talk: Conversation, audio: Audio) -> str:
    """What the ears make of it, as one turn."""
    from voice_agent.hear.file_source import FileSource
    from voice_agent.listening import joined, make_ears

    hearings: list[Any] = []
    source = FileSource([audio], frame_ms=talk.settings.vad.frame_ms)
    ears = make_ears(talk, source, hearings.append, lambda: 1)
    ears.run()
    return joined(1, hearings).text


def _word_errors(said: str, heard: str) -> float:
    """Share of words got wrong, at most 1."""
    import jiwer

    from voice_agent.measure.data.hearing_data import plain

    return min(1.0, float(jiwer.wer(plain(said), plain(heard) or "nothing")))
