"""Music changed by a word: what else was asked for stays, and so does the piece."""

from dataclasses import replace

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Query

TUNE = ("audio/1d2c3b4a.wav", "music: happy pop, G major")


@pytest.mark.parametrize(
    ("asked", "change", "described"),
    [
        (
            "compose a cheerful tune with guitar",
            "and in minor",
            "cheerful tune with guitar in minor",
        ),
        ("compose a calm piano piece", "make it sadder", "sad piano piece"),
        ("compose a calm piano piece", "try a cello instead", "calm cello piece"),
        ("compose a calm piano piece", "now without drums", "calm piano piece, without drums"),
        ("compose a calm piano piece", "a bit faster", "calm piano piece, a bit faster"),
        (
            "compose a calm piano piece",
            "in D minor and slower",
            "calm piano piece in D minor, slower",
        ),
        ("a calm piano piece", "and play it on the organ", "calm organ piece"),
        (
            "scary music for halloween",
            "play it on the organ",
            "scary music for halloween with organ",
        ),
    ],
)
def test_one_word_changes_and_the_others_stay(asked: str, change: str, described: str) -> None:
    context = after(Context(), asked, TUNE)
    assert calls(plan(change, context)) == [("compose_music", described)]


@pytest.mark.parametrize(
    ("ordered", "found"),
    [
        ("Make a thirty second chiptune loop at 160 bpm.", ("chiptune loop at 160 bpm", 30)),
        ("make a slow waltz at 90 bpm", ("slow waltz at 90 bpm",)),
        ("write a lullaby in D minor", ("lullaby in D minor",)),
        ("compose a sad piece in D minor", ("sad piece in D minor",)),
    ],
)
def test_another_piece_that_is_ordered_is_no_change(ordered: str, found: tuple) -> None:
    context = after(Context(), "compose a cheerful tune", TUNE)
    assert calls(plan(ordered, context)) == [("compose_music", *found)]


@pytest.mark.parametrize(
    ("change", "described"),
    [
        ("make a faster version at 160 bpm", "cheerful tune, 160 bpm"),
        ("make it a chiptune loop", "chiptune, cheerful tune, loop"),
        ("make a loop of it", "cheerful tune, loop"),
        ("make it a waltz at 90 bpm", "waltz, cheerful tune, 90 bpm"),
    ],
)
def test_a_piece_becomes_what_it_is_made(change: str, described: str) -> None:
    context = after(Context(), "compose a cheerful tune", TUNE)
    assert calls(plan(change, context)) == [("compose_music", described)]


def planned(text: str, context: Context) -> list[tuple]:
    """By the tools that are installed: those of the planner's own list take no seed."""
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    planner = OfflinePlanner(signatures)
    return calls(planner.plan(Query(len(context.exchanges) + 1, text), context, Cancel()))


def seeded(asked: str, seed: int) -> Context:
    """A dialogue in which a tune was composed and told its seed."""
    context = after(Context(), asked, TUNE)
    last = context.exchanges[-1]
    results = tuple(replace(result, data={"seed": seed}) for result in last.results)
    return replace(context, exchanges=(replace(last, results=results),))


def test_a_change_keeps_the_seed_and_another_try_does_not() -> None:
    context = seeded("compose a calm piano piece", 7)
    assert planned("a bit faster", context) == [
        ("compose_music", "calm piano piece, a bit faster", 7)
    ]
    assert planned("another one", context) == [("compose_music", "calm piano piece")]
    assert planned("make it twenty seconds", context) == [
        ("compose_music", "calm piano piece", 20, 7)
    ]
