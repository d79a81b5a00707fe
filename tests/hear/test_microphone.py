"""The microphone on a virtual sound card, through the real PortAudio."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.soundcard import VirtualSoundCard
from voice_agent.errors import AgentError, Cancel
from voice_agent.events import Event, Level, Notice
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.hear.ears import Ears
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.hear.hearing import Hearing
from voice_agent.hear.microphone import Microphone
from voice_agent.hear.recorder import Recorder
from voice_agent.hear.vad import VoiceDetector
from voice_agent.measure.data.hearing_data import plain
from voice_agent.settings import AudioSettings, Settings
from voice_agent.sound import soundcard
from voice_agent.units import Audio

PATIENCE = 40.0  # seconds: a busy machine may be slow, a broken program never gets there
VMIC = AudioSettings(input_device="vmic")


class Room:
    """Ears at the virtual microphone, and what came of them."""

    def __init__(self, make: Callable[[Room], Ears]) -> None:
        self.heard: list[Hearing] = []
        self.notices: list[str] = []
        self.changed = threading.Condition()
        self.turns = 0
        self.levels = 0
        self.ears = make(self)

    def on_heard(self, hearing: Hearing) -> None:
        with self.changed:
            self.heard.append(hearing)
            self.changed.notify_all()

    def on_event(self, event: Event) -> None:
        if isinstance(event, Level):
            with self.changed:
                self.levels += 1
                self.changed.notify_all()
        if isinstance(event, Notice):
            with self.changed:
                self.notices.append(event.text)
                self.changed.notify_all()

    def next_turn(self) -> int:
        with self.changed:
            self.turns += 1
            self.changed.notify_all()
            return self.turns

    @property
    def words(self) -> str:
        return " ".join(plain(each.hypothesis.text) for each in self.heard)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE), (self.words, self.notices)

    def wait_for_words(self, words: str) -> None:
        self.wait_for(lambda: self.words == words)


@pytest.fixture
def room(
    sound_card: VirtualSoundCard,
    settings: Settings,
    silero: Path,
    asr: FasterWhisperAsr,
    smart_turn: SmartTurn,
) -> Iterator[Room]:
    def make(room: Room) -> Ears:
        return Ears(
            Microphone(VMIC, emit=room.on_event),
            settings=settings,
            detector=VoiceDetector(settings.vad, silero),
            asr=asr,
            smart_turn=smart_turn,
            emit=room.on_event,
            on_heard=room.on_heard,
            next_turn=room.next_turn,
            partials=False,
        )

    room = Room(make)
    room.ears.warm()
    room.ears.start()
    yield room
    room.ears.stop()


def part(audio: Audio, start: float, end: float) -> Audio:
    return Audio(audio.samples[int(start * audio.rate) : int(end * audio.rate)], audio.rate)


def test_two_requests_in_a_row_are_heard(
    room: Room, sound_card: VirtualSoundCard, beckett: Audio
) -> None:
    sound_card.speak(part(beckett, 0.0, 1.7))
    room.wait_for_words("ever tried")
    sound_card.speak(part(beckett, 6.3, 7.8))
    room.wait_for_words("ever tried fail again")
    assert [each.utterance.turn for each in room.heard] == [1, 2]
    first = room.heard[0]
    assert first.speech_end < first.turn_end <= first.transcript <= time.monotonic()


def test_a_microphone_that_is_unplugged_is_announced_and_taken_up_again(
    room: Room, sound_card: VirtualSoundCard, beckett: Audio
) -> None:
    room.wait_for(lambda: room.levels > 20)  # it runs
    sound_card.unplug_microphone()
    sound_card.unplug_loudspeaker()
    room.wait_for(lambda: any("is gone" in text for text in room.notices))
    sound_card.plug_microphone()
    room.wait_for(lambda: any("is back" in text for text in room.notices))
    for _ in range(5):  # the sound server takes a while to come to itself
        sound_card.speak(part(beckett, 0.0, 1.7))
        if room.heard:
            break
    room.wait_for(lambda: bool(room.heard))
    assert "tried" in room.heard[-1].hypothesis.text


def test_push_to_talk_on_the_microphone(
    room: Room, sound_card: VirtualSoundCard, beckett: Audio
) -> None:
    room.ears.set_mode("push-to-talk")
    room.ears.press()
    sound_card.speak(part(beckett, 3.3, 6.3))
    room.ears.release()
    room.wait_for_words("no matter try again")
    turns = room.turns
    room.ears.press()
    room.wait_for(lambda: room.turns > turns)
    room.ears.release()
    room.wait_for(lambda: len(room.heard) == 2)
    assert room.heard[1].hypothesis.text == ""


def test_a_device_that_refuses_16_khz_is_opened_at_its_own_rate(
    sound_card: VirtualSoundCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As sound hardware without a converter does: only 48 kHz stereo is accepted."""
    sounddevice = soundcard.portaudio()
    real = sounddevice.InputStream

    def picky(**options: object) -> object:
        if (options["samplerate"], options["channels"]) != (48_000, 2):
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return real(**options)

    monkeypatch.setattr(sounddevice, "InputStream", picky)
    microphone = Microphone(VMIC)
    microphone.start()
    try:
        assert microphone.format == ("vmic", 48_000, 2)
        tone = 0.3 * np.sin(2 * np.pi * 500 * np.arange(48_000) / 48_000)
        speaking = threading.Thread(
            target=sound_card.speak, args=(Audio(tone.astype(np.float32), 48_000),)
        )
        speaking.start()
        heard = collect(microphone, lambda sound: np.abs(sound).max() > 0.2, extra=0.5)
        speaking.join()
    finally:
        microphone.stop()
    loud = heard[np.abs(heard) > 0.1]
    spectrum = np.abs(np.fft.rfft(heard[-8_000:] * np.hanning(8_000)))
    assert len(loud) and abs(spectrum.argmax() * 16_000 / 8_000 - 500) < 5


def collect(
    microphone: Microphone, enough: Callable[[np.ndarray], bool], *, extra: float
) -> np.ndarray:
    """Frames until ``enough``, and ``extra`` seconds more; their times must not overlap."""
    frames = []
    deadline = time.monotonic() + PATIENCE
    until = None
    while until is None or frames[-1].end < until:
        assert time.monotonic() < deadline, "the microphone gives no such sound"
        frame = microphone.read(0.1)
        if frame is None:
            continue
        if frames:
            assert frame.time >= frames[-1].time
        frames.append(frame)
        if until is None and enough(frame.samples):
            until = frame.end + extra
    return np.concatenate([frame.samples for frame in frames])


def test_sound_that_nobody_fetches_is_counted_and_reported(
    sound_card: VirtualSoundCard,
) -> None:
    notices: list[str] = []
    short = AudioSettings(input_device="vmic", queue_seconds=0.1)
    microphone = Microphone(
        short, emit=lambda event: notices.append(event.text) if isinstance(event, Notice) else None
    )
    microphone.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while microphone.lost_blocks == 0:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        while not notices:
            assert time.monotonic() < deadline
            microphone.read(0.1)
    finally:
        microphone.stop()
    assert "lost" in notices[0]


def test_a_sound_system_that_is_down_is_told_and_begins_anew(sound_card: VirtualSoundCard) -> None:
    card = soundcard.SoundCard()
    portaudio = soundcard.portaudio()
    portaudio._terminate()
    try:
        with pytest.raises(AgentError, match="sound system"):
            card.devices()
    finally:
        assert card.rescan()
    assert card.find("vmic", "input").name == "vmic"


def test_two_that_take_the_microphone_up_at_once_open_it_once(
    sound_card: VirtualSoundCard,
) -> None:
    microphone = Microphone(VMIC)
    microphone.start()
    try:
        microphone.let_go()
        together = threading.Barrier(2)

        def take_up() -> None:
            together.wait()
            microphone.take_up()

        threads = [threading.Thread(target=take_up) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sound_card.listeners() == 1
    finally:
        microphone.stop()
    assert sound_card.listeners() == 0


def test_an_unknown_device_is_refused_with_those_there_are(sound_card: VirtualSoundCard) -> None:
    with pytest.raises(AgentError, match="no microphone 'flux'") as refused:
        Microphone(AudioSettings(input_device="flux")).start()
    assert "vmic" in refused.value.remedy


def test_the_recorder_records_beside_open_ears_and_alone(
    room: Room, sound_card: VirtualSoundCard
) -> None:
    progress: list[float] = []
    shared = Recorder(VMIC).record(0.5, Cancel(), progress.append)
    assert shared.seconds == pytest.approx(0.5, abs=0.001) and progress[-1] == 1.0
    room.ears.stop()
    alone = Recorder(VMIC).record(0.5, Cancel())
    assert alone.seconds == pytest.approx(0.5, abs=0.001)


def test_a_cancelled_recording_keeps_what_there_is(sound_card: VirtualSoundCard) -> None:
    cancel = Cancel()
    sound = Recorder(VMIC).record(
        60.0, cancel, lambda fraction: cancel.set() if fraction > 0.005 else None
    )
    assert 0.2 < sound.seconds < 10.0
