"""Reads the files that the view previews: the thin edge between the view and the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.show.blocks import RGB
from voice_agent.units import Audio

FRAMES = 3  # of a video
LONGEST = 600.0  # seconds of audio that a preview reads


@dataclass(frozen=True)
class Previews:
    """Files of one session by their session paths; its two methods are a View's callables.

    ``originals``: where those lie that were not copied into ``directory``.
    """

    directory: Path
    originals: Mapping[str, Path] = field(default_factory=dict)

    def load(self, path: str) -> Audio:
        """A sound of the session; a very long one only from its beginning."""
        from voice_agent.sound import files

        return files.read(self._where(path), max_seconds=LONGEST)

    def look(self, path: str) -> Sequence[RGB]:
        """The image, or a few frames spread over the video, as uint8 (height, width, 3)."""
        file = self._where(path)
        try:
            if file.suffix.lower() in (".mp4", ".webm", ".mkv", ".mov", ".avi", ".gif"):
                return video_frames(file, FRAMES)
            return [_read_image(file)]
        except OSError as error:
            raise AgentError(f"cannot show '{path}': {error.strerror or error}") from None

    def _where(self, path: str) -> Path:
        return self.originals.get(path, self.directory / path)


def video_frames(file: Path, count: int) -> list[RGB]:
    """``count`` frames at equal distances, decoded one after the other (at most 20 s)."""
    import av

    frames: list[RGB] = []
    try:
        with av.open(str(file)) as container:
            stream = container.streams.video[0]
            rate = float(stream.average_rate or 25)
            length = stream.frames or round(float(container.duration or 0) / 1e6 * rate)
            length = max(1, min(length, int(20 * rate)))
            wanted = sorted({int((i + 0.5) * length / count) for i in range(count)})
            for index, frame in enumerate(container.decode(stream)):
                if wanted and index >= wanted[0]:
                    wanted.pop(0)
                    frames.append(frame.to_ndarray(format="rgb24"))
                if not wanted:
                    break
    except (av.error.FFmpegError, IndexError) as error:
        raise AgentError(f"'{file.name}' is not a video that can be read ({error})") from None
    return frames


def _read_image(file: Path) -> RGB:
    from PIL import Image, ImageOps

    try:
        with Image.open(file) as image:
            image.thumbnail((1024, 1024))
            return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (SyntaxError, Image.DecompressionBombError) as error:
        raise AgentError(f"'{file.name}' is not an image that can be read ({error})") from None
