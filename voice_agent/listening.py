"""Ears for a conversation, and what becomes of that which they hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voice_agent.conversation import Conversation
from voice_agent.hear.hearing import one_text
from voice_agent.speak.voices import Voice
from voice_agent.turn import SpokenTimes, TurnResult
from voice_agent.units import Audio

if TYPE_CHECKING:
    from voice_agent.hear.ears import Ears
    from voice_agent.hear.echo import EchoCanceller
    from voice_agent.hear.file_source import FileSource
    from voice_agent.hear.frames import FrameSource
    from voice_agent.hear.hearing import Hearing


def make_ears(
    conversation: Conversation,
    source: FrameSource,
    on_heard: Callable[[Hearing], None],
    next_turn: Callable[[], int],
    *,
    mode: str = "hands-free",
    echo: EchoCanceller | None = None,
    on_speech: Callable[[float], None] | None = None,
    on_hint: Callable[[bool], None] = lambda likely: None,
) -> Ears:
    """Ears with the parts that the settings choose, listening to ``source``."""
    from voice_agent.hear.ears import Ears
    from voice_agent.hear.endpoint import SmartTurn
    from voice_agent.hear.vad import VoiceDetector
    from voice_agent.hear.wording import Wording

    settings, engines = conversation.settings, conversation.engines
    silero = engines.model("silero-vad") if "silero" in settings.vad.engine else None
    smart = settings.endpoint.engine != "silence"
    ours = engines.model("endpoint") if settings.endpoint.engine == "words" else None
    return Ears(
        source,
        settings=settings,
        detector=VoiceDetector(settings.vad, silero),
        asr=engines.recogniser(settings.asr.language),
        smart_turn=SmartTurn(engines.model("smart-turn"), head=ours) if smart else None,
        wording=None if ours is None else Wording(ours),
        emit=conversation.bus.emit,
        on_heard=on_heard,
        next_turn=next_turn,
        mode="push-to-talk" if mode == "push-to-talk" else "hands-free",
        echo=echo,
        on_speech=on_speech,
        on_hint=on_hint,
        on_words=conversation.foresee,
        standing=conversation.standing,
        vocabulary=conversation.vocabulary,
    )


def make_echo(conversation: Conversation) -> tuple[EchoCanceller | None, Callable[[], None]]:
    """What takes the loudspeaker out of the microphone, fed from now on, and how to end
    that; None where the settings want half duplex."""
    from voice_agent.hear.echo import EchoCanceller, Playback

    if conversation.settings.echo.engine == "off":
        return None, lambda: None
    playback = Playback()
    return EchoCanceller(playback), conversation.output.tap(playback.put)


def hear_file(conversation: Conversation, path: Path, *, real_time: bool = False) -> TurnResult:
    """One spoken turn: the file as if it were the microphone.

    A speaker who pauses so long that the ears take the turn for finished, and then goes on,
    is still making the same request: a file is one turn, whatever its pauses.
    """
    from voice_agent.hear.file_source import FileSource

    frame_ms = conversation.settings.vad.frame_ms
    source = FileSource.open(path, frame_ms=frame_ms, real_time=real_time)
    return hear_source(conversation, source)


def hear_audio(conversation: Conversation, audio: Audio, *, real_time: bool = False) -> TurnResult:
    """``hear_file`` for sound in memory."""
    from voice_agent.hear.file_source import FileSource

    frame_ms = conversation.settings.vad.frame_ms
    return hear_source(conversation, FileSource([audio], frame_ms=frame_ms, real_time=real_time))


def answer(
    conversation: Conversation, heard: Heard, *, remark: str = "", known: str = ""
) -> TurnResult:
    """The turn that what was heard asks for; empty, with ``remark``, when nothing was said.
    ``known`` is its answer, where that needs no plan."""
    if not heard.text:
        return conversation.runner.empty(heard.turn, "speech", remark)
    return conversation.answer(
        heard.text, turn=heard.turn, utterance=heard.audio, times=heard.times, known=known
    )


@dataclass(frozen=True, eq=False)
class Heard:
    """What one turn of the user came to."""

    turn: int
    text: str
    audio: Audio | None
    times: SpokenTimes


def joined(turn: int, hearings: list[Hearing]) -> Heard:
    """The words and the sound of all that was heard; the times of the last."""
    said = [hearing for hearing in hearings if hearing.hypothesis.text]
    if not said:
        return Heard(turn, "", None, SpokenTimes(0.0, 0.0, 0.0))
    import numpy as np

    pieces = [hearing.utterance.audio for hearing in said]
    sound = Audio(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate)
    last = said[-1]
    return Heard(
        turn,
        one_text([hearing.hypothesis.text for hearing in said]),
        sound,
        SpokenTimes(last.speech_end, last.turn_end, last.transcript),
    )


def hear_source(conversation: Conversation, source: FileSource) -> TurnResult:
    """One spoken turn: all that ``source`` gives."""
    turn = conversation.session.next_turn()
    hearings: list[Hearing] = []

    def take(hearing: Hearing) -> None:
        hearings.append(hearing)
        source.hush()

    def next_turn() -> int:
        source.hush(False)
        return turn

    ears = make_ears(conversation, source, take, next_turn)
    ears.warm()
    conversation.warm()
    ears.run()
    return answer(conversation, joined(turn, hearings), remark="I hear no speech in it.")


def joined_speech(voice: Voice, text: str) -> Audio:
    """All of ``text`` spoken by ``voice``."""
    import numpy as np

    chunks = list(voice.speak(text))
    return Audio(np.concatenate([chunk.audio.samples for chunk in chunks]), voice.rate)
