"""The ears on files: real detectors, real models, every step in one thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from voice_agent.errors import AgentError
from voice_agent.events import Event, Level, Notice, Partial, SpeechEnded, SpeechStarted
from voice_agent.hear.asr import FasterWhisperAsr, to_16k
from voice_agent.hear.ears import Ears
from voice_agent.hear.echo import EchoCanceller, Playback
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.hear.file_source import FileSource
from voice_agent.hear.frames import RATE, FrameSource
from voice_agent.hear.hearing import Hearing
from voice_agent.hear.vad import VoiceDetector
from voice_agent.measure.bench.barge_in import Deaf
from voice_agent.measure.data.hearing_data import noises, plain
from voice_agent.measure.data.rooms import Acoustics, RoomOutput, SimulatedRoom
from voice_agent.settings import Settings
from voice_agent.units import Audio, AudioFrame, Hypothesis


class Listener:
    """Everything that one pair of ears told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.heard: list[Hearing] = []
        self.turns = 0

    def next_turn(self) -> int:
        self.turns += 1
        return self.turns

    @property
    def words(self) -> str:
        return plain(" ".join(each.hypothesis.text for each in self.heard))

    def only(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


MakeEars = Callable[..., tuple[Ears, Listener]]


@pytest.fixture
def make_ears(
    settings: Settings, silero: Path, asr: FasterWhisperAsr, smart_turn: SmartTurn
) -> MakeEars:
    def make(source: FrameSource, **changes: object) -> tuple[Ears, Listener]:
        listener = Listener()
        chosen = changes.pop("settings", settings)
        assert isinstance(chosen, Settings)
        options: dict[str, object] = {"asr": asr, "partials": False, **changes}
        ears = Ears(
            source,
            settings=chosen,
            detector=VoiceDetector(chosen.vad, silero),
            smart_turn=smart_turn,
            emit=listener.events.append,
            on_heard=listener.heard.append,
            next_turn=listener.next_turn,
            **options,  # type: ignore[arg-type]
        )
        return ears, listener

    return make


def with_endpoint(settings: Settings, **changes: object) -> Settings:
    endpoint = dataclasses.replace(settings.endpoint, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(settings, endpoint=endpoint)


def test_what_an_actor_says_is_heard_turn_by_turn(make_ears: MakeEars, beckett: Audio) -> None:
    ears, listener = make_ears(FileSource([beckett]))
    ears.run()
    assert listener.words == ("ever tried ever failed no matter try again fail again fail better")
    turns = [each.utterance.turn for each in listener.heard]
    assert turns == list(range(1, len(turns) + 1))
    assert len(listener.only(SpeechStarted)) == len(listener.only(SpeechEnded)) == len(turns)
    for each in listener.heard:
        assert each.speech_end <= each.turn_end <= each.transcript
        assert each.utterance.speech_start < each.utterance.speech_end
        assert each.utterance.audio.rate == 16_000


def test_the_same_file_always_gives_the_same_turns(make_ears: MakeEars, beckett: Audio) -> None:
    runs = []
    for _ in range(2):
        ears, listener = make_ears(FileSource([beckett]))
        ears.run()
        runs.append(
            [(h.hypothesis.text, h.utterance.speech_start, h.utterance.turn_end)
             for h in listener.heard]
        )  # fmt: skip
    assert runs[0] == runs[1]


def test_the_first_phoneme_is_inside_the_utterance(
    make_ears: MakeEars, settings: Settings, beckett: Audio
) -> None:
    """Before the utterance begins there is nothing that could be speech."""
    samples = to_16k(beckett)
    ears, listener = make_ears(FileSource([Audio(samples, 16_000)]))
    ears.run()
    first = listener.heard[0].utterance
    release = settings.vad.release_ms / 1000
    begin = round((first.speech_end + release) * 16_000) - first.audio.frames
    before = samples[: max(begin, 0)]
    assert first.speech_start - max(begin, 0) / 16_000 >= 0.25
    assert before.size == 0 or np.abs(before).max() < 0.02


def test_nobody_speaking_opens_no_turn(make_ears: MakeEars) -> None:
    opened = []
    for clip in noises(seconds=3.0, each=2):
        ears, listener = make_ears(FileSource([clip.audio]))
        ears.run()
        if listener.only(SpeechStarted):
            opened.append(clip.name)
    assert opened == []


def test_partial_words_grow_while_somebody_speaks(
    make_ears: MakeEars, settings: Settings, two_cities: Audio
) -> None:
    part = Audio(two_cities.samples[: 9 * two_cities.rate], two_cities.rate)
    patient = with_endpoint(settings, engine="silence", silence_ms=1500)
    ears, listener = make_ears(FileSource([part]), partials=True, settings=patient)
    ears.run()
    partials = [event.text for event in listener.only(Partial) if isinstance(event, Partial)]
    assert len(partials) >= 3
    assert len(partials[-1]) > len(partials[0])
    assert partials[-1].lower().startswith("it was the best of times")
    assert "worst of times" in listener.words


def test_push_to_talk_takes_what_the_key_bounds(make_ears: MakeEars, beckett: Audio) -> None:
    """Pressed before "No matter. Try again.", released after it."""
    source = _Scripted([beckett])
    ears, listener = make_ears(source, mode="push-to-talk")
    source.at = {3.2: ears.press, 6.2: ears.release}
    ears.run()
    assert [plain(each.hypothesis.text) for each in listener.heard] == ["no matter try again"]


def test_a_press_in_silence_is_heard_as_nothing(make_ears: MakeEars) -> None:
    source = _Scripted([Audio(np.zeros(48_000, dtype=np.float32), 16_000)])
    ears, listener = make_ears(source, mode="push-to-talk")
    source.at = {0.5: ears.press, 2.0: ears.release}
    ears.run()
    [heard] = listener.heard
    assert heard.hypothesis.text == "" and heard.hypothesis.reason == "no speech"


def test_muted_ears_open_no_turn_but_notice_speech(make_ears: MakeEars, beckett: Audio) -> None:
    noticed: list[float] = []
    source = _Scripted([beckett])
    ears, listener = make_ears(source, on_speech=noticed.append)
    source.at = {0.0: lambda: ears.mute(True), 6.4: lambda: ears.mute(False)}
    ears.run()
    assert noticed and noticed[0] == pytest.approx(0.4, abs=0.3)
    assert listener.words == "fail again fail better"


def test_what_was_said_with_the_key_down_can_be_taken_back(
    make_ears: MakeEars, beckett: Audio
) -> None:
    source = _Scripted([beckett])
    ears, listener = make_ears(source, mode="push-to-talk")
    source.at = {0.4: ears.press, 2.0: ears.abandon, 2.2: ears.release}
    ears.run()
    [heard] = listener.heard
    assert (heard.hypothesis.text, heard.hypothesis.reason) == ("", "interrupted")


def test_a_turn_that_is_muted_away_ends_empty(make_ears: MakeEars, beckett: Audio) -> None:
    source = _Scripted([beckett])
    ears, listener = make_ears(source)
    source.at = {0.8: lambda: ears.mute(True)}
    ears.run()
    [heard] = listener.heard
    assert heard.hypothesis.reason == "interrupted"
    assert len(listener.only(SpeechEnded)) == 1


def test_the_mode_changes_while_listening(
    make_ears: MakeEars, settings: Settings, beckett: Audio
) -> None:
    source = _Scripted([beckett])
    brisk = with_endpoint(settings, engine="silence", silence_ms=400)
    ears, listener = make_ears(source, settings=brisk)
    source.at = {
        3.3: lambda: ears.set_mode("push-to-talk"),
        6.4: lambda: ears.set_mode("hands-free"),
    }
    ears.run()
    assert listener.words == "ever tried ever failed fail again fail better"


def test_a_recogniser_that_fails_ends_the_turn_and_says_so(
    make_ears: MakeEars, beckett: Audio
) -> None:
    class Failing:
        def warm(self) -> None: ...

        def transcribe(self, audio: Audio, **options: object) -> Hypothesis:
            raise AgentError("the model is broken", "fetch it again")

    ears, listener = make_ears(FileSource([beckett]), asr=Failing())
    ears.run()
    assert len(listener.heard) == listener.turns > 0
    assert all(each.hypothesis.reason == "the model is broken" for each in listener.heard)
    assert any("fetch it again" in e.text.lower() for e in listener.only(Notice)
               if isinstance(e, Notice))  # fmt: skip


def test_a_source_that_breaks_off_in_a_turn_ends_it_with_what_was_said(
    make_ears: MakeEars, beckett: Audio
) -> None:
    def broken() -> Iterator[Audio]:
        yield Audio(beckett.samples[: round(1.2 * beckett.rate)], beckett.rate)
        raise AgentError("cannot read 'take.wav': it ends in the middle")

    ears, listener = make_ears(FileSource(broken()))
    ears.run()
    assert listener.turns == 1 and "ever tried" in listener.words
    assert any("ends in the middle" in e.text for e in listener.only(Notice)
               if isinstance(e, Notice))  # fmt: skip


def test_in_real_time_the_words_are_ready_in_the_shadow_of_the_pause(
    make_ears: MakeEars, settings: Settings, beckett: Audio
) -> None:
    """The recogniser starts at the pause: what it finds there is the final hypothesis."""
    part = Audio(beckett.samples[: int(1.6 * beckett.rate)], beckett.rate)
    patient = with_endpoint(settings, engine="silence", silence_ms=900)
    ears, listener = make_ears(FileSource([part], real_time=True), settings=patient)
    ears.warm()
    ears.start()
    assert ears.wait(timeout=60)
    [heard] = listener.heard
    assert plain(heard.hypothesis.text) == "ever tried"
    ears.stop()


def test_the_level_is_told(make_ears: MakeEars, beckett: Audio) -> None:
    ears, listener = make_ears(FileSource([beckett]))
    ears.run()
    levels = [event.dbfs for event in listener.only(Level) if isinstance(event, Level)]
    assert len(levels) > 50 and min(levels) < -50 and -40 < max(levels) < 0


def test_an_answer_that_holds_its_breath_is_still_interrupted(
    make_ears: MakeEars, beckett: Audio, two_cities: Audio
) -> None:
    """A reader comes from the loudspeaker; somebody stammers, at which it falls silent, and
    gets out a word only when no echo is left of it."""
    said = _at_level(to_16k(beckett)[round(0.4 * RATE) : round(1.6 * RATE)], 0.05)
    syllable = np.pad(said[round(0.1 * RATE) : round(0.2 * RATE)], (0, round(0.12 * RATE)))
    stammered = np.concatenate([np.zeros(3 * RATE), *[syllable] * 4, said])
    output, playback = RoomOutput(), Playback()
    room = SimulatedRoom(Acoustics(leak=-12.0), output.pull, playback.put, seconds=5.5)
    told: list[str] = []
    silent: list[float] = []

    def on_hint(likely: bool) -> None:
        told.append("hint" if likely else "no hint")
        output.hold(likely)

    def on_speech(at: float) -> None:
        told.append("speech")
        silent.append(room.now() - room.silent_since)
        output.stop()

    ears, listener = make_ears(
        room, asr=Deaf(), echo=EchoCanceller(playback), on_hint=on_hint, on_speech=on_speech
    )
    reader = to_16k(two_cities)[round(1.1 * RATE) :][: 8 * RATE]  # the first words on
    output.play(Audio(_at_level(reader, 0.1), RATE))
    room.say(stammered.astype(np.float32))
    ears.run()
    assert told == ["hint", "speech", "no hint"]
    assert listener.turns == 1
    assert silent[0] > 0.55  # longer than a room goes on sounding


def _at_level(samples: np.ndarray, level: float) -> np.ndarray:
    return (level * samples / np.std(samples)).astype(np.float32)


class _Scripted(FileSource):
    """A file that does things when its position passes the times of ``at``."""

    at: dict[float, Callable[[], None]]

    def read(self, timeout: float) -> AudioFrame | None:
        frame = super().read(timeout)
        for time in [time for time in self.at if frame is not None and frame.end >= time]:
            self.at.pop(time)()
        return frame
