"""Scenes: level, length, order, place; and nothing that clicks or repeats."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from voice_agent.errors import Cancel, Cancelled
from voice_agent.foley import scene
from voice_agent.foley.reading import read
from voice_agent.foley.sound import RATE
from voice_agent.sound.loudness import loudness


def build(description: str, seconds: float = 6.0, seed: int = 1) -> scene.Scene:
    return scene.build(read(description), seconds, seed)


@pytest.mark.parametrize("description", ["rain", "a dog barking", "footsteps on gravel in a cave"])
def test_level_length_and_peaks(description: str) -> None:
    made = build(description)
    assert made.samples.shape == (6 * RATE, 2)
    assert made.samples.dtype == np.float32
    assert loudness(made.samples, RATE) == pytest.approx(-23.0, abs=1.0)
    assert np.abs(made.samples).max() <= 0.9


@pytest.mark.parametrize("seconds", [0.5, 1.0, 3.3])
def test_short_scenes(seconds: float) -> None:
    made = build("rain, then a dog barking twice and a door", seconds)
    assert len(made.samples) == round(seconds * RATE)
    assert all(0.0 <= event.start <= event.end <= seconds for event in made.events)


def test_it_starts_and_ends_without_a_click() -> None:
    samples = build("a waterfall").samples
    assert np.abs(samples[0]).max() < 1e-3
    assert np.abs(samples[-1]).max() < 1e-3


def test_the_same_seed_is_the_same_scene_and_another_seed_another() -> None:
    first, again, other = (build("a cat and rain", 3.0, seed).samples for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert abs(np.corrcoef(first[:, 0], other[:, 0])[0, 1]) < 0.1


def test_a_long_sound_is_no_loop() -> None:
    # Matched to any later moment, a second of rain correlates no better than chance.
    samples = build("rain", 70.0).samples[:, 0]
    piece = samples[5 * RATE : 6 * RATE]
    rest = samples[7 * RATE :]
    size = 1 << (len(rest) + len(piece)).bit_length()
    product = np.fft.rfft(rest, size) * np.conj(np.fft.rfft(piece, size))
    likeness = np.abs(np.fft.irfft(product, size)[: len(rest) - len(piece)]).max()
    assert likeness < 0.2 * np.sum(piece**2)


def test_the_seams_of_a_long_sound_do_not_change_its_level() -> None:
    samples = build("a waterfall", 65.0).samples.astype(np.float64)
    power = np.mean(samples[: 64 * RATE].reshape(64, -1) ** 2, axis=1)[1:-1]
    assert 10.0 * np.log10(power.max() / power.min()) < 3.0


def test_counts_are_kept() -> None:
    events = build("a dog barks three times", 8.0).events
    assert len(events) == 3
    assert all(a.end <= b.start for a, b in itertools.pairwise(events))


def starts(made: scene.Scene, name: str) -> list[float]:
    return [event.start for event in made.events if event.wish.sound.name == name]


def test_so_many_as_were_asked_for_sound_in_however_little_time() -> None:
    assert len(build("ten gunshots", 2.0).events) == 10
    shots = starts(build("rain with ten gunshots in two seconds", 10.0), "a gunshot")
    assert len(shots) == 10
    assert shots[-1] - shots[0] < 2.0


@pytest.mark.parametrize(
    ("description", "seconds"),
    [
        ("a dog barks, wait five seconds, then a door", 15.0),
        ("a dog barks, after a pause of five seconds a door", 15.0),
        ("a dog barks, then five seconds of silence and a door", 15.0),
        ("a dog barks, five seconds later, a door", 15.0),
    ],
)
def test_a_wait_parts_one_sound_from_the_next(description: str, seconds: float) -> None:
    made = build(description, seconds)
    barked = max(event.end for event in made.events if event.wish.sound.name == "a dog")
    (door,) = starts(made, "a door")
    assert 4.9 < door - barked < 6.5


def test_it_rains_on_while_one_waits_but_not_in_silence() -> None:
    waited = build("rain, wait five seconds, then a door", 15.0)
    assert starts(waited, "a door") == pytest.approx([5.2], abs=0.3)
    assert waited.events[0].end == pytest.approx(15.0, abs=0.1)
    silent = build("rain, five seconds of silence, then a door", 15.0)
    (door,) = starts(silent, "a door")
    assert door - silent.events[0].end == pytest.approx(5.2, abs=0.3)


def test_a_wait_that_does_not_fit_leaves_time_for_the_sounds() -> None:
    made = build("a door slams, wait five seconds, then a scream", 5.0)
    assert {event.wish.sound.name for event in made.events} == {"a door", "a scream"}


def test_named_times_are_kept() -> None:
    events = build("rain with a door at two and four seconds").events
    doors = [e.start for e in events if e.wish.sound.name == "a door"]
    assert doors == pytest.approx([2.0, 4.0], abs=0.05)


@pytest.mark.parametrize(
    ("description", "name", "starts"),
    [("a dog at eight seconds, then rain", "a dog", [8.0]),
     ("rain at three seconds", "rain", [3.0]),
     ("a dog in the first half and at 9 seconds", "a dog", [9.0]),
     ("thunder at six and fifteen seconds", "thunder", [6.0, 15.0]),
     ("a gunshot at twenty-one seconds", "a gunshot", [21.0])],
)  # fmt: skip
def test_a_named_time_is_that_of_the_whole_scene(
    description: str, name: str, starts: list[float]
) -> None:
    events = [e for e in build(description, 22.0).events if e.wish.sound.name == name]
    assert [event.start for event in events] == pytest.approx(starts, abs=0.05)


def test_what_is_wanted_after_the_end_is_heard_before_it() -> None:
    scene = build("a dog barking at 50 seconds", 4.0)
    assert len(scene.events) == 1
    assert np.abs(scene.samples).max() > 0.1


def test_what_comes_then_comes_later_and_the_rain_stays() -> None:
    events = build("rain, then a dog barking twice, then a door", 10.0).events
    spans = {event.wish.sound.name: event for event in events}
    assert spans["rain"].end == pytest.approx(10.0, abs=0.1)
    assert spans["a dog"].start < spans["a door"].start


def test_left_and_right() -> None:
    left, right = build("a cat on the left", 4.0).samples.T
    assert np.sum(left**2) > 4 * np.sum(right**2)


def test_a_cave_rings_on_and_the_distance_is_dull() -> None:
    dry = build("knocking twice outdoors", 4.0).samples
    wet = build("knocking twice in a cave", 4.0).samples
    late = slice(2 * RATE, 3 * RATE)
    assert np.sum(wet[late] ** 2) / np.sum(wet**2) > 4 * np.sum(dry[late] ** 2) / np.sum(dry**2)

    def brightness(samples: np.ndarray) -> float:
        spectrum = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
        return float(spectrum[len(spectrum) // 5 :].sum() / spectrum.sum())

    near, far = build("a crow"), build("a crow very far away")
    assert brightness(far.samples) < 0.5 * brightness(near.samples)


def above(hz: float, description: str) -> float:
    """The share of the energy above a frequency."""
    spectrum = np.abs(np.fft.rfft(build(description).samples.mean(axis=1))) ** 2
    return float(spectrum[round(hz * 6.0) :].sum() / spectrum.sum())


def test_a_window_keeps_a_little_treble_and_a_wall_hardly_any() -> None:
    free, window, wall = (above(1000, f"rain{where}") for where in ("", " behind a window",
                                                                    " behind a wall"))  # fmt: skip
    assert 0.2 * free < window < 0.7 * free
    assert wall < 0.1 * free
    assert above(4000, "rain behind a window") < 0.3 * above(4000, "rain")
    assert above(500, "people talking next door") < 0.3 * above(500, "people talking")


@pytest.mark.parametrize("where", ["next door", "upstairs", "in the next room", "under water"])
def test_what_is_behind_something_is_duller(where: str) -> None:
    assert above(2000, f"a baby crying {where}") < 0.5 * above(2000, "a baby crying")


def test_what_is_behind_a_wall_is_softer_than_what_is_beside_it() -> None:
    def clock(description: str) -> float:
        """dB of the clock, which is on the left, over the dog."""
        left, right = build(description).samples.T
        return float(10 * np.log10(np.sum(left**2) / np.sum(right**2)))

    plain = clock("a clock ticking on the left and a dog barking twice on the right")
    assert clock("a clock ticking on the left and a dog barking twice next door on the right") > (
        plain + 3.0
    )


def test_nothing_is_heard_behind_a_wall_before_it_sounds() -> None:
    made = build("a gunshot at two seconds behind a wall")
    assert [round(event.start, 1) for event in made.events] == [2.0]
    early, late = made.samples[RATE : 2 * RATE - RATE // 100], made.samples[2 * RATE : 3 * RATE]
    assert np.abs(early).max() < 0.1 * np.abs(late).max()


def test_a_cancelled_scene_stops() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        scene.build(read("rain"), 5.0, 1, check=cancel.check)


def test_events_of_one_section_take_turns() -> None:
    events = build("a cow mooing and a rooster crowing", 14.0).events
    names = [event.wish.sound.name for event in events]
    assert names.count("a cow") >= 2 and names.count("a rooster") >= 2
    assert all(a.end <= b.start + 0.05 for a, b in itertools.pairwise(events))


def test_what_goes_on_is_heard_alone_before_an_event() -> None:
    events = build("a waterfall with a crow", 10.0).events
    crow = next(event for event in events if event.wish.sound.name == "a crow")
    assert crow.start > 1.0


def test_the_quiet_of_the_place_is_heard_beside_soft_sounds_only() -> None:
    def floor(description: str) -> float:
        samples = build(description, 6.0).samples
        power = np.mean(samples[: 6 * RATE].reshape(-1, RATE // 10 * 2) ** 2, axis=1)
        return float(10 * np.log10(np.percentile(power[2:-4], 10) / power.max()))

    assert floor("a ticking clock") > floor("a gunshot") + 10


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("wind, and rain only towards the end", 0.6, 1.0),
        ("wind, and rain in the first half", 0.0, 0.52),
        ("wind, and rain halfway through", 0.48, 1.0),
        ("wind, and footsteps that stop dead before the end", 0.0, 0.87),
    ],
)
def test_a_sound_has_its_part_of_the_scene(words: str, first: float, last: float) -> None:
    seconds = 10.0
    made = scene.build(read(words), seconds, 3)
    events = [event for event in made.events if "wind" not in event.wish.sound.name]
    assert events
    assert min(event.start for event in events) >= first * seconds - 0.2
    assert max(event.end for event in events) <= last * seconds + 0.2


def test_what_is_told_takes_the_place_of_what_the_scenery_brings() -> None:
    owls = [
        w for w in read("a moor at night, an owl a long way off").wishes if "owl" in w.sound.name
    ]
    assert [wish.far for wish in owls] == [6.0]
