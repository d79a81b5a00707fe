"""What people say to somebody who speaks with them, and words that nobody knows."""

from __future__ import annotations

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.think.context import Context


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("That's ever so kind of you, pop.", "You're welcome."),
        ("Oh, that was so sweet of you!", "You're welcome."),
        ("Wow, you sound way nicer than the one in my car!", "You're welcome."),
        ("Yo.", "Hello!"),
        ("Come again, but just the last bit.", "I haven't said anything yet."),
        ("Pardon? I missed that, the kettle was boiling.", "I haven't said anything yet."),
        ("Speak up, love, my hearing aid's in the other room.", "I'll speak louder."),
        ("I don't like this accent, give me somebody deeper.", "Here is another voice."),
        ("Cheerio!", "Goodbye!"),
        ("Cheers. May.", "You're welcome."),  # misheard; nobody is sent away
    ],
)
def test_a_courtesy_is_no_work_whatever_its_last_word_sounds_like(said: str, answer: str) -> None:
    found = plan(said)
    assert (found.kind, found.steps) == ("chat", ())
    assert answer in found.reply


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("How nice of you to sing a song about cats", "sing"),
        ("sing me a funny song", "sing"),
        ('Speak up: "Last call for gate nine!"', "synthesize_speech"),
    ],
)
def test_what_only_begins_like_a_courtesy_is_done(said: str, tool: str) -> None:
    assert calls(plan(said))[0][0] == tool


@pytest.mark.parametrize("said", ["blorp", "qwertyuiop", "jhgjhg kjhkjh", "hgfhgf"])
def test_words_that_nobody_knows_are_asked_about_and_change_nothing(said: str) -> None:
    music = after(Context(), "compose a happy tune", ("audio/aa10bb20.wav", "music"))
    for context in (Context(), music):
        assert plan(said, context).reply == "I didn't catch that. What shall I do?"


@pytest.mark.parametrize("said", ["heyyyy", "hellooo", "hola", "byeeee"])
def test_a_greeting_is_known_however_it_is_drawn_out(said: str) -> None:
    assert "catch" not in plan(said).reply
