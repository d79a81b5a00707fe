"""PortAudio, shared by everything in this process that records or plays.

PortAudio looks for devices once, when it is initialised; a microphone that is plugged in
later is found only after it is initialised again, which ends every open stream. So whoever
holds a stream joins the ``SoundCard``, and is asked to let go of it and to take it up again
around such a ``rescan``.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from voice_agent.errors import AgentError
from voice_agent.sound.devices import NOUNS, Device, Direction, choose, formats
from voice_agent.sound.error_stream import hushed

log = logging.getLogger(__name__)

_CLOSE_SECONDS = 2.0
NO_PORTAUDIO = (
    "install it: sudo apt-get install libportaudio2 (Debian, Ubuntu), sudo dnf install portaudio "
    "(Fedora), brew install portaudio (macOS); Windows has it in the sounddevice package"
)


@dataclass(eq=False)
class OpenStream:
    """A running PortAudio stream and what the device agreed to."""

    stream: Any
    device: Device
    rate: int
    channels: int
    _lists: threading.Lock  # of the sound card that opened it
    _over: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        """End it at once. A device that went away can leave PortAudio waiting for ever;
        nobody must wait with it."""
        threading.Thread(target=self._end, name="end of a stream", daemon=True).start()
        if self._over.wait(_CLOSE_SECONDS):
            return
        threading.Thread(target=self._cancel, name="cancel of a stream", daemon=True).start()
        if not self._over.wait(_CLOSE_SECONDS):
            log.warning("a stream on '%s' does not end", self.device.name)

    @property
    def is_over(self) -> bool:
        """Whether PortAudio has let go of it."""
        return self._over.is_set()

    def _end(self) -> None:
        # A stream whose device went away fails in many ways; either way it is over.
        with contextlib.suppress(Exception):
            if self.stream.active:
                # Not abort(): on ALSA it cancels the thread, which may then spin for ever.
                self.stream.stop()  # this may wait for ever, so not under the lock
        with self._lists, contextlib.suppress(Exception):
            self.stream.close()
        self._over.set()

    def _cancel(self) -> None:
        """PortAudio's thread for a vanished ALSA device may run in circles; this ends it."""
        with contextlib.suppress(Exception):  # it may have ended by itself meanwhile
            self.stream.abort()


class StreamUser(Protocol):
    """Something that holds a stream and can do without it for a moment."""

    @property
    def is_busy(self) -> bool:
        """Whether letting go of the stream now would be heard."""

    def let_go(self) -> None: ...

    def take_up(self) -> None: ...


class SoundCard:
    """Devices and streams. Use ``shared()``: a process has only one PortAudio."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        # PortAudio's own lists of streams know no threads: opening, closing, starting anew
        # one at a time, or it crashes.
        self._lists = threading.Lock()
        self._users: list[StreamUser] = []
        self._streams: list[OpenStream] = []

    def join(self, user: StreamUser) -> None:
        with self._lock:
            if user not in self._users:
                self._users.append(user)

    def leave(self, user: StreamUser) -> None:
        with self._lock, contextlib.suppress(ValueError):
            self._users.remove(user)

    @property
    def users(self) -> tuple[StreamUser, ...]:
        with self._lock:
            return tuple(self._users)

    def devices(self) -> list[Device]:
        """Every device that records or plays."""
        sounddevice = portaudio()
        with self._lock, _explained(sounddevice):
            systems = sounddevice.query_hostapis()
            defaults = {
                "input": _default_index(sounddevice, "input"),
                "output": _default_index(sounddevice, "output"),
            }
            return [
                Device(
                    index=index,
                    name=found["name"],
                    system=systems[found["hostapi"]]["name"],
                    inputs=found["max_input_channels"],
                    outputs=found["max_output_channels"],
                    rate=round(found["default_samplerate"]),
                    is_default_input=index == defaults["input"],
                    is_default_output=index == defaults["output"],
                )
                for index, found in enumerate(sounddevice.query_devices())
            ]

    def find(self, wanted: str, direction: Direction) -> Device:
        """The device named (in part) or numbered ``wanted``; "" is the system's default."""
        return choose(self.devices(), wanted, direction)

    def open(
        self,
        direction: Direction,
        wanted: str,
        callback: Callable[..., None],
        *,
        rate: int | None,
        channels: int,
        block_seconds: float,
        latency: float | str,
    ) -> OpenStream:
        """Start a float32 stream at ``rate`` (None: the device's own) or what it accepts.

        ``channels`` are wanted; a device with fewer gives fewer, one that insists on more
        gives more. Raises ``AgentError`` when no rate is accepted.
        """
        sounddevice = portaudio()
        kind = sounddevice.InputStream if direction == "input" else sounddevice.OutputStream
        with self._lock:
            device = self.find(wanted, direction)
            reason = ""
            for try_rate, try_channels in formats(device, direction, rate, channels):
                try:
                    with self._lists, hushed():
                        stream = kind(
                            samplerate=try_rate,
                            channels=try_channels,
                            device=device.index,
                            dtype="float32",
                            blocksize=round(block_seconds * try_rate),
                            latency=latency,
                            callback=callback,
                        )
                        _start(stream)
                except sounddevice.PortAudioError as error:
                    reason = reason or str(error)
                    continue
                opened = OpenStream(stream, device, try_rate, try_channels, self._lists)
                self._streams = [each for each in self._streams if not each.is_over] + [opened]
                return opened
        raise AgentError(
            f"cannot open the {NOUNS[direction]} '{device.name}': {reason}",
            "`main.py devices` lists the others; another program may be using it",
        )

    def rescan(self, *, disturb: bool = False) -> bool:
        """Look for devices anew. Without ``disturb`` it waits for a moment when nobody
        minds: False means that somebody is busy, and nothing was done."""
        sounddevice = portaudio()
        with self._lock:
            if not disturb and any(user.is_busy for user in self._users):
                return False
            for user in self._users:
                user.let_go()
            if not all(stream.is_over for stream in self._streams):
                # PortAudio would pull that stream from under who uses it, or wait for it for
                # ever; the devices known so far remain.
                for user in self._users:
                    user.take_up()
                return True
            try:
                # Private names, but the documented way to make PortAudio see new devices.
                with self._lists, hushed():
                    with contextlib.suppress(sounddevice.PortAudioError):  # it is down already
                        sounddevice._terminate()
                    sounddevice._initialize()
            except sounddevice.PortAudioError:
                log.exception("PortAudio could not be started again")
            for user in self._users:
                user.take_up()
        return True


@contextlib.contextmanager
def _explained(sounddevice: Any) -> Iterator[None]:
    """PortAudio that is down, told with what to do."""
    try:
        yield
    except sounddevice.PortAudioError as error:
        raise AgentError(
            f"the sound system does not answer: {error}", "`main.py doctor` checks it"
        ) from error


def _start(stream: Any) -> None:
    """Start a stream; one that cannot start is closed, or PortAudio goes on calling it."""
    try:
        stream.start()
    except Exception:
        stream.close()
        raise


@lru_cache(maxsize=1)
def shared() -> SoundCard:
    """The one card of this process: PortAudio's own state is process-wide."""
    return SoundCard()


def portaudio() -> Any:
    """The ``sounddevice`` module; ``AgentError`` when it or PortAudio is missing."""
    try:
        with hushed():
            import sounddevice
    except ImportError as error:
        raise AgentError(
            "the package 'sounddevice' is not installed", "run `pip install sounddevice`"
        ) from error
    except OSError as error:
        raise AgentError("the PortAudio library is not installed", NO_PORTAUDIO) from error
    except Exception as error:  # PortAudio initialises on import, and that may fail
        raise AgentError(
            f"PortAudio cannot start: {error}", "`main.py doctor` checks the sound system"
        ) from error
    return sounddevice


def _default_index(sounddevice: Any, direction: Direction) -> int:
    """Index of the system's default device, -1 if there is none."""
    with contextlib.suppress(sounddevice.PortAudioError, ValueError):
        return int(sounddevice.query_devices(kind=direction)["index"])
    return -1
