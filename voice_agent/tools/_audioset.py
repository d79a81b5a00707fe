"""AudioSet's class hierarchy, and its names as one says them.

The order of YAMNet's classes is a walk down the AudioSet ontology (Gemmeke et al. 2017), so
whatever lies below a class follows it directly: naming its last descendant is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

# class -> the last class below it
_LAST_BELOW = {
    "Speech": "Speech synthesizer",
    "Shout": "Children shouting",
    "Laughter": "Chuckle, chortle",
    "Crying, sobbing": "Wail, moan",
    "Singing": "Humming",
    "Chant": "Mantra",
    "Breathing": "Snort",
    "Cough": "Throat clearing",
    "Hands": "Clapping",
    "Heart sounds, heartbeat": "Heart murmur",
    "Animal": "Whale vocalization",
    "Domestic animals, pets": "Caterwaul",
    "Dog": "Whimper (dog)",
    "Cat": "Caterwaul",
    "Livestock, farm animals, working animals": "Honk",
    "Horse": "Neigh, whinny",
    "Cattle, bovinae": "Cowbell",
    "Pig": "Oink",
    "Goat": "Bleat",
    "Fowl": "Honk",
    "Chicken, rooster": "Crowing, cock-a-doodle-doo",
    "Turkey": "Gobble",
    "Duck": "Quack",
    "Goose": "Honk",
    "Wild animals": "Whale vocalization",
    "Roaring cats (lions, tigers)": "Roar",
    "Bird": "Bird flight, flapping wings",
    "Bird vocalization, bird call, bird song": "Squawk",
    "Pigeon, dove": "Coo",
    "Crow": "Caw",
    "Owl": "Hoot",
    "Rodents, rats, mice": "Patter",
    "Insect": "Bee, wasp, etc.",
    "Fly, housefly": "Buzz",
    "Frog": "Croak",
    "Snake": "Rattle",
    "Music": "Scary music",
    "Musical instrument": "Scratching (performance technique)",
    "Plucked string instrument": "Ukulele",
    "Guitar": "Strum",
    "Keyboard (musical)": "Harpsichord",
    "Piano": "Electric piano",
    "Organ": "Hammond organ",
    "Percussion": "Steelpan",
    "Drum kit": "Drum machine",
    "Drum": "Tabla",
    "Snare drum": "Drum roll",
    "Cymbal": "Hi-hat",
    "Rattle (instrument)": "Maraca",
    "Mallet percussion": "Steelpan",
    "Brass instrument": "Trombone",
    "Bowed string instrument": "Double bass",
    "Violin, fiddle": "Pizzicato",
    "Wind instrument, woodwind instrument": "Clarinet",
    "Bell": "Change ringing (campanology)",
    "Chime": "Wind chime",
    "Rock music": "Psychedelic rock",
    "Electronic music": "Trance music",
    "Wind": "Wind noise (microphone)",
    "Thunderstorm": "Thunder",
    "Water": "Gurgling",
    "Rain": "Rain on surface",
    "Ocean": "Waves, surf",
    "Fire": "Crackle",
    "Vehicle": "Skateboard",
    "Boat, Water vehicle": "Ship",
    "Motor vehicle (road)": "Traffic noise, roadway noise",
    "Car": "Race car, auto racing",
    "Vehicle horn, car horn, honking": "Toot",
    "Truck": "Ice cream truck, ice cream van",
    "Emergency vehicle": "Fire engine, fire truck (siren)",
    "Rail transport": "Subway, metro, underground",
    "Train": "Train wheels squealing",
    "Aircraft": "Fixed-wing aircraft, airplane",
    "Aircraft engine": "Propeller, airscrew",
    "Engine": "Accelerating, revving, vroom",
    "Light engine (high frequency)": "Chainsaw",
    "Door": "Squeak",
    "Doorbell": "Ding-dong",
    "Toothbrush": "Electric toothbrush",
    "Typing": "Computer keyboard",
    "Alarm": "Steam whistle",
    "Telephone": "Busy signal",
    "Siren": "Civil defense siren",
    "Whistle": "Steam whistle",
    "Mechanisms": "Single-lens reflex camera",
    "Clock": "Tick-tock",
    "Camera": "Single-lens reflex camera",
    "Tools": "Drill",
    "Power tool": "Drill",
    "Explosion": "Boom",
    "Gunshot, gunfire": "Cap gun",
    "Fireworks": "Firecracker",
    "Wood": "Crack",
    "Glass": "Shatter",
    "Liquid": "Boiling",
    "Pour": "Gush",
}

# Classes that the walk puts elsewhere but that name the same thing: child -> parent.
_ALSO_BELOW = {
    "Clapping": "Applause",
    "Canidae, dogs, wolves": "Animal",
    "Bleat": "Sheep",
    "Honk": "Vehicle horn, car horn, honking",
    "Siren": "Emergency vehicle",
    "Stream": "Liquid",
    "Knock": "Wood",
    "Ding-dong": "Bell",
    "Jingle bell": "Jingle, tinkle",
    "Ding": "Bell",
}

# What describes the place or the recording rather than something that sounds in it.
SCENES = frozenset(
    {
        "Silence",
        "Sound effect",
        "Field recording",
        "Inside, small room",
        "Inside, large room or hall",
        "Inside, public space",
        "Outside, urban or manmade",
        "Outside, rural or natural",
        "Reverberation",
        "Echo",
        "Noise",
        "Environmental noise",
        "Sidetone",
        "Cacophony",
        "Distortion",
    }
)

# Runs of classes that tell what a sound is like, not what makes it ("Beep", "Hum", "Clang").
_LIKENESSES = (("Whoosh, swoosh, swish", "Crunch"), ("Sine wave", "Chirp tone"),
               ("Static", "Mains hum"), ("White noise", "Vibration"))  # fmt: skip

# How a label is said where lower case and an article do not make it right.
_SPOKEN = {
    "Speech": "someone speaking",
    "Child speech, kid speaking": "a child speaking",
    "Conversation": "people talking",
    "Narration, monologue": "someone speaking",
    "Speech synthesizer": "a synthetic voice",
    "Children shouting": "children shouting",
    "Screaming": "screaming",
    "Walk, footsteps": "footsteps",
    "Run": "someone running",
    "Heart sounds, heartbeat": "a heartbeat",
    "Hubbub, speech noise, speech babble": "a babble of voices",
    "Crowd": "a crowd",
    "Domestic animals, pets": "a pet",
    "Livestock, farm animals, working animals": "a farm animal",
    "Wild animals": "a wild animal",
    "Animal": "an animal",
    "Bark": "a dog barking",
    "Bow-wow": "a dog barking",
    "Yip": "a dog yapping",
    "Whimper (dog)": "a dog whimpering",
    "Purr": "a cat purring",
    "Meow": "a cat meowing",
    "Moo": "a cow mooing",
    "Cattle, bovinae": "a cow",
    "Bleat": "a sheep bleating",
    "Neigh, whinny": "a horse neighing",
    "Clip-clop": "horse hooves",
    "Crowing, cock-a-doodle-doo": "a rooster crowing",
    "Bird vocalization, bird call, bird song": "birdsong",
    "Chirp, tweet": "a bird chirping",
    "Bird": "a bird",
    "Bird flight, flapping wings": "flapping wings",
    "Bee, wasp, etc.": "a bee",
    "Cricket": "crickets",
    "Music": "music",
    "Guitar": "a guitar",
    "Keyboard (musical)": "a keyboard instrument",
    "Percussion": "percussion",
    "Mallet percussion": "mallet percussion",
    "Rain on surface": "rain on a surface",
    "Raindrop": "raindrops",
    "Vehicle horn, car horn, honking": "a car horn",
    "Toot": "a horn tooting",
    "Motor vehicle (road)": "a motor vehicle",
    "Boat, Water vehicle": "a boat",
    "Traffic noise, roadway noise": "traffic",
    "Car passing by": "a car passing by",
    "Emergency vehicle": "an emergency vehicle",
    "Police car (siren)": "a police siren",
    "Ambulance (siren)": "an ambulance siren",
    "Fire engine, fire truck (siren)": "a fire engine's siren",
    "Fixed-wing aircraft, airplane": "an aeroplane",
    "Knock": "knocking",
    "Slam": "a slam",
    "Door": "a door",
    "Tap": "tapping",
    "Dishes, pots, and pans": "dishes",
    "Cutlery, silverware": "cutlery",
    "Water tap, faucet": "a water tap",
    "Keys jangling": "keys jangling",
    "Computer keyboard": "typing on a keyboard",
    "Telephone bell ringing": "a telephone ringing",
    "Telephone dialing, DTMF": "telephone tones",
    "Smoke detector, smoke alarm": "a smoke alarm",
    "Tick": "ticking",
    "Tick-tock": "a clock ticking",
    "Mechanisms": "a machine",
    "Tools": "tools",
    "Gunshot, gunfire": "a gunshot",
    "Whoosh, swoosh, swish": "a whoosh",
    "Glass": "glass",
    "Shatter": "glass shattering",
    "Toilet flush": "a toilet flushing",
    "Insect": "an insect",
    "Hands": "hands",
    "Sine wave": "a pure tone",
    "Bus": "a bus",
    "Whale vocalization": "a whale singing",
    "Rail transport": "a train",
    "Railroad car, train wagon": "a train",
    "Canidae, dogs, wolves": "a dog or wolf",
    "Rodents, rats, mice": "a rodent",
    "Roaring cats (lions, tigers)": "a big cat",
    "Roar": "a big cat roaring",
    "Baby cry, infant cry": "a baby crying",
    "Rock and roll": "rock and roll",
    "Drum and bass": "drum and bass",
    "Music for children": "children's music",
    "Music of Latin America": "Latin American music",
    "Music of Africa": "African music",
    "Music of Asia": "Asian music",
    "Music of Bollywood": "Bollywood music",
    "Middle Eastern music": "Middle Eastern music",
    "Christmas music": "Christmas music",
    "A capella": "a cappella singing",
    "Ocean": "the sea",
    "Waves, surf": "waves",
    "Medium engine (mid frequency)": "an engine",
    "Light engine (high frequency)": "a small engine",
    "Heavy engine (low frequency)": "a heavy engine",
    "Sink (filling or washing)": "a sink filling",
    "Bathtub (filling or washing)": "a bathtub filling",
    "Coin (dropping)": "a coin dropping",
    "Cupboard open or close": "a cupboard opening or closing",
    "Drawer open or close": "a drawer opening or closing",
    "Pour": "pouring",
    "Fill (with liquid)": "a vessel filling",
    "Stir": "stirring",
    "Drip": "dripping",
    "Tire squeal": "tyres squealing",
    "Single-lens reflex camera": "a camera",
    "Burst, pop": "a pop",
    "Ping": "a ping",
    "Ding": "a ding",
    "Boing": "a boing",
    "Zing": "a zing",
    "Rustle": "rustling",
    "Crackle": "crackling",
    "Jingle, tinkle": "jingling",
    "Rub": "rubbing",
    "Hammond organ": "a Hammond organ",
    "French horn": "a French horn",
}
_UNCOUNTABLE = {
    "applause", "laughter", "chatter", "music", "thunder", "wind", "rain", "water", "fire",
    "speech", "traffic", "percussion", "wood", "glass", "static", "surf", "steam", "liquid",
    "whistling", "breathing", "jazz", "techno", "rock", "reggae", "funk", "disco", "blues",
    "opera", "electronica", "flamenco", "dubstep", "grunge", "country", "jingle", "crackle",
    "rustle", "gunfire", "noise", "hum", "metal", "bluegrass", "ska", "afrobeat",
}  # fmt: skip


def said(label: str) -> str:
    """A class as one would say it: "Dog" -> "a dog", "Rain" -> "rain"."""
    if label in _SPOKEN:
        return _SPOKEN[label]
    first = label.partition(",")[0].partition(" (")[0].lower()
    words = first.split()
    mass = words[-1] in _UNCOUNTABLE or words[-1].endswith(("ing", "music", "noise"))
    if mass or (words[-1].endswith("s") and not words[-1].endswith("ss")):
        return first
    return f"{'an' if first[0] in 'aeiou' else 'a'} {first}"


def likenesses(labels: Sequence[str]) -> frozenset[str]:
    """The classes that name no source."""
    return frozenset(
        label
        for first, last in _LIKENESSES
        for label in labels[labels.index(first) : labels.index(last) + 1]
    )


def ancestors(labels: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each class all classes above it."""
    place = {label: index for index, label in enumerate(labels)}
    above: dict[str, set[str]] = {label: set() for label in labels}
    for parent, last in _LAST_BELOW.items():
        for label in labels[place[parent] + 1 : place[last] + 1]:
            above[label].add(parent)
    for child, parent in _ALSO_BELOW.items():
        above[child].add(parent)
        above[child] |= above[parent]
    return {label: frozenset(parents) for label, parents in above.items()}
