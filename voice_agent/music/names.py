"""What the instruments are called, and those that others play for because there are none such."""

from __future__ import annotations

# Instruments by the words that mean them; the first is their name.
_NAMES: dict[str, tuple[str, ...]] = {
    "piano": ("piano", "keys", "pianist", "grand piano"),
    "electric piano": ("electric piano", "rhodes", "wurlitzer"),
    "organ": ("organ", "hammond"),
    "guitar": ("guitar", "acoustic guitar", "guitars"),
    "nylon guitar": ("nylon guitar", "classical guitar", "spanish guitar"),
    "electric guitar": ("electric guitar", "distorted guitar"),
    "harp": ("harp",),
    "violin": ("violin", "violins"),
    "fiddle": ("fiddle",),
    "cello": ("cello", "cellos"),
    "strings": ("strings", "string section", "string quartet"),
    "flute": ("flute",),
    "clarinet": ("clarinet",),
    "oboe": ("oboe",),
    "saxophone": ("saxophone", "sax"),
    "trumpet": ("trumpet",),
    "brass": ("brass", "horns", "horn"),
    "tuba": ("tuba",),
    "choir": ("choir", "chorus", "voices"),
    "accordion": ("accordion",),
    "harmonica": ("harmonica",),
    "bells": ("bells", "chimes", "bell"),
    "music box": ("music box", "plinky", "tinkly", "twinkly"),
    "marimba": ("marimba",),
    "vibraphone": ("vibraphone", "vibes"),
    "lead": ("synthesizer", "synthesiser", "synth lead", "keyboard"),
    "pad": ("pad", "pads"),
    "bass": ("double bass", "upright bass", "contrabass"),
    "electric bass": ("bass guitar", "electric bass", "bass"),
    "drums": ("drums", "drum", "percussion", "drum kit", "beat", "beats"),
}

# What sounds most like an instrument that there is not; where it plays, that is told.
_KIN: dict[str, tuple[str, ...]] = {
    "guitar": ("banjo", "mandolin", "bouzouki", "balalaika", "dobro"),
    "nylon guitar": ("ukulele", "lute", "oud", "sitar"),
    "electric guitar": ("steel guitar",),
    "harp": ("harpsichord", "clavichord", "zither", "koto", "guzheng", "pipa", "shamisen", "kora",
             "dulcimer", "lyre"),
    "electric piano": ("clavinet",),
    "strings": ("viola", "mellotron"),
    "cello": ("viola da gamba",),
    "violin": ("erhu", "musical saw"),
    "fiddle": ("hurdy gurdy", "hurdy-gurdy"),
    "flute": ("piccolo", "recorder", "ocarina", "fife", "shakuhachi", "whistle", "whistling",
              "pan pipe", "panpipe"),
    "clarinet": ("bassoon",),
    "oboe": ("cor anglais", "english horn", "duduk", "shawm"),
    "trumpet": ("cornet", "flugelhorn", "bugle"),
    "brass": ("trombone",),
    "tuba": ("euphonium", "sousaphone", "didgeridoo"),
    "accordion": ("concertina", "bandoneon", "harmonium", "bagpipe"),
    "harmonica": ("melodica", "kazoo"),
    "bells": ("glockenspiel", "celesta", "tubular bell", "gong"),
    "marimba": ("xylophone", "kalimba", "balafon", "handpan"),
    "vibraphone": ("steel drum", "steelpan", "steel pan"),
    "lead": ("theremin",),
    "drums": ("bongo", "conga", "djembe", "tabla", "cajon", "taiko", "timpani", "tambourine",
              "maraca", "castanet", "cymbal"),
}  # fmt: skip
STAND_INS: dict[str, str] = {
    said: name for name, words in _KIN.items() for word in words for said in (word, f"{word}s")
}
"""What plays for an instrument that there is not, by the words that ask for it."""

INSTRUMENTS: dict[str, tuple[str, ...]] = {
    name: words + tuple(word for word, other in STAND_INS.items() if other == name)
    for name, words in _NAMES.items()
}
"""All words that mean an instrument, or that it stands in for, by its name."""
