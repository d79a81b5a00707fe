"""What styles and moods do: tempo, harmony, instruments, patterns. Tables, no code."""

from __future__ import annotations

from dataclasses import dataclass, field

# Sixteenths of a bar of four beats (twelve for three): x hit, X accent, . rest.
DRUMS: dict[str, dict[str, str]] = {
    "none": {},
    "pop": {
        "kick": "X.....x.X.......",
        "snare": "....X.......X...",
        "hat": "x.x.x.x.x.x.x.x.",
    },
    "rock": {
        "kick": "X.....x.X.x.....",
        "snare": "....X.......X..x",
        "hat": "X.x.X.x.X.x.X.x.",
    },
    "four": {
        "kick": "X...X...X...X...",
        "clap": "....X.......X...",
        "hat": "..X...X...X...X.",
        "shaker": "xxxxxxxxxxxxxxxx",
    },
    "lofi": {
        "kick": "X......x..X.....",
        "rim": "....X.......X...",
        "hat": "x.x.x.xxx.x.x.x.",
    },
    "swing": {"ride": "X...X.x.X...X.x.", "pedal": "....X.......X..."},
    "bossa": {
        "kick": "X..xX..xX..xX..x",
        "rim": "X..X..X...X..X..",
        "shaker": "x.xxx.xxx.xxx.xx",
    },
    "funk": {
        "kick": "X..x..X...x..x..",
        "snare": "....X..x.x..X..x",
        "hat": "xxxxxxxxxxxxxxxx",
    },
    "reggae": {"kick": "........X.......", "rim": "........X.......", "hat": "x.x.x.x.x.x.x.x."},
    "march": {"kick": "X.......X.......", "snare": "..x.X.xx..x.X.xx"},
    "epic": {"drum": "X.....X.X..x..X.", "deep": "X.......X......."},
    "brushes": {"brush": "X...X...X...X...", "kick": "X.......x......."},
    "waltz": {"kick": "X...........", "brush": "....x...x..."},
    "hand": {"drum": "X..x..x.X..x..x.", "shaker": "x.x.x.x.x.x.x.x."},
}


@dataclass(frozen=True)
class Style:
    """How a kind of music goes.

    ``tempo`` bounds in beats a minute; ``progressions`` as roman numerals, a bar each;
    ``rhythms`` of the melody as lengths in beats that fill a bar; ``harmony`` and ``bass``
    name patterns of ``accompaniment``; ``brightness`` scales how hard notes are played.
    """

    tempo: tuple[float, float]
    modes: tuple[str, ...]
    progressions: tuple[str, ...]
    melody: tuple[str, ...]
    chords: tuple[str, ...]
    bass: tuple[str, ...]
    pads: tuple[str, ...] = ()
    harmony: tuple[str, ...] = ("block",)
    bassline: tuple[str, ...] = ("root",)
    drums: tuple[str, ...] = ("none",)
    rhythms: tuple[str, ...] = ("1 1 1 1", "2 1 1", "1 1 2", "1.5 .5 1 1", "3 1")
    meter: int = 4
    swing: float = 0.0
    sevenths: bool = False
    density: float = 0.9  # share of melody notes that are played
    room: float = 0.3
    words: tuple[str, ...] = field(default=())


_MAJOR = ("I V vi IV", "I vi IV V", "I IV I V", "vi IV I V", "I iii IV V", "IV V iii vi")
_MINOR = ("i bVI bIII bVII", "i iv v i", "i bVII bVI V", "i iv bVI V", "i bVI iv V")
_EIGHTHS = (".5 .5 1 .5 .5 1", "1 .5 .5 1 1", "1.5 .5 .5 .5 1", ".5 .5 .5 .5 2", "1 1 .5 .5 1")
_LONG = ("4", "2 2", "3 1", "2 1 1")

STYLES: dict[str, Style] = {
    "ballad": Style(
        (66, 84), ("major", "minor"), _MAJOR, ("piano", "violin", "flute"), ("piano",),
        ("bass",), ("strings",), ("arpeggio", "broken"), ("root",), ("none", "brushes"),
        ("2 1 1", "1.5 .5 2", "1 1 2", "3 1", "1 1 1 1"), room=0.4,
        words=("ballad", "love song", "slow song"),
    ),
    "pop": Style(
        (98, 122), ("major", "minor"), _MAJOR, ("lead", "piano", "guitar"), ("piano", "guitar"),
        ("electric bass",), ("strings",), ("strum", "pulse"), ("eighths",), ("pop",), _EIGHTHS,
        words=("pop", "catchy", "radio", "jingle", "podcast", "intro", "theme"),
    ),
    "rock": Style(
        (112, 140), ("mixolydian", "minor"), ("I bVII IV I", "I IV bVII IV", "I V IV IV"),
        ("electric guitar",), ("electric guitar",), ("electric bass",), (), ("pulse",),
        ("eighths",), ("rock",), _EIGHTHS, words=("rock", "punk", "grunge", "metal"),
    ),
    "electronic": Style(
        (120, 130), ("minor", "dorian"), ("i bVI bIII bVII", "i i bVI bVII", "i iv i bVII"),
        ("lead", "square"), ("synth",), ("synth bass",), ("pad",), ("offbeat", "pulse"),
        ("offbeat",), ("four",), (".5 .5 .5 .5 .5 .5 1", "1.5 1.5 1", ".75 .75 .5 1 1"), room=0.25,
        words=("electronic", "techno", "house", "dance", "edm", "club", "trance", "synth",
               "workout", "gym", "disco"),
    ),
    "ambient": Style(
        (56, 70), ("lydian", "major", "dorian"), ("I ii I V", "I IV I IV", "I iii IV I"),
        ("bells", "flute", "harp"), ("electric piano",), ("sub",), ("pad", "choir"), ("slow",),
        ("long",), ("none",), _LONG, sevenths=True, density=0.55, room=0.6,
        words=("ambient", "meditation", "meditative", "space", "spa", "yoga", "drone",
               "atmospheric", "floating", "sleep"),
    ),
    "lofi": Style(
        (70, 86), ("dorian", "major"), ("ii V I vi", "I vi ii V", "iii vi ii V", "IV iii vi ii"),
        ("electric piano", "vibraphone"), ("electric piano",), ("bass",), (), ("block", "late"),
        ("root",), ("lofi",), ("1 1 2", ".5 .5 1 2", "1.5 .5 2", "2 .5 .5 1"), swing=0.12,
        sevenths=True, density=0.75, words=("lofi", "lo-fi", "lo fi", "chill", "study", "hip hop",
                                            "hip-hop", "beat", "beats"),
    ),
    "jazz": Style(
        (104, 150), ("major", "dorian"), ("ii V I vi", "I vi ii V", "iii vi ii V", "I IV iii vi"),
        ("saxophone", "trumpet", "vibraphone"), ("piano",), ("bass",), (), ("comp",),
        ("walking",), ("swing",), (".5 .5 1 1 1", "1 .5 .5 .5 .5 1", "1.5 .5 1 1", "1 1 .5 .5 1"),
        swing=0.17, sevenths=True, words=("jazz", "jazzy", "swing", "bebop", "big band", "smooth"),
    ),
    "bossa": Style(
        (116, 136), ("major", "dorian"), ("I ii V I", "ii V I vi", "I vi ii V"),
        ("flute", "nylon guitar"), ("nylon guitar",), ("bass",), (), ("bossa",), ("bossa",),
        ("bossa",), ("1.5 1 1.5", "1 1.5 1.5", ".5 1 1 1.5", "1.5 .5 2"), sevenths=True,
        words=("bossa", "bossa nova", "samba", "latin", "brazilian", "beach", "cafe"),
    ),
    "blues": Style(
        (84, 112), ("mixolydian",), ("I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7",),
        ("electric guitar", "harmonica", "saxophone"), ("piano",), ("bass",), (), ("comp",),
        ("walking",), ("swing",), ("1 .5 .5 1 1", "1.5 .5 2", ".5 .5 1 2"), swing=0.17,
        words=("blues", "bluesy", "boogie"),
    ),
    "folk": Style(
        (92, 116), ("major", "mixolydian", "dorian"), ("I IV I V", "I V IV I", "I vi IV V"),
        ("fiddle", "flute", "guitar"), ("guitar",), ("bass",), (), ("strum", "broken"),
        ("fifths",), ("none", "hand"), _EIGHTHS,
        words=("folk", "country", "acoustic", "campfire", "celtic", "irish", "bluegrass",
               "medieval", "renaissance", "christmas", "carol", "barn dance", "square dance",
               "village dance", "klezmer", "ceilidh"),
    ),
    "classical": Style(
        (84, 116), ("major", "minor"), ("I V I V", "I IV V I", "I vi ii V", "I ii V I"),
        ("violin", "piano", "flute", "oboe"), ("piano", "strings"), ("cello",), (),
        ("alberti", "broken"), ("root",), ("none",), ("1 1 1 1", "1.5 .5 1 1", "2 1 1",
                                                     ".5 .5 .5 .5 1 1", "1 1 2"), room=0.4,
        words=("classical", "baroque", "mozart", "bach", "sonata", "minuet", "chamber", "elegant"),
    ),
    "waltz": Style(
        (108, 150), ("major", "minor"), ("I I V V", "I IV V I", "I vi ii V"),
        ("violin", "accordion", "flute"), ("piano", "accordion"), ("bass",), ("strings",),
        ("waltz",), ("root",), ("none", "waltz"), ("1 1 1", "2 1", "1.5 .5 1", "3"), meter=3,
        room=0.35, words=("waltz", "ballroom", "three four", "three-four", "3/4", "carousel",
                           "musette"),
    ),
    "lullaby": Style(
        (66, 80), ("major",), ("I IV I V", "I vi IV I", "I I IV V"), ("music box", "bells"),
        ("harp", "piano"), ("cello",), (), ("waltz", "broken"), ("root",), ("none",),
        ("1 1 1", "2 1", "3"), meter=3, room=0.45, words=("lullaby", "cradle", "bedtime", "baby"),
    ),
    "march": Style(
        (108, 120), ("major",), ("I I V V", "I IV V I", "I V I V"), ("trumpet", "flute"),
        ("brass",), ("tuba",), (), ("offbeat",), ("fifths",), ("march",),
        ("1 1 1 1", ".75 .25 1 1 1", "1 .5 .5 2", "1.5 .5 1 1"),
        words=("march", "parade", "military", "anthem", "fanfare", "victory", "triumphant"),
    ),
    "epic": Style(
        (84, 104), ("minor",), ("i bVI bIII bVII", "i bVI iv V", "i bVII bVI V"),
        ("brass", "violin", "choir"), ("strings",), ("cello",), ("choir",), ("pulse",),
        ("eighths",), ("epic",), ("2 1 1", "3 1", "1.5 .5 2", "4"), room=0.5,
        words=("epic", "cinematic", "trailer", "heroic", "film", "movie", "orchestral",
               "orchestra", "soundtrack", "adventure", "battle"),
    ),
    "horror": Style(
        (58, 72), ("phrygian", "harmonic minor"), ("i bII i bII", "i bVI i v", "i i bII i"),
        ("violin", "bells", "music box"), ("strings",), ("sub",), ("choir", "pad"), ("slow",),
        ("long",), ("none",), _LONG, density=0.6, room=0.6,
        words=("horror", "scary", "creepy", "spooky", "haunted", "eerie", "suspense", "thriller",
               "ominous", "sinister"),
    ),
    "funk": Style(
        (98, 112), ("dorian", "mixolydian"), ("i7 IV7 i7 IV7", "i7 i7 IV7 IV7"),
        ("saxophone", "electric piano"), ("electric piano", "guitar"), ("electric bass",), (),
        ("stabs",), ("funk",), ("funk",), (".5 .5 .5 .5 1 1", ".75 .75 .5 2", "1 .5 .5 .5 .5 1"),
        words=("funk", "funky", "groove", "groovy", "soul"),
    ),
    "reggae": Style(
        (76, 90), ("major", "dorian"), ("I IV I V", "I V vi IV", "i bVII i bVII"),
        ("organ", "trumpet"), ("guitar",), ("electric bass",), (), ("offbeat",), ("reggae",),
        ("reggae",), _EIGHTHS, words=("reggae", "ska", "dub", "island", "caribbean"),
    ),
    "tango": Style(
        (112, 126), ("minor", "harmonic minor"), ("i i V7 V7", "i iv V7 i", "i bVI V7 i"),
        ("violin", "accordion"), ("piano",), ("bass",), (), ("marcato",), ("habanera",),
        ("none",), (".75 .25 1 1 1", "1.5 .5 1 1", "1 .5 .5 2", ".5 .5 .5 .5 2"), room=0.35,
        words=("tango", "milonga", "habanera", "argentine"),
    ),
    "polka": Style(
        (112, 132), ("major",), ("I I V7 V7", "I V7 V7 I", "I IV V7 I"), ("accordion", "trumpet"),
        ("accordion",), ("tuba",), (), ("offbeat",), ("fifths",), ("brushes",),
        (".5 .5 1 .5 .5 1", "1 1 .5 .5 1", ".5 .5 .5 .5 1 1"),
        words=("polka", "oompah", "oktoberfest", "beer hall"),
    ),
    "chiptune": Style(
        (132, 156), ("major", "minor"), _MAJOR, ("square",), ("square",), ("triangle",), (),
        ("chiparp",), ("octaves",), ("pop",), _EIGHTHS, room=0.08,
        words=("chiptune", "chip tune", "8 bit", "8-bit", "eight bit", "video game", "arcade",
               "game"),
    ),
}  # fmt: skip

# Minor keys take minor progressions wherever a style lists major ones.
MINOR_PROGRESSIONS = _MINOR


@dataclass(frozen=True)
class Mood:
    """What a mood changes: the mode it asks for, tempo as a factor, how hard notes are played
    (-1 to 1), how full the piece is, and the style when none is named."""

    words: tuple[str, ...]
    mode: str = ""
    pace: float = 1.0
    force: float = 0.0
    density: float = 1.0
    style: str = ""


MOODS: dict[str, Mood] = {
    "calm": Mood(
        ("calm", "calming", "relaxing", "relaxed", "relax", "peaceful", "quiet", "soothing",
         "gentle", "soft", "tender", "tired", "serene", "unwind", "mellow"),
        "major", 0.85, -0.5, 0.85, "ballad",
    ),
    "sleepy": Mood(("sleepy", "sleep", "dreamy", "dream", "fall asleep", "nap"), "major", 0.8,
                   -0.6, 0.7, "ambient"),
    "happy": Mood(("happy", "cheerful", "joyful", "bright", "sunny", "upbeat", "fun", "merry",
                   "birthday", "party", "celebrate", "celebration", "positive", "uplifting",
                   "optimistic"), "major", 1.08, 0.3, 1.0, "pop"),
    "playful": Mood(("playful", "funny", "cute", "silly", "quirky", "children", "kids", "cartoon",
                     "comic"), "major", 1.1, 0.1, 0.95, "waltz"),
    "sad": Mood(("sad", "melancholy", "melancholic", "sorrow", "sorrowful", "gloomy", "lonely",
                 "grief", "mourning", "heartbroken", "rainy", "blue", "tearful", "moody",
                 "brooding"), "minor", 0.85,
                -0.3, 0.85, "ballad"),
    "nostalgic": Mood(("nostalgic", "longing", "wistful", "bittersweet", "autumn"), "minor", 0.9,
                      -0.2, 0.9, "ballad"),
    "romantic": Mood(("romantic", "love", "wedding", "candlelight"), "major", 0.9, -0.2, 0.9,
                     "ballad"),
    "tense": Mood(("tense", "tension", "nervous", "anxious", "suspenseful", "dangerous"), "minor",
                  1.05, 0.2, 1.0, "epic"),
    "dark": Mood(("dark", "mysterious", "mystery", "night", "secret"), "minor", 0.95, -0.1, 0.85,
                 "horror"),
    "angry": Mood(("angry", "furious", "aggressive", "rage", "wild"), "minor", 1.1, 0.7, 1.0,
                  "rock"),
    "energetic": Mood(("energetic", "energy", "driving", "powerful", "exciting", "fast paced",
                       "lively", "motivating", "motivational", "pumping"), "", 1.1, 0.5, 1.0,
                      "electronic"),
    "solemn": Mood(("solemn", "majestic", "noble", "church", "hymn", "sacred", "ceremony"),
                   "major", 0.85, 0.1, 0.9, "classical"),
    "hopeful": Mood(("hopeful", "inspiring", "inspirational", "warm", "morning", "sunrise"),
                    "major", 0.95, 0.0, 0.9, "ballad"),
}  # fmt: skip
