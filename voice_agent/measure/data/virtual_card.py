"""A virtual sound card: a PulseAudio of its own, seen by the real PortAudio.

    speak(audio) ─> sink "vmicsink" ─> source "vmic" ─> PortAudio input  ─> the program
    recording    <─ monitor         <─ sink "vspk"   <─ PortAudio output <─┘

The daemon lives in a temporary folder and touches nothing of the machine's own sound. It
loads no module that moves streams, so that unloading a device is a device unplugged.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.units import Audio

# Bound to one source and one sink by name, as hardware is: with these gone, opening fails.
ALSA = """
pcm.vmic { type asym capture.pcm { type pulse device vmic } hint { show on } }
pcm.vspk { type asym playback.pcm { type pulse device vspk } hint { show on } }
pcm.!pulse { type asym capture.pcm "vmic" playback.pcm "vspk" }
pcm.!default { type asym capture.pcm "vmic" playback.pcm "vspk" }
ctl.!default { type pulse }
"""

_RATE = 16_000  # Hz, of a room
_BLOCK = 320  # samples
_PIPE = 4096  # bytes between a room and the sound server


@contextlib.contextmanager
def virtual_card() -> Iterator[VirtualSoundCard]:
    """A card that runs until the block is left; ``AgentError`` where there is no PulseAudio."""
    missing = [name for name in ("pulseaudio", "pactl", "pacat") if not shutil.which(name)]
    if missing:
        raise AgentError(
            f"a virtual sound card needs {missing[0]}",
            "install it: sudo apt-get install pulseaudio pulseaudio-utils",
        )
    with tempfile.TemporaryDirectory(prefix="vsc-") as folder:
        card = VirtualSoundCard(Path(folder))
        card.start()
        try:
            yield card
        finally:
            card.stop()


class VirtualSoundCard:
    """Starts with one microphone and one loudspeaker, both the system's defaults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: dict[str, str] = {}
        configuration = folder / "asound.conf"
        configuration.write_text(ALSA)
        (folder / "run").mkdir(mode=0o700)
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PULSE_RUNTIME_PATH": str(folder / "run"),
            "PULSE_SERVER": f"unix:{folder / 'run' / 'native'}",
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{configuration}",
        }

    def start(self) -> None:
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes",
            "--realtime=no", "--high-priority=no", f"--log-target=file:{self.folder / 'log'}",
            "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.folder}/run/native",
        ]  # fmt: skip
        self._daemon = subprocess.Popen(
            command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # or whoever reads the tests' output waits for it too
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while self._pactl("info", check=False).returncode:
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
        self.plug_loudspeaker()
        self.plug_microphone()

    def stop(self) -> None:
        self._daemon.terminate()
        self._daemon.wait(timeout=20)

    # --- plugging -------------------------------------------------------------------------

    def plug_microphone(self) -> None:
        self._load_sink("vmicsink")
        self._load("vmic", "module-remap-source", "master=vmicsink.monitor", "source_name=vmic")
        self._pactl("set-default-source", "vmic")

    def unplug_microphone(self) -> None:
        self._unload("vmic")
        self._unload("vmicsink")

    def plug_loudspeaker(self) -> None:
        self._load_sink("vspk")
        self._pactl("set-default-sink", "vspk")

    def unplug_loudspeaker(self) -> None:
        self._unload("vspk")

    # --- sound ----------------------------------------------------------------------------

    def speak(self, audio: Audio) -> None:
        """Say ``audio`` into the microphone; returns when all of it was said."""
        path = self.folder / "said.wav"
        write_wav(path, audio)
        command = ["paplay", "--device=vmicsink", str(path)]
        subprocess.run(command, env=os.environ | self.environment, check=True, timeout=120)

    @contextlib.contextmanager
    def room(self) -> Iterator[Room]:
        """Sound at the microphone without a gap, until the block is left."""
        command = ["pacat", "--raw", "--device=vmicsink", "--format=s16le", f"--rate={_RATE}"]
        process = subprocess.Popen(
            [*command, "--channels=1", "--latency-msec=200"],
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            bufsize=0,
        )
        assert process.stdin is not None
        room = Room(process.stdin.fileno())
        try:
            yield room
        finally:
            room.close()
            process.terminate()
            process.wait(timeout=20)
            process.stdin.close()

    @contextlib.contextmanager
    def leaking(self, percent: int = 63) -> Iterator[None]:
        """The loudspeaker is heard by the microphone: 63 % is -12 dB, 100 % full level."""
        self._load(
            "leak",
            "module-loopback",
            "source=vspk.monitor",
            "sink=vmicsink",
            "latency_msec=60",
            "sink_input_properties=media.name=leak",
        )
        listed = self._pactl("list", "short", "sink-inputs").stdout.splitlines()
        for line in listed:
            self._pactl("set-sink-input-volume", line.split()[0], f"{percent}%")
        try:
            yield
        finally:
            self._unload("leak")

    @contextlib.contextmanager
    def listening(self) -> Iterator[Recording]:
        """Record what the loudspeaker plays, at 48 kHz, until the block is left."""
        path = self.folder / "heard.raw"
        command = ["parec", "--device=vspk.monitor", "--format=s16le", "--rate=48000"]
        recording = Recording(path)
        with path.open("wb") as sink:
            process = subprocess.Popen(
                [*command, "--channels=1", "--latency-msec=20"],
                env=os.environ | self.environment,
                stdout=sink,
            )
            try:
                recording.wait_for(0.2)  # the monitor runs
                yield recording
            finally:
                process.terminate()
                process.wait(timeout=20)

    def is_open(self) -> bool:
        """Whether a program has the loudspeaker open."""
        sinks = [line.split() for line in self._pactl("list", "short", "sinks").stdout.splitlines()]
        number = next((sink[0] for sink in sinks if sink[1] == "vspk"), None)
        inputs = self._pactl("list", "short", "sink-inputs").stdout.splitlines()
        return any(line.split()[1] == number for line in inputs)

    def listeners(self) -> int:
        """How many streams record from the microphone."""
        sources = self._pactl("list", "short", "sources").stdout.splitlines()
        number = next((s.split()[0] for s in sources if s.split()[1] == "vmic"), None)
        outputs = self._pactl("list", "short", "source-outputs").stdout.splitlines()
        return sum(line.split()[1] == number for line in outputs)

    def _load_sink(self, name: str) -> None:
        """A sink as quick as hardware: one that may rewind is two seconds ahead at first, takes
        as long to begin, and then rushes through what it is given."""
        self._load(name, "module-null-sink", f"sink_name={name}", "norewinds=1")

    def _load(self, name: str, *arguments: str) -> None:
        self.modules[name] = self._pactl("load-module", *arguments).stdout.strip()

    def _unload(self, name: str) -> None:
        self._pactl("unload-module", self.modules.pop(name))

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments],
            env=os.environ | self.environment,
            check=check,
            capture_output=True,
            text=True,
            timeout=20,
        )


class Room:
    """What the microphone hears: noise of a level, and now and then somebody who speaks.

    The sound server takes sample after sample at the pace of its clock, so the position of a
    sample tells, but for a constant, when it is heard.
    """

    def __init__(self, pipe: int) -> None:
        self.noise = -120.0  # dBFS
        self._pipe = pipe
        self._random = np.random.default_rng(5)
        self._speech: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._position = 0  # samples written
        self._lock = threading.Lock()
        self._closed = False
        with contextlib.suppress(ImportError, AttributeError, OSError):  # Linux only
            import fcntl

            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self._thread = threading.Thread(target=self._write, name="room", daemon=True)
        self._thread.start()

    def say(self, samples: NDArray[np.float32]) -> float:
        """Speak ``samples`` (16 kHz); the second of the room at which they end."""
        with self._lock:
            self._speech = np.concatenate([self._speech, samples])
            return (self._position + len(self._speech)) / _RATE

    @property
    def now(self) -> float:
        """Seconds of the room that were handed to the sound server."""
        return self._position / _RATE

    def close(self) -> None:
        self._closed = True
        self._thread.join(5.0)

    def _write(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            while not self._closed:
                with self._lock:
                    said, self._speech = self._speech[:_BLOCK], self._speech[_BLOCK:]
                    self._position += _BLOCK
                level = 10 ** (self.noise / 20)
                block = level * self._random.standard_normal(_BLOCK)
                block[: len(said)] += said
                os.write(self._pipe, (np.clip(block, -1, 1) * 32767).astype("<i2").tobytes())


class Recording:
    """What was recorded so far."""

    RATE = 48_000

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def audio(self) -> Audio:
        raw = self._path.read_bytes()
        samples = np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2").astype(np.float32)
        return Audio(samples / np.float32(32768), self.RATE)

    def wait_for(self, seconds: float) -> None:
        """Until the recording is ``seconds`` long."""
        deadline = time.monotonic() + 30
        while self._path.stat().st_size < seconds * self.RATE * 2:
            assert time.monotonic() < deadline, "the loudspeaker's monitor gives no sound"
            time.sleep(0.02)

    def wait_on(self, seconds: float) -> None:
        """Until it is ``seconds`` longer than now."""
        self.wait_for(self._path.stat().st_size / 2 / self.RATE + seconds)


def write_wav(path: Path, audio: Audio) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(audio.channels)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        pcm = np.clip(audio.samples, -1, 1) * 32767
        file.writeframes(pcm.astype("<i2").tobytes())
