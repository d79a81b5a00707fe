"""Sound devices as values: which one is meant, and which formats it may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from voice_agent.errors import AgentError

Direction = Literal["input", "output"]

NOUNS: dict[Direction, str] = {"input": "microphone", "output": "loudspeaker"}
_RATES = (48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 8_000)  # tried after the default one


@dataclass(frozen=True)
class Device:
    """One device as PortAudio sees it. ``rate`` is its default rate in Hz."""

    index: int
    name: str
    system: str  # ALSA, Core Audio, WASAPI, ...
    inputs: int
    outputs: int
    rate: int
    is_default_input: bool = False
    is_default_output: bool = False

    def channels(self, direction: Direction) -> int:
        return self.inputs if direction == "input" else self.outputs

    def is_default(self, direction: Direction) -> bool:
        return self.is_default_input if direction == "input" else self.is_default_output


def choose(devices: list[Device], wanted: str, direction: Direction) -> Device:
    """The device that ``wanted`` means among ``devices``.

    An exact name beats a beginning, a beginning beats a part; among equals the default one,
    then the first. Upper and lower case don't matter.
    """
    able = [device for device in devices if device.channels(direction) > 0]
    what = NOUNS[direction]
    if not able:
        raise AgentError(f"there is no {what}", "connect one, or check the sound settings")
    wanted = wanted.strip()
    if not wanted:
        return next((device for device in able if device.is_default(direction)), able[0])
    if wanted.isdecimal():
        for device in able:
            if device.index == int(wanted):
                return device
    ranked = [(_match(device.name, wanted), device) for device in able]
    matching = [(rank, device) for rank, device in ranked if rank]
    if not matching:
        names = ", ".join(f"{device.index}: {device.name}" for device in able)
        raise AgentError(f"there is no {what} '{wanted}'", f"there are: {names}")
    return max(matching, key=lambda pair: (pair[0], pair[1].is_default(direction)))[1]


def formats(
    device: Device, direction: Direction, rate: int | None, channels: int
) -> Iterator[tuple[int, int]]:
    """Rates and channel counts worth trying, best first, each once."""
    most = device.channels(direction)
    counts = dict.fromkeys((min(channels, most), min(2, most), most))
    rates = dict.fromkeys((rate or device.rate, device.rate, *_RATES))
    for count in counts:
        for each in rates:
            yield each, count


def _match(name: str, wanted: str) -> int:
    name, wanted = name.lower(), wanted.lower()
    return 3 * (name == wanted) or 2 * name.startswith(wanted) or int(wanted in name)
