"""Devices for people: which there are, which are used, by name."""

from __future__ import annotations

from voice_agent.errors import AgentError
from voice_agent.settings import AudioSettings
from voice_agent.sound import soundcard
from voice_agent.sound.devices import Device, Direction, choose


def find_device(wanted: str, direction: Direction) -> Device:
    """The device that ``wanted`` (name, part of it, index, "" for the default) means."""
    return soundcard.shared().find(wanted, direction)


def used_device(settings: AudioSettings, direction: Direction) -> Device:
    """The device that the settings choose; ``AgentError`` when there is none."""
    wanted = settings.input_device if direction == "input" else settings.output_device
    return find_device(wanted, direction)


def describe_devices(settings: AudioSettings) -> str:
    """A table of all devices; ``>`` before those in use, ``*`` after the system's defaults."""
    devices = soundcard.shared().devices()
    lines = []
    ways: tuple[tuple[Direction, str], ...]
    ways = (("input", "Microphones"), ("output", "Loudspeakers"))
    for direction, title in ways:
        able = [device for device in devices if device.channels(direction) > 0]
        wanted = settings.input_device if direction == "input" else settings.output_device
        used = choose(devices, wanted, direction) if able else None
        lines.append(f"{title}:" if able else f"{title}: none")
        for device in able:
            mark = ">" if used is not None and device.index == used.index else " "
            star = " *" if device.is_default(direction) else ""
            count = device.channels(direction)
            kind = {1: "mono", 2: "stereo"}.get(count, f"{count} channels")
            lines.append(
                f" {mark} {device.index:>2}  {device.name}{star}  "
                f"({device.system}, {kind}, {device.rate} Hz)"
            )
    return "\n".join(lines)


def device_names(direction: str) -> list[str]:
    """Names to choose from for "in" or "out"; none where there is no sound card."""
    wanted: Direction = "input" if direction == "in" else "output"
    try:
        return [device.name for device in soundcard.shared().devices() if device.channels(wanted)]
    except AgentError:
        return []
