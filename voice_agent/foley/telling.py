"""What was made, as one says it aloud. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from voice_agent.foley.scene import Heard
from voice_agent.foley.sound import Course
from voice_agent.foley.wishes import Reading, Wish

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_PLURALS = {"sheep": "sheep", "goose": "geese", "wolf": "wolves", "fly": "flies"}
_PLACES = {
    "cave": "in a cave", "church": "in a church", "hall": "in a big hall", "tunnel": "in a tunnel",
    "garage": "in a bare, echoing room", "bathroom": "in a bathroom",
    "small room": "in a small room", "room": "in a room",
}  # fmt: skip

_BEHIND = {
    "window": "behind a window", "wall": "behind a wall", "door": "behind a door",
    "open window": "through an open window", "open door": "through an open door",
    "ceiling": "above the ceiling", "floor": "under the floor", "upstairs": "upstairs",
    "downstairs": "downstairs", "next room": "in the next room", "next door": "next door",
    "inside": "heard from inside", "outside": "heard from outside", "water": "heard under water",
    "cloth": "muffled",
}  # fmt: skip


def tell(reading: Reading, events: Sequence[Heard], seconds: float) -> str:
    """ "Here are ten seconds of heavy rain on leaves with thunder at three and seven seconds." """
    sections = sorted({wish.section for wish in reading.wishes})
    together = _together(reading.wishes)
    told = [_section(reading, events, number, seconds, together) for number in sections]
    count = amount(seconds)
    text = f"Here {'is' if count.startswith('one ') else 'are'} {count} of {', then '.join(told)}"
    if together:
        text += f", all {_BEHIND[together]}"
    if reading.room in _PLACES:
        text += f", {_PLACES[reading.room]}"
    sentences = [text + "."]
    for wish in reading.wishes:
        late = sorted(set(wish.at).difference(wish.times(seconds)))
        if late:
            then = "nothing is heard then" if len(late) < len(wish.at) else "I put it earlier"
            sentences.append(f"It ends before {_moments(late)}, so {then}.")
        if wish.stands_for:
            sentences.append(f"I have no {wish.stands_for}, so I used {wish.sound.spoken()}.")
    if reading.unknown:
        sentences.append(f"I have no sound for {_joined(reading.unknown)}.")
    return " ".join(sentences)


def _together(wishes: Sequence[Wish]) -> str:
    """The barrier that several sounds are behind, all of them; "" where there is none such."""
    barriers = {wish.behind for wish in wishes}
    return barriers.pop() if len(wishes) > 1 and len(barriers) == 1 else ""


def _section(
    reading: Reading, events: Sequence[Heard], number: int, seconds: float, together: str
) -> str:
    wishes = [wish for wish in reading.wishes if wish.section == number]
    wishes.sort(key=lambda wish: wish.sound.course is Course.ONCE)  # what goes on comes first
    first, rest = wishes[0], wishes[1:]
    alone = len(reading.wishes) == 1
    phrases = [_phrase(wish, events, seconds, alone, together) for wish in rest]
    told = _phrase(first, events, seconds, alone, together)
    return f"{told} with {_joined(phrases)}" if phrases else told


def _phrase(wish: Wish, events: Sequence[Heard], seconds: float, alone: bool, together: str) -> str:
    """ "three distant barks": the sound, how it is, and when where that is worth saying. What it is
    behind ``together`` with all others is told with them."""
    name = wish.sound.spoken()
    if wish.sources > 1:
        name = _plural(name, wish.sources)
    behind = "" if together else wish.behind
    name = _described(name, wish.adjectives + (("muffled",) if behind == "cloth" else ()))
    if wish.far > 1.5:
        name += " in the distance"
    if behind not in ("", "cloth"):
        name += f" {_BEHIND[behind]}"
    starts = [event.start for event in events if event.wish is wish]
    each = max(1, round(len(starts) / wish.sources))
    if wish.sound.course is not Course.ONCE or not starts:
        return name if wish.count is None else f"{name}, {_times(wish.count)}"
    if len(starts) > 4 or (alone and wish.count is None):
        return name if wish.count is None else f"{name}, {_times(each)}"
    if wish.count is not None and wish.count > 1:
        return f"{name}, {_times(each)}"
    if seconds < 3.0:
        return name if each == 1 else f"{name}, {_times(each)}"
    return f"{name} at {_moments(starts)}"


def _described(name: str, adjectives: Sequence[str]) -> str:
    """ "a loud dog barking", "someone's loud coughing"."""
    if not adjectives:
        return name
    told = " ".join(dict.fromkeys(adjectives))
    first, _, rest = name.partition(" ")
    before = {"a": _article(told), "an": _article(told), "the": "the", "someone": "someone's"}
    return f"{before[first]} {told} {rest}" if first in before else f"{told} {name}"


def _plural(name: str, count: int) -> str:
    """ "a dog barking", 2 -> "two dogs barking"."""
    noun, _, rest = name.removeprefix("an ").removeprefix("a ").partition(" ")
    many = _PLURALS.get(noun, noun if noun.endswith("s") else noun + "s")
    return f"{_word(count)} {many} {rest}".strip()


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{_word(count)} times")


def _moments(starts: Sequence[float]) -> str:
    """ "three and seven seconds"; what begins in the first half second is at the beginning."""
    if len(starts) == 1 and starts[0] < 0.5:
        return "the beginning"
    whole = list(dict.fromkeys(max(1, round(start)) for start in starts))
    unit = "second" if whole == [1] else "seconds"
    return f"{_joined([_word(value) for value in whole])} {unit}"


def amount(seconds: float) -> str:
    """A length as one says it: "ten seconds", "one minute and five seconds"."""
    if seconds >= 60.0:
        minutes, rest = divmod(round(seconds), 60)
        text = f"{_word(minutes)} minute{'s' if minutes > 1 else ''}"
        return text + (f" and {_word(rest)} second{'s' if rest > 1 else ''}" if rest else "")
    if abs(seconds - round(seconds)) < 0.05:
        return f"{_word(round(seconds))} second{'' if round(seconds) == 1 else 's'}"
    return f"{seconds:.1f} seconds"


def _word(number: int) -> str:
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _joined(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
