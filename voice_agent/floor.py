"""Who has the floor: lets the user interrupt, joins what belongs together, takes up again.

    answer   ≈≈≈≈≈≈≈≈≈≈≈┐                              (no words: a cough)   ┌≈≈≈ the rest
    user            ####│ is heard while it speaks ── it is silent at once ──┤
                                                       (words: a new turn)   └─ answered

Somebody who goes on speaking right after a turn was taken for finished had not finished: the
answer under way is dropped and both pieces are one request. So they are where the answer is
over already, but what follows is written as the rest of a sentence ("to speak again.").
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from voice_agent.conversation import Conversation
from voice_agent.events import Event, Notice, SpeechStarted, StateChanged
from voice_agent.hear.hearing import SAME_REQUEST, Hearing
from voice_agent.interjections import Attention, interjection, sounds_like
from voice_agent.listening import Heard, answer, joined
from voice_agent.turn import TurnResult

_MISTAKES = 2  # times that it may take its own voice for somebody's
_BUSY = ("thinking", "working", "speaking")


class Floor:
    """Between the ears and the conversation; ``speaks`` tells whether anything is played.

    Told of events and of speech by other threads, asked for turns by one.
    """

    def __init__(self, conversation: Conversation, speaks: Callable[[], bool]) -> None:
        self._conversation = conversation
        self._speaks = speaks
        talk = conversation.settings.talk
        self.attention = Attention(talk.wake_phrase, patience=talk.patience)
        self.full_duplex = False
        self._state = "idle"
        self._lock = threading.Lock()
        self._latest: list[Hearing] = []  # the request that is answered now
        self._interrupting = False
        self._interruptions: set[int] = set()  # turns of the user that stopped an answer
        self._soon_after: dict[int, list[Hearing]] = {}  # what was said just before a turn
        self._more: set[int] = set()  # turns that go on with what is not answered yet
        self._mistakes = 0

    # --- from other threads -----------------------------------------------------------------

    def on_speech(self, at: float) -> None:
        """Somebody begins to speak over the loudspeaker."""
        if self._speaks():
            self._interrupting = True
            self._conversation.interrupt()

    def on_hint(self, likely: bool) -> None:
        """Somebody may be about to speak over the loudspeaker, or was not after all. It holds
        its breath meanwhile: to fall silent for nothing costs less than to talk on."""
        if not likely or self._speaks():
            self._conversation.output.hold(likely)

    def on_event(self, event: Event) -> None:
        """A listener of the bus."""
        if isinstance(event, StateChanged):
            self._state = event.state
        elif isinstance(event, SpeechStarted):
            self._on_turn(event.turn, event.speech_start)

    def on_heard(self, hearing: Hearing) -> bool:
        """Whether the turn goes on to be answered; "stop" is obeyed at once."""
        stops = interjection(hearing.hypothesis.text) == "stop"
        if stops and self._state in _BUSY and hearing.utterance.turn not in self._interruptions:
            self._conversation.interrupt()
            with self._lock:
                self._soon_after.pop(hearing.utterance.turn, None)  # it is not run: nobody asks
                self._more.discard(hearing.utterance.turn)
            return False
        return True

    def _on_turn(self, turn: int, began: float) -> None:
        with self._lock:
            if self._interrupting:
                self._interrupting = False
                self._interruptions.add(turn)
            soon = bool(self._latest) and began - self._latest[-1].speech_end < SAME_REQUEST
            going_on = soon and (self._state in _BUSY or turn in self._interruptions)
            if soon:
                self._soon_after[turn] = self._latest
            if going_on:
                self._more.add(turn)
        if going_on:
            self._conversation.interrupt()

    # --- from the turns' thread ---------------------------------------------------------------

    def run(self, hearing: Hearing) -> TurnResult | None:
        """Answer what was heard, if it is for the assistant."""
        turn = hearing.utterance.turn
        with self._lock:
            before = self._soon_after.pop(turn, [])
            goes_on = turn in self._more
            interrupted = turn in self._interruptions
            self._interruptions.discard(turn)
            self._more.discard(turn)
        text = hearing.hypothesis.text
        before = before if goes_on or text[:1].islower() else []
        if interrupted and not before and (not text or self._is_own_voice(text)):
            self._conversation.runner.empty(turn, "speech")
            self._conversation.go_on(turn)
            return None
        if before:
            self._conversation.take_back()
        pieces = [*before, hearing]
        with self._lock:
            self._latest = pieces
        return self._answer(joined(turn, pieces), interrupted)

    def _answer(self, heard: Heard, interrupted: bool) -> TurnResult | None:
        conversation = self._conversation
        admitted = self.attention.admit(heard.text, time.monotonic())
        if admitted.say:
            conversation.runner.empty(heard.turn, "speech")
            conversation.say(admitted.say)
            self._tell_attention()
            return None
        stops = interrupted and interjection(admitted.text) == "stop"
        if not admitted.text or stops:
            conversation.runner.empty(heard.turn, "speech")
            self._tell_attention()
            return None
        result = answer(conversation, Heard(heard.turn, admitted.text, heard.audio, heard.times))
        self.attention.stay(time.monotonic())
        return result

    def _tell_attention(self) -> None:
        if not self.attention.is_awake(time.monotonic()):
            self._conversation.bus.emit(StateChanged(0, "asleep"))

    def _is_own_voice(self, text: str) -> bool:
        """Whether the canceller let through what the assistant was saying itself. After some
        such mistakes the conversation is half duplex."""
        cut = self._conversation.mouth.cut_short
        if cut is None or not sounds_like(text, f"{cut.heard} {cut.rest}"):
            return False
        self._mistakes += 1
        if self._mistakes >= _MISTAKES and self.full_duplex:
            self.full_duplex = False
            self._conversation.bus.emit(
                Notice(
                    0,
                    "I hear my own voice, so I stop listening while I speak. Esc interrupts me; "
                    "headphones or a lower volume help.",
                    "warning",
                )
            )
        return True
