"""What the mouth knows of an answer that was stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from voice_agent.errors import Cancel
from voice_agent.events import Bus, Event, FirstSound, Saying
from voice_agent.speak.clauses import clauses
from voice_agent.speak.mixer import Mixer, Sound, fitted
from voice_agent.speak.mouth import SpeakingMouth
from voice_agent.speak.silent import SilentOutput
from voice_agent.units import Audio, SpeechChunk

RATE = 1000
OnStart = Callable[[float], None]


class Beeps:
    """A voice whose every word lasts a second."""

    name = "beeps"
    rate = RATE

    def warm(self) -> None: ...

    def speak(self, text: str, **steering: float) -> Iterator[SpeechChunk]:
        for clause in clauses(text):
            seconds = len(clause.text.split())
            yield SpeechChunk(Audio(np.full(seconds * RATE, 0.5, np.float32), RATE), clause.text)


class MixerOutput(SilentOutput):
    """A real mixer that moves on when it is told to."""

    def __init__(self) -> None:
        self.mixer = Mixer(RATE, 1)

    def play(self, audio: Audio, on_start: OnStart | None = None) -> Sound:  # type: ignore[override]
        sound = Sound(fitted(audio, RATE, 1), on_start)
        self.mixer.put(sound)
        return sound

    def hear(self, seconds: int) -> None:
        for sound, _ in self.mixer.pull(seconds * RATE).started:
            if sound.on_start is not None:
                sound.on_start(0.0)

    def stop(self) -> None:
        self.mixer.stop()


def mouth() -> tuple[SpeakingMouth, MixerOutput]:
    output = MixerOutput()
    return SpeakingMouth(Beeps, output, Bus()), output


TEXT = "I took the noise out. There was some hum. Shall I play it?"


def test_what_was_heard_and_what_was_not_are_told_apart() -> None:
    speaker, output = mouth()
    speaker.say(TEXT, 3, Cancel())
    output.mixer.pull(7 * RATE)  # five words, then two of the next four
    speaker.stop()
    cut = speaker.cut_short
    assert cut is not None and cut.turn == 3
    assert cut.heard == "I took the noise out. There was"
    assert cut.rest == "There was some hum. Shall I play it?"
    assert speaker.heard_of(3) == cut.heard and speaker.heard_of(2) is None


def test_a_clause_is_told_when_it_begins_to_be_heard() -> None:
    bus, output, told = Bus(), MixerOutput(), list[Event]()
    bus.subscribe(told.append)
    SpeakingMouth(Beeps, output, bus).say(TEXT, 3, Cancel())
    assert not told
    heard = []
    for seconds in (2, 4, 4):  # within the first clause, the second and the third
        output.hear(seconds)
        heard.append([event.text for event in told if isinstance(event, Saying)])
    first, second, third = clauses(TEXT)
    texts = [first.text, second.text, third.text]
    assert heard == [texts[:1], texts[:2], texts]
    assert [type(event) for event in told].count(FirstSound) == 1


def test_of_an_answer_that_was_stopped_no_clause_is_told_any_more() -> None:
    bus, output, told = Bus(), MixerOutput(), list[Event]()
    speaker = SpeakingMouth(Beeps, output, bus)
    speaker.say(TEXT, 3, Cancel())
    late = [sound.on_start for sound, _ in output.mixer.pull(RATE).started]
    speaker.stop()
    bus.subscribe(told.append)
    for on_start in late:
        assert on_start is not None
        on_start(0.0)  # the device was ahead
    assert not any(isinstance(event, Saying) for event in told)


def test_a_second_stop_of_the_same_answer_changes_nothing() -> None:
    speaker, output = mouth()
    speaker.say(TEXT, 3, Cancel())
    output.mixer.pull(2 * RATE)
    speaker.stop()
    first = speaker.cut_short
    speaker.stop()
    assert speaker.cut_short == first


def test_an_answer_that_was_said_leaves_nothing_to_say() -> None:
    speaker, output = mouth()
    speaker.say(TEXT, 3, Cancel())
    output.mixer.pull(60 * RATE)
    speaker.finish(Cancel())
    speaker.stop()
    assert speaker.cut_short is None


def test_the_next_answer_forgets_the_rest_of_the_one_before() -> None:
    speaker, _ = mouth()
    speaker.say(TEXT, 3, Cancel())
    speaker.stop()
    assert speaker.cut_short is not None and speaker.cut_short.rest == TEXT
    speaker.say("Hello.", 4, Cancel())
    assert speaker.cut_short is None


def test_who_is_muted_while_it_speaks_says_nothing_more() -> None:
    speaker, output = mouth()
    speaks = speaker.voice()

    class Muting(Beeps):
        """Somebody mutes it while the second sentence is made."""

        def speak(self, text: str, **steering: float) -> Iterator[SpeechChunk]:
            for number, chunk in enumerate(speaks.speak(text, **steering)):
                if number == 1:
                    speaker.muted = True
                    speaker.stop()
                yield chunk

    speaker.voice = Muting
    speaker.say(TEXT, 3, Cancel())
    assert not output.mixer.is_playing


def test_an_aside_is_neither_kept_nor_said_again() -> None:
    speaker, output = mouth()
    speaker.say("One moment.", 5, Cancel(), aside=True)
    output.mixer.pull(10)
    speaker.stop()
    assert speaker.cut_short is None
    assert speaker.finish(Cancel()) is None


def test_what_was_prepared_is_not_made_again_and_all_of_it_is_said() -> None:
    made: list[str] = []

    class Counted(Beeps):
        def speak(self, text: str, **steering: float) -> Iterator[SpeechChunk]:
            for chunk in super().speak(text, **steering):
                made.append(chunk.text)
                yield chunk

    voice, output = Counted(), MixerOutput()
    speaker = SpeakingMouth(lambda: voice, output, Bus())
    speaker.prepare(TEXT)
    assert made == ["I took the noise out."] and not output.mixer.is_playing
    speaker.say(TEXT, 3, Cancel())
    assert made == ["I took the noise out.", "There was some hum.", "Shall I play it?"]
    said = speaker.finish(Cancel())
    assert said is not None and said.seconds == 13.0


def test_what_was_prepared_for_other_words_is_forgotten() -> None:
    speaker, _ = mouth()
    speaker.prepare("Something else entirely.")
    speaker.say("Hello there.", 3, Cancel())
    said = speaker.finish(Cancel())
    assert said is not None and said.seconds == 2.0


def test_a_sound_that_is_the_answer_is_played_after_the_words_and_kept_with_them() -> None:
    speaker, output = mouth()
    tone = Audio(np.full((4 * RATE, 2), 0.25, np.float32), 2 * RATE)  # 2 s in stereo
    speaker.say("Here.", 3, Cancel())
    speaker.perform(tone, "la la", 3, Cancel())
    heard = output.mixer.pull(3 * RATE).block[:, 0]
    assert np.allclose(heard[100:RATE], 0.5)
    assert np.abs(heard[RATE + 100 : -100] - 0.25).max() < 0.01
    said = speaker.finish(Cancel())
    assert said is not None and (said.rate, said.frames, said.channels) == (RATE, 3 * RATE, 1)


def test_a_song_that_is_stopped_is_forgotten_from_there() -> None:
    speaker, output = mouth()
    speaker.perform(Audio(np.ones(4 * RATE, np.float32), RATE), "one two three four", 3, Cancel())
    output.mixer.pull(2 * RATE)
    speaker.stop()
    assert speaker.heard_of(3) == "one two"


def test_a_muted_mouth_performs_nothing() -> None:
    speaker, _ = mouth()
    speaker.muted = True
    speaker.perform(Audio(np.ones(RATE, np.float32), RATE), "la", 3, Cancel())
    assert speaker.finish(Cancel()) is None
