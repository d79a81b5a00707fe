"""Sentences of the kind that an assistant says, for the corpus.

    python -m training.fastspeech2.texts OUT.txt [--count 3000]

Books have few questions, no lists, no file names and no short answers. This writes them:
patterns whose gaps are filled at random, from file names to clock times, and small talk as it
stands. Every line is already in spoken words, as serving would say it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

from voice_agent.speak.text import spoken

NOUNS = """recording song voice file melody clip picture interview lecture podcast message speech
sound noise track conversation chorus guitar piano violin drum whistle engine thunderstorm river
kitchen street office airport station birdsong dog cat baby crowd church bell siren train car door
clock telephone keyboard footstep applause laughter microphone speaker headphone sentence word
paragraph question answer story poem letter portrait landscape garden market mountain""".split()
VERBS = """transcribe translate denoise separate describe play repeat save shorten slow speed
sing read summarize check compare fill cut mix convert generate draw analyze""".split()
ADJECTIVES = """short long quiet loud clear noisy old new second third last next bright dark warm
cold slow quick low high deep soft sharp gentle sudden steady English German Spanish French""".split()
NAMES = """Anna Peter Maria James Sophie Daniel Laura Thomas Nina Oliver Ruth Samuel Grace Henry
Julia Marcus Elena Victor Clara George""".split()
PLACES = """London Chicago Berlin Lisbon Toronto Boston Madrid Oslo Vienna Dublin Kyoto Seattle
Montreal Naples Geneva Denver Dallas""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ENDINGS = "wav mp3 flac png jpg mp4 txt json ogg m4a".split()
UNITS = "s ms Hz kHz dB MB GB % km minutes seconds hours percent BPM".split()

PATTERNS = """
I saved the {noun} as {file}.
The {noun} is in {file}, and the {noun} is in {file}.
Here is the {adj} {noun} you asked for.
It is {num} {unit} long.
The {noun} starts at {dec} s and ends at {dec} s.
Should I {verb} the {noun}, or {verb} the {noun} first?
Which {noun} do you mean?
Do you want the {adj} {noun} or the {adj} one?
Would you like me to {verb} it?
What should I do with the {noun}?
Can you say that again?
How long should the {noun} be?
Is {time} on {day} all right for you?
Why is the {noun} so {adj}?
Where did you record this {noun}?
Who is speaking in the {adj} {noun}?
When does the {noun} begin?
Did you hear the {noun} at {time}?
You have {num} new {noun}s, haven't you?
I heard a {noun}, a {noun}, and a {adj} {noun}.
There are {small} of them: the {noun}, the {noun}, the {noun}, and the {noun}.
First, I will {verb} the {noun}; second, I will {verb} the {noun}; then we listen.
Step {small} of {small} is done.
That is {num}{pct} of the {noun}.
The level is {neg} dB, the rate is {dec} kHz.
Sorry, I could not {verb} the {noun}: the file {file} is missing.
No, not the {noun}. I mean the {adj} {noun}!
Please {verb} the {noun}.
{verbc} {file}, please.
{verbc} it again.
Turn the {noun} up by {small} dB.
Stop!
Wait a moment, please.
Yes, of course.
Well, that was {adj}!
On {date} at {time}, {name} called from {place}.
{name} said: "the {noun} is {adj}, but the {noun} is not".
It took {dec} seconds to {verb} the {noun}, which is {num} ms more than before.
The code is {code}.
The number is {big}.
It costs ${money}, or ${money} with the {adj} {noun}.
In {year}, only {num} people had a {noun}; by {year} there were {big}.
Between {time} and {time} nothing happened — not even a {noun}.
Although the {noun} was {adj}, {name} could still hear the {noun} behind the {adj} door, and nobody else in {place} noticed that anything had changed.
If you give me the {adj} {noun}, I can {verb} it, {verb} it, and send it to {name} before {time} on {day}, unless you would rather wait for the {noun}.
{name}, {name}, and {name} went to {place} on {day}; they came back {num} days later with a {adj} {noun}, a {noun}, and no money at all.
My best guess is a {noun} (about {num}% sure).
Now playing: {file}.
The {noun} has {num} {noun}s, {small} {noun}s, and one {adj} {noun}.
It goes from {note} to {note}, then back to {note}.
I think the {adj} one is better. What do you think?
Hello, {name}. How are you today?
Thank you, {name}!
Good morning! It is {time}, and the {noun} is ready.
""".strip().splitlines()

SMALL_TALK = """
Hello!
Hi there. What can I do for you?
Good evening. How can I help?
I am listening.
Thank you very much.
You are welcome.
That sounds good to me.
I am not sure what you mean.
Could you say that in another way?
Sure, one moment.
All done. Anything else?
Goodbye, and have a nice day.
Oh no, that went wrong.
Great! Let us go on.
Really? I did not expect that.
Let me think about it for a second.
Here it comes.
Okay.
Yes.
No.
Maybe.
One, two, three, four, five, six, seven, eight, nine, ten.
Eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty.
Zero point one, zero point two, zero point three.
Ten, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, one hundred.
Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.
January, February, March, April, May, June, July, August, September, October, November, December.
A B C D E F G.
H I J K L M N O P.
Q R S T U V, W X Y and Z.
Do re mi fa so la ti do.
La la la, la la la.
Twinkle, twinkle, little star, how I wonder what you are.
Row, row, row your boat, gently down the stream.
The quick brown fox jumps over the lazy dog.
She sells sea shells by the sea shore.
Peter Piper picked a peck of pickled peppers.
""".strip().splitlines()


def fillers(dice: random.Random) -> dict[str, Callable[[], str]]:
    """What may stand in each gap of a pattern."""

    def file() -> str:
        folder = dice.choice(["audio", "image", "video", ""])
        name = "".join(dice.choice("0123456789abcdef") for _ in range(8))
        if dice.random() < 0.4:
            name = f"{dice.choice(NOUNS)}_{dice.choice([dice.choice(NOUNS), str(dice.randint(1, 40))])}"
        return f"{folder}/{name}.{dice.choice(ENDINGS)}".lstrip("/")

    def time() -> str:
        if dice.random() < 0.4:
            return f"{dice.randint(1, 12)}:{dice.randint(0, 59):02d} {dice.choice(['am', 'pm'])}"
        return f"{dice.randint(0, 23)}:{dice.randint(0, 59):02d}"

    def code() -> str:
        return "".join(dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(6))

    return {
        "noun": lambda: dice.choice(NOUNS),
        "verb": lambda: dice.choice(VERBS),
        "verbc": lambda: dice.choice(VERBS).capitalize(),
        "adj": lambda: dice.choice(ADJECTIVES),
        "name": lambda: dice.choice(NAMES),
        "place": lambda: dice.choice(PLACES),
        "day": lambda: dice.choice(DAYS),
        "file": file,
        "num": lambda: str(dice.randint(2, dice.choice([20, 100, 1000]))),
        "small": lambda: str(dice.randint(1, 12)),
        "neg": lambda: f"-{dice.randint(1, 60)}",
        "dec": lambda: f"{dice.uniform(0, dice.choice([1, 10, 100])):.{dice.randint(1, 2)}f}",
        "big": lambda: f"{dice.randint(1000, 3_000_000):,}",
        "money": lambda: f"{dice.randint(1, 300)}.{dice.randint(0, 99):02d}",
        "unit": lambda: dice.choice(UNITS),
        "pct": lambda: "%",
        "time": time,
        "date": lambda: f"20{dice.randint(10, 30)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        "year": lambda: str(dice.randint(1800, 2030)),
        "code": code,
        "note": lambda: dice.choice("ABCDEFG") + dice.choice(["", "#", "b"]) + str(dice.randint(2, 6)),
    }  # fmt: skip


def write(count: int, seed: int) -> list[str]:
    """``count`` different lines in spoken words, small talk among them."""
    dice = random.Random(seed)
    fill = fillers(dice)
    lines = dict.fromkeys(spoken(line) for line in SMALL_TALK)
    while len(lines) < count:
        pattern = dice.choice(PATTERNS)
        line = re.sub(r"\{(\w+)\}", lambda gap: fill[gap[1]](), pattern)
        lines[spoken(line)] = None
    return list(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    lines = write(options.count, options.seed)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines in {options.out}")


if __name__ == "__main__":
    main()
