"""``bench barge-in``: does it fall silent when it is interrupted, and only then?

The whole path runs, step by step, in computed rooms: the assistant's voice goes through the
player's mixer into a room, the microphone's frames through echo canceller, detectors and
gate, and a turn that opens stops the mixer. Leaks of -6, -12 and -20 dB, delays and drifts
that nobody reports, a loudspeaker that clips. A peer hears the same without a canceller.
``--minutes`` lets ``talk`` itself talk so long on a virtual sound card, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.hear.ears import Ears
from voice_agent.hear.echo import EchoCanceller, Playback
from voice_agent.hear.frames import RATE
from voice_agent.hear.vad import VoiceDetector
from voice_agent.measure.bench.live_barge_in import interruptions
from voice_agent.measure.data.hearing_data import natural, people
from voice_agent.measure.data.rooms import Acoustics, SimulatedRoom
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.speak.mixer import Mixer, Sound
from voice_agent.units import Audio, AudioFrame, Hypothesis

LEAKS = (-6.0, -12.0, -20.0)  # dB
TALKING = 600.0  # seconds of undisturbed talking at each leak
INTERRUPTIONS = 40  # at each leak
PERSON = -26.0  # dBFS of somebody who speaks at a usual distance
WITHIN = 1.0  # seconds after which an interruption counts as missed
FOLLOWING, SPOKEN = 0.4, 0.33  # seconds after a first sound, and how much of them speech fills
LEAP = 0.03  # seconds
SYSTEMS = (  # name, whether it has a canceller, and how far the delay leaps
    ("ours", True, 0.0),
    ("ours, the delay leaps", True, LEAP),
    ("without a canceller", False, 0.0),
)
_ANSWERS = (
    "I took the noise out of the recording, and it sounds much clearer now. There was a steady "
    "hum below two hundred hertz, which is gone, and some hiss, of which a little is left.",
    "In the first half I hear a dog that barks three times, then a car goes by, and somebody "
    "closes a door. After that there is music for about twenty seconds.",
    "You can ask me to clean a recording, to write down what is said in it, to find sounds, or "
    "to say something with another voice. Attach a file first, then tell me what you want.",
    "The meeting begins at nine o'clock in the large room upstairs. Please bring the figures "
    "of last month, and remember that the second part is about the plan for the summer.",
    "It was a bright morning in early spring, and the whole town seemed to be out in the "
    "streets. Nobody wanted to stay at home, and the shops were open until late.",
)


@dataclass
class Trial:
    """What happened while it talked. Seconds on the room's clock."""

    talked: float = 0.0
    interrupted_itself: list[float] = field(default_factory=list)
    attempts: int = 0
    waits: list[float] = field(default_factory=list)  # first sample of speech to silence
    hesitations: int = 0  # times it held its breath for nothing


def bench(settings: Settings, report: Report) -> list[Table]:
    """Self-interruptions and interruptions at every leak, with a canceller and without."""
    speech = _assistant(settings)
    persons = _persons()
    rows = []
    for name, canceller, leap in SYSTEMS:
        for leak in LEAKS:
            report(f"barge-in, {name}, {leak:.0f} dB: {TALKING:.0f} s of talking")
            share = 1.0 if canceller else 0.1  # its failures need no long search
            seconds = share * report.few(round(TALKING), 60)
            alone = talk(settings, speech, (), leak, seconds, canceller=canceller, leap=leap)
            count = round(share * report.few(INTERRUPTIONS, 10))
            both = talk(
                settings, speech, [persons[i % len(persons)] for i in range(count)], leak,
                6.0 * count, canceller=canceller, leap=leap,
            )  # fmt: skip
            rows.append(_row(name, leak, alone, both))
    note = (
        f"computed rooms, a new one each minute; delay 20 to 250 ms, drift up to 50 ppm, every "
        f"third loudspeaker clips, and the delay leaps by up to {LEAP * 1000:.0f} ms every ten "
        f"seconds where that is said; {len(persons)} natural voices at {PERSON:.0f} dBFS; "
        f"{settings.vad.barge_in_ms} ms of speech needed; seconds from the first sample of "
        "speech until the loudspeaker is silent"
    )
    tables = [Table("Barge-in", rows, note)]
    if report.minutes:
        tables.append(interruptions(60 * report.minutes, report))
    return tables


def talk(
    settings: Settings,
    speech: Sequence[NDArray[np.float32]],
    persons: Sequence[NDArray[np.float32]],
    leak: float,
    seconds: float,
    *,
    canceller: bool = True,
    leap: float = 0.0,
) -> Trial:
    """The assistant talks for ``seconds``, in one room after the other, and is interrupted by
    each of ``persons`` in turn; ``leap`` is of ``Acoustics``."""
    trial = Trial()
    each = 60.0 if not persons else seconds / max(1, -(-len(persons) // 10))
    rooms = max(1, round(seconds / each))
    for number in range(rooms):
        some = persons[number * 10 : (number + 1) * 10]
        room = replace(acoustics(leak, number), leap=leap)
        _Session(settings, speech, some, room, canceller, trial).run(each)
    return trial


def acoustics(leak: float, number: int) -> Acoustics:
    """One of many rooms; the same number is always the same room."""
    random = np.random.default_rng([7, number])
    return Acoustics(
        leak=leak,
        delay=float(random.uniform(0.02, 0.25)),
        drift=float(random.uniform(-50, 50)),
        clip=0.25 if number % 3 == 2 else 0.0,
        reverberation=float(random.uniform(0.2, 0.5)),
        seed=number,
    )


class _Session:
    """The ears in one room with one talking loudspeaker."""

    def __init__(
        self,
        settings: Settings,
        speech: Sequence[NDArray[np.float32]],
        persons: Sequence[NDArray[np.float32]],
        room: Acoustics,
        canceller: bool,
        trial: Trial,
    ) -> None:
        self._settings = settings
        self._speech = speech
        self._persons = list(persons)
        self._acoustics = room
        self._canceller = canceller
        self._trial = trial
        self._random = np.random.default_rng([11, room.seed])
        self._mixer = Mixer(RATE, 1)
        self._began: float | None = None  # when the person began to speak
        self._stopped: float | None = None
        self._turns = 0
        self._listens = False  # a turn is open: an assistant answers after it

    def run(self, seconds: float) -> None:
        playback = Playback()
        room = SimulatedRoom(self._acoustics, self._pull, playback.put, seconds=seconds)
        self._room = room
        ears = Ears(
            _Watched(room, self._watch),
            settings=self._settings,
            detector=VoiceDetector(self._settings.vad, load_path("silero-vad")),
            asr=Deaf(),
            smart_turn=None,
            emit=lambda event: None,
            on_heard=lambda hearing: self._turn_ends(),
            next_turn=self._turn_opens,
            partials=False,
            on_hint=self._hold,
            echo=EchoCanceller(playback) if self._canceller else None,
        )
        self._next = float(self._random.uniform(1.0, 3.0))
        ears.run()

    def _pull(self, frames: int) -> NDArray[np.float32]:
        return self._mixer.pull(frames).block[:, 0]

    def _hold(self, likely: bool) -> None:
        if likely and self._began is None:
            self._trial.hesitations += 1
        self._mixer.hold(likely)

    def _turn_opens(self) -> int:
        self._turns += 1
        self._listens = True
        if self._mixer.is_playing:
            if self._began is None:
                self._trial.interrupted_itself.append(self._room.now())
            else:
                self._stopped = self._room.now()
            self._mixer.stop()
        return self._turns

    def _turn_ends(self) -> None:
        self._listens = False
        self._next = max(self._next, self._room.now() + float(self._random.uniform(1.5, 3.0)))

    def _watch(self) -> None:
        """Before each frame: let the assistant go on, or the next person interrupt it."""
        now, room = self._room.now(), self._room
        if self._began is None and self._listens:
            return
        if self._began is None:
            self._trial.talked += 0.02
            if not self._mixer.is_playing:
                piece = self._speech[int(self._random.integers(len(self._speech)))]
                self._mixer.put(Sound(piece[:, None]))
            if self._persons and now >= self._next:
                self._began = room.say(self._persons.pop(0))
                self._trial.attempts += 1
            return
        if not room.is_heard and now > self._began + 2.0:
            wait = room.silent_since - self._began
            if self._stopped is not None and wait <= WITHIN:
                self._trial.waits.append(max(0.0, wait))
            self._began = self._stopped = None
            self._next = now + float(self._random.uniform(1.5, 3.0))


class _Watched:
    """A room that calls ``before`` ahead of every frame."""

    def __init__(self, room: SimulatedRoom, before: Callable[[], None]) -> None:
        self._room = room
        self._before = before

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)

    def read(self, timeout: float) -> AudioFrame | None:
        self._before()
        return self._room.read(timeout)


class Deaf:
    """A recogniser for where words don't matter."""

    def warm(self) -> None: ...

    def transcribe(self, audio: Audio, **options: Any) -> Hypothesis:
        return Hypothesis("")


def _assistant(settings: Settings) -> list[NDArray[np.float32]]:
    """Answers as the assistant speaks them, mono at 16 kHz."""
    from voice_agent.listening import joined_speech
    from voice_agent.speak.voices import make_voice

    voice = make_voice(settings.voice.engine, settings.voice, settings.openai, load_path)
    return [to_16k(joined_speech(voice, text)) for text in _ANSWERS]


def _persons(limit: int = 40) -> list[NDArray[np.float32]]:
    """A second and a half of each natural voice, from its first sound on, at one level."""
    clips = natural(limit) or people(load_path("people-recordings"))
    return [cut for clip in clips for cut in _cuts(to_16k(clip.audio))][:limit]


def _cuts(samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    window = round(0.05 * RATE)
    loud = np.convolve(np.square(samples), np.ones(window) / window, mode="valid")
    # 15 dB below loud speech, and above the recording's own noise: that is nobody who speaks.
    threshold = max(0.03 * np.quantile(loud, 0.95), 4.0 * np.quantile(loud, 0.05))
    above = np.flatnonzero(_goes_on(loud > threshold))
    if not len(above):
        return
    said = samples[above[0] : above[0] + round(1.5 * RATE)]
    level = np.sqrt(np.mean(np.square(said[np.abs(said) > 0.1 * np.abs(said).max()])))
    yield (said * (10 ** (PERSON / 20) / level)).astype(np.float32)


def _goes_on(loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where speech begins: much of what follows is loud, too. Lips that open are heard half a
    second before the first word. A recording that is as loud all the time tells nothing."""
    ahead = round(FOLLOWING * RATE)
    so_far = np.concatenate([[0], np.cumsum(loud)])
    ends = np.minimum(np.arange(len(loud)) + ahead, len(loud))
    share = (so_far[ends] - so_far[: len(loud)]) / ahead
    found = loud & (share >= SPOKEN)
    return found if found.any() else loud


def _row(name: str, leak: float, alone: Trial, both: Trial) -> dict[str, Any]:
    waits = both.waits or [float("nan")]
    median, p95 = np.percentile(waits, [50, 95])
    return {
        "system": name,
        "leak dB": leak,
        "talked s": round(alone.talked + both.talked),
        "interrupted itself": len(alone.interrupted_itself) + len(both.interrupted_itself),
        "hesitated": alone.hesitations + both.hesitations,
        "interruptions": both.attempts,
        "caught %": round(100 * len(both.waits) / max(1, both.attempts), 1),
        "median s": round(float(median), 3),
        "p95 s": round(float(p95), 3),
    }
