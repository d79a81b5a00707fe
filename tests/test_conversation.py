"""A dialogue without a sound card: what is asked of its voice is heard in the answer itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.soundcard import write_wav
from voice_agent import events as e
from voice_agent.build import build
from voice_agent.conversation import Conversation
from voice_agent.floor import Floor
from voice_agent.hear.hearing import Hearing
from voice_agent.listening import hear_audio, joined_speech
from voice_agent.settings import Settings
from voice_agent.turn import TurnResult
from voice_agent.units import Audio, Hypothesis, Outcome, Utterance


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Conversation]:
    settings = Settings()
    kept = replace(settings.recordings, directory=str(tmp_path))
    with build(replace(settings, recordings=kept), aloud=False) as conversation:
        yield conversation


def seconds_said(talk: Conversation, request: str) -> tuple[str, float]:
    """The answer, and how long it is spoken."""
    told: list[e.Event] = []
    unsubscribe = talk.bus.subscribe(told.append)
    answer = talk.ask(request).reply.aloud
    unsubscribe()
    return answer, sum(event.seconds for event in told if isinstance(event, e.Saying))


@pytest.mark.parametrize("request_", ["talk a lot faster, please", "slower, please"])
def test_another_pace_is_heard_in_the_answer(talk: Conversation, request_: str) -> None:
    answer, seconds = seconds_said(talk, request_)
    usual = joined_speech(talk.mouth.voice(), answer).seconds
    assert seconds < 0.85 * usual if "fast" in request_ else seconds > 1.1 * usual


def test_another_voice_presents_itself(talk: Conversation) -> None:
    told: list[e.Event] = []
    talk.bus.subscribe(told.append)
    before = talk.mouth.voice().name
    talk.ask("use the other voice, please")
    kinds = [type(event) for event in told]
    assert kinds.index(e.VoiceChanged) < kinds.index(e.Saying)
    assert talk.mouth.voice().name != before


def test_who_may_speak_again_says_so_aloud(talk: Conversation) -> None:
    assert seconds_said(talk, "mute yourself")[1] > 0
    assert seconds_said(talk, "what time is it?")[1] == 0
    assert seconds_said(talk, "okay, you can talk again")[1] > 0


def test_the_names_of_the_files_are_expected_in_speech(talk: Conversation, tmp_path: Path) -> None:
    voice = talk.engines.named_voice("hibari")
    said = joined_speech(voice, "See you on Sunday.")
    write_wav(tmp_path / "tio_paulo.wav", said)
    [attached] = talk.attach(tmp_path / "tio_paulo.wav")
    document = hear_audio(talk, joined_speech(voice, "Clean up tio paulo, please.")).document
    assert "tio paulo" in document["query"].lower()
    [step] = document["plan"]
    assert step["arguments"]["audio"] == attached.path


def test_what_is_asked_during_an_answer_can_be_stopped_too(talk: Conversation) -> None:
    later: list[TurnResult] = []
    second = threading.Thread(target=lambda: later.append(talk.ask("who are you?")))

    def watch(event: e.Event) -> None:
        if isinstance(event, e.Replied) and event.turn == 1:
            second.start()
            second.join(0.3)
            assert second.is_alive()  # it waits for its turn
        elif isinstance(event, e.Planned) and event.turn == 2:
            talk.interrupt()

    talk.bus.subscribe(watch)
    first = talk.ask("what time is it?")
    second.join(20)
    assert (first.outcome, later[0].outcome) == (Outcome.ANSWERED, Outcome.CANCELLED)


def hearing(turn: int, text: str, seconds: float = 0.1) -> Hearing:
    now = time.monotonic()
    sound = Audio(np.zeros(round(16_000 * seconds), np.float32), 16_000)
    said = Utterance(turn, sound, now - 1.0, now, now)
    return Hearing(said, Hypothesis(text), now, now, now)


def test_a_wish_that_goes_on_after_it_was_answered_is_not_done_twice(talk: Conversation) -> None:
    volume, speed, voice = talk.output.volume, talk.mouth.speed, talk.mouth.voice().name
    floor = Floor(talk, lambda: False)
    louder = floor.run(hearing(1, "Louder."))
    assert louder is not None and talk.output.volume == volume + louder.reply.effects["volume"]
    floor.on_event(e.StateChanged(1, state="speaking"))
    floor.on_event(e.SpeechStarted(2))
    both = floor.run(hearing(2, "Please."))
    assert both is not None and both.document["query"] == "Louder. Please."
    assert talk.output.volume == volume + both.reply.effects["volume"]
    for wish in ("slower", "use the other voice"):
        talk.ask(wish)
        talk.manner.take_back()
    assert (talk.mouth.speed, talk.mouth.voice().name) == (speed, voice)


@pytest.mark.parametrize(
    ("pause", "state", "rest", "query"),
    [
        (1.7, "working", "Of this.", "Is it nine? Of this."),
        (1.9, "working", "Of this.", "Of this."),
        (1.7, "idle", "of this.", "Is it nine? of this."),  # written as the rest of a sentence
        (1.7, "idle", "Who are you?", "Who are you?"),
        (1.9, "idle", "of this.", "of this."),
    ],
)
def test_what_follows_soon_is_the_same_request(
    talk: Conversation, pause: float, state: e.State, rest: str, query: str
) -> None:
    floor = Floor(talk, lambda: False)
    first = hearing(1, "Is it nine?")
    floor.run(first)
    floor.on_event(e.StateChanged(1, state=state))
    floor.on_event(e.SpeechStarted(2, speech_start=first.speech_end + pause))
    result = floor.run(hearing(2, rest))
    assert result is not None and result.document["query"] == query


def test_it_speaks_as_it_did_at_first(talk: Conversation) -> None:
    at_first = talk.mouth.voice().name, talk.mouth.speed, talk.output.volume
    for wish in ("use the other voice", "slower, please", "a lot louder, please"):
        talk.ask(wish)
    assert talk.mouth.voice().name != at_first[0]
    talk.ask("go back to how you sounded at the start")
    assert (talk.mouth.voice().name, talk.mouth.speed, talk.output.volume) == at_first


def test_what_is_only_foreseen_changes_nothing_yet(talk: Conversation) -> None:
    before = talk.mouth.voice().name, talk.mouth.speed, talk.output.volume
    for request in ("use the other voice, please", "talk a lot faster", "louder, please"):
        talk.foresee(request)
    assert (talk.mouth.voice().name, talk.mouth.speed, talk.output.volume) == before


def states_of(talk: Conversation) -> list[str]:
    states: list[str] = []

    def note(event: e.Event) -> None:
        if isinstance(event, e.StateChanged):
            states.append(event.state)

    talk.bus.subscribe(note)
    return states


def test_who_stops_listening_says_so_and_is_woken_by_voice_or_by_keys(talk: Conversation) -> None:
    states = states_of(talk)
    floor = Floor(talk, lambda: False)
    talk.bus.subscribe(floor.on_event)
    asleep = floor.run(hearing(1, "Stop listening."))
    assert asleep is not None and "wake up" in asleep.reply.text
    assert not talk.session.exchanges  # "slower" means what it meant before
    assert states[-1] == "asleep"
    assert floor.run(hearing(2, "What time is it?")) is None
    assert floor.ask("what time is it?").outcome is Outcome.ANSWERED
    assert states[-1] == "asleep"  # who types is heard, but does not wake it
    floor.ask("wake up")
    assert states[-1] == "idle"
    assert floor.run(hearing(5, "What time is it?")) is not None
    floor.ask("stop listening")
    assert states[-1] == "asleep"
    talk.bus.emit(e.ModeChanged(0, "hands-free"))
    assert states[-1] == "idle"


def test_a_wake_phrase_is_for_an_open_microphone_only(talk: Conversation) -> None:
    talk.settings = replace(
        talk.settings, talk=replace(talk.settings.talk, wake_phrase="hey computer", patience=0.2)
    )
    states = states_of(talk)
    floor = Floor(talk, lambda: False)
    talk.bus.subscribe(floor.on_event)
    talk.bus.emit(e.ModeChanged(0, "hands-free"))
    assert states == ["asleep"]
    assert floor.run(hearing(1, "Who are you?")) is None
    dozed_off = threading.Event()

    def watch(event: e.Event) -> None:
        if isinstance(event, e.StateChanged) and event.state == "asleep":
            dozed_off.set()

    talk.bus.subscribe(watch)
    assert floor.run(hearing(2, "Hey computer, who are you?")) is not None
    assert dozed_off.wait(20)
    assert states[-1] == "asleep"
    talk.bus.emit(e.ModeChanged(0, "push-to-talk"))
    assert states[-1] == "idle"
    assert floor.run(hearing(3, "Who are you?")) is not None


def test_it_is_awake_for_as_long_as_an_exchange_takes(talk: Conversation) -> None:
    patience = 1e-6  # less than any answer
    phrase = replace(talk.settings.talk, wake_phrase="hey computer", patience=patience)
    talk.settings = replace(talk.settings, talk=phrase)
    floor = Floor(talk, lambda: True)
    floor.full_duplex = True
    talk.bus.subscribe(floor.on_event)
    talk.bus.emit(e.ModeChanged(0, "hands-free"))

    def speak_over(event: e.Event) -> None:
        if isinstance(event, e.Replied):
            floor.on_speech(time.monotonic())

    talk.bus.subscribe(speak_over)
    result = floor.run(hearing(1, "Hey computer, who are you?"))
    assert result is not None and result.outcome is Outcome.CANCELLED


def test_what_never_pauses_is_no_single_request(talk: Conversation) -> None:
    limit = talk.settings.endpoint.turn_limit
    floor = Floor(talk, lambda: False)
    longest = 0.0
    for turn in range(1, 12):
        piece = hearing(turn, "And so on.", seconds=limit / 5)
        floor.on_event(e.SpeechStarted(turn, speech_start=time.monotonic()))
        result = floor.run(piece)
        floor.on_event(e.StateChanged(turn, state="speaking"))
        assert result is not None
        longest = max(longest, len(str(result.document["query"]).split("so")) - 1.0)
    assert 3 <= longest <= 5


def test_a_cough_or_a_stop_beside_a_typed_request_ends_as_a_turn(talk: Conversation) -> None:
    told: list[e.Event] = []
    states = states_of(talk)
    floor = Floor(talk, lambda: False)

    def watch(event: e.Event) -> None:
        told.append(event)
        floor.on_event(event)
        if isinstance(event, e.StepStarted):
            floor.run(hearing(8, ""))
            assert states[-1] == "working"
            assert not floor.on_heard(hearing(9, "Stop."))

    talk.bus.subscribe(watch)
    assert talk.ask("make five seconds of rain").outcome is Outcome.CANCELLED
    ended = [(event.turn, event.outcome) for event in told if isinstance(event, e.TurnEnded)]
    assert ended == [(8, Outcome.EMPTY), (9, Outcome.EMPTY), (1, Outcome.CANCELLED)]
    assert states[-1] == "idle"


def test_a_cough_that_is_told_late_leaves_no_old_state(tmp_path: Path) -> None:
    """What listens to the bus is slow, and the answer ends meanwhile."""
    coughs, ended, late = (threading.Event() for _ in range(3))
    bus, settings = e.Bus(), Settings()

    def slow(event: e.Event) -> None:
        if isinstance(event, e.Replied):
            coughs.set()
            assert late.wait(20)
        elif isinstance(event, e.StateChanged) and event.turn == 9:
            late.set()
            assert ended.wait(20)

    bus.subscribe(slow)
    kept = replace(settings.recordings, directory=str(tmp_path))
    with build(replace(settings, recordings=kept), aloud=False, bus=bus) as talk:
        states = states_of(talk)
        cough = threading.Thread(target=lambda: coughs.wait(20) and talk.runner.empty(9, "speech"))
        cough.start()
        talk.ask("what time is it?")
        ended.set()
        cough.join(20)
    assert "thinking" in states[states.index("idle") :]  # it came late
    assert states[-1] == "idle"


@pytest.mark.parametrize("full_duplex", [True, False])
def test_what_may_be_its_own_voice_interrupts_nothing(
    talk: Conversation, full_duplex: bool
) -> None:
    floor = Floor(talk, lambda: True)
    floor.full_duplex = full_duplex

    def speak_over(event: e.Event) -> None:
        if isinstance(event, e.Replied):
            floor.on_speech(time.monotonic())

    talk.bus.subscribe(speak_over)
    outcome = Outcome.CANCELLED if full_duplex else Outcome.ANSWERED
    assert talk.ask("who are you?").outcome is outcome


def test_words_in_another_encoding_are_answered(talk: Conversation) -> None:
    said = b"what time is it in the caf\xe9?".decode("utf-8", "surrogateescape")
    assert talk.ask(said).outcome is Outcome.ANSWERED


def test_what_is_said_outside_of_a_turn_comes_to_its_end(talk: Conversation) -> None:
    told: list[e.Event] = []
    talk.bus.subscribe(told.append)
    talk.say("Here it is again.")
    kinds = [type(event) for event in told]
    assert e.Saying in kinds and kinds[-1] is e.SpokeAll


@pytest.mark.parametrize(
    ("said", "ended"), [("What a day.", Outcome.ANSWERED), ("Wake up.", Outcome.CANCELLED)]
)
def test_while_it_sleeps_only_who_calls_it_interrupts(
    talk: Conversation, said: str, ended: Outcome
) -> None:
    floor = Floor(talk, lambda: True)
    floor.full_duplex = True
    talk.bus.subscribe(floor.on_event)
    floor.run(hearing(1, "Stop listening."))

    def watch(event: e.Event) -> None:
        if isinstance(event, e.Planned):
            floor.on_speech(time.monotonic())
            talk.bus.emit(e.SpeechStarted(8, time.monotonic()))
            floor.on_heard(hearing(8, said))

    talk.bus.subscribe(watch)
    assert floor.ask("what time is it?").outcome is ended
