# ruff: noqa: SIM905
"""Numbers, times, notes and file names as people write and say them."""

from __future__ import annotations

import random

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_IMAGE_NAMES = (
    "harbour portrait holiday cat street face beach IMG_0042 scan photo1 garden selfie sunset "
    "grandma forest screenshot drawing city mountain anna IMG_2231 DSC0042 auntie campfire "
    "passport team_photo Bild1 wedding-03 paris_2019 dog me profile PXL_20230511"
).split()
_NAMES = (
    "kitchen street meeting voice memo track sample lecture call demo take song noise test audio "
    "untitled interview_2 rec001 party birds guitar podcast-ep1 mix final vocals monday radio "
    "Zoom0007 standup_monday uncle_bob creek walk Voice_013 2024-05-12 VID_0031 AUD-20240101 "
    "session3 band_rehearsal take_4 New_Recording_12 speech_final_v2 dads_message lecture-05 "
    "cafe mono16 drums Track01 harbor_walk scene2 DR0000_0147 mom"
).split()


def number_text(chance: random.Random, limit: int) -> str:
    value = chance.randint(1, limit)
    return str(value) if chance.random() < 0.5 else in_words(value)


def in_words(value: int) -> str:
    if value < 20:
        return _UNITS[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_UNITS[value % 10]}" if value % 10 else "")
    if value < 1000:
        rest = value % 100
        head = f"{_UNITS[value // 100]} hundred"
        return head + (f" and {in_words(rest)}" if rest else "")
    rest = value % 1000
    return f"{in_words(value // 1000)} thousand" + (f" {in_words(rest)}" if rest else "")


def duration(chance: random.Random) -> str:
    """A length of time in one of the ways people put it."""
    if chance.random() < 0.22:
        return chance.choice(
            [
                "half a minute", "a minute", "one minute", "two minutes", "a minute and a half",
                "a quarter of a minute", "a second", "half a second", "a couple of seconds",
                "one and a half minutes", "two and a half seconds", "1:30", "0:45", "1 min",
                "a full minute", "three minutes", "one minute thirty", "90s", "1.5 minutes",
            ]
        )  # fmt: skip
    value = chance.choice(
        [2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 10, 10, 12, 14, 15, 20, 25, 30, 40, 45, 60]
    )
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    unit = chance.choice(["seconds", "seconds", "seconds", "seconds", "sec", "s", "secs", "second"])
    about = (
        chance.choice(["about ", "around ", "exactly ", "roughly "])
        if chance.random() < 0.08
        else ""
    )
    return f"{about}{shown} {unit}"


def duration_adjective(chance: random.Random) -> str:
    value = chance.choice([2, 3, 5, 8, 10, 15, 20, 30, 45])
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    return chance.choice(
        [f"{shown} second", f"{shown}-second", f"{shown}s", "one minute", "two minute"]
    )


def path(chance: random.Random, *, image: bool = False) -> str:
    endings = "png jpg jpeg webp" if image else "wav wav wav mp3 flac m4a ogg mp4"
    ending = chance.choice(endings.split())
    if chance.random() < 0.5:
        folder = "image" if image else "audio"
        return f"{folder}/{chance.randrange(16**8):08x}.{ending}"
    name = chance.choice(_IMAGE_NAMES if image else _NAMES)
    style = chance.random()
    if style < 0.1:
        return f"{name}.{ending.upper()}"
    return f"{name}.{ending}" if style < 0.65 else f"{name} dot {ending}"


def point(chance: random.Random, low: int, high: int) -> str:
    value = chance.randint(low, high)
    style = chance.random()
    if style < 0.2:
        return f"{value}.{chance.randint(1, 9)}" + chance.choice(["", " s", " seconds"])
    if style < 0.3:
        return f"0:{value % 60:02d}"
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    if style < 0.4:
        return f"second {shown}"
    if style < 0.5:
        return f"{shown} {chance.choice(['and a half', 'point five', 'point two'])} seconds"
    return shown + chance.choice(["", " seconds", " s", " sec", " seconds", ""])


def notes(chance: random.Random) -> str:
    names = [
        "C4",
        "D4",
        "E4",
        "F4",
        "G4",
        "A4",
        "B4",
        "C5",
        "C#4/Db4",
        "G#4/Ab4",
        "F#4/Gb4",
        "rest",
    ]
    count = chance.randint(2, 6)
    if chance.random() < 0.25:
        return " ".join(
            f"{chance.choice('cdefgab')} {chance.choice(['four', 'five', '4'])}"
            for _ in range(count)
        )
    return chance.choice([" | ", " ", ", "]).join(chance.choice(names) for _ in range(count))


def durations(chance: random.Random) -> str:
    values = [f"0.{chance.randint(1, 999999)}" for _ in range(chance.randint(2, 6))]
    return chance.choice([" | ", " ", ", "]).join(values)
