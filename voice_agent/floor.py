"""Who has the floor: lets the user interrupt, joins what belongs together, takes up again.

    answer   ≈≈≈≈≈≈≈≈≈≈≈┐                              (no words: a cough)   ┌≈≈≈ the rest
    user            ####│ is heard while it speaks ── it is silent at once ──┤
                                                       (words: a new turn)   └─ answered

Somebody who goes on speaking right after a turn was taken for finished had not finished: the
answer under way is dropped and both pieces are one request. So they are where the answer is
over already, but what follows is written as the rest of a sentence ("to speak again.").
"""

from __future__ import annotations

import dataclasses
import math
import threading
import time
from collections.abc import Callable

from voice_agent.conversation import Conversation
from voice_agent.events import Event, ModeChanged, Notice, SpeechStarted, State, StateChanged
from voice_agent.hear.hearing import SAME_REQUEST, Hearing
from voice_agent.interjections import Admitted, Attention, interjection, sounds_like
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
        self.full_duplex = False
        self._talk = conversation.settings.talk
        self._hands_free = True
        self._attention = self._fresh_attention()
        self._dozes_off: threading.Timer | None = None
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
        """Somebody begins to speak over the loudspeaker; where that cannot be cancelled out of
        the microphone, it may as well be the loudspeaker."""
        if self.full_duplex and self._speaks() and not self._is_asleep():
            self._interrupting = True
            self._conversation.interrupt()

    def on_hint(self, likely: bool) -> None:
        """Somebody may be about to speak over the loudspeaker, or was not after all. It holds
        its breath meanwhile: to fall silent for nothing costs less than to talk on."""
        if not likely or (self._speaks() and not self._is_asleep()):
            self._conversation.output.hold(likely)

    def on_event(self, event: Event) -> None:
        """A listener of the bus."""
        if isinstance(event, StateChanged):
            self._state = event.state
            if event.state == "idle" and self._is_asleep():
                self._conversation.bus.emit(StateChanged(0, "asleep"))
        elif isinstance(event, ModeChanged):
            self._on_mode(event.mode)
        elif isinstance(event, SpeechStarted):
            self._on_turn(event.turn, event.speech_start)

    def on_heard(self, hearing: Hearing) -> bool:
        """Whether the turn goes on to be answered; "stop" is obeyed at once. While it sleeps,
        only who calls it interrupts what it plays or does."""
        if self._is_asleep() and self._attention.is_called(hearing.hypothesis.text):
            self._conversation.interrupt()
        stops = interjection(hearing.hypothesis.text) == "stop"
        if stops and self._state in _BUSY and hearing.utterance.turn not in self._interruptions:
            self._conversation.interrupt()
            with self._lock:
                self._soon_after.pop(hearing.utterance.turn, None)  # it is not run: nobody asks
                self._more.discard(hearing.utterance.turn)
            self._conversation.runner.empty(hearing.utterance.turn, "speech")
            return False
        return True

    def _on_turn(self, turn: int, began: float) -> None:
        with self._lock:
            if self._interrupting:
                self._interrupting = False
                self._interruptions.add(turn)
            soon = bool(self._latest) and began - self._latest[-1].speech_end < SAME_REQUEST
            soon = soon and not self._is_asleep() and not self._is_long(self._latest)
            going_on = soon and (self._state in _BUSY or turn in self._interruptions)
            if soon:
                self._soon_after[turn] = self._latest
            if going_on:
                self._more.add(turn)
        if going_on:
            self._conversation.interrupt()

    def _is_long(self, pieces: list[Hearing]) -> bool:
        """Whether somebody has spoken for as long as a turn may take: a radio never pauses."""
        spoken = sum(piece.utterance.audio.seconds for piece in pieces)
        return spoken >= self._conversation.settings.endpoint.turn_limit

    def _on_mode(self, mode: str) -> None:
        """Only an open microphone hears what is not meant for it; who chooses that wants to be
        heard."""
        self._hands_free = mode == "hands-free"
        self._attention = self._fresh_attention()
        if self._hands_free and self._talk.wake_phrase:
            told = f"I listen to what begins with “{self._talk.wake_phrase}”."
            self._conversation.bus.emit(Notice(0, told))
        self._tell_attention()

    def ask(self, text: str) -> TurnResult:
        """One typed turn. Whoever types is heard asleep, too, and may send it to sleep."""
        kind = interjection(text)
        steers = kind == "sleep" or (kind == "wake" and self._is_asleep())
        if not (self._hands_free and steers):
            return self._conversation.ask(text)
        admitted = self._attention.admit(text, time.monotonic())
        return self._conversation.ask(text, known=admitted.say)

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
            self._conversation.manner.take_back()
        pieces = [*before, hearing]
        with self._lock:
            self._latest = pieces
        return self._answer(joined(turn, pieces), interrupted)

    def _answer(self, heard: Heard, interrupted: bool) -> TurnResult | None:
        conversation = self._conversation
        admitted = Admitted(heard.text)
        if self._hands_free:
            admitted = self._attention.admit(heard.text, time.monotonic())
        stops = interrupted and interjection(admitted.text) == "stop"
        if stops or admitted == Admitted():
            conversation.runner.empty(heard.turn, "speech")
            return None
        heard = dataclasses.replace(heard, text=admitted.text or heard.text)
        self._attention.stay(math.inf)  # an exchange takes as long as it takes
        try:
            return answer(conversation, heard, known=admitted.say)
        finally:
            self._stay()

    def _fresh_attention(self) -> Attention:
        return Attention(self._talk.wake_phrase, patience=self._talk.patience)

    def _stay(self) -> None:
        """Awake for a while; told when that is over."""
        self._attention.stay(time.monotonic())
        if self._dozes_off is not None:
            self._dozes_off.cancel()
        if self._talk.wake_phrase:
            self._dozes_off = threading.Timer(self._talk.patience + 0.1, self._tell_attention)
            self._dozes_off.daemon = True
            self._dozes_off.start()

    def _is_asleep(self) -> bool:
        return self._hands_free and not self._attention.is_awake(time.monotonic())

    def _tell_attention(self) -> None:
        if self._state in ("idle", "asleep"):
            state: State = "asleep" if self._is_asleep() else "idle"
            if state != self._state:
                self._conversation.bus.emit(StateChanged(0, state))

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
