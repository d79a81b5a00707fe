"""Sounds that lie inside other files of the Debian packages.

    python -m training.extraction.packages PACKAGES

Writes beside the unpacked packages: ``gcompris-carved`` (Ogg streams out of resource files),
``openttd-opensfx-cat`` (the sounds of a sample catalogue) and ``fluid-phrases`` (ten phrases of
single notes for each of some instruments of the SoundFont).
"""

from __future__ import annotations

import argparse
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.files import AudioWriter
from voice_agent.units import Audio

RATE = 44_100
_PHRASES = 10
_SECONDS = 5.0
# Sounds of ours to the SoundFont's names for the samples of that instrument.
INSTRUMENTS = {
    "a violin": r"^Violin", "a cello": r"^Cello", "a flute": r"^(Flute|Piccolo)",
    "a trumpet": r"^tp", "an accordion": r"^Accord", "a harp": r"^Harp[ _]",
    "an organ": r"^(Church Organ|reed organ|Rock Organ)", "a piano": r"^(Piano|P\d|Grand|B\d)",
    "a saxophone": r"^(Alto|Tenor|Soprano|Baritone) ",
    "an electric guitar": r"^(Distortion|Clean|Jazz Guitar)",
    "an acoustic guitar": r"^(Steel [^D]|Nylon)", "a music box": r"^(Music Box|Glocken)",
    "a drum kit": r"(Kick|Snr|HiHat|Hi.?Hat|Tom|Crash|Ride)",
}  # fmt: skip
_RINGS = ("a piano", "a harp", "a music box", "a drum kit")  # and the guitars


@dataclass(frozen=True)
class Note:
    name: str
    start: int
    end: int
    rate: int


def carved(resource: bytes) -> Iterator[bytes]:
    """The Ogg streams of a file, each from its first page to its last."""
    at = resource.find(b"OggS")
    while at >= 0:
        end = at
        while resource[end : end + 4] == b"OggS":
            count, last = resource[end + 26], resource[end + 5] & 4
            end += 27 + count + sum(resource[end + 27 : end + 27 + count])
            if last:
                break
        if resource[at + 5] & 2 and end - at > 4000:
            yield resource[at:end]
        at = resource.find(b"OggS", max(end, at + 4))


def catalogued(catalogue: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and RIFF file of every sound in a sample catalogue of OpenTTD."""
    count = (struct.unpack_from("<I", catalogue)[0] & 0x7FFFFFFF) // 8
    for number in range(count):
        place = struct.unpack_from("<I", catalogue, 8 * number)[0] & 0x7FFFFFFF
        size = catalogue[place]
        label = catalogue[place + 1 : place + 1 + size].split(b"\0")[0].decode("latin1")
        riff = catalogue.find(b"RIFF", place)
        length = struct.unpack_from("<I", catalogue, riff + 4)[0] + 8
        name = "".join(letter for letter in label if letter.isalnum())[:30]
        yield f"{number:02d}_{name}", catalogue[riff : riff + length]


def notes(font: bytes) -> tuple[NDArray[np.int16], list[Note]]:
    """All samples of a SoundFont 2 file, and where each note lies in them."""
    at = font.find(b"smpl")
    count = struct.unpack_from("<I", font, at + 4)[0] // 2
    samples = np.frombuffer(font, "<i2", count, at + 8)
    at = font.find(b"shdr")
    found = []
    for row in range(struct.unpack_from("<I", font, at + 4)[0] // 46):
        name, start, end, _, _, rate = struct.unpack_from("<20s5I", font, at + 8 + 46 * row)
        found.append(Note(name.split(b"\0")[0].decode("latin1"), start, end, rate))
    return samples, found


def phrase(
    samples: NDArray[np.int16], chosen: list[Note], name: str, random: np.random.Generator
) -> NDArray[np.float32]:
    """Five seconds of single notes, peak 0.8."""
    out = np.zeros(round(_SECONDS * RATE), np.float32)
    step = random.uniform(0.12, 0.3) if "drum" in name else random.uniform(0.2, 0.9)
    time = 0.02
    while time < _SECONDS - 0.4:
        note = chosen[int(random.integers(len(chosen)))]
        sound = samples[note.start : note.end].astype(np.float32) / 32768.0
        there = np.arange(0, len(sound) - 1, note.rate / RATE)
        sound = np.interp(there, np.arange(len(sound)), sound).astype(np.float32)
        size = round(RATE * step * random.choice([1.0, 1.0, 1.0, 0.5, 2.0]))
        rings = name in _RINGS or "guitar" in name
        sound = sound[: round(size * (3.0 if rings else random.uniform(0.8, 1.3)))]
        fade = min(len(sound) // 2, round(0.04 * RATE))
        sound[len(sound) - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
        begin = round(time * RATE)
        sound = sound[: len(out) - begin]
        out[begin : begin + len(sound)] += sound * random.uniform(0.5, 1.0)
        time += size / RATE
    return out * (0.8 / max(float(np.abs(out).max()), 1e-6))


def unpack(packages: Path) -> None:
    for resource in sorted((packages / "gcompris-qt-data").rglob("*.rcc")):
        folder = packages / "gcompris-carved"
        folder.mkdir(exist_ok=True)
        for number, stream in enumerate(carved(resource.read_bytes())):
            (folder / f"{resource.stem}_{number}.ogg").write_bytes(stream)
    for path in sorted((packages / "openttd-opensfx").rglob("*.cat")):
        folder = packages / "openttd-opensfx-cat"
        folder.mkdir(exist_ok=True)
        for name, riff in catalogued(path.read_bytes()):
            (folder / f"{name}.wav").write_bytes(riff)
    random = np.random.default_rng(9)
    for path in sorted((packages / "fluid-soundfont-gm").rglob("*.sf2"))[:1]:
        folder = packages / "fluid-phrases"
        folder.mkdir(exist_ok=True)
        samples, found = notes(path.read_bytes())
        for name, pattern in INSTRUMENTS.items():
            chosen = [
                note
                for note in found
                if re.search(pattern, note.name)
                and note.end - note.start > 4000
                and not re.search(r"\(?R\)?$", note.name)
            ]
            for number in range(_PHRASES):
                made = phrase(samples, chosen, name, random)
                with AudioWriter(folder / f"{name} {number}.wav", RATE, 1) as writer:
                    writer.write(Audio(made[:, None], RATE))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help="one folder for each unpacked package")
    unpack(parser.parse_args().packages)
