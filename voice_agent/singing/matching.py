"""Syllables onto notes. What does not fit is explained with its place; nothing is dropped."""

from __future__ import annotations

from collections.abc import Sequence

from voice_agent.errors import AgentError
from voice_agent.singing.lyrics import Sign, shortened
from voice_agent.singing.notation import DEFAULT_TEMPO, Groups, Note, name
from voice_agent.singing.score import Event, Rest, Silence, Sung, Syllable, Tone

BREATH = 0.35  # seconds of a breath that the score gives no time
Durations = Sequence[Sequence[float]]


def timed(groups: Groups, durations: Durations, tempo: float | None) -> list[tuple[Tone, ...]]:
    """Notes with their seconds: from ``durations`` of the same shape, or one for all, or from
    the beats that the notes carry (one where they carry none)."""
    beat = 60.0 / (tempo or DEFAULT_TEMPO)
    if not durations:
        return [tuple(Tone(n.midi, (n.beats or 1.0) * beat) for n in group) for group in groups]
    flat = [seconds for group in durations for seconds in group]
    notes = [note for group in groups for note in group]
    if len(flat) == 1:
        return [tuple(Tone(n.midi, flat[0]) for n in group) for group in groups]
    same_shape = [len(group) for group in durations] == [len(group) for group in groups]
    if not same_shape and len(flat) == len(notes) and all(len(g) == 1 for g in durations):
        given = iter(flat)
        return [tuple(Tone(n.midi, next(given)) for n in group) for group in groups]
    if not same_shape:
        raise _shapes_differ(groups, durations)
    return [
        tuple(Tone(n.midi, seconds) for n, seconds in zip(group, times, strict=True))
        for group, times in zip(groups, durations, strict=True)
    ]


def _shapes_differ(groups: Groups, durations: Durations) -> AgentError:
    remedy = "give one duration for each note, with | at the same places"
    for number, (notes, times) in enumerate(zip(groups, durations, strict=False), 1):
        if len(notes) != len(times):
            return AgentError(
                f"at place {number} there are {_count(len(notes), 'note')} "
                f"({_names(notes)}) but {_count(len(times), 'duration')}",
                remedy,
            )
    return AgentError(
        f"there are {_count(len(groups), 'note')} but {_count(len(durations), 'duration')}: "
        f"they part after place {min(len(groups), len(durations))}",
        remedy,
    )


def match(signs: Sequence[Sign], groups: Sequence[tuple[Tone, ...]]) -> tuple[Event, ...]:
    """Syllables and silences sung on groups of notes.

    AP and SP stand on rests. Rests that no sign stands for are kept as silence; a sign
    without a rest takes a moment of its own. One note for each word divides among the
    word's syllables.
    """
    mixed = next((i for i, group in enumerate(groups, 1) if _mixed(group)), 0)
    if mixed:
        raise AgentError(
            f"place {mixed} holds a rest and a note together", "set the rest apart with |"
        )
    rests = sum(_is_rest(group) for group in groups)
    silences = sum(isinstance(sign, Silence) for sign in signs)
    syllables, sung = len(signs) - silences, len(groups) - rests
    if syllables > sung:
        fewer = shortened(list(signs), syllables - sung)
        if fewer is not None:
            signs, syllables = fewer, sung
    if syllables != sung:
        divided = _by_word(signs, groups)
        if divided is None:
            raise _mismatch(signs, groups)
        groups = divided
    if rests and silences and rests == silences:
        _check_rests(signs, groups)
    return tuple(_events(list(signs), list(groups)))


def _events(signs: list[Sign], groups: list[tuple[Tone, ...]]) -> list[Event]:
    events: list[Event] = []
    while signs or groups:
        if signs and isinstance(signs[0], Silence):
            silence = signs.pop(0)
            given = groups.pop(0) if groups and _is_rest(groups[0]) else ()
            seconds = sum(tone.seconds for tone in given) or BREATH
            events.append(Rest(seconds, breath=isinstance(silence, Silence) and silence.breath))
        elif _is_rest(groups[0]):
            events.append(Rest(sum(tone.seconds for tone in groups.pop(0))))
        else:
            syllable = signs.pop(0)
            assert isinstance(syllable, Syllable)
            events.append(Sung(syllable, groups.pop(0)))
    return events


def _check_rests(signs: Sequence[Sign], groups: Sequence[tuple[Tone, ...]]) -> None:
    """As many rests as AP and SP: then they must stand at the same places."""
    for number, (sign, group) in enumerate(zip(signs, groups, strict=False), 1):
        if isinstance(sign, Silence) == _is_rest(group):
            continue
        if isinstance(sign, Silence):
            raise AgentError(
                f"at place {number} the words have {'AP' if sign.breath else 'SP'} "
                f"but the notes {_names_of(group)}",
                "put the rest where the breath is",
            )
        raise AgentError(
            f"at place {number} the notes have a rest but the words '{sign.text}'",
            "write AP or SP in the words where the notes rest",
        )


def _by_word(
    signs: Sequence[Sign], groups: Sequence[tuple[Tone, ...]]
) -> list[tuple[Tone, ...]] | None:
    """Groups for each syllable out of groups for each word; None where that does not fit."""
    words: list[int] = []
    count = 0
    for sign in signs:
        if isinstance(sign, Syllable):
            count += 1
            if sign.last:
                words.append(count)
                count = 0
    if len(words) != sum(not _is_rest(group) for group in groups):
        return None
    sizes = iter(words)
    found: list[tuple[Tone, ...]] = []
    for group in groups:
        if _is_rest(group):
            found.append(group)
        else:
            found.extend(divided(group, next(sizes)))
    return found


def divided(group: tuple[Tone, ...], count: int) -> list[tuple[Tone, ...]]:
    """A word's notes among its syllables: the last keeps what is left over, and what is too
    few is cut in equal parts."""
    if len(group) >= count:
        return [*((tone,) for tone in group[: count - 1]), group[count - 1 :]]
    each, over = divmod(count, len(group))
    shares = [each + (place >= len(group) - over) for place in range(len(group))]
    return [
        (Tone(tone.midi, tone.seconds / share),)
        for tone, share in zip(group, shares, strict=True)
        for _ in range(share)
    ]


def _mismatch(signs: Sequence[Sign], groups: Sequence[tuple[Tone, ...]]) -> AgentError:
    syllables = [sign for sign in signs if isinstance(sign, Syllable)]
    sung = [group for group in groups if not _is_rest(group)]
    counts = (
        f"the words have {_count(len(syllables), 'syllable')} but there are notes for {len(sung)}"
    )
    if len(syllables) > len(sung):
        first = syllables[len(sung)]
        where = f"from syllable {len(sung) + 1}, '{first.text}', on there is no note"
    else:
        where = (
            f"note {len(syllables) + 1}, {_names_of(sung[len(syllables)])}, "
            "and what follows have no syllable"
        )
    return AgentError(
        f"{counts}: {where}",
        "give each syllable a note; several notes of one syllable go between two bars, "
        "as in C4 | D4 E4 | F4",
    )


def _is_rest(group: tuple[Tone, ...]) -> bool:
    return all(tone.midi is None for tone in group)


def _mixed(group: tuple[Tone, ...]) -> bool:
    return len({tone.midi is None for tone in group}) == 2


def _names(group: Sequence[Note]) -> str:
    return " ".join("rest" if note.midi is None else name(note.midi) for note in group)


def _names_of(group: tuple[Tone, ...]) -> str:
    return " ".join("rest" if tone.midi is None else name(tone.midi) for tone in group)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
