"""Writes compressed audio with pydub, by the FFmpeg program that a wheel carries."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

from voice_agent.errors import AgentError

# pydub's name of the container, FFmpeg's encoder and its options
_ENCODERS: dict[str, tuple[str, str | None, list[str]]] = {
    ".flac": ("flac", None, []),
    ".mp3": ("mp3", "libmp3lame", ["-q:a", "2"]),
    ".ogg": ("ogg", "libvorbis", ["-q:a", "6"]),
    ".m4a": ("ipod", "aac", ["-b:a", "160k"]),
}


def convert(source: Path, target: Path, suffix: str) -> None:
    """Write the WAV ``source`` to ``target`` in the format of ``suffix``."""
    if suffix == ".wav":
        shutil.copyfile(source, target)
        return
    with warnings.catch_warnings():
        # pydub looks for a system FFmpeg when it is imported and complains without one.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.exceptions import PydubException

    AudioSegment.converter = _ffmpeg()
    container, codec, options = _ENCODERS[suffix]
    try:
        with source.open("rb") as file:  # pydub would leave its own handle open
            sound = AudioSegment.from_file(file, format="wav")
        sound.export(
            str(target), format=container, codec=codec, parameters=["-threads", "1", *options]
        ).close()
    except PydubException as error:
        raise AgentError(
            f"cannot write the sound as {suffix[1:]}: the encoder refused it",
            "save it as .wav or .flac",
        ) from error


def _ffmpeg() -> str:
    """The FFmpeg program of the imageio-ffmpeg wheel, or the system's."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        found = shutil.which("ffmpeg")
    if found:
        return found
    raise AgentError(
        "there is no FFmpeg to write compressed audio with",
        "install it with `pip install imageio-ffmpeg`, or save as .wav",
    )
