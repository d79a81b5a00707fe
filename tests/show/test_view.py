"""The view: what it keeps, what it numbers, and that nothing from outside can harm it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.show.scenes import make_view, session
from voice_agent import events as e
from voice_agent.errors import AgentError
from voice_agent.show.actions import execute
from voice_agent.show.bar import bar, live
from voice_agent.show.blocks import fit
from voice_agent.show.clean import clean, clean_text
from voice_agent.show.console import colours_of, render
from voice_agent.show.previews import Previews
from voice_agent.show.slash import Play
from voice_agent.show.steps import arguments_text
from voice_agent.show.theme import UNICODE
from voice_agent.units import Artifact, Outcome, Plan, Query, Reply, Resource, Step, StepResult


def shown(view, *events: e.Event, width: int = 80, colours: str = "none") -> str:
    lines = [line for event in events for line in view.feed(event)]
    return render(lines, width=width, colours=colours)


def test_cards_are_numbered_in_their_order_and_numbers_mean_their_paths():
    view = make_view()
    shown(view, *session())
    assert view.path_of("1") == "audio/3f0c9d12.wav"
    assert view.path_of("2") == "audio/9b1d22aa.wav"
    assert view.path_of("audio/any.wav") == "audio/any.wav"
    assert view.number_of("audio/9b1d22aa.wav") == 2
    with pytest.raises(AgentError, match=r"no file number 9.*1 to 4"):
        view.path_of("9")
    assert view.path_of("²") == "²"  # no number of a card


def test_a_request_of_wide_signs_is_shown_whole():
    said = "把这段录音里的噪声去掉然后告诉我里面说了什么最后再把它存成一个新的文件谢谢你"
    text = shown(make_view(), e.Heard(1, Query(1, said, "text")), width=60)
    assert "".join(text.split()).removeprefix("❯") == said


def test_numbers_go_on_after_the_files_of_a_session_that_is_opened_again():
    view = make_view(files=[Resource("audio/old.wav", "audio", "old")])
    text = shown(view, e.Attached(1, Resource("audio/new.wav", "audio", "new")))
    assert "2 audio/new.wav" in text
    assert view.path_of("1") == "audio/old.wav"


def test_a_file_that_is_shown_again_keeps_its_number():
    view = make_view()
    for name in ("one", "two"):
        shown(view, e.Attached(1, Resource(f"audio/{name}.wav", "audio", name)))
    text = shown(view, e.Shown(2, Artifact("audio/one.wav", "audio", "one", picture="image/a.png")))
    assert " 1 audio/one.wav" in " ".join(text.split())
    assert view.path_of("2") == "audio/two.wav"


def test_play_by_number_plays_the_path():
    view, played = make_view(), []

    class Player:
        def play(self, path: str) -> str:
            played.append(path)
            return ""

    shown(view, *session())
    assert execute(Play("2"), Player(), view) is None
    assert execute(Play(""), Player(), view) is None
    assert played == ["audio/9b1d22aa.wav", ""]


def test_a_file_that_cannot_be_read_still_has_a_card_that_says_so():
    def unreadable(path: str):
        raise AgentError(f"cannot read '{path}': it is damaged")

    view = make_view(load=unreadable)
    text = shown(view, e.Attached(1, Resource("audio/new.wav", "audio", "new")))
    assert "no preview: cannot read 'audio/new.wav': it is damaged" in text


def test_a_seed_is_not_shown_among_what_was_asked_for():
    view = make_view()
    arguments = {"description": "a waltz", "duration": 5, "seed": 774353633}
    done = StepResult(1, 1, "compose_music", arguments, True, 0.5)
    text = shown(view, e.StepFinished(1, done))
    assert "a waltz · 5" in text
    assert "774353633" not in text


def test_numbers_of_a_call_are_shown_with_what_they_mean():
    spoken = {"text": "good night", "speed": 0.8, "pitch": -2, "energy": None}
    assert arguments_text(spoken) == "good night · speed 0.8 · pitch -2"
    made = {"description": "rain", "duration": 20, "seed": 7}
    assert arguments_text(made) == "rain · 20 s"
    told = {"audio": "audio/3f0c9d12.wav", "target_language": "French", "speak": True}
    assert arguments_text(told) == "audio/3f0c9d12.wav · French · speak"


def test_the_level_falls_slowly_after_a_peak():
    view = make_view()
    for dbfs, time, level in [(-10, 1.0, -10), (-90, 1.5, -30), (-90, 2.0, -50), (-20, 2.1, -20)]:
        view.feed(e.Level(0, dbfs, time=time))
        assert view.state.level == pytest.approx(level)


def test_a_turn_leaves_nothing_behind_in_the_live_line():
    view = make_view()
    plan = Plan(1, "act", (Step("sing"),))
    view.feed(e.Planned(1, plan, time=1.0))
    view.feed(e.StepStarted(1, 1, plan.steps[0], time=1.0))
    view.feed(e.Progress(1, "singing", 0.5, time=1.0))
    assert live(view.snapshot(), 1.5, 80, UNICODE) is not None
    view.feed(e.TurnEnded(1, time=2.0))
    view.feed(e.StateChanged(state="idle", time=2.0))
    assert live(view.snapshot(), 2.5, 80, UNICODE) is None


def test_speech_is_heard_then_thought_about_and_its_end_is_idle():
    view = make_view()
    states = []
    for event in (
        e.SpeechStarted(1, time=1.0), e.Partial(1, "hel", time=1.2),
        e.SpeechEnded(1, seconds=0.4, time=1.5), e.TurnEnded(1, Outcome.EMPTY, time=1.6),
    ):  # fmt: skip
        view.feed(event)
        states.append((view.state.state, view.state.partial))
    assert states == [("hearing", ""), ("hearing", "hel"), ("thinking", "hel"), ("idle", "")]


def test_silence_is_worth_a_line_where_somebody_waits_for_words():
    empty = e.TurnEnded(1, Outcome.EMPTY)
    assert shown(make_view(mode="hands-free"), empty) == ""
    assert "nothing was said" in shown(make_view(mode="push-to-talk"), empty)
    assert "nothing was said" in shown(make_view(mode="hands-free", latencies=True), empty)


def test_a_replayed_log_looks_like_the_session_itself():
    again = [e.from_document(e.to_document(event)) for event in session()]
    assert shown(make_view(), *again) == shown(make_view(), *session())


nasty = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x07\x9b\r\t\n\x00\x7f\u202e\udcff[]{}|"))
)


@given(nasty, nasty)
@settings(max_examples=60, deadline=None)
def test_text_from_outside_can_never_control_the_terminal(one, two):
    view = make_view(load=None)
    arguments = {"text": one, "description": two}
    words = [{"word": one, "start": 0.0, "end": 1.0, "probability": 0.5}]
    sounds = [{"label": two, "start": 0.0, "end": 1.0, "score": 0.5}]
    artifact = Artifact("audio/aa.wav", "audio", two)
    text = shown(
        view,
        e.Heard(1, Query(1, one)),
        e.Attached(1, Resource("audio/aa.wav", "audio", one), two),
        e.StepFinished(1, StepResult(1, 1, "t", arguments, True, 1, (artifact,), one)),
        e.StepFinished(1, StepResult(1, 1, "t", {}, True, 1, (), one, {"words": words})),
        e.StepFinished(1, StepResult(1, 1, "t", {}, True, 1, (), None, {"events": sounds})),
        e.StepFinished(1, StepResult(1, 1, "t", {}, False, error=two)),
        e.Replied(1, Reply(1, "chat", one)),
        e.Notice(0, two),
        e.StateChanged(1, "hearing"),
        e.Partial(1, one),
        e.Progress(1, two, 0.5),
        width=40,
    )
    text += live(view.snapshot(), 0.0, 40, UNICODE).plain + bar(view.state, 0.0, 40, UNICODE).plain
    assert all(sign == "\n" or sign >= " " for sign in text)
    assert not set(text) & set("\x1b\x7f\x9b\u202e\udcff")
    text.encode("utf-8")


def test_cleaning_keeps_what_is_harmless():
    assert clean_text("naïve\ncafé 北京 ♪") == "naïve\ncafé 北京 ♪"
    assert clean({"a": ["\x1b[2J", 1.5, None]}) == {"a": ["\ufffd[2J", 1.5, None]}


@pytest.mark.parametrize("setting, terminal, environment, colours", [
    ("auto", True, {"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "truecolor"),
    ("auto", True, {"TERM": "xterm-256color"}, "256"),
    ("auto", True, {"TERM": "xterm"}, "standard"),
    ("auto", True, {"TERM": "dumb", "COLORTERM": "truecolor"}, "none"),
    ("auto", False, {"TERM": "xterm-256color"}, "none"),
    ("auto", True, {"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    ("auto", True, {"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ("never", True, {"COLORTERM": "truecolor"}, "none"),
    ("always", False, {"TERM": "xterm-256color", "NO_COLOR": "1"}, "256"),
])  # fmt: skip
def test_colours_follow_the_setting_then_no_color_then_the_terminal(
    setting, terminal, environment, colours
):
    assert colours_of(setting, terminal=terminal, environment=environment) == colours


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 120), st.integers(1, 20))
def test_images_keep_their_proportions_and_their_mean(height, width, columns, rows):
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3)).astype(np.uint8)
    small = fit(pixels, columns, rows)
    assert small.shape[0] % 2 == 0
    assert 2 <= small.shape[0] <= 2 * rows
    assert 1 <= small.shape[1] <= columns
    flat = fit(np.full_like(pixels, 77), columns, rows)
    assert (flat == 77).all()


def test_previews_read_sounds_images_and_videos(tmp_path):
    import wave

    import av
    from PIL import Image

    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(np.zeros((2400, 2), "<i2").tobytes())
    Image.new("RGBA", (3000, 1500), (255, 0, 0, 255)).save(tmp_path / "red.png")
    with av.open(str(tmp_path / "film.mp4"), "w") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(30):
            picture = np.full((48, 64, 3), index * 8, np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        film.mux(stream.encode())
    (tmp_path / "broken.png").write_bytes(b"not an image")
    (tmp_path / "broken.mp4").write_bytes(b"not a film")

    previews = Previews(tmp_path)
    assert (previews.load("tone.wav").rate, previews.load("tone.wav").channels) == (24_000, 2)
    (red,) = previews.look("red.png")
    assert red.shape == (512, 1024, 3)
    assert (red[0, 0] == (255, 0, 0)).all()
    frames = previews.look("film.mp4")
    assert [frame.shape for frame in frames] == [(48, 64, 3)] * 3
    means = [float(frame.mean()) for frame in frames]
    assert means == sorted(means)
    assert means[0] < 60 < 160 < means[2]
    linked = Previews(tmp_path / "elsewhere", {"audio/mine.wav": tmp_path / "tone.wav"})
    assert linked.load("audio/mine.wav").rate == 24_000
    for name in ("broken.png", "broken.mp4", "missing.png"):
        with pytest.raises(AgentError):
            previews.look(name)
