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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from voice_agent.errors import UsageError
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import ROOT, Settings

LENGTHS = (10.0, 60.0, 600.0)  # seconds
LONGEST = 150.0  # seconds of the processor's time that a row may take
_PATIENCE = 20.0  # times as long by the clock, on a machine that is busy with other things
_SEASHORE = ROOT / "config" / "demos" / "seashore.jpg"
_MOST = 300.0  # seconds that generate_audio and compose_music make at most
_WORDS_PER_SECOND = 2.5
_SUNG_SHARE = 0.4  # of the words that would be spoken in the same time
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
    return {"description": description, "duration": max(0.5, min(seconds, _MOST)), "seed": 1}


def _music(path: Path, seconds: float) -> dict[str, Any]:
    return {"description": "calm", "duration": max(5.0, min(seconds, _MOST)), "seed": 1}


def _picture(path: Path, seconds: float) -> dict[str, Any]:
    return {"image": str(_SEASHORE)}


def _pictured(path: Path, seconds: float) -> dict[str, Any]:
    return {**_picture(path, seconds), "duration": max(0.5, min(seconds, _MOST)), "seed": 1}


def _gap(path: Path, seconds: float) -> dict[str, Any]:
    start = 0.4 * seconds
    return {"audio": str(path), "start": start, "end": start + min(0.5, 0.2 * seconds)}


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
    "compose_music": _music,
    "caption_audio": _recording,
    "detect_target_sound": lambda path, seconds: {"audio": str(path), "description": "speech"},
    "extract_sound": lambda path, seconds: {"audio": str(path), "description": "a voice"},
    "caption_image": _picture,
    "generate_audio_from_image": _pictured,
    "inpaint_audio": _gap,
}
_MAKERS = (_text, _lyrics, _style, _description, _music, _pictured)  # whose length is what is made


def bench(settings: Settings, report: Report) -> list[Table]:
    """One row for each tool and length; the sound is a person reading, again and again."""
    lengths = LENGTHS[: report.few(len(LENGTHS), 1)]
    tools = _chosen(report.only)
    kept = _Kept(report.kept, lengths)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = {seconds: _long_recording(Path(folder), seconds) for seconds in (0.1, *lengths)}
        for tool in tools:
            found = kept.rows(tool)
            if found is None:
                found = _costs(tool, CASES[tool], paths, lengths, report)
                kept.add(tool, found)
            rows += found
    note = (
        "a person reading at 44.1 kHz mono; processor: seconds of it for a second of sound; "
        "play_audio and record_audio take real time"
    )
    return [Table("Tools", rows, note)]


def _chosen(names: Sequence[str]) -> list[str]:
    """The tools of these names, all of none; ``UsageError`` for what is no tool."""
    wrong = [name for name in names if name not in CASES]
    if wrong:
        raise UsageError(f"no tool '{wrong[0]}' is measured", f"take some of {', '.join(CASES)}")
    return [tool for tool in CASES if not names or tool in names]


class _Kept:
    """The rows of tools that were measured before, a line of JSON each; nothing without a file."""

    def __init__(self, path: Path | None, lengths: tuple[float, ...]) -> None:
        self._path = path
        self._lengths = list(lengths)
        self._known: dict[str, list[dict[str, Any]]] = {}
        try:
            lines = path.read_text("utf-8").splitlines() if path and path.exists() else []
            for line in map(json.loads, lines):
                if line["lengths"] == self._lengths:
                    self._known[line["tool"]] = line["rows"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"'{path}' is no file of costs", "name a new one") from error

    def rows(self, tool: str) -> list[dict[str, Any]] | None:
        return self._known.get(tool)

    def add(self, tool: str, rows: list[dict[str, Any]]) -> None:
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                document = {"tool": tool, "lengths": self._lengths, "rows": rows}
                print(json.dumps(document), file=file)


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
    empty = {"tool": tool, "seconds": lengths[0], **dict.fromkeys(_FIGURES), "left_out": ""}
    try:
        base = _run(tool, arguments(paths[0.1], 0.1), folder)
    except subprocess.SubprocessError as error:
        return [{**empty, "left_out": _reason(error)}]
    rows: list[dict[str, Any]] = []
    expected = 0.0  # seconds of the processor for a second of sound
    for seconds in lengths if arguments is not _picture else lengths[:1]:
        row: dict[str, Any] = {**empty, "seconds": seconds}
        rows.append(row)
        if expected * seconds > LONGEST:
            row["left_out"] = f"would take about {expected * seconds / 60.0:.0f} min"
            continue
        report(f"{tool}: {seconds:g} s")
        try:
            used = _run(tool, arguments(paths[seconds], seconds), folder)
        except subprocess.SubprocessError as error:
            row["left_out"] = _reason(error)
            continue
        length = used["made"] if arguments in _MAKERS else seconds
        expected = used["processor"] / length
        row |= {
            "seconds": round(length, 1),
            "real_time_factor": round(used["seconds"] / length, 3),
            "processor": round(used["processor"] / length, 3),
            "peak_mb": round(used["peak_mb"]),
            "models_mb": round(base["peak_mb"]),
        }
        if arguments is _picture:
            left_out = f"no sound: {used['processor']:.1f} s of the processor a picture"
            row |= {"real_time_factor": None, "processor": None, "left_out": left_out}
    return rows


def _reason(error: subprocess.SubprocessError) -> str:
    """The last line of what a tool's process complained of."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout / 60.0:.0f} min"
    lines = str(getattr(error, "stderr", "")).strip().splitlines()
    said = lines[-1].removeprefix("voice_agent.errors.AgentError: ") if lines else str(error)
    return f"failed: {said}"


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
        [sys.executable, "-m", "voice_agent.measure.bench.tools"],
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
    from voice_agent.errors import Cancel
    from voice_agent.events import Bus
    from voice_agent.session import Session
    from voice_agent.settings import load
    from voice_agent.speak.silent import SilentOutput
    from voice_agent.tools import registry
    from voice_agent.tools.context import ToolContext

    directory = Path(tempfile.mkdtemp(dir=folder))
    settings = load()
    session = Session(directory, keep="turns")  # files are used where they lie
    engines = SharedEngines(settings, Bus(), SilentOutput())
    context = ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
    chosen = registry.discover()[tool]
    given = dict(arguments)
    for name in given.keys() & chosen.signature.file_arguments.keys():
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
