"""When one sound that somebody describes is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voice_agent.sound.features import FloatArray
    from voice_agent.tools._events import Event
    from voice_agent.tools._target import Sought
    from voice_agent.tools._yamnet import Heard
    from voice_agent.units import Artifact

FAMILY = "audio-to-event"
MODELS = ("yamnet", "sound-words")
OUTPUTS = ("text", "image")
BACKEND = "YAMNet"

_OTHERS = 5  # classes in the picture besides the sought one
_COLUMNS = 4000  # windows in the picture
_HINT = 0.12  # score that is worth a hint


def detect_target_sound(context: ToolContext, audio: AudioFile, description: str) -> ToolOutput:
    """Find when one particular sound that the user names occurs in a recording, such as a dog,
    a siren, someone clapping or a keyboard, with start and end times.

    Not for: listing all sounds (detect_sounds), cutting the sound out (extract_sound),
    finding words that are said (transcribe_speech).

    Arguments:
        audio: the recording to search
        description: the sound to look for, in a few words
    """
    from voice_agent.tools._target import seek
    from voice_agent.tools._yamnet import classifier, listen

    path = context.locate(audio)
    sought = seek(context, description)
    if sought is None:
        return ToolOutput(text=_unknown(description), data={"label": "", "intervals": []})
    labels = classifier(context).labels
    heard = listen(context, path)
    events, score = sought.find(heard, labels)
    intervals = [[round(event.start, 2), round(event.end, 2)] for event in events]
    text = _in_words(sought, events, score, heard, labels)
    return ToolOutput(
        text=" ".join([text, *(f"{warning}." for warning in heard.warnings)]),
        artifacts=(_picture(context, sought, events, score, heard, labels),),
        data={"label": sought.label, "intervals": intervals},
    )


def _unknown(description: str) -> str:
    return (
        f"I don't know the sound '{description.strip()}'. I know some five hundred everyday "
        "sounds, such as a dog, a siren or rain: describe it in other words."
    )


def _in_words(
    sought: Sought, events: Sequence[Event], score: FloatArray, heard: Heard, labels: Sequence[str]
) -> str:
    """ "I hear a dog from 1.9 to 3.8 and from 5.9 to 9.3 seconds." """
    from voice_agent.tools._target import instead
    from voice_agent.tools._telling import intervals

    taken = "" if sought.exact else f"The nearest sound that I know is {sought.name}. "
    if events:
        return f"{taken}I hear {sought.name} {intervals(events, heard.seconds)}."
    absent = f"{taken}I don't hear {sought.name} in it."
    return " ".join(filter(None, [absent, _hint(score, heard), instead(heard, labels)]))


def _hint(score: FloatArray, heard: Heard) -> str:
    """Where the sound may be after all."""
    from voice_agent.sound import yamnet
    from voice_agent.tools._telling import clock

    if score.max() < _HINT or heard.seconds < 3:
        return ""
    place = float(score.argmax()) * yamnet.HOP_SECONDS + yamnet.WINDOW_SECONDS / 2
    return f"At most there is a hint of it at {clock(place, unit=True)}."


def _picture(
    context: ToolContext,
    sought: Sought,
    events: Sequence[Event],
    score: FloatArray,
    heard: Heard,
    labels: Sequence[str],
) -> Artifact:
    """The sought sound's score over time with its intervals, above what else is heard."""
    import numpy as np

    from voice_agent.sound.pictures import draw_posteriorgram

    likely = np.argsort(-heard.scores.max(axis=0))
    others = [int(i) for i in likely if labels[i] not in sought.labels][:_OTHERS]
    shown = np.concatenate([score[None], heard.scores[:, others].T])
    fold = -(-shown.shape[1] // _COLUMNS)
    shown = np.pad(shown, ((0, 0), (0, -shown.shape[1] % fold)))
    shown = shown.reshape(len(shown), -1, fold).max(axis=2)
    names = [sought.name, *(labels[index] for index in others)]
    spans = [[(event.start, event.end) for event in events]]

    def draw(path: Path) -> None:
        draw_posteriorgram(shown, names, heard.seconds, path, spans=spans)

    return context.save_image(draw, f"when {sought.name} is heard")
