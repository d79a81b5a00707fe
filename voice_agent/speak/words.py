"""Readings of units, abbreviations, file kinds and symbols: the tables behind ``text``."""

from __future__ import annotations

MONTHS = {
    short: name
    for name in (
        "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December",
    )
    for short in (name.lower(), name[:3].lower(), *(("sept",) if name == "September" else ()))
}  # fmt: skip


def _regular(**units: str) -> dict[str, tuple[str, str]]:
    return {short: (name, f"{name}s") for short, name in units.items()}


UNITS: dict[str, tuple[str, str]] = {
    **_regular(
        ms="millisecond",
        s="second",
        sec="second",
        secs="second",
        min="minute",
        mins="minute",
        h="hour",
        hr="hour",
        hrs="hour",
        dB="decibel",
        kB="kilobyte",
        KB="kilobyte",
        MB="megabyte",
        GB="gigabyte",
        TB="terabyte",
        KiB="kibibyte",
        MiB="mebibyte",
        GiB="gibibyte",
        mm="millimeter",
        cm="centimeter",
        m="meter",
        km="kilometer",
        g="gram",
        kg="kilogram",
        mg="milligram",
        ml="milliliter",
        L="liter",
        mi="mile",
        lb="pound",
        lbs="pound",
        oz="ounce",
        px="pixel",
        bit="bit",
        bits="bit",
        bytes="byte",
        W="watt",
        kW="kilowatt",
        V="volt",
        mV="millivolt",
    ),
    "us": ("microsecond", "microseconds"),
    "\u03bcs": ("microsecond", "microseconds"),
    "Hz": ("hertz", "hertz"),
    "hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "khz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "dBFS": ("decibel full scale", "decibels full scale"),
    "LUFS": ("luffs", "luffs"),
    "LU": ("loudness unit", "loudness units"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "kbit/s": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "MB/s": ("megabyte per second", "megabytes per second"),
    "km/h": ("kilometer per hour", "kilometers per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "m/s": ("meter per second", "meters per second"),
    "fps": ("frame per second", "frames per second"),
    "BPM": ("beat per minute", "beats per minute"),
    "bpm": ("beat per minute", "beats per minute"),
    "ft": ("foot", "feet"),
    "%": ("percent", "percent"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "x": ("times", "times"),
    "×": ("times", "times"),
    "k": ("thousand", "thousand"),
    "K": ("thousand", "thousand"),
    "M": ("million", "million"),
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "dollars"),
    "GBP": ("pound", "pounds"),
    "¢": ("cent", "cents"),
}

# One, many, the small coin, many of it.
CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
}

# What may follow an amount of money at once: "$2bn".
SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}

ABBREVIATIONS = {
    "e.g.": "for example,",
    "E.g.": "For example,",
    "i.e.": "that is,",
    "I.e.": "That is,",
    "etc.": "et cetera",
    "vs.": "versus",
    "approx.": "approximately",
    "Dr.": "Doctor",
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Prof.": "Professor",
    "St.": "Saint",
    "Fig.": "figure",
    "fig.": "figure",
    "max.": "maximum",
    "min.": "minimum",
    "sec.": "seconds",
    "incl.": "including",
    "p.m.": "P M",
    "a.m.": "A M",
    "I/O": "I O",
    "and/or": "and or",
    "w/o": "without",
    "w/": "with ",
}

# How people say the ending of a file's name after "dot".
EXTENSIONS = {
    "wav": "wav", "mp3": "M P three", "mp4": "M P four", "m4a": "M four A", "flac": "flack",
    "ogg": "ogg", "opus": "opus", "aac": "A A C", "webm": "web M", "mkv": "M K V",
    "png": "P N G", "jpg": "jaypeg", "jpeg": "jaypeg", "gif": "gif", "svg": "S V G",
    "txt": "text", "md": "M D", "pdf": "P D F", "json": "jason", "jsonl": "jason L",
    "toml": "tommel", "yaml": "yammel", "csv": "C S V", "py": "pie", "sh": "S H",
    "html": "H T M L", "zip": "zip", "onnx": "onnix", "mid": "mid", "log": "log",
}  # fmt: skip

# Words whose spelling misleads; capitals that are said letter by letter are set apart.
READINGS = {
    "WAV": "wav", "LUFS": "luffs", "JSON": "jason", "JPEG": "jaypeg", "FLAC": "flack", "OGG": "ogg",
    "TOML": "tommel", "ONNX": "onnix", "ASR": "A S R", "TTS": "T T S", "VAD": "vad",
    "AI": "A I", "MP": "M P", "PNG": "P N G", "API": "A P I", "CPU": "C P U", "GPU": "G P U",
    "URL": "U R L", "USB": "U S B", "PDF": "P D F", "HTML": "H T M L", "SNR": "S N R",
    "BPM": "B P M", "FFT": "F F T", "ID": "I D", "OK": "okay", "vs": "versus",
    "dB": "decibels", "kHz": "kilohertz", "Hz": "hertz", "LLM": "L L M", "SSML": "S S M L",
    "UTC": "U T C",
}  # fmt: skip

SYMBOLS = {
    "&": " and ", "@": " at ", "%": " percent ", "+": " plus ", "=": " equals ", "~": " about ",
    "<": " less than ", ">": " greater than ", "/": " slash ", "\\": " backslash ",
    "°": " degrees ", "×": " times ", "÷": " divided by ", "^": " to the ",
    "±": " plus or minus ", "≈": " about ",
    "≤": " at most ", "≥": " at least ", "→": " to ", "|": ", ", "#": " ",
    "♯": " sharp ", "♭": " flat ",
}  # fmt: skip
