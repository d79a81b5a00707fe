"""Sound files: read anything that holds sound, write 16-bit WAV, whole or block by block.

info = probe(path)                          # seconds, rate, channels, codec
audio = read(path)                          # all of it
for block in blocks(path, 10.0, rate=16_000, mono=True):
    ...                                     # an hour in the memory of ten seconds
with AudioWriter(path, rate=48_000, channels=2) as writer:
    writer.write(audio)                     # there once it is complete, else not at all
"""

from __future__ import annotations

import contextlib
import logging
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.sound.decoding import AudioInfo, Warn, decode, header, probe
from voice_agent.sound.mixdown import Mixdown, drawn
from voice_agent.units import Artifact, Audio

if TYPE_CHECKING:
    from voice_agent.tools.context import Files

__all__ = [
    "AudioInfo",
    "AudioWriter",
    "artifact_writer",
    "blocks",
    "export",
    "probe",
    "read",
    "regrouped",
    "resampled",
]

log = logging.getLogger(__name__)

_WAV_LIMIT = 0xFFFF_FF00 - 64  # bytes; the lengths in a WAV header have 32 bits
_PICTURE_SECONDS = 60.0  # longer files are drawn from a condensed copy
_PICTURE_COLUMNS = 1000
EXPORT_SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".m4a")


def read(path: Path, *, max_seconds: float | None = None, warn: Warn = log.warning) -> Audio:
    """The whole file at its own rate and channels, or its first ``max_seconds``. What goes
    beyond full scale, as floating point may, is made softer: no result could hold it."""
    info = header(path)
    wanted = None if max_seconds is None else max(1, round(max_seconds * info.rate))
    pieces: list[NDArray[np.float32]] = []
    have = 0
    for samples in _fitting(path, info, warn):
        pieces.append(samples)
        have += len(samples)
        if wanted is not None and have >= wanted:
            break
    return Audio(np.concatenate(pieces)[:wanted], info.rate)


def blocks(
    path: Path,
    seconds: float = 10.0,
    rate: int | None = None,
    mono: bool = False,
    *,
    warn: Warn = log.warning,
) -> Iterator[Audio]:
    """The file in consecutive blocks of ``seconds``; only the last may be shorter.

    ``rate`` resamples on the way (band-limited, without seams between blocks; the first
    sample stays the first and the length is kept); ``mono`` makes one of the channels; what
    goes beyond full scale is made softer, as in ``read``.
    """
    info = header(path)
    source = _fitting(path, info, warn)
    if mono and info.channels > 1:
        mixed = Mixdown()
        source = (mixed(samples)[:, None] for samples in source)
    if rate is not None:
        source = resampled(source, info.rate, rate, 1 if mono else info.channels)
    rate = rate or info.rate
    for samples in regrouped(source, max(1, round(seconds * rate))):
        yield Audio(samples, rate)


def resampled(
    source: Iterator[NDArray[np.float32]], rate: int, target: int, channels: int
) -> Iterator[NDArray[np.float32]]:
    """Consecutive pieces of shape (frames, channels) at ``target`` Hz, exactly as long."""
    if rate == target:
        yield from source
        return
    import soxr

    stream = soxr.ResampleStream(rate, target, channels, dtype="float32")
    taken = given = 0
    for samples in source:
        taken += len(samples)
        part = stream.resample_chunk(np.ascontiguousarray(samples)).reshape(-1, channels)
        given += len(part)
        yield part
    last = stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)
    missing = max(1, round(taken * target / rate)) - given
    last = last.reshape(-1, channels)[: max(missing, 0)]
    yield np.pad(last, ((0, max(missing - len(last), 0)), (0, 0)))


def regrouped(source: Iterator[NDArray[np.float32]], size: int) -> Iterator[NDArray[np.float32]]:
    """Consecutive samples in pieces of ``size`` frames; the last piece holds the rest."""
    waiting: list[NDArray[np.float32]] = []
    have = 0
    for samples in source:
        waiting.append(samples)
        have += len(samples)
        if have < size:
            continue
        joined = np.concatenate(waiting)
        whole = have // size * size
        for start in range(0, whole, size):
            yield joined[start : start + size]
        waiting, have = [joined[whole:]], have - whole
    if have:
        yield np.concatenate(waiting)


def _fitting(path: Path, info: AudioInfo, warn: Warn) -> Iterator[NDArray[np.float32]]:
    """``decode``, softer where a file in floating point goes beyond what 16 bits can hold."""
    loudest = 0.0
    if info.codec.startswith("pcm_f"):
        loudest = max(float(np.abs(samples).max()) for samples in decode(path, lambda _: None))
    if loudest <= 1.0:
        yield from decode(path, warn)
        return
    softer = 20.0 * np.log10(loudest)
    warn(f"'{path.name}' goes beyond full scale, so I made it {softer:.1f} dB softer")
    gain = np.float32(1.0 / loudest)
    for samples in decode(path, warn):
        yield samples * gain


class AudioWriter:
    """Writes a 16-bit WAV block by block. The file appears when all of it is written.

    Samples beyond full scale are clipped (``clipped`` counts them). Leaving the ``with``
    block through an exception, or calling ``discard``, leaves nothing behind.
    """

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        self.path = path
        self.rate = rate
        self.channels = channels
        self.frames = 0
        self.clipped = 0
        self._part = path.with_name(path.name + ".part")
        with _explained(path):
            # Opened here: a Wave_write that cannot open its file complains when it is deleted.
            self._bytes = self._part.open("wb")
            self._file = wave.open(self._bytes, "wb")  # noqa: SIM115  (closed in close)
        self._file.setnchannels(channels)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    def write(self, audio: Audio | NDArray[np.float32]) -> None:
        """Append samples of shape (frames, channels) or (frames,) in [-1, 1]."""
        samples = audio.samples if isinstance(audio, Audio) else audio
        if isinstance(audio, Audio) and audio.rate != self.rate:
            raise ValueError(f"audio at {audio.rate} Hz for a file at {self.rate} Hz")
        samples = samples[:, None] if samples.ndim == 1 else samples
        if samples.shape[1] != self.channels:
            raise ValueError(f"{samples.shape[1]} channels for a file with {self.channels}")
        if (self.frames + len(samples)) * self.channels * 2 > _WAV_LIMIT:
            raise AgentError("the result is longer than a WAV file can be", "cut it into parts")
        # The inverse of reading: a 16-bit file copied through here keeps every bit.
        scaled = np.rint(np.nan_to_num(samples) * 32768.0)
        self.clipped += int(np.count_nonzero(np.abs(scaled) > 32768.0))
        with _explained(self.path):
            self._file.writeframesraw(np.clip(scaled, -32768, 32767).astype("<i2").tobytes())
        self.frames += len(samples)

    def close(self) -> None:
        """Finish the file and give it its name."""
        with _explained(self.path):
            self._file.close()
            self._bytes.close()
            self._part.replace(self.path)

    def discard(self) -> None:
        """Leave no file."""
        for file in (self._file, self._bytes):
            with contextlib.suppress(OSError):
                file.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> AudioWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.discard()
            return
        try:
            self.close()
        except BaseException:
            self.discard()
            raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """A failure to write, told with the place and what to do."""
    try:
        yield
    except OSError as error:
        raise AgentError(
            f"cannot write '{path.name}': {error.strerror or error}",
            f"make room, or check the permissions of '{path.parent}'",
        ) from error


@contextmanager
def artifact_writer(
    files: Files, rate: int, channels: int, description: str
) -> Iterator[tuple[AudioWriter, Callable[[], Artifact]]]:
    """A writer into a fresh file of the session, and its artifact once the block is left.

    The artifact's picture (waveform and mel spectrogram) is drawn when the file is complete.
    """
    path, where = files.new_file("audio", ".wav")
    writer = AudioWriter(where, rate, channels)

    def artifact() -> Artifact:
        picture, drawing = files.new_file("image", ".png")
        draw(where, drawing)
        return Artifact(
            path=path,
            kind="audio",
            description=description,
            seconds=writer.seconds,
            sample_rate=rate,
            channels=channels,
            picture=picture,
        )

    with writer:
        yield writer, artifact


def draw(sound: Path, picture: Path) -> None:
    """Draw a sound file's waveform and mel spectrogram, in bounded memory."""
    from voice_agent.sound.pictures import draw_audio

    info = probe(sound)
    if info.seconds <= _PICTURE_SECONDS:
        draw_audio(read(sound), picture)
    else:
        draw_audio(_condensed(sound, info), picture, seconds=info.seconds)


def _condensed(path: Path, info: AudioInfo) -> Audio:
    """A minute that looks like the whole: the loudest moment of each column's span.

    The joins are faded so that they do not draw lines of their own.
    """
    moment = round(_PICTURE_SECONDS * info.rate / _PICTURE_COLUMNS)
    fade = np.minimum(1.0, np.arange(1, moment + 1) / (0.05 * moment)).astype(np.float32)
    fade = (fade * fade[::-1])[:, None]
    parts: list[NDArray[np.float32]] = []
    for block in blocks(path, info.seconds / _PICTURE_COLUMNS):
        samples = drawn(block).samples
        if len(samples) < moment:
            continue
        count = len(samples) // moment
        power = np.square(samples[: count * moment]).reshape(count, -1).mean(axis=1)
        start = int(power.argmax()) * moment
        parts.append(samples[start : start + moment] * fade)
    return Audio(np.concatenate(parts), info.rate)


def export(source: Path, target: Path) -> None:
    """Convert a WAV of the session to the format that ``target``'s suffix names.

    wav, flac, mp3, ogg (Vorbis) and m4a (AAC); an existing file is replaced only when the
    new one is complete.
    """
    suffix = target.suffix.lower()
    if suffix not in EXPORT_SUFFIXES:
        raise AgentError(
            f"cannot save as '{target.name}'", f"name it with {', '.join(EXPORT_SUFFIXES)}"
        )
    if not target.parent.is_dir():
        raise AgentError(f"there is no folder '{target.parent}'", "make it, or choose another")
    if target.is_dir():
        raise AgentError(f"'{target}' is a folder", "name a file in it")
    from voice_agent.sound.exporting import convert

    part = target.with_name(target.name + ".part")
    try:
        with _explained(target):
            convert(source, part, suffix)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
