"""``devices``: which audio devices there are, which are used, and whether they work."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voice_agent.settings import AudioSettings
    from voice_agent.sound.devices import Direction
    from voice_agent.units import Audio

_SECONDS = 3.0
_SILENT, _QUIET, _CLIPPED = -60.0, -35.0, -0.1  # peak in dBFS


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "devices",
        help="audio devices and which are used",
        description="List microphones and loudspeakers; --test records three seconds and "
        "plays them back.",
        epilog='example: main.py devices --test --input-device "USB"',
    )
    parser.add_argument("--test", action="store_true", help="record 3 s, then play them back")
    parser.add_argument("--input-device", metavar="D", default="", help="name or index")
    parser.add_argument("--output-device", metavar="D", default="", help="name or index")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run, setting_flags=device_flags)


def device_flags(arguments: argparse.Namespace) -> dict[str, str]:
    wanted = {
        "audio.input_device": arguments.input_device,
        "audio.output_device": arguments.output_device,
    }
    return {key: name for key, name in wanted.items() if name}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.hear.devices import describe_devices

    settings: AudioSettings = arguments.settings.audio
    if arguments.test:
        return _test(settings, as_json=arguments.json)
    if arguments.json:
        print(json.dumps(_document(settings)))
        return 0
    print(describe_devices(settings))
    print("\n> in use   * the system's default. Choose with [audio] input_device, output_device.")
    return 0


def _document(settings: AudioSettings) -> dict[str, Any]:
    """All devices, and the index of those in use (None: there is none)."""
    from voice_agent.hear.devices import used_device
    from voice_agent.sound import soundcard

    devices = soundcard.shared().devices()
    used: dict[str, int | None] = {}
    ways: tuple[Direction, ...] = ("input", "output")
    for way in ways:
        able = any(device.channels(way) for device in devices)
        used[way] = used_device(settings, way).index if able else None
    return {"devices": [dataclasses.asdict(device) for device in devices], "used": used}


def _test(settings: AudioSettings, *, as_json: bool) -> int:
    from voice_agent.errors import Cancel
    from voice_agent.hear.devices import used_device
    from voice_agent.hear.recorder import Recorder
    from voice_agent.speak.player import Player

    names = {
        "input": used_device(settings, "input").name,
        "output": used_device(settings, "output").name,
    }
    _tell(f"microphone: {names['input']}; loudspeaker: {names['output']}")
    player = Player(settings)
    try:
        _tell(f"recording {_SECONDS:.0f} seconds: say something")
        sound = Recorder(settings).record(_SECONDS, Cancel())
        report = measure(sound)
        _tell(f"peak {report['peak_dbfs']:.0f} dBFS, {report['remark']}")
        _tell("playing it back")
        heard = player.wait(player.play(sound))
    finally:
        player.close()
    report |= {**names, "played": heard}
    if as_json:
        print(json.dumps(report))
    return 0 if heard and report["peak_dbfs"] > _SILENT else 1


def measure(sound: Audio) -> dict[str, Any]:
    """Level of a recording in dBFS, and what to do about it."""
    import numpy as np

    from voice_agent.sound.features import dbfs

    peak = float(np.abs(sound.samples).max()) if sound.frames else 0.0
    peak_dbfs = 20.0 * float(np.log10(max(peak, 1e-6)))
    if peak_dbfs < _SILENT:
        remark = "silent: is the microphone muted, or is another one meant?"
    elif peak_dbfs < _QUIET:
        remark = "very quiet: come closer or raise the input level"
    elif peak_dbfs > _CLIPPED:
        remark = "too loud: lower the input level"
    else:
        remark = "a good level"
    return {
        "seconds": round(sound.seconds, 3),
        "sample_rate": sound.rate,
        "level_dbfs": round(dbfs(sound.samples), 1),
        "peak_dbfs": round(peak_dbfs, 1),
        "remark": remark,
    }


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
