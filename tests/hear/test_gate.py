"""The gate, to the frame: scripted detectors, no sound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_agent.hear.vad import Decision, SpeechGate, Voicing
from voice_agent.settings import VadSettings

FRAME = 0.02
SETTINGS = VadSettings(start_ms=100, release_ms=160, silero_threshold=0.5)


def run(script: str, settings: VadSettings = SETTINGS) -> list[Decision]:
    """One decision a character: ``#`` both detectors hear speech, ``w`` only webrtc, ``s``
    only Silero, ``~`` both but Silero unsure (0.4), ``.`` neither."""
    gate = SpeechGate(settings)
    voicings = {
        "#": Voicing(True, 0.9),
        "w": Voicing(True, 0.1),
        "s": Voicing(False, 0.9),
        "~": Voicing(True, 0.4),
        ".": Voicing(False, 0.0),
    }
    return [
        gate.step(index * FRAME, (index + 1) * FRAME, voicings[mark])
        for index, mark in enumerate(script)
    ]


def kinds(script: str) -> str:
    """``q`` quiet, ``S`` start, ``-`` speech, ``P`` pause, ``p`` paused, ``R`` resume."""
    letters = {"quiet": "q", "start": "S", "speech": "-", "pause": "P", "paused": "p"}
    return "".join(letters.get(decision.kind, "R") for decision in run(script))


def test_the_gate_opens_on_the_frame_that_completes_the_start_time() -> None:
    assert kinds("....#######") == "qqqqqqqqS--"
    start = run("....#######")[8]
    assert abs(start.speech_start - 4 * FRAME) < 1e-9
    assert abs(start.last_speech - 9 * FRAME) < 1e-9


def test_noise_that_only_webrtc_takes_for_speech_stays_outside() -> None:
    assert set(kinds("w" * 200)) == {"q"}


def test_what_silero_is_unsure_of_does_not_open_the_gate_but_keeps_it_open() -> None:
    assert set(kinds("~" * 50)) == {"q"}
    assert kinds("#####" + "~" * 20) == "qqqqS" + "-" * 20


def test_clicks_do_not_add_up_to_speech() -> None:
    assert set(kinds("##..." * 40)) == {"q"}


def test_halting_speech_still_opens_the_gate() -> None:
    assert "S" in kinds("##.##.##.##.##.")


def test_a_pause_begins_when_the_release_time_is_full() -> None:
    assert kinds("#####........") == "qqqqS" + "-" * 7 + "P"
    pause = run("#####........")[-1]
    assert abs(pause.last_speech - 5 * FRAME) < 1e-9


def test_a_short_gap_inside_a_word_is_no_pause() -> None:
    assert "P" not in kinds("#####.......#####.......##")


def test_one_click_does_not_end_a_pause_but_speech_does() -> None:
    assert kinds("#####........#...") == "qqqqS-------Ppppp"
    assert kinds("#####........###") == "qqqqS-------PppR"


def test_time_of_last_speech_is_not_moved_by_a_click_in_a_pause() -> None:
    assert abs(run("#####........#")[-1].last_speech - 5 * FRAME) < 1e-9


def test_webrtc_alone_and_silero_alone_work_as_engines() -> None:
    for voicing in (Voicing(webrtc=True), Voicing(silero=0.9)):
        gate = SpeechGate(SETTINGS)
        decisions = [gate.step(i * FRAME, (i + 1) * FRAME, voicing) for i in range(6)]
        assert decisions[4].kind == "start"


def test_after_close_the_gate_starts_anew() -> None:
    gate = SpeechGate(SETTINGS)
    for index in range(10):
        gate.step(index * FRAME, (index + 1) * FRAME, Voicing(True, 0.9))
    assert gate.is_open
    gate.close()
    assert not gate.is_open
    assert gate.step(0.2, 0.22, Voicing(True, 0.9)).kind == "quiet"


@given(st.text(alphabet="#ws~.", max_size=300))
def test_decisions_always_follow_one_another_in_order(script: str) -> None:
    is_open = paused = False
    voiced = 0.0
    for index, decision in enumerate(run(script)):
        if decision.kind == "quiet":
            assert not is_open
            continue
        if decision.kind == "start":
            assert not is_open
            is_open = True
        elif decision.kind == "pause":
            assert is_open and not paused
            paused = True
        elif decision.kind == "resume":
            assert paused
            paused = False
        else:
            assert is_open and paused == (decision.kind == "paused")
        assert decision.speech_start <= decision.last_speech <= (index + 1) * FRAME + 1e-9
        assert decision.voiced >= voiced
        voiced = decision.voiced


def guarded(script: str) -> list[str]:
    """What a gate over playback makes of each frame: "?" suspicion, "S" a turn begins."""
    gate = SpeechGate(VadSettings(barge_in_ms=120))
    gate.guarded = True
    voicings = {
        "#": Voicing(True, 0.95),
        "~": Voicing(True, 0.6),
        "!": Voicing(True, 0.1, leaps=True),
        "w": Voicing(True, 0.1),
        "e": Voicing(True, 0.1, clear=False),
        ".": Voicing(False, 0.0),
    }
    marks = []
    for index, mark in enumerate(script):
        kind = gate.step(index * FRAME, (index + 1) * FRAME, voicings[mark]).kind
        marks.append("S" if kind == "start" else "?" if gate.suspects else ".")
    return marks


def test_over_playback_one_frame_of_speech_is_suspicious_and_120_ms_are_a_turn() -> None:
    assert "".join(guarded("..######")) == "..?????S"


def test_over_playback_suspicion_passes_and_what_is_hardly_speech_opens_nothing() -> None:
    assert "".join(guarded("..#..........")) == "..???????...."
    assert "S" not in guarded("~" * 100) and guarded("~" * 100)[-1] == "?"


def test_a_leap_in_level_is_suspicious_and_no_more() -> None:
    assert "".join(guarded("..!!.........")) == "..????????..." and "S" not in guarded("!" * 50)


def test_voiced_sound_without_an_echo_keeps_suspicion_up_for_a_while_but_raises_none() -> None:
    assert set(guarded("w" * 50)) == {"."}
    marks = "".join(guarded("#" + "w" * 60))
    assert marks.rstrip(".") == "?" * 36  # 0.6 s, and as long as one frame lasts
    assert "".join(guarded("#" + "e" * 20)) == "?" * 7 + "." * 14
