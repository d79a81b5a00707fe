"""Names of files as people write and say them: audio/3f0c9d12.wav, "kitchen dot wav"."""

from __future__ import annotations

import re

from voice_agent.think.context import Context

FILE_NAME = re.compile(
    r"(?:(?:audio|image|video)/)?[\w\-]+\.(?:wav|mp3|flac|ogg|m4a|aac|opus|png|jpe?g|gif|bmp|webp"
    r"|tiff?|mp4|mkv|mov|avi|webm)\b|(?:audio|image|video)/[\w\-.]*\w",
    re.IGNORECASE,
)

# "kitchen dot wav", as a recogniser writes the name of a file.
_SPOKEN_NAME = re.compile(
    r"\b([\w\-]+) dot (wav|mp3|flac|ogg|m4a|aac|opus|png|jpe?g|gif|bmp|webp|mp4|mkv|mov)\b",
    re.IGNORECASE,
)
IMAGE_NAME = re.compile(r"^image/|\.(?:png|jpe?g|gif|bmp|webp|tiff?)$", re.IGNORECASE)


def written(words: str) -> str:
    """The words with spoken names of files as they are written: "kitchen.wav"."""
    return _SPOKEN_NAME.sub(r"\1.\2", words)


def kind_of_name(words: str, context: Context) -> str:
    """The kind of the file that ``words`` name ("harbour.jpg"), "" when they name none."""
    for name in FILE_NAME.findall(written(words)):
        for known in context.resources:
            names = (known.path, known.path.split("/")[-1], *FILE_NAME.findall(known.description))
            if name.lower() in (other.lower() for other in names):
                return known.kind
        return "image" if IMAGE_NAME.search(name) else "audio"
    return ""
