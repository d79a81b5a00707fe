"""Music made anew with a word changed: its mood, its key, an instrument.

recomposed((Step("compose_music", {"description": "calm piano piece"}),), "make it sadder")
    -> "sad piano piece"
"""

from __future__ import annotations

import re

from voice_agent.think.offline import numbers, tempi
from voice_agent.units import Exchange, Step

_COMPARATIVES = {
    "sadder": "sad", "happier": "happy", "calmer": "calm", "darker": "dark", "brighter": "bright",
    "livelier": "lively", "softer": "soft", "gentler": "gentle", "funnier": "funny",
    "scarier": "scary", "angrier": "angry", "dreamier": "dreamy", "wilder": "wild",
    "warmer": "warm", "sleepier": "sleepy", "merrier": "merry", "gloomier": "gloomy",
    "spookier": "spooky", "creepier": "creepy", "jazzier": "jazzy", "funkier": "funky",
}  # fmt: skip
_TEXTURES = {
    "simpler": "simple", "sparser": "simple", "thinner": "simple", "fuller": "lush",
    "richer": "lush", "lusher": "lush", "thicker": "lush",
}  # fmt: skip
_TEXTURE = re.compile(r"\b(?:simple|sparse|lush|rich) ", re.IGNORECASE)
_MOOD = (
    "calm|relaxed|relaxing|peaceful|gentle|soft|mellow|sleepy|dreamy|happy|cheerful|joyful|bright"
    "|sunny|upbeat|merry|playful|funny|silly|sad|melancholic|melancholy|gloomy|nostalgic|romantic"
    "|tense|dark|mysterious|angry|aggressive|wild|energetic|powerful|lively|solemn|majestic"
    "|hopeful|inspiring|warm|scary|spooky|creepy|dramatic|epic|jazzy|funky"
)
INSTRUMENT = (
    "piano|organ|guitar|harp|violin|fiddle|cello|viola|double bass|bass|flute|clarinet|oboe|bassoon"
    "|saxophone|sax|trumpet|trombone|horn|tuba|accordion|harmonica|marimba|xylophone|bells|strings"
    "|synth|synthesi[sz]er|drums|banjo|ukulele|mandolin|choir|harpsichord|music box"
)
_TONIC = r"[a-g](?:[ -]?(?:sharp|flat|#))?"
_KEY = re.compile(
    rf"\bin (?:the key of )?((?:{_TONIC} )?(?:major|minor)|a (?:major|minor) key|{_TONIC})\b"
    r"(?=\W*$|[,.;]| (?:with|and|but|please|instead|this time|now|for)\b)"
    rf"|\bin (?:the key of )?((?:{_TONIC} )?(?:major|minor)|a (?:major|minor) key)\b",
    re.IGNORECASE,
)
PACE = re.compile(r"\b(?:much |a (?:bit|little) )?(?:faster|slower|quicker)\b", re.IGNORECASE)
_CHANGED = re.compile(rf"\b(?:more|less|but|rather|now|it|it sound) ({_MOOD})\b", re.IGNORECASE)
_ONE = re.compile(rf"\b({_MOOD}) (?:one|version|piece|tune)\b", re.IGNORECASE)
_WITH = re.compile(rf"\bwith (?:an? |the )?({INSTRUMENT})\b", re.IGNORECASE)
_LESS = re.compile(rf"\b(?:less|not (?:quite )?(?:so|that|as)|too) ({_MOOD})\b", re.IGNORECASE)
# What a piece becomes that has too much of a mood.
_MILDER = (
    (re.compile(r"sad|gloomy|melanchol(?:ic|y)|solemn"), "wistful"),
    (re.compile(r"dark|scary|spooky|creepy|tense|dramatic"), "mysterious"),
    (re.compile(r"angry|aggressive|wild|powerful|epic|majestic"), "lively"),
    (re.compile(r"happy|cheerful|joyful|merry|funny|silly|upbeat|energetic|lively"), "gentle"),
    (re.compile(r"calm|relax(?:ed|ing)|sleepy|peaceful|soft|gentle"), "hopeful"),
)
_OTHER = re.compile(
    rf"\b(?:an? |the |on |with |for |use |try )+(?:\w+ )??({INSTRUMENT})\b"
    r"(?=.*\b(?:instead|rather)\b)"
    rf"|\b(?:try|use|take|rather|make it|on|for) (?:an? |the |with )*({INSTRUMENT})\b",
    re.IGNORECASE,
)
_PLAYED_ON = re.compile(
    rf"\b(?:play|perform|do|have|make|try) (?:it|this|that|the same)(?: \w+)?"
    rf" (?:on|with|for) (?:an? |the )?({INSTRUMENT})\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(rf"\b(?:without|no|drop|lose|leave out) (?:the |any )*({INSTRUMENT})\b", re.I)
# "Take it up to ninety", "at 90 bpm".
_TEMPO = re.compile(
    r"\b(?:up|down|slow\w*|speed\w*|faster|quicker|tempo|take it|bring it|set it|make it|try it|go"
    r"|do it|play it)\b.*?\b(?:to|at|about|around)(?: about| around| like)? (?P<to>[\w -]+?)"
    r"(?: ?bpm| beats\b.*)?(?=[,.;!?]|$| and\b| please\b| with\b)"
    r"|\b(?:at|to|about|it|with) (?P<at>[\w -]+?) ?(?:bpm|beats (?:a|per) minute)\b",
    re.IGNORECASE,
)
_OLD_TEMPO = re.compile(r",? ?\b(?:at )?[\d.]+ ?(?:bpm|beats (?:a|per) minute)\b", re.IGNORECASE)
_LONGEST = 300  # characters of a change that are read
_SLOWEST, _FASTEST = 30, 260  # beats a minute that are meant as a tempo
_UNDER = r"(?:underneath|(?:under|behind|below)(?: it)?)"
_KIND = "electric|acoustic|upright|muted|french|church|grand"
_PUT = re.compile(
    rf"\b(?:put|add|throw|bring|want|liked?|loved?|have|need|give it) (?:in |also )*"
    rf"(?:an?|some|the|another)"
    rf" (?:(?!{_KIND})\w+ )?((?:(?:{_KIND}) )?(?:{INSTRUMENT}))\b"
    rf"(?:.*\b(?:or no|no|or|sorry|rather|wait|actually)\b.*?\b(?:an?|the) ({INSTRUMENT})\b)?",
    re.IGNORECASE,
)
_TO_IT = re.compile(
    r"\b(?:behind|under(?:neath)?|over|to|in|with|on top of|below) (?:it|that|this|there)\b"
    r"|\bon top\b|\btoo\W*$|\bas well\b",
    re.IGNORECASE,
)
ALONE = re.compile(r"\s*\b(?:only|just|solo|alone|unaccompanied)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:also|add|plus|too|as well)\b", re.IGNORECASE)


def recomposed(steps: tuple[Step, ...], words: str, key: str = "") -> tuple[Step, ...] | None:
    """The steps with the music at their end described anew; None where ``words`` change
    nothing of a piece. ``key`` is the one that it is in."""
    words = words[:_LONGEST]
    last = steps[-1]
    old = last.arguments.get("description", "")
    if last.tool != "compose_music" or not isinstance(old, str):
        return None
    new = _in_key(_with_instrument(_in_mood(old, words), words), words)
    new = _in_tempo(_with_again(_without(_textured(new, words), words), words), words)
    new = tempi.transposed(new, words, key)
    if new == old:
        return None
    pace = None if _tempo(words) else PACE.search(words)
    return redescribed(steps, f"{new}, {pace[0].lower()}" if pace else new)


def _tempo(words: str) -> float | None:
    """Beats a minute that ``words`` ask for."""
    found = _TEMPO.search(words)
    said = (found["to"] or found["at"]) if found else ""
    beats = numbers.number(said) if said and numbers.is_number(said) else None
    return beats if beats and _SLOWEST <= beats <= _FASTEST else None


def _in_tempo(old: str, words: str) -> str:
    beats = _tempo(words)
    return old if beats is None else f"{_OLD_TEMPO.sub('', old)}, {beats:g} bpm".strip(" ,")


def redescribed(steps: tuple[Step, ...], description: str) -> tuple[Step, ...]:
    """The steps with another description in the last."""
    last = steps[-1]
    return (*steps[:-1], Step(last.tool, {**last.arguments, "description": description}))


def is_new(description: str) -> bool:
    """Whether a description tells of another piece, not of a change: "a harp lullaby"."""
    words = re.findall(r"[a-z-]+", description.lower())
    in_key = _KEY.search(description) or _KEY.search(f"in {description}")  # "G with a sadder mood"
    if len(words) < 2 or _LESS.search(description) or in_key:
        return False
    head = words[-1]
    return not re.fullmatch(rf"(?:{_MOOD}|{INSTRUMENT}|{_GENERIC})s?", head)


_GENERIC = "one|version|piece|tune|music|song|track|it|that|instead|major|minor|beat|tempo|bpm"


def is_change(words: str) -> bool:
    """Whether ``words`` could only change a piece of music: "without drums", "too sad"."""
    words = words[:_LONGEST]
    found = any(cue.search(words) for cue in (_KEY, _WITHOUT, _PLAYED_ON, _LESS))
    found = found or bool(_PUT.search(words) and _TO_IT.search(words))
    return found or _tempo(words) is not None or bool(tempi.semitones(words))


def key_of(exchange: Exchange | None) -> str:
    """The key of the piece that a turn made; "" where that is not known."""
    data = exchange.results[-1].data if exchange is not None and exchange.results else None
    return str(data.get("key", "")) if isinstance(data, dict) else ""


def _in_mood(old: str, words: str) -> str:
    wanted = next((_COMPARATIVES[w] for w in words.lower().split() if w in _COMPARATIVES), "")
    if not wanted and (less := _LESS.search(words)):
        return _milder(old, less[1].lower())
    if not wanted:
        match = _CHANGED.search(words) or _ONE.search(words)
        wanted = match[1].lower() if match else ""
    if not wanted:
        return old
    if re.search(rf"\b(?:{_MOOD})\b", old, re.IGNORECASE):
        return re.sub(rf"\b(?:{_MOOD})\b", wanted, old, count=1, flags=re.IGNORECASE)
    return f"{wanted} {old}".strip()


def _textured(old: str, words: str) -> str:
    """With fewer or with more that play at a time."""
    wanted = next((_TEXTURES[w] for w in words.lower().split() if w in _TEXTURES), "")
    return f"{wanted} {_TEXTURE.sub('', old)}" if wanted else old


def _with_instrument(old: str, words: str) -> str:
    other = _OTHER.search(words) or _PLAYED_ON.search(words)
    if other is None and (put := _PUT.search(words)) and not _WITHOUT.search(words):
        return f"{ALONE.sub('', old)} with {(put[2] or put[1]).lower()}".strip()
    match = _WITH.search(words) if _ONE.search(words) else other
    if match is None or _MORE.search(words) or _WITHOUT.search(words):
        return old
    wanted = next(name for name in match.groups() if name).lower()
    if re.search(rf"\b(?:{INSTRUMENT})s?\b", old, re.IGNORECASE):
        return re.sub(rf"\b(?:{INSTRUMENT})s?\b", wanted, old, count=1, flags=re.IGNORECASE)
    return f"{old} with {wanted}".strip()


def _in_key(old: str, words: str) -> str:
    match = _KEY.search(words)
    if match is None:
        return old
    before = re.sub(r"\s+(?=,|$)", "", _KEY.sub("", old))
    return f"{before} in {match[1] or match[2]}".strip()


def _milder(old: str, mood: str) -> str:
    """The description with less of ``mood``; as it is where it has none of it."""
    milder = next((other for cue, other in _MILDER if cue.fullmatch(mood)), "")
    known = re.search(rf"\b{mood}\b", old, re.IGNORECASE)
    return f"{old[: known.start()]}{milder}{old[known.end() :]}" if milder and known else old


def _without(old: str, words: str) -> str:
    """Without an instrument: no longer with it where it was asked for, else expressly without."""
    match = _WITHOUT.search(words)
    if match is None:
        return old
    name = match[1].lower()
    asked = rf",?\s*\b(?:with|and|plus)(?: an?| the| some)? {name}s?\b(?: {_UNDER})?"
    kept = re.sub(asked, "", old, flags=re.IGNORECASE)
    return kept.strip(" ,") if kept != old else f"{old}, without {name}".strip(" ,")


def _with_again(old: str, words: str) -> str:
    """With an instrument that the piece was to be without."""
    match = _WITH.search(words)
    gone = match and re.search(rf",? without {match[1]}s?\b", old, re.IGNORECASE)
    if not match or not gone:
        return old
    return f"{old[: gone.start()]}{old[gone.end() :]} with {match[1].lower()}"
