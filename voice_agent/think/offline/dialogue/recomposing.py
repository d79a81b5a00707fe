"""Music made anew with a word changed: its mood, its key, an instrument.

recomposed((Step("compose_music", {"description": "calm piano piece"}),), "make it sadder")
    -> "sad piano piece"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from voice_agent.think.offline.dialogue import arranging
from voice_agent.think.offline.phrases import genres, numbers, tempi
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
    r"(?=\W*$|[,.;]| (?:with|and|but|please|instead|this time|now|for|then|though|so)\b)"
    r"|\b(?:take|bring|move|put|transpose|shift|drop|raise|pitch|change) (?:it|that|this|everything"
    rf"|the \w+) (?:up |down )?(?:in)?to (?:the key of )?({_TONIC}(?: major| minor)?)\b(?!['’\w])"
    rf"|\bin (?:the key of )?((?:{_TONIC} )?(?:major|minor)|a (?:major|minor) key)\b",
    re.IGNORECASE,
)
_OLD_KEY = re.compile(rf",?\s*\b(?:in )?{_TONIC} (?:major|minor)\b", re.IGNORECASE)
PACE = re.compile(r"\b(?:much |a (?:bit|little) )?(?:faster|slower|quicker)\b", re.IGNORECASE)
_CHANGED = re.compile(rf"\b(?:more|less|but|rather|now|it|it sound) ({_MOOD})\b", re.IGNORECASE)
# "Calm it down", "jazz it up a bit".
_VERBS = tuple(
    (re.compile(rf"\b{verb}\b", re.IGNORECASE), mood)
    for verb, mood in (
        (r"(?:calm|settle|quiet|cool|mellow)(?: (?:it|that|this|things))? (?:right )?down"
         r"|calm it|mellow it(?: out)?", "calm"),
        (r"tone (?:it|that|this)(?: right)? down|soften (?:it|that|this)", "gentle"),
        (r"(?:liven|perk|pep|spice|wake)(?: (?:it|that|this|things))? up", "lively"),
        (r"(?:cheer|brighten|lighten)(?: (?:it|that|this|things))? up", "cheerful"),
        (r"jazz(?: (?:it|that|this|things))? up", "jazzy"),
        (r"darken (?:it|that|this)", "dark"),
    )
)  # fmt: skip
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
_WITHOUT = re.compile(
    rf"\b(?:without|no|drop|lose|leave out) (?:the |any )*(?:{INSTRUMENT})\b", re.I
)
# "Take it up to ninety", "at 90 bpm".
_TEMPO = re.compile(
    r"\b(?:up|down|slow\w*|speed\w*|faster|quicker|tempo|take it|bring it|set it|make it|try it|go"
    r"|do it|play it)\b.*?\b(?:to|at|about|around)(?: about| around| like)? (?P<to>[\w -]+?)"
    r"(?: ?bpm| beats\b.*)?(?=[,.;!?]|$| and\b| please\b| with\b)"
    r"|\b(?:at|to|about|it|with) (?P<at>[\w -]+?) ?(?:bpm|beats (?:a|per) minute)\b",
    re.IGNORECASE,
)
_COUNTED = (
    r"(?:(?:one|two|a|hundred|and|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|two"
    r"|three|four|five|six|seven|eight|nine)[ -])+"
)
_OLD_TEMPO = re.compile(
    rf",? ?\b(?:(?:at|around|about) )*(?:[\d.]+ ?|{_COUNTED})(?:bpm|beats (?:a|per) minute)\b",
    re.IGNORECASE,
)
_OLD_PACE = re.compile(
    r",\s*(?:much |a (?:bit|little) )?(?:faster|slower|quicker)\b", re.IGNORECASE
)
_LONGEST = 300  # characters of a change that are read
_TIMES = (
    (re.compile(r"\btwice as (?:fast|quick)|\bdouble (?:the )?(?:speed|tempo)", re.I), 2.0),
    (
        re.compile(r"\bhalf (?:the |its )?(?:speed|tempo)|\b(?:half as fast|twice as slow)", re.I),
        0.5,
    ),
)
_LEAST = 4  # beats a minute by which a tempo is changed in numbers
_SLOWEST, _FASTEST = 30, 260  # beats a minute that are meant as a tempo
_UNDER = r"(?:underneath|(?:under|behind|below)(?: it)?)"
_KIND = "electric|acoustic|upright|muted|french|church|grand"
_PUT = re.compile(
    rf"\b(?:put|add|throw|bring|stick|chuck|pop|want|liked?|loved?|have|need|give it)"
    rf" (?:in |also )*(?:an?|some|the|another)"
    rf" (?:(?!{_KIND})\w+ )?((?:(?:{_KIND}) )?(?:{INSTRUMENT}))\b"
    rf"(?:.*\b(?:or no|no|or|sorry|rather|wait|actually)\b.*?\b(?:an?|the) ({INSTRUMENT})\b)?",
    re.IGNORECASE,
)
_TO_IT = re.compile(
    r"\b(?:behind|under(?:neath)?|over|to|in|with|on top of|below) (?:it|that|this|there)\b"
    r"|\bon top\b|\btoo\W*$|\bas well\b|\bin\W*$",
    re.IGNORECASE,
)
ALONE = re.compile(r"\s*\b(?:only|just|solo|alone|unaccompanied)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:also|add|plus|too|as well)\b", re.IGNORECASE)


def recomposed(
    steps: tuple[Step, ...], words: str, made: Exchange | None = None
) -> tuple[Step, ...] | None:
    """The steps with the music at their end described anew; None where ``words`` change
    nothing of a piece. ``made`` is the turn that made it."""
    words = words[:_LONGEST]
    last = steps[-1]
    old = last.arguments.get("description", "")
    if last.tool != "compose_music" or not isinstance(old, str):
        return None
    new = arranging.arranged(old, words, playing(made))
    if new == old:
        new = _textured(_with_instrument(_in_mood(old, words), words), words)
    new = _in_tempo(_in_key(genres.played_as(new, words), words, made), words, made)
    if not _KEY.search(words):
        new = tempi.transposed(new, words, _key_of(made))
    if new == old:
        return None
    pace = "" if _tempo(words, made) else _pace(words)
    return redescribed(steps, f"{new}, {pace}" if pace else new)


def _pace(words: str) -> str:
    """How much faster or slower a piece shall go: "a bit faster", or what is too slow."""
    if found := PACE.search(words):
        return found[0].lower()
    return next((pace for cue, pace in _PACED if cue.search(words)), "")


_PACED = (
    (re.compile(r"\btoo slow\b|\b(?:bump|speed|pick|push|hurry|crank) (?:it|that|this|things"
                r"|the (?:tempo|pace|speed)) (?:up|along)\b", re.IGNORECASE), "faster"),
    (re.compile(r"\btoo (?:fast|quick)\b|\bslow (?:it|that|this|things) (?:right )?down\b",
                re.IGNORECASE), "slower"),
)  # fmt: skip


# "Twenty faster", "ten bpm slower".
_BY = re.compile(
    r"\b(?:(?:by|about|another|a good|some) )*(?P<by>[a-z]+(?:[ -](?:five))?|\d{1,2})"
    r"(?: bpm| beats(?: a minute)?| clicks)? (?P<way>faster|slower|quicker|up|down)\b",
    re.IGNORECASE,
)


def _tempo(words: str, made: Exchange | None = None) -> float | None:
    """Beats a minute that ``words`` ask for; ``made`` is the turn that made the piece."""
    now, by = _data(made).get("tempo"), _BY.search(words)
    amount = numbers.number(by["by"]) if by and numbers.is_number(by["by"]) else None
    if by and amount and amount >= _LEAST and isinstance(now, (int, float)):
        slower = by["way"].lower() in ("slower", "down")
        return min(_FASTEST, max(_SLOWEST, float(round(now - amount if slower else now + amount))))
    times = next((factor for cue, factor in _TIMES if cue.search(words)), None)
    if times and isinstance(now, (int, float)):
        return min(_FASTEST, max(_SLOWEST, float(round(now * times))))
    found = _TEMPO.search(words)
    said = (found["to"] or found["at"]) if found else ""
    beats = numbers.number(said) if said and numbers.is_number(said) else None
    return beats if beats and _SLOWEST <= beats <= _FASTEST else None


def _in_tempo(old: str, words: str, made: Exchange | None) -> str:
    beats = _tempo(words, made)
    if beats is None:
        return old
    return f"{_OLD_PACE.sub('', _OLD_TEMPO.sub('', old))}, {beats:g} bpm".strip(" ,")


def redescribed(steps: tuple[Step, ...], description: str) -> tuple[Step, ...]:
    """The steps with another description in the last."""
    last = steps[-1]
    return (*steps[:-1], Step(last.tool, {**last.arguments, "description": description}))


def is_new(description: str, words: str = "") -> bool:
    """Whether a description tells of another piece, not of a change: "a harp lullaby". ``words``
    are the whole wish."""
    if genres.orders_new(words):
        return True
    if _by_verb(words) or genres.played_as("music", words) != "music":
        return False
    told = re.findall(r"[a-z-]+", _OLD_TEMPO.sub("", description.lower()))
    in_key = _KEY.search(description) or _KEY.search(f"in {description}")  # "G with a sadder mood"
    if len(told) < 2 or _LESS.search(description) or in_key:
        return False
    head = told[-1]
    return not re.fullmatch(rf"(?:{_MOOD}|{INSTRUMENT}|{_GENERIC})s?", head)


_GENERIC = "one|version|piece|tune|music|song|track|it|that|instead|major|minor|beat|tempo|bpm"


def is_change(words: str) -> bool:
    """Whether ``words`` could only change a piece of music: "without drums", "too sad"."""
    words = words[:_LONGEST]
    if genres.orders_new(words):
        return False
    found = arranging.is_change(words) or bool(_by_verb(words))
    found = found or any(cue.search(words) for cue in (_KEY, _PLAYED_ON, _LESS))
    found = found or bool(_PUT.search(words) and _TO_IT.search(words))
    found = found or any(cue.search(words) for cue, _ in _TIMES)
    found = found or genres.played_as("music", words) != "music"
    return found or _tempo(words) is not None or bool(tempi.semitones(words))


def _key_of(made: Exchange | None) -> str:
    """The key of the piece that a turn made; "" where that is not known."""
    return str(_data(made).get("key", ""))


def playing(made: Exchange | None) -> tuple[str, ...]:
    """The instruments of the piece that a turn made; none where they are not known."""
    return tuple(map(str, _data(made).get("instruments", ())))


def _data(made: Exchange | None) -> Mapping[str, Any]:
    data = made.results[-1].data if made is not None and made.results else None
    return data if isinstance(data, Mapping) else {}


def _by_verb(words: str) -> str:
    """The mood that a verb asks of a whole piece; "" where an instrument is named."""
    if re.search(rf"\b(?:{INSTRUMENT})\b", words, re.IGNORECASE):
        return ""
    return next((mood for verb, mood in _VERBS if verb.search(words)), "")


def _in_mood(old: str, words: str) -> str:
    wanted = next((_COMPARATIVES[w] for w in words.lower().split() if w in _COMPARATIVES), "")
    if not wanted and (less := _LESS.search(words)):
        otherwise = re.search(r"\b(?:instead|try|rather)\b", words, re.IGNORECASE)
        return _milder(old, less[1].lower(), anyway=not otherwise)
    wanted = wanted or _by_verb(words)
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


def _in_key(old: str, words: str, made: Exchange | None) -> str:
    """In the key that words name, in the mode that it has where they name only a tone."""
    match = _KEY.search(words)
    if match is None:
        return old
    key = next(key for key in match.groups() if key)
    mode = re.search(r"\b(?:major|minor)\b", _key_of(made))
    if mode and re.fullmatch(_TONIC, key, re.IGNORECASE):
        key = f"{key} {mode[0]}"
    before = re.sub(r"\s+(?=,|$)", "", _OLD_KEY.sub("", _KEY.sub("", old)))
    return f"{before} in {key}".strip()


def _milder(old: str, mood: str, *, anyway: bool) -> str:
    """The description with less of ``mood``; as it is where it has none of it, unless ``anyway``:
    then the piece sounds so though nobody asked for it."""
    milder = next((other for cue, other in _MILDER if cue.fullmatch(mood)), "")
    known = re.search(rf"\b{mood}\b", old, re.IGNORECASE)
    known = known or (re.search(rf"\b(?:{_MOOD})\b", old, re.IGNORECASE) if anyway else None)
    if milder and known:
        return f"{old[: known.start()]}{milder}{old[known.end() :]}"
    return f"{milder} {old}" if milder and anyway else old
