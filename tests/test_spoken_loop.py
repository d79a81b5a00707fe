"""The whole dialogue on a sound card: spoken to, it answers aloud. Real PortAudio, real models."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.soundcard import VirtualSoundCard, write_wav
from voice_agent import events as e
from voice_agent.build import build
from voice_agent.catalogue import load_path
from voice_agent.conversation import Conversation
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.listening import joined_speech
from voice_agent.settings import ROOT, EchoSettings, Settings
from voice_agent.speak.voices import Voice, make_voice
from voice_agent.talk import Talk
from voice_agent.units import Audio, Outcome

PATIENCE = 120  # seconds until a test gives up


@pytest.fixture(scope="module")
def person() -> Voice:
    """Somebody who speaks to the assistant."""
    settings = Settings()
    return make_voice("piper", settings.voice, settings.openai, load_path)


@pytest.fixture(scope="module")
def recogniser() -> FasterWhisperAsr:
    return FasterWhisperAsr(load_path("whisper-tiny-en"), Settings().asr, load_path("silero-vad"))


class Dialogue:
    """A running conversation and what it told."""

    def __init__(self, talk: Talk, conversation: Conversation) -> None:
        self.talk = talk
        self.conversation = conversation
        self.told: queue.SimpleQueue[e.Event] = queue.SimpleQueue()
        self.levels: queue.SimpleQueue[e.Event] = queue.SimpleQueue()
        self.opened = 0  # turns that somebody's voice opened
        conversation.bus.subscribe(self._note)

    def _note(self, event: e.Event) -> None:
        if isinstance(event, e.SpeechStarted):
            self.opened += 1
        if isinstance(event, e.Level):
            self.levels.put(event)
        else:
            self.told.put(event)

    def wait_for_sound(self) -> None:
        """Until the microphone has delivered for a while: a stream takes time to run."""
        for _ in range(10):
            self.levels.get(timeout=PATIENCE)

    def wait_for(self, kind: type[e.Event]) -> e.Event:
        while True:
            event = self.told.get(timeout=PATIENCE)
            if isinstance(event, kind):
                return event

    def wait_for_notice(self, words: str) -> None:
        while True:
            event = self.wait_for(e.Notice)
            assert isinstance(event, e.Notice)
            if words in event.text.lower():
                return

    def wait_for_answer(self) -> tuple[str, str, Outcome]:
        """What was heard, what was answered, and how the turn ended."""
        heard = answered = ""
        while True:
            event = self.told.get(timeout=PATIENCE)
            if isinstance(event, e.Heard) and event.query:
                heard = event.query.text
            elif isinstance(event, e.Replied) and event.reply:
                answered = event.reply.text
            elif isinstance(event, e.TurnEnded) and event.outcome is not Outcome.EMPTY:
                return heard, answered, event.outcome


@pytest.fixture
def dialogue(
    request: pytest.FixtureRequest, sound_card: VirtualSoundCard, tmp_path: Path
) -> Iterator[Dialogue]:
    settings = Settings()
    mode, _, how = request.param.partition(", ")
    settings = replace(
        settings,
        talk=replace(settings.talk, mode=mode, mute=how == "muted"),
        echo=EchoSettings("off") if how == "half duplex" else settings.echo,
        audio=replace(settings.audio, input_device="vmic"),  # as hardware: gone is gone
        recordings=replace(settings.recordings, directory=str(tmp_path)),
    )
    left = threading.Event()
    with build(settings) as conversation:
        talk = Talk(conversation, leave=left.set)
        dialogue = Dialogue(talk, conversation)
        conversation.warm()
        talk.start()
        try:
            dialogue.wait_for(e.ModeChanged)
            yield dialogue
        finally:
            talk.close()


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_two_spoken_requests_in_a_row_are_answered_aloud(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice, recogniser: FasterWhisperAsr
) -> None:
    with sound_card.listening() as recording:
        sound_card.speak(joined_speech(person, "Who are you?"))
        heard, answered, outcome = dialogue.wait_for_answer()
        first = recording.audio.frames
        sound_card.speak(joined_speech(person, "How much is twelve plus thirty?"))
        heard_again, answered_again, _ = dialogue.wait_for_answer()
        recording.wait_on(0.5)
        said = recording.audio
    assert "who are you" in heard.lower()
    assert outcome is Outcome.ANSWERED
    assert "plus" in heard_again.lower()
    assert "42" in answered_again
    aloud = recogniser.transcribe(Audio(said.samples[:first], said.rate)).text.lower()
    words = {word.strip(".,!'").lower() for word in answered.split()}
    assert sum(word.strip(".,!'") in words for word in aloud.split()) >= 4
    again = recogniser.transcribe(Audio(said.samples[first:], said.rate)).text.lower()
    assert "42" in again or "forty" in again


@pytest.mark.parametrize("dialogue", ["push-to-talk"], indirect=True)
def test_push_to_talk_hears_only_while_the_key_is_down(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    sound_card.speak(joined_speech(person, "This must not be heard."))
    dialogue.talk.talk(True)
    sound_card.speak(joined_speech(person, "Who are you?"))
    dialogue.talk.talk(False)
    heard, answered, _ = dialogue.wait_for_answer()
    assert "who are you" in heard.lower()
    assert "must not" not in heard.lower()
    assert answered


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_an_unplugged_microphone_is_told_and_taken_up_again(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    dialogue.wait_for_sound()
    sound_card.unplug_microphone()
    sound_card.unplug_loudspeaker()  # else the sound server hands its monitor out as a microphone
    dialogue.wait_for_notice("microphone is gone")
    sound_card.plug_loudspeaker()
    sound_card.plug_microphone()
    dialogue.wait_for_notice("microphone is back")
    sound_card.speak(joined_speech(person, "Who are you?"))
    assert "who are you" in dialogue.wait_for_answer()[0].lower()


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_speaking_over_it_silences_it_though_it_hears_itself(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    """The loudspeaker leaks into the microphone; it goes on speaking until a person does."""
    dialogue.wait_for_sound()
    long = "what can you do?"  # no answer is longer
    question = joined_speech(person, "How much is twelve plus thirty?")
    with sound_card.leaking():
        asked = threading.Thread(target=lambda: dialogue.talk.ask(long))
        with sound_card.listening() as recording:
            asked.start()
            dialogue.wait_for(e.FirstSound)
            recording.wait_on(3.5)
            turns = dialogue.opened
            sound_card.speak(question)
            assert dialogue.wait_for_answer()[2] is Outcome.CANCELLED
            heard, answered, outcome = dialogue.wait_for_answer()
            while outcome is Outcome.CANCELLED:  # cut off in a pause: both pieces are one request
                heard, answered, outcome = dialogue.wait_for_answer()
    asked.join(PATIENCE)
    assert turns == 0  # it did not interrupt itself
    assert "twelve" in heard.lower() or "12" in heard
    assert outcome is Outcome.ANSWERED and "42" in answered


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_the_loudspeaker_rests_until_somebody_begins_to_speak(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    """It is open again before they have said what they want."""
    dialogue.wait_for_sound()
    deadline = time.monotonic() + PATIENCE
    while sound_card.is_open():
        assert time.monotonic() < deadline, "the loudspeaker never rests"
        dialogue.levels.get(timeout=PATIENCE)
    question = "Could you please tell me in a couple of words who you are?"  # in one breath
    said = threading.Thread(target=lambda: sound_card.speak(joined_speech(person, question)))
    said.start()
    dialogue.wait_for(e.SpeechStarted)
    while not sound_card.is_open():
        dialogue.levels.get(timeout=PATIENCE)
    assert said.is_alive()
    answered, outcome = dialogue.wait_for_answer()[1:]
    said.join(PATIENCE)
    assert answered and outcome is Outcome.ANSWERED


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_a_key_silences_the_answer_at_once(
    dialogue: Dialogue, sound_card: VirtualSoundCard
) -> None:
    asked = threading.Thread(target=lambda: dialogue.talk.ask("what can you do?"))
    with sound_card.listening() as recording:
        asked.start()
        dialogue.wait_for(e.FirstSound)
        recording.wait_on(0.5)
        assert dialogue.talk.stop()
        assert dialogue.wait_for_answer()[2] is Outcome.CANCELLED
        recording.wait_on(0.3)
        stopped = recording.audio.frames
        recording.wait_on(1.0)
        after = recording.audio.samples[stopped:]
    asked.join(PATIENCE)
    assert float(np.abs(after).max()) < 0.002


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_it_hears_again_after_a_recording_that_was_stopped(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    dialogue.wait_for_sound()
    asked = threading.Thread(target=lambda: dialogue.talk.ask("record twenty seconds"))
    asked.start()
    dialogue.wait_for(e.StepStarted)
    assert dialogue.talk.stop()
    assert dialogue.wait_for_answer()[2] is Outcome.CANCELLED
    asked.join(PATIENCE)
    sound_card.speak(joined_speech(person, "Who are you?"))
    assert "who are you" in dialogue.wait_for_answer()[0].lower()


@pytest.mark.parametrize("dialogue", ["text, muted"], indirect=True)
def test_who_is_muted_at_first_is_heard_when_it_may_speak(
    dialogue: Dialogue, sound_card: VirtualSoundCard
) -> None:
    with sound_card.listening() as recording:
        dialogue.talk.ask("who are you?")
        silent = recording.audio.frames
        assert dialogue.talk.mute() == "answers are spoken"
        dialogue.talk.ask("who are you?")
        recording.wait_on(0.5)
        said = np.abs(recording.audio.samples)
    assert said[:silent].max() < 0.002 and said[silent:].max() > 0.05


@pytest.mark.parametrize("dialogue", ["hands-free, muted"], indirect=True)
def test_what_is_played_by_who_is_muted_is_not_taken_for_speech(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice, tmp_path: Path
) -> None:
    dialogue.wait_for_sound()
    memo = tmp_path / "memo.wav"
    write_wav(memo, joined_speech(person, "I went to the market. There was nobody. So I left."))
    dialogue.talk.attach(str(memo))
    with sound_card.leaking():
        dialogue.talk.play("")
        dialogue.wait_for_sound()
    assert dialogue.opened == 0


@pytest.mark.parametrize("dialogue", ["hands-free, half duplex"], indirect=True)
def test_half_duplex_ears_hear_nothing_of_what_is_said_again_or_played(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice, tmp_path: Path
) -> None:
    dialogue.wait_for_sound()
    memo = tmp_path / "memo.wav"
    write_wav(memo, joined_speech(person, "I went to the market. There was nobody. So I left."))
    dialogue.talk.attach(str(memo))
    with sound_card.leaking():
        dialogue.talk.ask("who are you?")
        dialogue.talk.again()
        dialogue.talk.play("")
        dialogue.wait_for_sound()
    assert dialogue.opened == 0


@pytest.mark.parametrize("dialogue", ["text"], indirect=True)
def test_ears_that_broke_are_opened_anew_with_a_mode(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    def broken() -> int:
        raise RuntimeError("no turn today")

    session = dialogue.conversation.session
    numbers, session.next_turn = session.next_turn, broken  # type: ignore[method-assign]
    dialogue.talk.mode("hands-free")
    dialogue.wait_for_sound()
    sound_card.speak(joined_speech(person, "Who are you?"))
    dialogue.wait_for_notice("mode")
    session.next_turn = numbers  # type: ignore[method-assign]
    dialogue.talk.mode("hands-free")
    sound_card.speak(joined_speech(person, "Who are you?"))
    assert "who are you" in dialogue.wait_for_answer()[0].lower()


@pytest.mark.parametrize("dialogue", ["hands-free"], indirect=True)
def test_ears_that_cannot_be_opened_leave_text_mode(
    dialogue: Dialogue, sound_card: VirtualSoundCard, person: Voice
) -> None:
    dialogue.wait_for_sound()
    talk = dialogue.conversation
    usual, harder = talk.settings, replace(talk.settings.vad, aggressiveness=9)
    talk.settings = replace(usual, vad=harder)
    with pytest.raises(ValueError):
        dialogue.talk.device("in", "vmic")
    told = dialogue.wait_for(e.ModeChanged)
    assert isinstance(told, e.ModeChanged) and told.mode == "text"
    talk.settings = usual
    dialogue.talk.mode("hands-free")
    sound_card.speak(joined_speech(person, "Who are you?"))
    assert "who are you" in dialogue.wait_for_answer()[0].lower()


def test_devices_that_are_chosen_are_those_that_are_used(
    sound_card: VirtualSoundCard, tmp_path: Path
) -> None:
    settings = Settings()
    settings = replace(
        settings,
        audio=replace(settings.audio, input_device="no such microphone"),
        recordings=replace(settings.recordings, directory=str(tmp_path)),
    )
    with build(settings) as conversation:
        talk = Talk(conversation, leave=lambda: None)
        talk.device("in", "vmic")
        talk.device("out", "vspk")
        used = [line for line in talk.device("", "").splitlines() if line.startswith(" >")]
        assert ["vmic" in used[0], "vspk" in used[1]] == [True, True]
        assert conversation.ask("record one second").outcome is Outcome.ANSWERED


def test_without_microphone_and_loudspeaker_talk_goes_on_in_text(tmp_path: Path) -> None:
    """It says so, says how to mend it, and speaks into files."""
    words = ["--input-device", "no such microphone", "--output-device", "no such loudspeaker"]
    settings = ["--set", f"recordings.directory={tmp_path}"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "talk", *words, *settings],
        input="who are you?\n/quit\n", capture_output=True, text=True, check=False,
        timeout=PATIENCE,
    )  # fmt: skip
    printed = " ".join(done.stdout.split())
    assert "Going on in text mode" in printed
    assert "Answers are spoken to files only" in printed
    assert "agent:" in printed
    assert "Traceback" not in done.stdout + done.stderr
    assert len(list(tmp_path.glob("*/audio/*.wav"))) == 1
