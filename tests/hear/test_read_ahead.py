"""What is read at a pause is judged with what was said just before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from voice_agent.hear.read_ahead import ReadAhead
from voice_agent.hear.turns import Cut
from voice_agent.units import Audio, Ending, Hypothesis


class Reader:
    """A recogniser that reads what the test says."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    def warm(self) -> None: ...

    def transcribe(self, audio: Audio, **wishes: Any) -> Hypothesis:
        return Hypothesis(self.texts.pop(0), ending=Ending(0.9, 0.0, 0.1))


class Notes:
    """Writes down which words are judged, and what is told of a pause."""

    wants_to_know = True

    def __init__(self) -> None:
        self.judged: list[str] = []
        self.told: list[Ending | None] = []

    def judge(self, text: str) -> tuple[float, float]:
        self.judged.append(text)
        return 0.7, 0.9

    def tell(self, cut: Cut, *, done: Any = None, ending: Ending | None = None) -> None:
        self.told.append(ending)


def cut(begin: float, end: float) -> Cut:
    return Cut(np.zeros(160, np.float32), end + 0.1, begin, end, end - begin)


@pytest.mark.parametrize(
    ("later", "judged", "standing"),
    [(0.5, "Tell me the time please.", "ready"), (3.0, "Please.", "open")],
)
def test_the_rest_of_a_request_is_judged_as_its_rest(
    later: float, judged: str, standing: str
) -> None:
    notes = Notes()
    ahead = ReadAhead(
        Reader("Tell me the time.", "Please."),
        smart_turn=None,
        wording=notes,  # type: ignore[arg-type]
        reads_words=True,
        on_words=lambda text: None,
        standing=lambda text: "ready" if "time" in text else "open",
        vocabulary=lambda: "",
        post=lambda job: job(),
    )
    first, second = cut(0.0, 1.0), cut(1.0 + later, 1.4 + later)
    ahead.pause(first, notes)  # type: ignore[arg-type]
    assert ahead.words_of(first).result().text == "Tell me the time."
    ahead.pause(second, notes)  # type: ignore[arg-type]
    assert notes.judged == ["Tell me the time.", judged]
    told = notes.told[-1]
    assert told is not None
    assert (told.closed, told.asks, told.standing) == (0.7, 0.9, standing)


def test_words_that_are_all_that_was_asked_for_are_a_whole_turn() -> None:
    notes = Notes()
    ahead = ReadAhead(
        Reader("German."),
        smart_turn=None,
        wording=notes,  # type: ignore[arg-type]
        reads_words=True,
        on_words=lambda text: None,
        standing=lambda text: "settled" if text == "German." else "open",
        vocabulary=lambda: "",
        post=lambda job: job(),
    )
    ahead.pause(cut(0.0, 1.0), notes)  # type: ignore[arg-type]
    told = notes.told[-1]
    assert told is not None and told.standing == "settled"
