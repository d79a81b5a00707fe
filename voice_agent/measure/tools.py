"""What each tool costs: real-time factor and peak memory at 10 s, 1 min and 10 min.

Every run is a process of its own, so that its memory is its own: what it needs with its
models loaded, beside what an empty run of the same tool (a tenth of a second) needs.

A length that would keep the processor busy for more than ``LONGEST`` seconds, as the length
before it lets expect, is left out, and the row says so: ten minutes of talking head take about
five, and there is nothing in them that one minute does not show.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voice_agent.measure.table import Report, Table
from voice_agent.settings import ROOT, Settings

LENGTHS = (10.0, 60.0, 600.0)  # seconds
LONGEST = 180.0  # seconds of the processor's time that a row may take
_PATIENCE = 20.0  # times as long by the clock, on a machine that is busy with other things
_PICTURE = ROOT / "config" / "demos" / "seashore.jpg"
_WORDS_PER_SECOND = 2.5
_SUNG_SHARE = 0.5  # of the words that would be spoken in the same time
_TEXT = "The meeting starts at nine, and everybody who wants to come should bring a chair. "

_FIGURES = ("real_time_factor", "processor", "peak_mb", "models_mb")

# What to give a tool for a length of sound: arguments by name.
Arguments = Callable[[Path, float], dict[str, Any]]


def _recording(path: Path, seconds: float) -> dict[str, Any]:
    return {"audio": str(path)}


def _text(path: Path, seconds: float) -> dict[str, Any]:
    words = max(3, round(seconds * _WORDS_PER_SECOND))
    per_text = len(_TEXT.split())
    return {"text": " ".join((_TEXT * (words // per_text + 1)).split()[:words])}


def _translation(path: Path, seconds: float) -> dict[str, Any]:
    return {"audio": str(path), "target_language": "English"}


def _style(path: Path, seconds: float) -> dict[str, Any]:
    example = path.with_name(f"{LENGTHS[0]:g}.wav")
    return {"reference": str(example), **_text(path, seconds)}


def _lyrics(path: Path, seconds: float) -> dict[str, Any]:
    return _text(path, seconds * _SUNG_SHARE)


def _description(path: Path, seconds: float) -> dict[str, Any]:
    description = "heavy rain on leaves with thunder, a dog barking and footsteps on gravel"
    return {"description": description, "duration": max(0.5, min(seconds, 300.0)), "seed": 1}


CASES: dict[str, Arguments] = {
    "transcribe_speech": _recording,
    "enhance_speech": _recording,
    "separate_speech": _recording,
    "binauralize": _recording,
    "translate_speech": _translation,
    "transfer_style": _style,
    "detect_sounds": _recording,
    "synthesize_speech": _text,
    "sing": _lyrics,
    "synthesize_talking_head": _recording,
    "generate_audio": _description,
    "compose_music": lambda path, seconds: {
        "description": "calm",
        "duration": max(5.0, min(seconds, 300.0)),
    },
    "caption_audio": _recording,
    "detect_target_sound": lambda path, seconds: {"audio": str(path), "description": "speech"},
    "extract_sound": lambda path, seconds: {"audio": str(path), "description": "a voice"},
    "caption_image": lambda path, seconds: {"image": str(_PICTURE)},
    "generate_audio_from_image": lambda path, seconds: {
        "image": str(_PICTURE),
        "duration": max(0.5, min(seconds, 300.0)),
    },
    "inpaint_audio": lambda path, seconds: {
        "audio": str(path),
        "start": 0.4 * seconds,
        "end": 0.4 * seconds + min(0.5, 0.2 * seconds),
    },
}


def bench(settings: Settings, report: Report) -> list[Table]:
    """One row for each tool and length; the sound is a person reading, again and again."""
    lengths = LENGTHS[: report.few(len(LENGTHS), 1)]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = {seconds: _long_recording(Path(folder), seconds) for seconds in (0.1, *LENGTHS)}
        for tool, arguments in CASES.items():
            rows += _costs(tool, arguments, paths, lengths, report)
    note = (
        "a person reading at 44.1 kHz mono; processor: seconds of it for a second of sound; "
        "play_audio and record_audio take real time"
    )
    return [Table("Tools", rows, note)]


def _costs(
    tool: str,
    arguments: Arguments,
    paths: dict[float, Path],
    lengths: tuple[float, ...],
    report: Report,
) -> list[dict[str, Any]]:
    """The rows of one tool."""
    folder = paths[0.1].parent
    report(f"{tool}: loading only")
    base = _run(tool, arguments(paths[0.1], 0.1), folder)
    rows: list[dict[str, Any]] = []
    expected = 0.0  # seconds of the processor for a second of sound
    for seconds in lengths:
        row: dict[str, Any] = {"tool": tool, "seconds": seconds, **dict.fromkeys(_FIGURES)}
        rows.append(row)
        row["left_out"] = ""
        if expected * seconds > LONGEST:
            row["left_out"] = f"would take about {expected * seconds / 60.0:.0f} min"
            continue
        report(f"{tool}: {seconds:g} s")
        try:
            used = _run(tool, arguments(paths[seconds], seconds), folder)
        except subprocess.SubprocessError as error:
            row["left_out"] = _reason(error)
            continue
        length = used["made"] if arguments in (_text, _lyrics, _style) else seconds
        expected = used["processor"] / seconds
        row |= {
            "seconds": round(length, 1),
            "real_time_factor": round(used["seconds"] / length, 3),
            "processor": round(used["processor"] / length, 3),
            "peak_mb": round(used["peak_mb"]),
            "models_mb": round(base["peak_mb"]),
        }
    return rows


def _reason(error: subprocess.SubprocessError) -> str:
    """The last line of what a tool's process complained of."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout / 60.0:.0f} min"
    lines = str(getattr(error, "stderr", "")).strip().splitlines()
    return f"failed: {lines[-1] if lines else error}"


def _long_recording(folder: Path, seconds: float) -> Path:
    """The reader of the recordings of people, repeated and cut to ``seconds``."""
    from voice_agent.catalogue import load_path
    from voice_agent.sound import files

    source = load_path("people-recordings") / "two_cities.wav"
    path = folder / f"{seconds:g}.wav"
    with files.AudioWriter(path, 44_100, 1) as writer:
        wanted = round(seconds * 44_100)
        while writer.frames < wanted:
            for block in files.blocks(source, 10.0, rate=44_100, mono=True):
                writer.write(block.samples[: wanted - writer.frames])
    return path


def _run(tool: str, arguments: dict[str, Any], folder: Path) -> dict[str, float]:
    """The tool in a fresh process; the models load before the clock starts."""
    job = json.dumps({"tool": tool, "arguments": arguments, "folder": str(folder)})
    done = subprocess.run(
        [sys.executable, "-m", "voice_agent.measure.tools"],
        cwd=ROOT, input=job, capture_output=True, text=True, check=True,
        timeout=_PATIENCE * LONGEST,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """The process that ``_run`` starts: a job on standard input, what it used on output."""
    job = json.load(sys.stdin)
    json.dump(_measured(job["tool"], job["arguments"], Path(job["folder"])), sys.stdout)


def _measured(tool: str, arguments: dict[str, Any], folder: Path) -> dict[str, float]:
    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.session import Session
    from voice_agent.settings import load
    from voice_agent.speak.silent import SilentOutput
    from voice_agent.tools import registry
    from voice_agent.tools.context import ToolContext
    from voice_agent.units import Cancel

    directory = Path(tempfile.mkdtemp(dir=folder))
    settings = load()
    session = Session(directory, keep="turns")  # files are used where they lie
    engines = SharedEngines(settings, Bus(), SilentOutput())
    context = ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
    chosen = registry.discover()[tool]
    given = dict(arguments)
    for name in chosen.signature.file_arguments:
        given[name] = session.attach(Path(given[name]))[0].path
    small = dict(given)
    if "text" in small:
        small["text"] = "Hello."
    elif "audio" in small:
        small["audio"] = session.attach(folder / "0.1.wav")[0].path
        small |= {"start": 0.04, "end": 0.06} if "start" in small else {}
    chosen.run(context, small)
    wall, processor = time.perf_counter(), time.process_time()
    output = chosen.run(context, given)
    made = [artifact.seconds for artifact in output.artifacts if artifact.seconds]
    return {
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "peak_mb": _peak_megabytes(),
        "made": made[0] if made else 0.0,
    }


def _peak_megabytes() -> float:
    """The most memory that this process ever had resident."""
    status = Path("/proc/self/status")
    if status.is_file():  # getrusage also counts the parent, before the program was started
        line = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
