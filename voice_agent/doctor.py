"""Checks this machine: what works, what is missing, and how to mend each thing.

A check answers with a ``Finding``. "broken" means that the main job (hear a request, do it,
answer) cannot run; "missing" is worth mending, but something stands in for it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from voice_agent.catalogue import Catalogue
from voice_agent.catalogue_file import Model, format_size
from voice_agent.errors import AgentError
from voice_agent.settings import ROOT, Settings
from voice_agent.think.chat_server import NO_KEY, find_server

Verdict = Literal["ok", "missing", "broken", "optional"]

MINIMUM_DISK = 500_000_000  # bytes
MINIMUM_MEMORY = 3_000_000_000
DEVICE_TIMEOUT = 20.0  # seconds; a stuck sound server must not hang the doctor


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` is the next step when it is not "ok"."""

    name: str
    verdict: Verdict
    detail: str
    remedy: str = ""


def examine(
    settings: Settings, catalogue: Catalogue, environment: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """All findings, in the order a person would mend them; each as soon as it is known."""
    environment = os.environ if environment is None else environment
    yield check_python(sys.version_info[:3])
    yield check_packages(ROOT / "requirements.txt")
    yield from check_sound(settings, probe_sound())
    for model in catalogue:
        yield check_model(model, catalogue)
    yield check_ffmpeg()
    yield check_folder("recordings", settings.recordings_directory(), MINIMUM_DISK)
    yield check_folder("models folder", catalogue.directory, MINIMUM_DISK)
    yield check_machine(_processors(), _memory())
    yield check_planner(settings, environment)
    yield from check_extras(shutil.which)


def is_fit(findings: list[Finding]) -> bool:
    """Whether the main job can run here."""
    return all(finding.verdict != "broken" for finding in findings)


# --- Python -------------------------------------------------------------------------------


def check_python(version: tuple[int, ...]) -> Finding:
    text = ".".join(str(part) for part in version)
    if (3, 10) <= version[:2] <= (3, 13):
        return Finding("Python", "ok", text)
    remedy = "install Python 3.12 and run: PYTHON=python3.12 make setup (after removing .venv)"
    return Finding("Python", "broken", f"{text} is not one of 3.10 to 3.13", remedy)


def check_packages(requirements: Path) -> Finding:
    """Whether every direct dependency is installed; imports none of them."""
    from importlib import metadata

    from packaging.requirements import Requirement

    try:
        lines = requirements.read_text(encoding="utf-8").splitlines()
    except OSError:  # installed without the checkout: pip has seen to it
        return Finding("Python packages", "ok", "installed by pip")
    wanted = [Requirement(text) for line in lines if (text := line.partition("#")[0].strip())]
    wanted = [w for w in wanted if w.marker is None or w.marker.evaluate()]
    absent = []
    for requirement in wanted:
        try:
            metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            absent.append(requirement.name)
    if absent:
        return Finding(
            "Python packages", "broken", f"not installed: {', '.join(absent)}", "make setup"
        )
    return Finding("Python packages", "ok", f"all {len(wanted)} installed")


# --- sound --------------------------------------------------------------------------------

_PROBE = """
import json
try:
    import sounddevice
except ImportError:
    print(json.dumps({"problem": "package"}))
except OSError:
    print(json.dumps({"problem": "library"}))
else:
    found = {"version": sounddevice.get_portaudio_version()[1], "devices": []}
    for device in sounddevice.query_devices():
        found["devices"].append(
            [device["name"], device["max_input_channels"], device["max_output_channels"]]
        )
    for kind in ("input", "output"):
        try:
            found[kind] = sounddevice.query_devices(kind=kind)["name"]
        except (sounddevice.PortAudioError, ValueError):
            found[kind] = None
    print(json.dumps(found))
"""


def probe_sound() -> dict[str, Any]:
    """What PortAudio sees. Asked in another process: sound libraries write to the terminal
    from C, and a stuck sound server may never answer."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=DEVICE_TIMEOUT,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"problem": "stuck"}
    except (ValueError, LookupError):
        return {"problem": "crashed"}
    return answer


_SOUND_PROBLEMS = {
    "package": ("the package sounddevice is not installed", "make setup"),
    "library": (
        "the PortAudio library is not installed",
        "sudo apt-get install libportaudio2 (Debian, Ubuntu), or portaudio of your system",
    ),
    "stuck": ("the sound system does not answer", "restart the sound server or the machine"),
    "crashed": ("PortAudio cannot start", "main.py devices --test may say more"),
}


def check_sound(settings: Settings, probe: Mapping[str, Any]) -> Iterator[Finding]:
    """PortAudio, microphone and speaker; without them text mode and files still work."""
    if problem := probe.get("problem"):
        detail, remedy = _SOUND_PROBLEMS[problem]
        yield Finding("PortAudio", "missing", f"{detail}; talk runs in text mode", remedy)
        return
    yield Finding("PortAudio", "ok", str(probe["version"]).split(",")[0])
    wishes = {"input": settings.audio.input_device, "output": settings.audio.output_device}
    for index, (kind, name) in enumerate((("input", "microphone"), ("output", "speaker"))):
        devices = [device for device in probe["devices"] if device[1 + index] > 0]
        yield _check_device(name, kind, wishes[kind], probe[kind], [d[0] for d in devices])


def _check_device(
    name: str, kind: str, wish: str, default: str | None, devices: list[str]
) -> Finding:
    instead = "talk runs in text mode" if kind == "input" else "answers go to files"
    if not devices:
        remedy = "plug one in, or choose another sound device in the system's settings"
        return Finding(name, "missing", f"none found; {instead}", remedy)
    if wish and not wish.isdigit() and not any(wish.lower() in d.lower() for d in devices):
        detail = f"the settings ask for '{wish}', which is not here; {instead}"
        return Finding(
            name, "missing", detail, f"main.py devices lists them; set audio.{kind}_device"
        )
    return Finding(name, "ok", wish or default or devices[0])


# --- models, tools, machine ---------------------------------------------------------------


def check_model(model: Model, catalogue: Catalogue) -> Finding:
    """Present and undamaged. Without a core model the main job cannot run."""
    name = f"model {model.name}"
    state = catalogue.state(model.name)
    if state == "present":
        return Finding(name, "ok", f"{model.size_text}, verified")
    detail = f"{state} ({model.size_text}): {model.purpose}"
    remedy = f"main.py models fetch {model.name}"
    if state == "missing" and not model.default:
        return Finding(name, "optional", detail, remedy)
    return Finding(name, "broken" if model.group == "core" else "missing", detail, remedy)


def check_ffmpeg() -> Finding:
    try:
        import imageio_ffmpeg

        program = Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return Finding(
            "ffmpeg", "missing", "none for this platform; no video is made", "make setup"
        )
    return Finding("ffmpeg", "ok", program.name)


def check_folder(name: str, folder: Path, minimum: int) -> Finding:
    """Whether a folder (or the nearest one above it) can be written and has room."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        remedy = f"chmod u+rwx {place}, or choose another folder in the settings"
        return Finding(name, "broken", f"{folder} cannot be written", remedy)
    free = shutil.disk_usage(place).free
    if free < minimum:
        return Finding(name, "missing", f"{folder}: only {format_size(free)} free", "make room")
    return Finding(name, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def check_machine(processors: int, memory: int | None) -> Finding:
    detail = f"{processors} CPU core{'s' if processors != 1 else ''}"
    if memory is None:
        return Finding("machine", "ok", detail)
    detail += f", {memory / 1e9:.0f} GB memory"
    if memory < MINIMUM_MEMORY:
        return Finding("machine", "missing", detail, "close other programs; 3 GB are comfortable")
    return Finding("machine", "ok", detail)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int | None:
    """Physical memory in bytes, where the system tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


# --- planner and extras -------------------------------------------------------------------


def check_planner(settings: Settings, environment: Mapping[str, str]) -> Finding:
    """Which planner is set up. Says whether a key is there, never what it is."""
    if settings.planner.engine == "offline":
        return Finding("planner", "ok", "offline, on this machine (an LLM: --profile openai)")
    try:
        server = find_server(settings.openai, environment)
    except AgentError as error:
        return Finding("planner", "broken", error.problem, error.remedy)
    where = urlsplit(server.base_url).hostname or "OpenAI's server"
    held = "no key" if server.key == NO_KEY else "key set"
    return Finding("planner", "ok", f"{server.model} on {where}, {held}")


def check_extras(which: Callable[[str], str | None]) -> Iterator[Finding]:
    """Things that add to what the assistant can do; nothing needs them."""
    for program, use, package in (
        ("espeak-ng", "speaks other languages", "espeak-ng"),
        ("apertium", "translates text by rules", "apertium apertium-eng-spa"),
    ):
        found = which(program)
        if found:
            yield Finding(program, "ok", found)
        else:
            yield Finding(program, "optional", use, f"sudo apt-get install {package}")
    from importlib.util import find_spec

    if find_spec("TTS") is not None:
        yield Finding("coqui-tts", "ok", "installed")
    else:
        remedy = "pip install -r requirements-coqui.txt"
        yield Finding("coqui-tts", "optional", "more voices", remedy)
