"""An answer in words, spoken while it is still being written."""

from __future__ import annotations

from collections.abc import Iterator

from voice_agent.think.chat_answer import Answer, Delta
from voice_agent.think.sentences import Sentences
from voice_agent.think.tool_calling import Said, Style
from voice_agent.units import PlanKind

_STUCK = 3  # repeated sentences after which nothing new is expected


class LiveAnswer:
    """An answer in words that may still be arriving."""

    def __init__(
        self, style: Style, answer: Answer, rest: Iterator[Delta], *, after_results: bool
    ) -> None:
        self._style = style
        self._answer = answer
        self._rest = rest
        self._after_results = after_results
        self._sentences = Sentences()
        self._fed = ""
        self.kind: PlanKind = "chat"
        self.ready: list[str] = []
        self.interrupted_by_calls = False

    def begin(self, words: Said) -> bool:
        """Take the words so far; whether at least one sentence is finished."""
        self.kind = words.kind
        self.ready += self._take(words.text)
        return bool(self.ready)

    def sentences(self) -> Iterator[str]:
        """All sentences, those that have yet to come too. Reads the network; closes it.

        A sentence that was said before is left out, and a model that goes on saying the same
        (small ones do) is not heard to the end.
        """
        told: set[str] = set()
        again = 0
        try:
            for sentence in self._arriving():
                if sentence in told:
                    again += 1
                    if again >= _STUCK:
                        return
                    continue
                told.add(sentence)
                yield sentence
            rest = self._sentences.rest()
            cut = self._answer.finish == "length"  # the limit fell into this sentence
            if rest and not self.interrupted_by_calls and not (cut and told):
                yield rest
        finally:
            self.close()

    def _arriving(self) -> Iterator[str]:
        yield from self.ready
        for delta in self._rest:
            self._answer.add(delta)
            if self._answer.calls:
                self.interrupted_by_calls = True
                return
            words = self._style.early(self._answer, after_results=self._after_results)
            yield from self._take(words.text) if words else ()

    def close(self) -> None:
        """Stop reading; the connection is closed if the answer isn't complete."""
        close = getattr(self._rest, "close", None)
        if close is not None:
            close()

    def _take(self, text: str) -> list[str]:
        new = text[len(self._fed) :]
        self._fed = text if new else self._fed
        return self._sentences.feed(new)
