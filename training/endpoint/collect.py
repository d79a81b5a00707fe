"""Makes what the end-of-turn model is fitted on: turns with pauses, and the cues at each pause.

    python training/endpoint/collect.py --speech FOLDER --out DATA

FOLDER holds LibriSpeech recordings (names begin with the reader's number). Readers of
``training/separator/readers`` are left out: they are for measuring. Requests to the assistant
are spoken by the synthetic voices of ``voice_agent/measure/data/turn_requests.py``; their words are
those of ``tests/think/requests/dev.jsonl``, and of ``short.txt``, small things that people say.
Some requests are also held up after their first words. Cases and cues are made by the code that
measures and serves. One file for each recording, so it goes on where it stopped; about two
seconds of one core for each.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "endpoint")]

from words import small_things  # noqa: E402

from voice_agent.catalogue import load_path  # noqa: E402
from voice_agent.hear.asr import FasterWhisperAsr  # noqa: E402
from voice_agent.measure.bench.endpointing import Listener, Traced  # noqa: E402
from voice_agent.measure.data.hearing_data import SUFFIXES, Clip  # noqa: E402
from voice_agent.measure.data.turn_cases import Case, cases  # noqa: E402
from voice_agent.measure.data.turn_requests import both, voices_here  # noqa: E402
from voice_agent.settings import Settings, load  # noqa: E402
from voice_agent.sound import files  # noqa: E402

EACH = 4  # complete turns and fragments of a recording
READERS = ROOT / "training" / "separator" / "readers"
TEXTS = ROOT / "tests" / "think" / "requests" / "dev.jsonl"
SHORTEST, LONGEST = 4, 16  # words of a request that is spoken
EARLY, SOON = 90, 3  # requests that are held up early: after so many words at most


def left_out() -> set[str]:
    """Readers on whom something is developed or measured."""
    lists = ("development.txt", "test.txt")
    return {reader for name in lists for reader in (READERS / name).read_text("utf-8").split()}


def read_aloud(folder: Path, settings: Settings, out: Path) -> Iterator[tuple[str, list[Case]]]:
    """Turns cut out of recordings of people that ``out`` holds nothing of yet."""
    careful = FasterWhisperAsr(load_path("whisper-base"), settings.asr, load_path("silero-vad"))
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    others = left_out()
    for number, path in enumerate(paths):
        known = (out / f"{path.stem}.pickle").exists()
        if path.stem.split("-")[0] not in others and not known:
            clip = Clip(path.stem, files.read(path))
            yield path.stem, cases([clip], careful, seed=number, each=EACH)


def asked(settings: Settings, out: Path) -> Iterator[tuple[str, list[Case]]]:
    """Requests of synthetic voices."""
    said = texts()
    voices = voices_here(settings)
    for number, text in enumerate(said):
        if (out / f"request {number}.pickle").exists():
            continue
        name = list(voices)[number % len(voices)]
        random = np.random.default_rng([9, number])
        yield f"request {number}", both(f"{name} {number}", voices[name], text, random)


def small(settings: Settings, out: Path) -> Iterator[tuple[str, list[Case]]]:
    """Small things that people say, by synthetic voices; those for development are "kept"."""
    voices = voices_here(settings)
    for number, line in enumerate(small_things()):
        stem = f"{'kept' if line[0] == '/' else 'small'} {number}"
        if not (out / f"{stem}.pickle").exists():
            name = list(voices)[number % len(voices)]
            random = np.random.default_rng([11, number])
            yield stem, both(f"{name} {number}", voices[name], line.lstrip("/"), random)


def held_up_early(settings: Settings, out: Path) -> Iterator[tuple[str, list[Case]]]:
    """Requests that stop after a word or some, so that what is short is not taken for whole."""
    voices = voices_here(settings)
    for number, text in enumerate(texts()[: 2 * EARLY : 2]):
        if (out / f"early {number}.pickle").exists():
            continue
        name = list(voices)[(number + 1) % len(voices)]
        random = np.random.default_rng([12, number])
        cut = int(random.integers(1, min(SOON, len(text.split()) - 2) + 1))
        yield f"early {number}", both(f"{name} {number}", voices[name], text, random, cut)[1:]


def texts() -> list[str]:
    """What is asked, in the order in which it is spoken."""
    said = [json.loads(line)["query"].strip() for line in TEXTS.read_text("utf-8").splitlines()]
    some = [
        text if text[-1] in ".?!" else f"{text}."
        for text in said
        if SHORTEST <= len(text.split()) <= LONGEST and not re.search(r"\"|\.wav", text)
    ]
    np.random.default_rng(5).shuffle(some)
    return some


def without_sound(traced: Traced) -> Traced:
    return replace(traced, case=replace(traced.case, samples=np.zeros(0, np.float32)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", type=Path, required=True, help="a folder of recordings")
    parser.add_argument("--out", type=Path, required=True, help="where the cues go")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = load(environment={})
    listener = Listener(settings)
    out = arguments.out
    sources = (
        asked(settings, out),
        small(settings, out),
        held_up_early(settings, out),
        read_aloud(arguments.speech, settings, out),
    )
    for source in sources:
        for name, found in source:
            traced = [without_sound(listener.trace(case)) for case in found]
            (out / f"{name}.pickle").write_bytes(pickle.dumps(traced))


if __name__ == "__main__":
    main()
