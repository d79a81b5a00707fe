"""Push-to-talk and Ctrl-C as state machines; kitty's key reports turned into plain keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.show.keys import Interrupts, PushToTalk
from voice_agent.show.kitty import Decoder

PRESS, RELEASE, TICK = "press", "release", "tick"


def play(keys: PushToTalk, script: list[tuple[float, str]], until: float) -> list:
    """Signals with their times, while the clock ticks every 50 ms."""
    actions = [(round(i * 0.05, 3), TICK) for i in range(int(until / 0.05) + 1)]
    signals = []
    for time, action in sorted(actions + script, key=lambda item: item[0]):
        if signal := getattr(keys, action)(time):
            signals.append((round(time, 2), signal))
    return signals


def test_a_tap_starts_and_a_tap_ends():
    assert play(PushToTalk(), [(1.0, PRESS), (3.0, PRESS)], 5) == [(1.0, "start"), (3.0, "end")]


def test_a_second_tap_soon_after_the_first_ends_a_little_later():
    signals = play(PushToTalk(), [(1.0, PRESS), (1.5, PRESS)], 3)
    assert signals[0] == (1.0, "start")
    assert signals[1][1] == "end"
    assert 1.7 <= signals[1][0] <= 1.8


def held(start: float, end: float, *, delay: float = 0.5, gap: float = 0.033):
    """What a terminal without release reports sends while a key is held."""
    presses, time = [(start, PRESS)], start + delay
    while time < end:
        presses.append((time, PRESS))
        time += gap
    return presses


@pytest.mark.parametrize("delay, gap", [(0.25, 0.033), (0.5, 0.033), (0.66, 0.04), (0.7, 0.1)])
def test_a_held_key_is_one_turn_as_long_as_it_is_held(delay, gap):
    signals = play(PushToTalk(), held(1.0, 4.0, delay=delay, gap=gap), 6)
    assert [signal for _, signal in signals] == ["start", "end"]
    assert signals[1][0] + 0.1 >= 4.0
    assert signals[1][0] <= 4.5


def test_two_held_turns_in_a_row():
    signals = play(PushToTalk(), held(1.0, 3.0) + held(4.0, 6.0), 8)
    assert [signal for _, signal in signals] == ["start", "end", "start", "end"]


def test_holding_the_tap_that_ends_does_not_start_again():
    signals = play(PushToTalk(), [(1.0, PRESS), *held(3.0, 5.0)], 7)
    assert signals == [(1.0, "start"), (3.0, "end")]


def test_a_turn_can_start_again_a_second_after_the_last():
    script = [(1.0, PRESS), (3.0, PRESS), (4.0, PRESS), (6.0, PRESS)]
    assert len(play(PushToTalk(), script, 8)) == 4


def test_with_release_reports_a_held_key_ends_when_it_is_let_go():
    script = [*held(1.0, 3.0), (3.0, RELEASE)]
    assert play(PushToTalk(), script, 5) == [(1.0, "start"), (3.0, "end")]


def test_with_release_reports_a_tap_starts_and_a_tap_ends():
    script = [(1.0, PRESS), (1.1, RELEASE), (2.0, PRESS), (2.1, RELEASE), (2.5, PRESS),
              (2.6, RELEASE)]  # fmt: skip
    assert play(PushToTalk(), script, 4) == [(1.0, "start"), (2.0, "end"), (2.5, "start")]


def test_with_release_reports_a_hold_may_follow_a_tap_at_once():
    keys = PushToTalk(releases=True)
    script = [(1.0, PRESS), (1.1, RELEASE), (1.3, PRESS), (1.4, RELEASE), (1.5, PRESS),
              (3.0, RELEASE)]  # fmt: skip
    assert play(keys, script, 4) == [(1.0, "start"), (1.3, "end"), (1.5, "start"), (3.0, "end")]


def test_a_forgotten_turn_ends_at_the_limit():
    signals = play(PushToTalk(limit=10.0), [(1.0, PRESS)], 20)
    assert signals == [(1.0, "start"), (11.0, "end")]


times = st.lists(st.floats(0, 30), max_size=60)


@given(times, times, st.booleans())
def test_starts_and_ends_alternate_whatever_is_pressed(presses, releases, reports):
    script = [(t, PRESS) for t in presses] + ([(t, RELEASE) for t in releases] if reports else [])
    keys = PushToTalk(limit=5.0)
    signals = play(keys, script, 40)
    kinds = [signal for _, signal in signals]
    assert kinds == ["start", "end"] * (len(kinds) // 2)
    assert not keys.talking
    assert all(e - s <= 5.06 for (s, _), (e, _) in zip(signals[::2], signals[1::2], strict=True))


def test_the_first_ctrl_c_stops_and_a_second_soon_after_leaves():
    keys = Interrupts()
    presses = [0.0, 10.0, 11.0, 20.0, 21.6]
    assert [keys.press(t) for t in presses] == ["stop", "stop", "leave", "stop", "stop"]


@pytest.mark.parametrize("sent, keys", [
    ("hello", "hello"),
    ("\x1b[27u", "\x1b"),
    ("\x1b[99;5u", "\x03"),
    ("\x1b[100;5u", "\x04"),
    ("\x1b[99;5:1u\x1b[99;5:3u", "\x03"),
    ("\x1b[32u", " "),
    ("\x1b[32;1:2u", " "),
    ("\x1b[13u", "\r"),
    ("\x1b[9;2u", "\x1b[Z"),
    ("\x1b[127;3u", "\x1b\x7f"),
    ("\x1b[98;3u", "\x1bb"),
    ("\x1b[97;2u", "A"),
    ("\x1b[233u", "é"),
    ("\x1b[223;5u", "ß"),  # two letters in capitals
    ("\x1b[99;69u", "\x03"),  # with caps lock on
    ("\x1b[57441;1u", ""),  # the left shift key alone
    ("\x1b[A", "\x1b[A"),
    ("\x1b[1;1:2A", "\x1b[A"),
    ("\x1b[1;1:3A", ""),
    ("\x1b[1;5:1C", "\x1b[1;5C"),
    ("\x1b[3;1:1~", "\x1b[3~"),
    ("\x1b[200~pasted\x1b[201~", "\x1b[200~pasted\x1b[201~"),
    ("\x1b[12;40R", "\x1b[12;40R"),
    ("\x1bOP", "\x1bOP"),
])  # fmt: skip
def test_key_reports_become_what_editors_expect(sent, keys):
    decoder = Decoder()
    assert decoder.feed(sent) + decoder.flush() == keys
    assert decoder.reports == []


def test_releases_of_space_and_the_answer_are_reported():
    decoder = Decoder()
    assert decoder.feed("\x1b[?0u \x1b[32;1:3u") == " "
    assert decoder.reports == ["supported", "release"]


@given(st.integers(1, 15))
def test_a_report_cut_in_two_is_put_together(cut):
    decoder, sent = Decoder(), "\x1b[?1u\x1b[32;1:3ux"
    assert decoder.feed(sent[:cut]) + decoder.feed(sent[cut:]) == "x"
    assert decoder.reports == ["supported", "release"]


def test_escape_alone_comes_when_nothing_follows():
    decoder = Decoder()
    assert (decoder.feed("\x1b"), decoder.flush(), decoder.flush()) == ("", "\x1b", "")


@given(st.text(st.characters(exclude_characters="\x1b")))
def test_text_passes_unchanged(text):
    decoder = Decoder()
    assert decoder.feed(text) + decoder.flush() == text
