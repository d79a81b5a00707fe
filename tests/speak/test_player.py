"""The loudspeaker on a virtual sound card, through the real PortAudio, recorded back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import soxr
from scipy.signal import correlate

from tests.soundcard import VirtualSoundCard
from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError, Cancel
from voice_agent.events import Bus, Event, Notice
from voice_agent.settings import AudioSettings
from voice_agent.sound import files, soundcard
from voice_agent.sound.devices import Device, choose
from voice_agent.speak.playback import FilePlayback
from voice_agent.speak.player import Player
from voice_agent.units import Audio

PATIENCE = 30.0
VSPK = AudioSettings(output_device="vspk")


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def player(sound_card: VirtualSoundCard, notices: list[str]) -> Iterator[Player]:
    def note(event: Event) -> None:
        if isinstance(event, Notice):
            notices.append(event.text)

    player = Player(VSPK, emit=note)
    yield player
    player.close()


@pytest.fixture(scope="module")
def speech() -> Audio:
    whole = files.read(load_path("people-recordings") / "beckett.wav")
    return Audio(whole.samples[: 2 * whole.rate], whole.rate)


def tone(seconds: float, level: float = 0.4) -> Audio:
    time_ = np.arange(round(seconds * 48_000)) / 48_000
    return Audio((level * np.sin(2 * np.pi * 440 * time_)).astype(np.float32), 48_000)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def find(recorded: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where ``wanted`` fits best in ``recorded``."""
    at = int(correlate(recorded, wanted, mode="valid", method="fft").argmax())
    return recorded[at : at + len(wanted)]


def assert_arrives(speech: Audio, player: Player, sound_card: VirtualSoundCard) -> None:
    """What is played is heard, all of it and as it was."""
    with sound_card.listening() as recording:
        assert player.wait(player.play(speech))
        recording.wait_on(0.5)
    wanted = soxr.resample(speech.mono(), speech.rate, 48_000)
    piece = find(recording.audio.mono(), wanted)
    assert np.corrcoef(piece, wanted)[0, 1] > (0.99 if player.underruns == 0 else 0.5)


def test_two_clauses_are_heard_as_one_without_gap_or_click(
    player: Player, sound_card: VirtualSoundCard
) -> None:
    whole = tone(1.0)
    with sound_card.listening() as recording:
        player.play(Audio(whole.samples[:20_000], 48_000))
        player.play(Audio(whole.samples[20_000:], 48_000))
        assert player.drain()
        recording.wait_on(0.5)
    heard = recording.audio.mono()
    piece = find(heard, whole.mono())
    if player.underruns == 0:  # a starved machine may tear a hole that is not the player's
        assert np.abs(piece - whole.mono()).max() < 0.02


def test_speech_at_another_rate_arrives_as_it_was(
    player: Player, sound_card: VirtualSoundCard, speech: Audio
) -> None:
    assert_arrives(speech, player, sound_card)


def test_the_time_of_the_first_sample_is_told_before_the_end(player: Player) -> None:
    told: list[float] = []
    asked = time.monotonic()
    sound = player.play(tone(0.3), told.append)
    assert player.wait(sound)
    wait_until(lambda: bool(told))
    assert asked <= told[0] < sound.heard_until


def test_a_stop_silences_the_card_and_ends_the_waiting(
    player: Player, sound_card: VirtualSoundCard
) -> None:
    with sound_card.listening() as recording:
        sound = player.play(tone(20.0))
        wait_until(lambda: bool(np.abs(recording.audio.samples).max() > 0.1))
        results: list[bool] = []
        waiting = threading.Thread(target=lambda: results.append(player.wait(sound)))
        waiting.start()
        player.stop()
        waiting.join(PATIENCE)
        recording.wait_on(1.0)
    heard = recording.audio.mono()
    assert results == [False]
    assert not np.abs(heard[-12_000:]).max() > 1e-3
    steps = np.abs(np.diff(heard))
    if player.underruns == 0:
        assert steps.max() < 1.5 * 0.4 * 2 * np.pi * 440 / 48_000


def test_cancelling_a_file_stops_it(player: Player) -> None:
    cancel, bus = Cancel(), Bus()
    bus.subscribe(lambda event: cancel.set())  # as it begins
    FilePlayback(player, bus).play_file(tone(60.0), cancel)
    assert not player.is_playing and player.drain()


def test_stopping_the_output_ends_a_long_file_before_all_of_it_is_ready(
    player: Player, sound_card: VirtualSoundCard
) -> None:
    long = Audio(np.full(3600 * 8_000, 0.2, np.float32), 8_000)
    playback = FilePlayback(player, Bus())
    playing = threading.Thread(target=playback.play_file, args=(long, Cancel()))
    with sound_card.listening() as recording:
        playing.start()
        wait_until(lambda: bool(np.abs(recording.audio.samples).max() > 0.1))
        player.stop()
        playing.join(PATIENCE)
    assert not playing.is_alive() and not player.is_playing


def test_volume_is_in_decibels(player: Player, sound_card: VirtualSoundCard) -> None:
    player.volume = -20.0
    with sound_card.listening() as recording:
        player.wait(player.play(tone(0.6)))
        recording.wait_on(0.5)
    assert np.abs(recording.audio.samples).max() == pytest.approx(0.04, abs=0.004)
    assert player.volume == -20.0


def test_without_its_device_the_queue_goes_on_and_the_device_is_found_again(
    player: Player, sound_card: VirtualSoundCard, notices: list[str]
) -> None:
    assert player.wait(player.play(tone(0.2)))  # it runs
    sound_card.unplug_microphone()
    sound_card.unplug_loudspeaker()
    wait_until(lambda: any("is gone" in text for text in notices))
    assert player.wait(player.play(tone(0.3)))  # nobody hears it, but nobody waits for ever
    sound_card.plug_loudspeaker()
    sound_card.plug_microphone()
    wait_until(lambda: any("is back" in text for text in notices))
    with sound_card.listening() as recording:
        player.wait(player.play(tone(0.5)))
        recording.wait_on(0.5)
    assert np.abs(recording.audio.samples).max() > 0.2


def test_after_a_silence_the_device_is_let_go_and_nothing_of_the_next_sound_is_lost(
    sound_card: VirtualSoundCard, notices: list[str], speech: Audio
) -> None:
    player = Player(VSPK, emit=lambda event: notices.append(getattr(event, "text", "")), rest=0.2)
    try:
        for _ in range(2):
            wait_until(lambda: player.format is None)
            assert_arrives(speech, player, sound_card)
        wait_until(lambda: player.format is None)
        player.wake()  # somebody begins to speak
        wait_until(lambda: player.format is not None)
    finally:
        player.close()
    assert notices == []  # it was never gone


def test_a_device_that_rests_may_be_exchanged(sound_card: VirtualSoundCard) -> None:
    player = Player(VSPK, rest=0.2)
    try:
        wait_until(lambda: player.format is None)
        player.use_device("default")
        assert player.wait(player.play(tone(0.2)))
    finally:
        player.close()


def test_another_device_is_refused_by_name_and_nothing_changes(player: Player) -> None:
    with pytest.raises(AgentError, match="no loudspeaker 'flux'"):
        player.use_device("flux")
    assert player.format is not None and player.wait(player.play(tone(0.1)))
    player.use_device("default")
    assert player.format[0] == "default" and player.wait(player.play(tone(0.1)))


def test_a_device_without_48_khz_stereo_is_played_at_what_it_has(
    sound_card: VirtualSoundCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounddevice = soundcard.portaudio()
    real = sounddevice.OutputStream

    def picky(**options: object) -> object:
        if (options["samplerate"], options["channels"]) != (44_100, 1):
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return real(**options)

    monkeypatch.setattr(sounddevice, "OutputStream", picky)
    monkeypatch.setattr(soundcard, "choose", lambda *_: _mono(choose(*_)))
    player = Player(VSPK)
    try:
        assert player.format == ("vspk", 44_100, 1)
        assert player.wait(player.play(tone(0.2)))
    finally:
        player.close()


def _mono(device: Device) -> Device:
    import dataclasses

    return dataclasses.replace(device, outputs=1)


def test_a_card_without_any_loudspeaker_says_so() -> None:
    device = Device(0, "mic", "ALSA", inputs=1, outputs=0, rate=48_000)
    with pytest.raises(AgentError, match="there is no loudspeaker"):
        choose([device], "", "output")


def test_a_device_is_chosen_by_the_best_match() -> None:
    def device(index: int, name: str, default: bool = False) -> Device:
        return Device(index, name, "ALSA", 1, 0, 48_000, is_default_input=default)

    devices = [device(0, "USB Microphone"), device(1, "usb"), device(2, "Built-in", True)]
    chosen = {w: choose(devices, w, "input").index for w in ("", "USB", "0", "built")}
    assert chosen == {"": 2, "USB": 1, "0": 0, "built": 2}
    with pytest.raises(AgentError) as refused:
        choose(devices, "line", "input")
    assert "0: USB Microphone" in refused.value.remedy
