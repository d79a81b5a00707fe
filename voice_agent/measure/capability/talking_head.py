"""Whether lips and voice go together: in the films themselves, beside a mouth that only flaps.

The opening of the mouth is counted in the pictures (pixels that are neither skin nor lip), not
taken from what the program meant to draw. Natural speech: correlation with the loudness of the
audio and the delay at which it is highest. The assistant's own voice, whose phoneme times are
known: whether lips are closed on p, b, m, and open in vowels. And the film: is its sound the
sound that went in, in step at both ends?
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.report.table import Report, Table, mean_of, share_of
from voice_agent.measure.scores.lips import (
    HEIGHT,
    best_lag,
    contacts,
    flapping,
    frame_loudness,
    jitter_of,
    vowels_open,
    watch,
)
from voice_agent.portrait.people import Name
from voice_agent.portrait.visemes import Sound
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.tools.context import ToolContext, ToolOutput
from voice_agent.units import Audio, StepResult

CLIPS = 10
SECONDS = 5.0  # of each natural clip at most
TEXTS = (
    "Bob bought a big blue boat, but maybe Pam paid for it.",
    "My mother makes pepper bread and apple jam in summer.",
    "Please put the paper cups back in the cupboard before lunch.",
    "The museum will be open from April to the middle of November.",
    "Many people believe that books are better company than computers.",
    "A small brown puppy jumped over the broken bamboo umbrella.",
    "The number of members may be bigger than expected by Monday.",
    "Somebody must have bumped into the lamp behind the piano.",
)


def capability(settings: Settings, report: Report, *, speech: Path | None = None) -> list[Table]:
    """Three tables; ``speech`` is a folder of natural utterances, else recordings of people."""
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(settings, Path(folder))
        natural = _natural(bench, speech, report)
        voiced, ours = _own_voice(bench, report)
        film = _film_rows(bench, ours, report)
    source = f"files of {speech.name}" if speech else "pieces of recordings of people"
    return [
        Table(
            "Lips and loudness", natural, f"n = {report.few(CLIPS, 2)}, {source}; counted in frames"
        ),
        Table("Lips on p, b, m and in vowels", voiced, f"n = {len(ours)} sentences of our voice"),
        Table("Films", film, "sound decoded from the file beside the sound that went in"),
    ]


class _Bench:
    """A session with its tools, to make films in."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        from voice_agent.engines import SharedEngines
        from voice_agent.errors import Cancel
        from voice_agent.events import Bus
        from voice_agent.session import Session
        from voice_agent.speak.silent import SilentOutput

        self.session = Session(folder)
        engines = SharedEngines(settings, Bus(), SilentOutput())
        self.context = ToolContext(
            self.session, engines, settings, Cancel(), lambda fraction, what: None
        )

    def take_in(self, audio: Audio) -> str:
        return self.session.write_audio(audio, "clip", "attached", 0)

    def say(self, text: str) -> tuple[str, list[Sound]]:
        """The text spoken by the assistant, and when it says which sound."""
        from voice_agent.portrait.timing import known
        from voice_agent.sound import phoneme_times
        from voice_agent.tools.synthesize_speech import synthesize_speech

        made = synthesize_speech(self.context, text).artifacts
        self.session.add_artifacts(
            StepResult(0, 1, "synthesize_speech", {}, True, artifacts=made), ()
        )
        where = self.session.locate(made[0].path)
        return made[0].path, known(phoneme_times.read(where))

    def film(self, path: str, height: int = HEIGHT) -> tuple[ToolOutput, Path]:
        from voice_agent.tools.synthesize_talking_head import synthesize_talking_head

        output = synthesize_talking_head(self.context, path, height=height)
        return output, self.session.directory / output.artifacts[0].path


def _natural(bench: _Bench, speech: Path | None, report: Report) -> list[dict[str, Any]]:
    found: dict[str, list[tuple[float, int]]] = {"synthesize_talking_head": [], "flap": []}
    jitter: dict[str, list[float]] = {name: [] for name in found}
    for number, audio in enumerate(clips(speech)[: report.few(CLIPS, 2)]):
        report(f"clip {number + 1}")
        path = bench.take_in(audio)
        output, film = bench.film(path)
        takes = {
            "synthesize_talking_head": watch(frames_of(film), _who(output)),
            "flap": flapping(audio, _who(output)),
        }
        for name, take in takes.items():
            envelope = frame_loudness(audio, len(take.openings), take.fps)
            found[name].append(best_lag(take.openings, envelope))
            jitter[name].append(jitter_of(take.openings))
    return [
        {
            "system": name,
            "correlation": mean_of([r for r, _ in results]),
            "worst": round(min(r for r, _ in results), 3),
            "best_lag_frames": round(float(np.mean([lag for _, lag in results])), 2),
            "within_a_frame_%": round(100 * float(np.mean([abs(lag) <= 1 for _, lag in results]))),
            "jitter": round(float(np.mean(jitter[name])), 3),
        }
        for name, results in found.items()
    ]


def _own_voice(bench: _Bench, report: Report) -> tuple[list[dict[str, Any]], list[str]]:
    closed: dict[str, list[bool]] = {}
    opened: dict[str, list[bool]] = {}
    paths: list[str] = []
    chosen = TEXTS[: report.few(len(TEXTS), 2)]
    for number, text in enumerate(chosen):
        report(f"sentence {number + 1} of {len(chosen)}")
        path, truth = bench.say(text)
        paths.append(path)
        audio = files.read(bench.session.locate(path))
        unknown = bench.take_in(audio)  # the same sound, but nobody knows its phonemes
        exact, heard = (bench.film(p) for p in (path, unknown))
        who = _who(exact[0])
        takes = {
            "phoneme times known": watch(frames_of(exact[1]), who),
            "words recognised": watch(frames_of(heard[1]), who),
            "flap": flapping(audio, who),
        }
        for name, take in takes.items():
            closed.setdefault(name, []).extend(contacts(take, truth))
            opened.setdefault(name, []).extend(vowels_open(take, truth))
    rows = [
        {
            "system": name,
            "closures": len(closed[name]),
            "closed_within_a_frame_%": share_of(sum(closed[name]), len(closed[name])),
            "vowels": len(opened[name]),
            "open_in_vowels_%": share_of(sum(opened[name]), len(opened[name])),
        }
        for name in closed
    ]
    return rows, paths


def _film_rows(bench: _Bench, paths: Sequence[str], report: Report) -> list[dict[str, Any]]:
    """A sentence and a reader at 512 pixels."""
    report("films")
    rows = []
    reader = files.read(load_path("people-recordings") / "two_cities.wav", max_seconds=20.0)
    for name, path in (("our voice", paths[0]), ("a reader", bench.take_in(reader))):
        started, used = time.perf_counter(), time.process_time()
        output, film = bench.film(path, height=512)
        wall, used = time.perf_counter() - started, time.process_time() - used
        given, got = files.read(bench.session.locate(path)), files.read(film)
        seconds = given.seconds
        rows.append(
            {
                "sound": name,
                "seconds": round(seconds, 2),
                "film_seconds": round(output.data["frames"] / output.data["frames_per_second"], 2),
                "offset_start_ms": round(offset(given, got, 0.0), 2),
                "offset_end_ms": round(offset(given, got, max(0.0, seconds - 2.0)), 2),
                "real_time_factor": round(wall / seconds, 2),
                "processor_per_second": round(used / seconds, 2),
                "megabytes_per_minute": round(film.stat().st_size / 1e6 / seconds * 60, 2),
            }
        )
    return rows


def clips(speech: Path | None) -> list[Audio]:
    """``CLIPS`` pieces of natural speech: the last files of a folder, or parts of recordings."""
    if speech is not None:
        paths = one_a_reader(speech)[-CLIPS:]
        return [files.read(path, max_seconds=SECONDS) for path in paths]
    folder = load_path("people-recordings")
    found: list[Audio] = []
    for name in ("two_cities", "beckett", "endgame_nagg_nell"):
        whole = files.blocks(folder / f"{name}.wav", 5.0)
        found += [piece for piece in whole if piece.seconds > 4.0]
    return found[:CLIPS]


def frames_of(film: Path) -> Iterable[NDArray[np.uint8]]:
    """The pictures of a film, one after the other."""
    import av

    with av.open(str(film)) as container:
        for frame in container.decode(container.streams.video[0]):
            yield frame.to_ndarray(format="rgb24")


def offset(given: Audio, got: Audio, start: float, seconds: float = 2.0) -> float:
    """By how many ms the second comes later than the first, ``start`` seconds into them."""
    import soxr

    rate = 48_000
    pieces = []
    for audio in (given, got):
        samples = soxr.resample(audio.mono(), audio.rate, rate)
        pieces.append(samples[round(start * rate) : round((start + seconds) * rate)])
    size = 2 * max(map(len, pieces))
    first, second = (np.fft.rfft(piece, size) for piece in pieces)
    similar = np.fft.irfft(second * np.conj(first), size)
    lag = int(similar.argmax())
    return 1000.0 * (lag if lag < size // 2 else lag - size) / rate


def _who(output: ToolOutput) -> Name:
    return "man" if "a man" in (output.text or "") else "woman"
