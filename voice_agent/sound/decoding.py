"""Decodes any sound file frame by frame with the FFmpeg libraries that PyAV carries.

``files`` is the public face of this module: it cuts the frames into blocks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.units import Audio

Warn = Callable[[str], None]

LOWEST_RATE, HIGHEST_RATE = 1_000, 768_000  # Hz; outside lies a broken header
_REMEDY = "give a wav, flac, mp3, ogg or m4a file, or a video with a soundtrack"

# Only formats that hold sound themselves: a playlist could name other files or servers.
_FORMATS = (
    "wav,w64,aiff,au,caf,flac,mp3,ogg,aac,mov,mp4,m4a,3gp,matroska,webm,avi,asf,flv,mpegts,mpeg,"
    "amr,ac3,eac3,wv,ape,tta,dsf,voc,mpc,mpc8"
)
_EXACT = {"wav", "w64", "aiff", "flac", "mov"}  # whose header tells the length, not a guess


@dataclass(frozen=True)
class AudioInfo:
    """What a file's header says. ``seconds`` is what the header claims, or was counted."""

    seconds: float
    rate: int
    channels: int
    codec: str


@dataclass(frozen=True)
class _Soundtrack:
    container: Any
    stream: Any
    info: AudioInfo


def probe(path: Path) -> AudioInfo:
    """Length, rate and channels of a sound file without reading all of it.

    Where the header does not tell the length the file is decoded once, in bounded memory.
    Raises ``AgentError`` for anything that cannot be heard.
    """
    info = header(path)
    if info.seconds > 0:
        return info
    frames = sum(len(samples) for samples in decode(path, lambda _: None))
    return AudioInfo(frames / info.rate, info.rate, info.channels, info.codec)


def header(path: Path) -> AudioInfo:
    """``probe`` without counting: ``seconds`` is 0 where the header does not tell."""
    with _open(path) as track:
        return track.info


def decode(path: Path, warn: Warn) -> Iterator[NDArray[np.float32]]:
    """Every decoded frame as float32, shape (frames, channels), at ``probe``'s rate.

    A file that is cut short gives what is there and a warning; samples that are no numbers
    become silence, with a warning. Raises ``AgentError`` when there is no sound at all.
    """
    heard = 0
    broken = odd = False
    with _open(path) as track:
        info = track.info
        frames = _frames(track)
        while True:
            try:
                samples = next(frames, None)
            except _failures():
                broken = True
                break
            if samples is None:
                break
            if len(samples) == 0:
                continue
            if not np.isfinite(samples).all():
                if not odd:
                    warn(f"'{path.name}' holds samples that are no numbers; they became silence")
                odd = True
                samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
            heard += len(samples)
            yield samples
    if heard == 0:
        raise AgentError(f"'{path.name}' holds no sound: it has 0 samples", "record it again")
    seconds = heard / info.rate
    exact = any(name in _EXACT for name in track.container.format.name.split(","))
    short = exact and seconds < 0.98 * info.seconds - 0.5
    if broken or short or _is_cut_wav(path):
        warn(f"'{path.name}' is damaged or cut short: only its first {seconds:.1f} s can be read")


def _is_cut_wav(path: Path) -> bool:
    """Whether a WAV header promises more bytes than there are; FFmpeg passes over that."""
    with path.open("rb") as file:
        head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    unknown = size in (0, 0xFFFF_FFFF)  # written by a program that could not seek back
    return head[:4] == b"RIFF" and not unknown and size + 8 > path.stat().st_size + 1


@contextmanager
def _open(path: Path) -> Iterator[_Soundtrack]:
    import av

    check_readable(path)
    with path.open("rb") as file:
        try:
            container = av.open(
                file, options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
            )
        except _failures() as error:
            raise AgentError(
                f"cannot read '{path.name}': it is damaged, or no sound file that I know", _REMEDY
            ) from error
        with container:
            yield _soundtrack(path, container)


def check_readable(path: Path) -> None:
    """Raise ``AgentError`` unless ``path`` is a file with something in it."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise AgentError(f"there is no file '{path}'", "check the name") from None
    except (OSError, ValueError) as error:  # a closed folder; what can be nobody's name
        reason = getattr(error, "strerror", None) or error
        raise AgentError(f"cannot open '{path}': {reason}", "check its name and place") from None
    if stat.S_ISDIR(found.st_mode):
        raise AgentError(f"'{path}' is a folder", "give one file in it")
    if not stat.S_ISREG(found.st_mode):
        raise AgentError(f"'{path.name}' is not an ordinary file", _REMEDY)
    if found.st_size == 0:
        raise AgentError(f"'{path.name}' is empty: it has 0 bytes", "record or export it again")
    if not os.access(path, os.R_OK):
        raise AgentError(f"'{path.name}' may not be read", "change its permissions")


def _soundtrack(path: Path, container: Any) -> _Soundtrack:
    if not container.streams.audio:
        raise AgentError(f"'{path.name}' holds no sound", _REMEDY)
    stream = container.streams.best("audio") or container.streams.audio[0]
    context = stream.codec_context
    if context is None:
        raise AgentError(f"cannot read '{path.name}': its sound is coded in no way I know", _REMEDY)
    rate, channels = int(context.sample_rate or 0), int(context.channels or 0)
    if not LOWEST_RATE <= rate <= HIGHEST_RATE or channels < 1:
        raise AgentError(
            f"cannot read '{path.name}': its header says {rate} Hz and {channels} channels",
            "export it again",
        )
    if stream.duration is not None:
        seconds = float(stream.duration * stream.time_base)
    else:
        seconds = float(container.duration or 0) / 1e6
    return _Soundtrack(
        container, stream, AudioInfo(max(seconds, 0.0), rate, channels, str(context.name))
    )


def _frames(track: _Soundtrack) -> Iterator[NDArray[np.float32]]:
    """Decoded frames; one damaged packet is passed over, a second in a row ends the file."""
    damaged = 0
    for packet in track.container.demux(track.stream):
        try:
            frames = packet.decode()
        except _failures():
            damaged += 1
            if damaged > 1:
                raise
            continue
        for frame in frames:
            damaged = 0
            yield _fit(_samples(frame), int(frame.sample_rate), track.info)


def _samples(frame: Any) -> NDArray[np.float32]:
    """A frame of any sample format as float32 in [-1, 1], shape (frames, channels)."""
    array = frame.to_ndarray()
    if frame.format.is_planar:
        array = array.T
    else:
        array = array.reshape(-1, frame.layout.nb_channels)
    if array.dtype == np.uint8:
        return (array.astype(np.float32) - 128.0) / 128.0
    if np.issubdtype(array.dtype, np.integer):
        return (array / float(2 ** (8 * array.dtype.itemsize - 1))).astype(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.ascontiguousarray(array, dtype=np.float32)


def _fit(samples: NDArray[np.float32], rate: int, info: AudioInfo) -> NDArray[np.float32]:
    """Streams may change rate and channels on the way; the first ones stay in force."""
    if samples.shape[1] > info.channels:
        samples = (
            Audio(samples, rate).mono()[:, None]
            if info.channels == 1
            else samples[:, : info.channels]
        )
    elif samples.shape[1] < info.channels:
        samples = np.repeat(samples[:, :1], info.channels, axis=1)
    if rate != info.rate and rate > 0:
        import soxr

        samples = soxr.resample(samples, rate, info.rate)
    return samples


def _failures() -> tuple[type[Exception], ...]:
    """What PyAV raises for bytes that it cannot make sense of."""
    import av

    return (av.FFmpegError, OSError, ValueError, OverflowError)
