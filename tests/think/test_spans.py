"""Words with a role that a reader cut off are made whole again."""

from __future__ import annotations

import pytest

from voice_agent.think.offline.phrases.arguments import value_of
from voice_agent.think.offline.reader.spans import repaired
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.think.offline.tasks import known_signatures


def value(task: str, name: str, text: str, *spans: tuple[str, str]) -> object:
    """The argument that a clause gives, read with ``spans``."""
    signature = known_signatures()[task]
    clause = Clause(task, text, 1.0, tuple(Span(role, words) for role, words in spans))
    found = repaired(clause, signature)
    return value_of(name, signature.parameters["properties"][name], found)


@pytest.mark.parametrize(
    ("asked", "read", "said"),
    [
        (
            "Say this a touch lower: The tide took the boat before we ever woke.",
            "The tide took the boat",
            "The tide took the boat before we ever woke",
        ),
        ("Read aloud: I know that you wait. Then play it", "I know", "I know that you wait"),
        (
            "Read this to him: raise your hand as soon as you hear the tone.",
            "raise your hand as",
            "raise your hand as soon as you hear the tone",
        ),
        ("say: good night in a deep voice", "good night", "good night"),
        ("say: good night, please", "good night", "good night"),
        ("say: good night please", "good night", "good night"),
    ],
)
def test_a_text_after_a_colon_goes_to_the_end_of_its_sentence(
    asked: str, read: str, said: str
) -> None:
    assert value("synthesize_speech", "text", asked, ("text", read)) == said


def test_angles_with_their_names_are_what_they_are_called() -> None:
    asked = "put it at azimuth 45, elevation minus 10"
    spans = (("azimuth", "at"), ("elevation", "azimuth 45"), ("elevation", "elevation minus 10"))
    assert value("binauralize", "azimuth", asked, *spans) == 45
    assert value("binauralize", "elevation", asked, *spans) == -10


def test_a_sound_does_not_end_in_where_it_is_from() -> None:
    asked = "just the frogs from reedbed_dawn please"
    assert (
        value("extract_sound", "description", asked, ("description", "the frogs from")) == "frogs"
    )
