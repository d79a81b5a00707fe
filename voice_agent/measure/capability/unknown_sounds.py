"""Words that no sound model is called by: is a sensible one taken, or else none?

Written down before any of them was tried. Beside each sounding word stand the models that a
person would accept in its place; the silent ones have no sound, and none should be made.
"""

from __future__ import annotations

from voice_agent.catalogue import load_path
from voice_agent.foley.library import sounds
from voice_agent.foley.reading import Nearest, read
from voice_agent.measure.report.table import Report, Table
from voice_agent.tools._nearest import NearestPhrase
from voice_agent.tools._vocabulary import WordVectors

_DOG = ("a dog",)
_BIRD = ("songbirds", "sparrows", "a blackbird", "a crow", "seagulls", "a pigeon", "an owl")
_CAR = ("a car engine", "a passing car", "a starting car", "traffic", "a racing car", "a car horn")
_RAIL = ("a train", "a subway train", "a bus", "a steam train")
_PLANE = ("an aeroplane", "a propeller aeroplane", "a helicopter")
_SHOT = ("a gunshot", "a machine gun", "an explosion")
_DRUM = ("a drum kit", "a hand drum", "a drum roll")
_STORM = ("wind", "rain", "thunder", "the sea")

SOUNDING: dict[str, tuple[str, ...]] = {
    "chihuahua": _DOG, "poodle": _DOG, "labrador": _DOG, "beagle": _DOG, "spaniel": _DOG,
    "heifer": ("a cow",), "panther": ("a lion", "a cat"), "cobra": ("a hissing snake",),
    "jockey": ("horse hooves", "a horse"), "cockatoo": _BIRD, "hummingbird": (*_BIRD, "a bee"),
    "wren": _BIRD, "albatross": _BIRD, "stork": _BIRD, "warbler": _BIRD, "limousine": _CAR,
    "sedan": _CAR, "coupe": _CAR, "streetcar": _RAIL, "trolley": _RAIL,
    "steamship": ("a ship horn", "a motorboat"), "seaplane": _PLANE, "turbine": (*_PLANE, "a fan"),
    "typhoon": _STORM, "monsoon": _STORM, "tsunami": _STORM, "torrent": (*_STORM, "a waterfall",
    "a stream"), "inferno": ("a fire",), "missile": _SHOT, "howitzer": _SHOT, "sniper": _SHOT,
    "clavichord": ("a piano", "a harp", "an organ"), "percussionist": _DRUM,
    "flutist": ("a flute",), "snicker": ("laughter", "an audience laughing"),
    "comedian": ("laughter", "an audience laughing"), "cheerleader": ("a cheering crowd",),
    "wheeze": ("breathing", "coughing", "snoring"), "doorknob": ("a door", "a creaking door",
    "knocking on a door"), "teacup": ("a clinking glass", "clattering dishes"),
    "cash": ("falling coins",),
}  # fmt: skip
SILENT = ("algebra", "justice", "honesty", "grammar", "orange", "tuesday", "theory", "politics",
          "moonlight", "velvet")  # fmt: skip


def unknown_words(report: Report) -> Table:
    """How many unknown words get a sound that fits, with the words' meanings and without."""
    report(f"{len(SOUNDING) + len(SILENT)} words that name no sound model")
    nearest = NearestPhrase(WordVectors(load_path("sound-words")))
    rows = [
        _row("nearest by meaning", nearest),
        _row("the vocabulary alone", None),
        _row("always the first sound", lambda phrase, known: (0, 1.0)),
    ]
    note = "a sensible sound for words that have one, none for words without; by hand, untuned"
    return Table("Words that no sound is called by", rows, note)


def _row(system: str, nearest: Nearest | None) -> dict[str, object]:
    fitting = sum(_taken(word, nearest) in fits for word, fits in SOUNDING.items())
    none = sum(not _taken(word, nearest) for word in SOUNDING)
    refused = sum(not _taken(word, nearest) for word in SILENT)
    return {
        "system": system,
        "fitting_percent": round(100.0 * fitting / len(SOUNDING), 1),
        "none_percent": round(100.0 * none / len(SOUNDING), 1),
        "silent_refused_percent": round(100.0 * refused / len(SILENT), 1),
        "n": len(SOUNDING),
    }


def _taken(word: str, nearest: Nearest | None) -> str:
    """The name of the model that stands for a word; empty for none."""
    wishes = read(word, nearest).wishes
    return wishes[0].sound.name if wishes and wishes[0].sound in sounds().values() else ""
