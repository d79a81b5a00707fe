"""Clauses that hold several wishes are taken apart: one wish each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think.offline.phrases import languages, values
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.going_on import counted
from voice_agent.think.offline.reading import Clause, Span


def apart(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Clauses with one wish each: "translate a.wav into German and b.wav into Dutch"."""
    found: list[Clause] = []
    for clause in itertools.chain.from_iterable(map(_each, _also_first(clauses))):
        groups: list[list[Span]] = [[]]
        for span in clause.spans:
            if any(span.role == known.role for known in groups[-1]):
                groups.append([])
            groups[-1].append(span)
        roles = [{span.role for span in group} for group in groups]
        repeated = len(groups) > 1 and all(group == roles[0] for group in roles)
        if repeated and len(roles[0]) > 1 and roles[0] & _SINGLE:
            found += [replace(clause, spans=tuple(group)) for group in groups]
        elif repeated and len(roles[0]) > 1 and clause.task == "synthesize_speech":
            texts = _cut(clause.text, [group[0].text for group in groups])
            pairs = zip(groups, texts, strict=True)
            found += [replace(clause, text=text, spans=tuple(group)) for group, text in pairs]
        else:
            found.append(clause)
    return tuple(found)


def _each(clause: Clause) -> list[Clause]:
    """A clause for each language of a translation, and for each of several quoted texts."""
    if clause.task == "translate_speech":
        spoken = [span for span in clause.spans if span.role == "language"]
        words = [part for span in spoken for part in _LISTED.split(span.text)]
        named = [name for name in map(languages.find_language, words) if name]
        heard = languages.spoken(clause.text)
        named = list(dict.fromkeys(name for name in named if name not in heard)) or named
        kept = tuple(span for span in clause.spans if span.role != "language")
        if len(named) > 1 and len({span.role for span in kept}) == len(kept):
            return [replace(clause, spans=(*kept, Span("language", n))) for n in named]
        if len(named) == 1 and len(spoken) > 1:
            return [replace(clause, spans=(*kept, Span("language", named[0])))]
    if clause.task == "synthesize_speech":
        return _by_speed(clause)
    if clause.task == "binauralize":
        return _by_place(clause)
    if clause.task in ("generate_audio", "compose_music") and (several := _by_count(clause)):
        return several
    if clause.task == "generate_audio" and len(clause.spans) == 1:
        return _by_order(clause)
    return [clause]


def _by_speed(clause: Clause) -> list[Clause]:
    """A clause for each pace: "first slowly, then fast"; one for each of several quotations."""
    paces = [s for s in clause.spans if s.role == "speed" and values.speed(s.text) is not None]
    if len({values.speed(pace.text) for pace in paces}) > 1 and _FIRST.search(clause.text):
        said = clause.get("text") or ""
        spans = tuple(span for span in clause.spans if span.role == "text")
        return [
            replace(clause, text=f"“{said}” {pace.text}", spans=(*spans, pace)) for pace in paces
        ]
    quotes = [clause.text[a:b] for a, b in encoding.quoted(clause.text)]
    gaps = _between(clause.text, quotes)
    if len(quotes) < 2 or not all(map(_ALSO.fullmatch, gaps)):
        return [clause]
    kept = tuple(span for span in clause.spans if span.role != "text")
    return [replace(clause, text=f"“{q}”", spans=(*kept, Span("text", q))) for q in quotes]


_FIRST = re.compile(r"\b(?:first|once|one time|then|again)\b", re.IGNORECASE)


def _by_place(clause: Clause) -> list[Clause]:
    """A clause for each direction: "put Bob on my left and the creek on my right"."""
    clause = _with_sides(_numbered(clause))
    said = [span.text for span in clause.spans if span.role == "azimuth"]
    places = [place for place in said if values.azimuth(place) is not None]
    if len(places) < 2 or len({values.azimuth(place) for place in places}) < len(places):
        return [clause]
    found: list[Clause] = []
    rest, spans = clause.text, list(clause.spans)
    for place in places:
        head, _, rest = rest.partition(place)
        last = next(i for i, span in enumerate(spans) if span.text == place)
        found.append(replace(clause, text=head + place, spans=tuple(spans[: last + 1])))
        spans = spans[last + 1 :]
    return found


def _numbered(clause: Clause) -> Clause:
    """The clause with numbers where they belong: "speaker two" is who, "right" is where."""
    spans, rest = list(clause.spans), clause.text
    for index, span in enumerate(clause.spans):
        rest = rest.partition(span.text)[2]
        number = _NUMBER.match(rest) if span.role == "file" else None
        if number is None or not _PERSON.search(span.text):
            continue
        spans[index] = replace(span, text=f"{span.text} {number[1]}")
        if index + 1 < len(spans) and spans[index + 1].role == "azimuth":
            side = re.sub(rf"^{number[1]}\b\s*", "", clause.spans[index + 1].text)
            spans[index + 1] = Span("azimuth", side)
    return replace(clause, spans=tuple(span for span in spans if span.text))


_NUMBER = re.compile(r"\s+(one|two|three|four|[1-4])\b(?! (?:degrees?|o'?clock))", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:speaker|voice|talker|person|track|part|number|guest)$", re.IGNORECASE)


def _with_sides(clause: Clause) -> Clause:
    """The clause without numbers that tell no direction, where others do: "reel 7 to +110
    degrees" """
    places = [span for span in clause.spans if span.role == "azimuth"]
    lost = [s for s in places if not values.has_side(s.text) and values.azimuth(s.text) is not None]
    if len(lost) == len(places):
        return clause
    return replace(clause, spans=tuple(span for span in clause.spans if span not in lost))


def _by_count(clause: Clause) -> list[Clause]:
    """A clause for each of so many: "I need two effects, a cork popping and a door"."""
    count = counted(clause.text)
    described = clause.get("description") or ""
    parts = [part for part in _LISTED.split(described) if part]
    if count < 2 or len(parts) != count:
        return []
    kept = tuple(span for span in clause.spans if span.role != "description")
    return [replace(clause, text=p, spans=(*kept, Span("description", p))) for p in parts]


def _by_order(clause: Clause) -> list[Clause]:
    """A clause for each verb in a description: "make thunder, make rain"."""
    parts = _MAKES.split(clause.spans[0].text)
    if clause.spans[0].role != "description" or len(parts) < 2:
        return [clause]
    return [replace(clause, text=p, spans=(Span("description", p),)) for p in parts]


_MAKES = re.compile(r"\s*[,;]\s*(?:and |then )*(?:make|generate|create|produce)\s+", re.IGNORECASE)


def _also_first(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses that share the "after" of the one before: "after you've removed the hum and
    pulled the two apart"."""
    found = list(clauses[:1])
    for clause in clauses[1:]:
        shares = found[-1].first and _AFTER.search(found[-1].text)
        found.append(replace(clause, first=True) if shares and _DONE.match(clause.text) else clause)
    return found


_AFTER = re.compile(r"\b(?:after|once|when|as soon as)\b", re.IGNORECASE)
_DONE = re.compile(r"^and (?:you )?(?:have |'ve )?\w+(?:ed|[ts]plit|taken|cut)\b", re.IGNORECASE)


def _cut(text: str, heads: Sequence[str]) -> list[str]:
    """``text`` in parts, each from one of ``heads``, which follow one another, to the next."""
    places: list[int] = []
    for head in heads:
        places.append(max(0, text.find(head, places[-1] + 1 if places else 0)))
    return [text[a:b] for a, b in itertools.pairwise([*places, len(text)])]


def _between(text: str, parts: Sequence[str]) -> list[str]:
    """What stands between ``parts``, which follow one another in ``text``."""
    gaps: list[str] = []
    for before, after in itertools.pairwise(parts):
        gap, _, text = text.partition(before)[2].partition(after)
        gaps.append(gap)
        text = after + text
    return gaps


_LISTED = re.compile(r"\s*(?:,|&|\band\b|\bplus\b)\s*", re.IGNORECASE)
_ALSO = re.compile(r"\W*(?:(?:and|then|also|plus)\W*)*", re.IGNORECASE)
_SINGLE = {"language", "azimuth", "duration", "start"}  # a wish has one of these at most
