"""The virtual sound card (``voice_agent.measure.data.virtual_card``), one for all tests."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_agent.measure.data.virtual_card import Recording, VirtualSoundCard, write_wav

__all__ = ["Recording", "VirtualSoundCard", "write_wav"]


def restart_portaudio() -> None:
    """Let a PortAudio that is loaded already see the devices of the environment."""
    module = sys.modules.get("sounddevice")
    if module is not None:
        module._terminate()
        module._initialize()


@pytest.fixture(scope="session")
def sound_card_daemon() -> Iterator[VirtualSoundCard]:
    with tempfile.TemporaryDirectory(prefix="vsc-") as folder:
        card = VirtualSoundCard(Path(folder))
        card.start()
        before = {name: os.environ.get(name) for name in card.environment}
        os.environ.update({n: v for n, v in card.environment.items() if n != "HOME"})
        restart_portaudio()
        try:
            yield card
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
            restart_portaudio()
            card.stop()


@pytest.fixture
def sound_card(sound_card_daemon: VirtualSoundCard) -> Iterator[VirtualSoundCard]:
    """The virtual sound card with microphone and loudspeaker plugged in."""
    yield sound_card_daemon
    if "vmic" not in sound_card_daemon.modules:
        sound_card_daemon.plug_microphone()
    if "vspk" not in sound_card_daemon.modules:
        sound_card_daemon.plug_loudspeaker()
