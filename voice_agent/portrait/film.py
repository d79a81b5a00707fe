"""Films: H.264 and AAC in an MP4 that plays everywhere and starts before it is all there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.sound.mixdown import Mixdown

F32 = NDArray[np.float32]

AUDIO_RATES = (44_100, 48_000)
_ENCODERS = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "h264")
_OPTIONS = {"libx264": {"preset": "veryfast", "crf": "19", "tune": "animation"}}
_BITS_PER_CHANNEL = 112_000  # a second


def audio_rate(rate: int) -> int:
    """The rate at which sound of ``rate`` Hz is stored: its own, where every player knows it."""
    return rate if rate in AUDIO_RATES else 48_000


class FilmWriter:
    """Writes frames and sound as they come, in the memory of a few frames.

    Frames are uint8 of shape (height, width, 3), both even; sound is float32 of shape
    (samples, channels), one or two channels, at ``rate``. The file appears when the film is
    whole; leaving the ``with`` block through an exception leaves nothing behind.
    """

    def __init__(
        self, path: Path, *, size: tuple[int, int], fps: int, rate: int, channels: int
    ) -> None:
        import av

        self._path = path
        self._part = path.with_suffix(".part")
        self._rate = rate
        self._layout = "stereo" if channels == 2 else "mono"
        self._frames = self._samples = 0
        options = {"movflags": "+faststart"}
        self._container = cast("Any", av.open(str(self._part), "w", format="mp4", options=options))
        name = next((n for n in _ENCODERS if _can_encode(n)), "")
        if not name:
            self._abandon()
            raise AgentError("no H.264 encoder is installed", "reinstall the package 'av' with pip")
        self._video = self._container.add_stream(name, rate=fps, options=_OPTIONS.get(name, {}))
        self._video.width, self._video.height = size
        self._video.pix_fmt = "yuv420p"
        self._tick = Fraction(1, fps)  # the stream's own changes when the header is written
        self._video.time_base = self._tick
        # Whoever plays the film must know how its colours were made, or they shift a little.
        context = self._video.codec_context
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1
        self._sound = self._container.add_stream("aac", rate=rate, layout=self._layout)
        self._sound.bit_rate = _BITS_PER_CHANNEL * channels
        self._container.start_encoding()

    def add_frame(self, image: NDArray[np.uint8]) -> None:
        import av

        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame = frame.reformat(
            format="yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709",
            src_color_range="JPEG", dst_color_range="MPEG",
        )  # fmt: skip
        frame.pts, frame.time_base = self._frames, self._tick
        self._frames += 1
        self._container.mux(self._video.encode(frame))

    def add_sound(self, samples: F32) -> None:
        import av

        if not len(samples):
            return
        planes = np.ascontiguousarray(np.clip(samples, -1.0, 1.0).T, dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=self._layout)
        frame.sample_rate = self._rate
        frame.pts, frame.time_base = self._samples, Fraction(1, self._rate)
        self._samples += len(samples)
        self._container.mux(self._sound.encode(frame))

    def close(self) -> None:
        """Finish the file and let it appear."""
        for stream in (self._video, self._sound):
            self._container.mux(stream.encode(None))
        self._container.close()
        self._part.replace(self._path)

    def __enter__(self) -> FilmWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        from av.error import FFmpegError

        if kind is None:
            try:
                self.close()
            except FFmpegError as failure:
                kind, error = FFmpegError, failure
        if kind is not None:
            self._abandon()
        if isinstance(error, FFmpegError):
            raise AgentError(
                f"the film cannot be written ({error.strerror})", "make room on the disk"
            ) from error

    def _abandon(self) -> None:
        with contextlib.suppress(Exception):  # it failed before, and may again; the file goes
            self._container.close()
        self._part.unlink(missing_ok=True)


def _can_encode(name: str) -> bool:
    import av

    try:
        return bool(av.codec.Codec(name, "w").is_encoder)
    except (ValueError, av.error.FFmpegError):
        return False


def folded(source: Iterable[F32]) -> Iterator[F32]:
    """Any number of channels in one or two: a mono sound stays mono, the rest is stereo, with
    the even channels on the left and the odd ones on the right."""
    left, right = Mixdown(), Mixdown()
    for samples in source:
        if samples.shape[1] <= 2:
            yield samples
        else:
            yield np.stack([left(samples[:, 0::2]), right(samples[:, 1::2])], axis=1)
