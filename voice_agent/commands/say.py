"""``say``: the voice alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_agent.events import Event
    from voice_agent.units import SpeechChunk


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "say",
        help="the voice alone",
        description="Speak a text aloud, or into a file.",
        epilog='example: main.py say "Good evening." --out hello.wav --speed 0.9',
    )
    parser.add_argument("text", help='what to say; "-" reads standard input')
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write a WAV (or mp3, flac, ogg, m4a) instead of playing",
    )
    parser.add_argument("--speed", type=float, default=None, help="0.5 to 2")
    parser.add_argument("--pitch", type=float, default=None, help="semitones, -12 to 12")
    parser.add_argument("--energy", type=float, default=0.0, help="dB")
    parser.add_argument("--json", action="store_true", help="print what was made as JSON")
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(arguments: argparse.Namespace) -> dict[str, float]:
    flags = {"voice.speed": arguments.speed, "voice.pitch": arguments.pitch}
    return {name: value for name, value in flags.items() if value is not None}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.build import make_output
    from voice_agent.engines import SharedEngines
    from voice_agent.errors import AgentError, UsageError
    from voice_agent.events import Bus
    from voice_agent.speak.silent import SilentOutput

    text = sys.stdin.read() if arguments.text == "-" else arguments.text
    if not any(letter.isalnum() for letter in text):
        raise AgentError("there is nothing to say", "give some words")
    if not -40 <= arguments.energy <= 20:
        raise UsageError(f"--energy is {arguments.energy}", "it must be -40 to 20 dB")
    settings = arguments.settings
    bus = Bus()
    bus.subscribe(_told)
    output, remark = (SilentOutput(), "") if arguments.out else make_output(settings, bus)
    if remark:
        raise AgentError("there is no loudspeaker to say it on", "write a file with --out FILE")
    voice = SharedEngines(settings, bus, output).voice()
    chunks = voice.speak(
        text, speed=settings.voice.speed, pitch=settings.voice.pitch, energy=arguments.energy
    )
    seconds = 0.0
    if arguments.out:
        seconds = _write(chunks, voice.rate, arguments.out)
    else:
        for chunk in chunks:
            output.play(chunk.audio)
            seconds += chunk.audio.seconds
        output.drain()
    output.close()
    path = str(arguments.out) if arguments.out else None
    if arguments.json:
        print(json.dumps({"path": path, "seconds": round(seconds, 3), "voice": voice.name}))
    elif path:
        print(f"{path}: {seconds:.1f} s, {voice.name}")
    return 0


def _told(event: Event) -> None:
    """What the user should know, as that another voice speaks."""
    from voice_agent.events import Notice

    if isinstance(event, Notice):
        print(event.text, file=sys.stderr)


def _write(chunks: Iterable[SpeechChunk], rate: int, target: Path) -> float:
    """The speech in a file of the format that its name says; its seconds."""
    from tempfile import TemporaryDirectory

    from voice_agent.errors import AgentError
    from voice_agent.sound import files

    with TemporaryDirectory() as folder:
        is_wave = target.suffix.lower() in ("", ".wav")
        with files.AudioWriter(
            target if is_wave else Path(folder) / "speech.wav", rate, 1
        ) as writer:
            for chunk in chunks:
                writer.write(chunk.audio)
            if not writer.frames:
                raise AgentError("the voice has no sounds for this text", "give some words")
        if not is_wave:
            files.export(writer.path, target)
    return writer.seconds
