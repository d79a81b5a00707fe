"""The words of descriptions that name no sound: how, how many, where, when."""

from __future__ import annotations

NUMBERS = {
    "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "thrice": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "single": 1, "couple": 2, "few": 3, "several": 4, "pair": 2, "dozen": 12,
}  # fmt: skip

# How strong: 0 soft .. 1 heavy; the words are kept for the reply.
INTENSITY = {
    "soft": 0.15, "softly": 0.15, "gentle": 0.15, "gently": 0.15, "light": 0.15, "lightly": 0.15,
    "calm": 0.2, "slight": 0.2, "mild": 0.3, "weak": 0.2, "delicate": 0.15, "quiet": 0.25,
    "quietly": 0.25, "moderate": 0.5, "steady": 0.5, "heavy": 0.9, "heavily": 0.9, "strong": 0.85,
    "strongly": 0.85, "hard": 0.85, "loud": 0.75, "loudly": 0.75, "violent": 1.0, "fierce": 1.0,
    "furious": 1.0, "intense": 0.9, "torrential": 1.0, "stormy": 0.95, "rough": 0.9, "angry": 0.9,
    "aggressive": 0.95, "massive": 1.0, "powerful": 0.9, "enormous": 1.0, "wild": 0.9,
    "roaring": 0.9, "raging": 1.0, "howling": 0.95, "thundering": 0.95, "enthusiastic": 0.9,
}  # fmt: skip
LEVEL = {"loud": 4.0, "loudly": 4.0, "faint": -6.0, "faintly": -6.0, "quiet": -4.0,
         "quietly": -4.0, "deafening": 6.0, "subtle": -5.0}  # fmt: skip
SPEED = {
    "slow": 0.65, "slowly": 0.65, "lazy": 0.7, "leisurely": 0.75, "fast": 1.5, "quick": 1.4,
    "quickly": 1.4, "rapid": 1.6, "rapidly": 1.6, "hurried": 1.5, "hasty": 1.4, "hectic": 1.6,
    "frantic": 1.7,
}  # fmt: skip
SIZE = {
    "big": 1.5, "large": 1.5, "huge": 1.9, "giant": 2.0, "deep": 1.4, "old": 1.15, "small": 0.65,
    "little": 0.7, "tiny": 0.55, "young": 0.75, "high": 0.75, "baby": 0.6, "great": 1.4,
}  # fmt: skip
FAR = {"distant": 6.0, "far": 6.0, "faraway": 6.0, "remote": 8.0, "distance": 6.0, "away": 6.0,
       "afar": 6.0, "near": 0.5, "nearby": 0.6, "close": 0.5, "closely": 0.5,
       "closeup": 0.35}  # fmt: skip
SIDES = {"left": -0.75, "right": 0.75, "centre": 0.0, "center": 0.0, "middle": 0.0}
THROUGHOUT = frozenset(
    {"background", "throughout", "constantly", "constant", "continuous", "continuously", "always"}
)

# When, as shares of a scene; ``reading`` makes these words of "only at the end".
PARTS = {
    "attheend": (0.68, 1.0), "atthestart": (0.0, 0.3), "beforetheend": (0.0, 0.85),
    "inthefirsthalf": (0.0, 0.5), "inthesecondhalf": (0.5, 1.0),
}  # fmt: skip

# How a room is called -> space.ROOMS.
ROOMS = {
    "cave": "cave", "cavern": "cave", "church": "church", "cathedral": "church",
    "chapel": "church", "hall": "hall", "concert hall": "hall", "gym": "hall",
    "auditorium": "hall", "theatre": "hall", "theater": "hall", "station": "hall",
    "warehouse": "hall", "stairwell": "garage", "staircase": "garage", "corridor": "garage",
    "hallway": "garage", "garage": "garage", "basement": "garage", "cellar": "garage",
    "tunnel": "tunnel", "underpass": "tunnel", "bathroom": "bathroom", "shower room": "bathroom",
    "small room": "small room", "bedroom": "small room", "closet": "small room",
    "car": "small room", "studio": "small room", "room": "room", "kitchen": "room",
    "office": "room", "house": "room", "living room": "room", "classroom": "room",
    "restaurant": "room", "cafe": "room", "forest": "forest", "woods": "forest",
    "wood": "forest", "jungle": "forest", "street": "street", "city": "street", "town": "street",
    "alley": "street", "outdoors": "open air", "outside": "open air", "open air": "open air",
    "field": "open air", "open": "open air", "garden": "open air", "meadow": "open air",
    "large room": "hall", "big room": "hall", "empty room": "hall", "large hall": "hall",
}  # fmt: skip

OUTSIDE = frozenset({"forest", "street", "open air"})  # rooms that are none

# What sounds on a house and in it.
ON_THE_HOUSE = frozenset({"rain on a window", "rain on a tin roof", "rain on an umbrella", "hail"})

# What names several sounds at once, or a sound only where no other is named.
TOGETHER = {
    "shimmering": ("a bell tree",), "shimmer": ("a bell tree",), "glittering": ("a bell tree",),
    "twinkling": ("a bell tree",),
    "thunderstorm": ("heavy rain", "thunder"), "storm": ("heavy rain", "wind", "thunder"),
    "tempest": ("heavy rain", "wind", "thunder"), "rainstorm": ("heavy rain", "wind"),
}  # fmt: skip

# A place that is asked for by itself -> what is heard there.
SCENERY = {
    "forest": ("songbirds", "rustling leaves"), "woods": ("songbirds", "rustling leaves"),
    "jungle": ("songbirds", "crickets", "frogs"), "meadow": ("songbirds", "a bee", "crickets"),
    "garden": ("songbirds", "a bee"), "park": ("songbirds", "footsteps on gravel", "a dog"),
    "farm": ("a rooster", "a cow", "sheep"), "barnyard": ("a rooster", "a pig", "a duck"),
    "countryside": ("songbirds", "a cow", "gentle wind"), "night": ("crickets", "an owl"),
    "summer night": ("crickets", "frogs"), "summer evening": ("crickets", "songbirds"),
    "morning": ("songbirds", "a rooster"), "swamp": ("frogs", "crickets"),
    "pond": ("frogs", "a duck"), "lake": ("a stream", "a duck"), "beach": ("the sea", "seagulls"),
    "seaside": ("the sea", "seagulls"), "coast": ("the sea", "seagulls", "wind"),
    "harbour": ("seagulls", "the sea", "a ship's horn"),
    "harbor": ("seagulls", "the sea", "a ship's horn"),
    "mountain": ("wind", "a crow"), "desert": ("wind",),
    "street": ("traffic", "a car horn", "footsteps on concrete"),
    "city": ("traffic", "a car horn", "a siren"), "road": ("traffic", "a car passing"),
    "highway": ("traffic", "a truck"), "traffic jam": ("traffic", "a car horn"),
    "cafe": ("a babble of voices", "a clinking glass"),
    "restaurant": ("a babble of voices", "a clinking glass"),
    "tavern": ("a babble of voices", "a clinking glass", "a fire"),
    "pub": ("a babble of voices", "a clinking glass"),
    "inn": ("a babble of voices", "a fire"), "bar": ("a babble of voices", "a clinking glass"),
    "packed room": ("a babble of voices",), "crowded room": ("a babble of voices",),
    "busy room": ("a babble of voices",), "full house": ("a babble of voices",),
    "party": ("a babble of voices", "laughter"), "market": ("a babble of voices", "footsteps"),
    "office": ("typing", "a telephone"), "kitchen": ("boiling water", "dishes"),
    "bathroom": ("a shower",), "stadium": ("a cheering crowd", "applause"),
    "theatre": ("applause",), "theater": ("applause",), "concert": ("applause",),
    "airport": ("an aeroplane", "a babble of voices"), "station": ("a train", "a babble of voices"),
    "war": ("gunfire", "an explosion"), "battlefield": ("gunfire", "an explosion"),
    "campfire": ("a fire", "crickets"), "forest at night": ("crickets", "an owl", "wind"),
    "woods at night": ("crickets", "an owl", "wind"), "city at night": ("traffic", "a siren"),
    "underwater": ("bubbles",),
    "under water": ("bubbles",), "workshop": ("a hammer", "sawing"),
    "construction site": ("a jackhammer", "a hammer", "an engine"),
    "zoo": ("a lion", "a monkey", "songbirds"), "playground": ("children playing",),
    "new year": ("fireworks",), "church": ("church bells",), "classroom": ("a babble of voices",),
    "hospital": ("a heart beat", "footsteps on concrete"), "autumn": ("wind", "rustling leaves"),
    "spring": ("songbirds", "a stream"), "winter": ("wind", "footsteps in snow"),
}  # fmt: skip

# Words that say nothing about what sounds.
_EMPTY = """
    a an the of and or with in on at to from by for is are was be being been it its that this
    these those there here sound sounds noise noises audio effect effects clip recording sfx
    please some someone somebody something who which where while as when hear heard hearing listen
    generate make create produce give play simulate imagine me us i we you want need would like
    can could very really quite rather bit little lot lots many much more less just time times
    typical realistic realistically believable natural nature real long short second seconds
    minute minutes then after before first last later finally next again over under into onto out
    off up down around through along across side middle scene ambience ambient atmosphere
    background foreground go goes going come comes coming pass happen happens happening start
    starts starting stop stops stopping begin begins beginning end ends ending follow follows
    followed following his her their my your our day today evening afternoon busy old new summer
    silence silent pause nothing spooky eerie
    bright dark dry wet sharp dull crisp hollow wooden boots shoes heels single separate different
    ones not too kind only toward towards else
    scary creepy haunted mysterious dramatic peaceful relaxing cosy cozy beautiful nice lovely
"""
EMPTY = frozenset(_EMPTY.split())
WORN = frozenset({"boots", "shoes", "heels"})  # what walks where nothing else is named
# Names of what the sentence beside them tells more exactly: "a heavy door, slow creak".
GENERIC = frozenset({"door", "doors", "step", "steps", "footstep", "footsteps"})

# What has no model of its own -> what sounds most like it; the reply says so.
KIN = {
    "whisper": "breathing", "whispering": "breathing",
    "accordion": "organ", "concertina": "organ", "harmonica": "organ", "bagpipe": "organ",
    "keyboard": "piano", "synthesizer": "organ", "harpsichord": "harp", "lute": "guitar",
    "banjo": "guitar", "ukulele": "guitar", "mandolin": "guitar", "sitar": "guitar",
    "violin": "strings", "cello": "strings", "fiddle": "strings", "orchestra": "strings",
    "clarinet": "flute", "oboe": "flute", "recorder": "flute", "saxophone": "trumpet",
    "trombone": "trumpet", "tuba": "trumpet", "horn": "trumpet", "xylophone": "bell",
    "marimba": "bell", "triangle": "bell", "cymbal": "drum", "tambourine": "drum",
    "elephant": "lion", "hippo": "lion", "gorilla": "lion", "camel": "cow", "buffalo": "cow",
    "deer": "cow", "donkey": "horse", "zebra": "horse", "mule": "horse", "llama": "sheep",
    "fox": "dog", "hyena": "dog", "seal": "dog", "walrus": "dog", "raccoon": "cat", "lynx": "cat",
    "monkey": "crow", "parrot": "crow", "peacock": "seagull", "eagle": "seagull",
    "hawk": "seagull", "falcon": "seagull", "vulture": "crow", "turkey": "goose", "hen": "duck",
    "chicken": "duck", "penguin": "duck", "swallow": "songbird", "lark": "songbird",
    "woodpecker": "knock", "mouse": "sparrow", "rat": "sparrow", "squirrel": "sparrow",
    "bat": "sparrow", "dolphin": "sparrow", "whale": "wolf", "beetle": "bee", "moth": "fly",
    "lorry": "truck", "bus": "truck", "van": "car", "taxi": "car", "tractor": "truck",
    "tank": "truck", "scooter": "motorcycle", "moped": "motorcycle", "tram": "train",
    "subway": "train", "metro": "train", "jet": "aeroplane", "drone": "bee", "rocket": "explosion",
    "ship": "boat", "ferry": "boat", "submarine": "bubbles", "bicycle": "footsteps on gravel",
    "bomb": "explosion", "grenade": "explosion", "cannon": "explosion", "rifle": "gunshot",
    "pistol": "gunshot", "machine gun": "gunshot", "volcano": "explosion",
    "earthquake": "thunder", "avalanche": "thunder", "landslide": "thunder",
    "tornado": "wind", "cyclone": "wind", "steam": "hiss", "geyser": "boiling water",
    "fountain": "stream", "lake": "stream", "puddle": "splash", "swimming": "splash",
    "swimmer": "splash", "mill": "stream", "pump": "stream", "dishwasher": "washing machine",
    "mixer": "hair dryer", "blender": "vacuum cleaner", "chainsaw": "motorcycle",
    "lawn mower": "motorcycle", "mower": "motorcycle", "refrigerator": "fan", "fridge": "fan",
    "air conditioner": "fan", "microwave": "fan", "computer": "fan", "lighter": "fire",
    "match": "fire", "torch": "fire", "oven": "fire", "candle": "fire", "ice": "clinking glass",
    "vase": "breaking glass", "mirror": "breaking glass", "window": "breaking glass",
    "chain": "keys", "sword": "keys", "armour": "dishes", "armor": "dishes", "drawer": "door",
    "cupboard": "door", "book": "paper", "envelope": "paper", "plastic": "paper",
    "velcro": "tearing paper", "zipper": "tearing paper", "zip": "tearing paper",
    "chair": "creak", "bed": "creak", "floorboard": "creak", "rope": "creak", "mast": "creak",
    "robot": "printer", "clock": "ticking clock", "watch": "ticking clock", "skis": "snow",
    "skiing": "footsteps in snow", "march": "footsteps on gravel", "soldier": "footsteps on gravel",
    "dance": "footsteps on wood", "dancing": "footsteps on wood", "child": "children playing",
}  # fmt: skip
