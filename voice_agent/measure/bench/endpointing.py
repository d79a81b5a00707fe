"""``bench endpoint``: how long is the wait after a finished sentence, how often is somebody
cut off who only paused? For silence alone, Smart Turn alone, and ours; on natural speech, and on
requests of synthetic voices.

Every turn goes once through detectors, gate, Smart Turn and recogniser; what they said at
each pause is kept, and the policies are tried on that. A turn is cut off when it would have
ended anywhere before its last word; it is mended when the speaker went on so soon that the
conversation takes both pieces for one request.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.hear.endpoint import Cues, EndOfTurn, Head, SmartTurn, head_cues
from voice_agent.hear.hearing import SAME_REQUEST
from voice_agent.hear.turns import LISTENS_AFTER
from voice_agent.hear.vad import SpeechGate, VoiceDetector
from voice_agent.hear.wording import Wording
from voice_agent.measure.data.hearing_data import RATE, Clip, natural, people
from voice_agent.measure.data.turn_cases import Case, cases
from voice_agent.measure.data.turn_requests import requests
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import ROOT, EndpointSettings, Settings
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import Audio, AudioFrame, Ending, Hypothesis, Query

READERS = 44  # recordings that are measured on
REQUESTS = 30  # requests, each once complete and once held up
EACH = 2  # complete turns and fragments of each
SILENCES = (300, 500, 700, 1000, 1500)  # ms
THRESHOLDS = (0.3, 0.5, 0.8, 0.9, 0.97)  # of Smart Turn alone
OURS = (0.2, 0.26, 0.32, 0.38, 0.42, 0.46, 0.52, 0.6, 0.7)
TEST_READERS = ROOT / "training" / "separator" / "readers" / "test.txt"


@dataclass(frozen=True)
class Pause:
    """A pause of a turn and what was known in it. Seconds from the start of the sound;
    ``resumed`` is None where nothing followed. ``done`` is what the sound says, ``own`` Smart
    Turn without our head, ``cues`` what the head weighs. Smart Turn is asked at ``told``, the
    recogniser at ``read``; ``cost`` and ``cost_of_words`` are what they took to compute."""

    begin: float
    told: float
    resumed: float | None
    done: float
    ending: Ending | None
    cost: float
    cost_of_words: float
    own: float | None = None
    text: str = ""
    read: float | None = None
    cues: NDArray[np.float64] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Traced:
    """A turn and its pauses; the last one is its end."""

    case: Case
    pauses: tuple[Pause, ...]


@cache
def test_readers() -> frozenset[str]:
    """LibriSpeech's readers that nothing here was trained on; none known: an empty set."""
    known = TEST_READERS.is_file()
    return frozenset(TEST_READERS.read_text("utf-8").split() if known else ())


def is_for_testing(name: str) -> bool:
    """Whether a recording, by its name, may be measured on: its reader is one of those that
    training leaves alone, or it is from another collection."""
    reader = name.split("-")[0]
    return not reader.isdigit() or not test_readers() or reader in test_readers()


def bench(settings: Settings, report: Report) -> list[Table]:
    """The curves of wait against false cut-offs for three ways to end turns."""
    clips = [clip for clip in natural(10_000) if is_for_testing(clip.name)]
    clips = clips[: report.few(READERS, 8)]
    read = traces(settings, clips or people(load_path("people-recordings")), report)
    report("end of turn: requests of synthetic voices")
    listener = Listener(settings)
    asked = requests(settings, report.few(REQUESTS, 6))
    spoken = [listener.trace(case) for case in asked]
    return [
        curves("End of turn, people who read", settings, read),
        curves("End of turn, requests of synthetic voices", settings, spoken),
    ]


def curves(title: str, settings: Settings, traced: Sequence[Traced]) -> Table:
    """Cut-offs and waits of every policy on the same turns."""
    traced = [each for each in traced if each.pauses]
    held = [each for each in traced if each.case.held is not None]
    whole = [each for each in traced if each.case.held is None]
    rows = [
        {"policy": name, "setting": setting} | outcome(policy, held, whole)
        for name, setting, policy in policies(settings.endpoint)
    ]
    costs = [pause.cost + pause.cost_of_words for each in traced for pause in each.pauses]
    voices = len({each.case.name for each in traced})
    note = (
        f"{len(whole)} complete turns, {len(held)} held up for 0.3 to 1.5 s, of {voices} "
        f"recordings; wait: last word to end of turn, with the "
        f"{float(np.median(costs)) if costs else 0:.2f} s that the cues took here"
    )
    return Table(title, rows, note)


def policies(chosen: EndpointSettings) -> Iterable[tuple[str, str, EndOfTurn]]:
    """Points of the three curves; the last of each line is what would run."""
    for silence in SILENCES:
        yield (
            "silence",
            f"{silence} ms",
            EndOfTurn(replace(chosen, engine="silence", silence_ms=silence)),
        )
    for threshold in THRESHOLDS:
        yield (
            "Smart Turn",
            f"{threshold}",
            EndOfTurn(
                replace(chosen, engine="smart", alone_ms=chosen.done_ms, done_threshold=threshold)
            ),
        )
    # As if an answer in words were as much as work.
    patient = replace(chosen, engine="words", ready_threshold=1.0, talk_threshold=1.0)
    for threshold in OURS:
        short = replace(patient, done_threshold=threshold, unsure_threshold=1.0)
        yield "ours, two waits", f"{threshold}", EndOfTurn(short)
    yield "ours", "whatever is asked", EndOfTurn(patient)
    yield "ours", "as configured", EndOfTurn(chosen)


def outcome(policy: EndOfTurn, held: Sequence[Traced], whole: Sequence[Traced]) -> dict[str, Any]:
    """Cut-offs and waits of one policy."""
    cuts = [first_end(policy, each) for each in held]
    ends = [first_end(policy, each) for each in whole]
    early = [(each, end) for each, end in zip(held, cuts, strict=True) if end and end[0].resumed]
    lost = [
        end for _, end in early if end[0].resumed and end[0].resumed - end[0].begin > SAME_REQUEST
    ]
    waits = [end[1] for end in ends if end and end[0].resumed is None] or [float("nan")]
    median, p90 = np.percentile(waits, [50, 90])
    return {
        "cut off %": _percent(len(early), len(held)),
        "not mended %": _percent(len(lost), len(held)),
        "complete, cut %": _percent(
            sum(1 for end in ends if end and end[0].resumed is not None), len(whole)
        ),
        "median wait s": round(float(median), 2),
        "p90 wait s": round(float(p90), 2),
    }


def first_end(policy: EndOfTurn, traced: Traced) -> tuple[Pause, float] | None:
    """The pause in which ``policy`` ends the turn, and after how much silence."""
    for pause in traced.pauses:
        silence = _needed(policy, pause)
        if pause.resumed is None or pause.begin + silence < pause.resumed:
            return pause, silence
    return None


def _needed(policy: EndOfTurn, pause: Pause) -> float:
    """Seconds of silence until the turn ends: cues count from when they are there."""
    if not policy.asks_smart_turn:
        return policy.needed_silence(Cues(0.0, 1.0))[0]
    known = pause.told - pause.begin + pause.cost
    if not policy.reads_words:
        own = pause.done if pause.own is None else pause.own
        return max(policy.needed_silence(Cues(0.0, 1.0, own))[0], known)
    alone = max(policy.needed_silence(Cues(0.0, 1.0, pause.done))[0], known)
    read = pause.told if pause.read is None else pause.read
    known = max(known, read - pause.begin + pause.cost_of_words)  # side by side
    both = max(policy.needed_silence(Cues(0.0, 1.0, pause.done, pause.ending))[0], known)
    return alone if alone < known else both


def traces(settings: Settings, clips: Sequence[Clip], report: Report) -> list[Traced]:
    """Every case of ``clips`` and what was known at each of its pauses."""
    careful = FasterWhisperAsr(load_path("whisper-base"), settings.asr, load_path("silero-vad"))
    listener = Listener(settings)
    found = []
    for number, clip in enumerate(clips):
        if number % 10 == 0:
            report(f"end of turn: recording {number + 1} of {len(clips)}")
        found += [listener.trace(c) for c in cases([clip], careful, seed=number, each=EACH)]
    return found


class Listener:
    """Detectors, gate, Smart Turn and recogniser, as the ears use them."""

    def __init__(self, settings: Settings) -> None:
        silero = load_path("silero-vad")
        self._settings = settings
        self._vocabulary = settings.asr.vocabulary
        self._silero = silero
        self._asr = FasterWhisperAsr(load_path(settings.asr.model), settings.asr, silero)
        self._smart = SmartTurn(load_path("smart-turn"))
        self._head = Head(load_path("endpoint"))
        self._wording = Wording(load_path("endpoint"))
        self._planner = OfflinePlanner(known_signatures())

    def trace(self, case: Case) -> Traced:
        """One turn through detectors and gate; both cues are asked at each pause."""
        vad = self._settings.vad
        detector, gate = VoiceDetector(vad, self._silero), SpeechGate(vad)
        size = RATE * vad.frame_ms // 1000
        pauses: list[Pause] = []
        read: tuple[NDArray[np.float32], float] | None = None  # a pause that is still short
        for start in range(0, len(case.samples) - size + 1, size):
            frame = AudioFrame(case.samples[start : start + size], start / RATE)
            decision = gate.step(frame.time, frame.end, detector.hear(frame))
            begin = max(0, round((decision.speech_start - vad.pre_roll_ms / 1000) * RATE))
            sound = case.samples[begin : start + size]
            if decision.kind == "resume":
                if read is None and pauses:
                    pauses[-1] = replace(pauses[-1], resumed=frame.end)
                read = None
            elif decision.kind == "pause":
                read = sound, frame.end
            if read is not None and frame.end - decision.last_speech >= LISTENS_AFTER - 1e-9:
                pauses.append(self._pause(sound, *read, decision.last_speech, frame.end))
                read = None
        return Traced(case, tuple(pauses))

    def _pause(
        self,
        heard: NDArray[np.float32],
        said: NDArray[np.float32],
        read: float,
        begin: float,
        told: float,
    ) -> Pause:
        """What Smart Turn makes of ``heard`` and the recogniser of ``said``."""
        first = _now()
        own, hidden = self._smart.look(heard)
        done = self._head.probability(own, hidden)
        second = _now()
        glances: list[tuple[Hypothesis, tuple[float, float]]] = []
        found = self._asr.transcribe(
            Audio(said, RATE),
            vocabulary=self._vocabulary,
            on_glance=lambda seen: glances.append((seen, _now())),
        )
        found, known = glances[0] if glances else (found, _now())  # what the ears decide by
        ending = found.ending
        if ending is not None:
            closed, asks = self._wording.judge(found.text)
            standing = self._planner.standing(Query(0, found.text, "speech"), Context())
            ending = replace(ending, closed=closed, asks=asks, standing=standing)
        costs = _between(first, second), _between(second, known)
        cues = head_cues(own, hidden)
        return Pause(begin, told, None, done, ending, *costs, own, found.text, read, cues)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _between(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Seconds that passed, or that were worked if those are fewer: other programs don't count."""
    return min(two[0] - one[0], two[1] - one[1])


def _percent(count: int, of: int) -> float | None:
    return round(100.0 * count / of, 1) if of else None
