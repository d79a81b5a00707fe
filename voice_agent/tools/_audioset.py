"""AudioSet's class hierarchy.

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
