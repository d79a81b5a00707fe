"""What sounds when: YAMNet over overlapping windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput
from voice_agent.units import Artifact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voice_agent.tools._events import Event
    from voice_agent.tools._yamnet import Heard

FAMILY = "audio-to-event"
MODELS = ("yamnet",)
OUTPUTS = ("text", "image")
BACKEND = "YAMNet"

_ROWS = 10  # classes in the picture
_COLUMNS = 4000  # windows in the picture; longer recordings are drawn by their maxima


def detect_sounds(context: ToolContext, audio: AudioFile) -> ToolOutput:
    """Say which sounds are in a recording and when: events such as a dog, rain, music, speech
    or a car horn, with start and end times, as a list and a picture.

    Not for: looking for one particular sound that the user names (detect_target_sound),
    a sentence about the whole scene (caption_audio), the words that are spoken
    (transcribe_speech).

    Arguments:
        audio: the recording to listen to
    """
    from voice_agent.sound import yamnet
    from voice_agent.tools._events import find_events
    from voice_agent.tools._yamnet import SILENT, classifier, listen

    labels = classifier(context).labels
    heard = listen(context, context.locate(audio))
    events = find_events(
        heard.scores,
        labels,
        step=yamnet.HOP_SECONDS,
        window=yamnet.WINDOW_SECONDS,
        seconds=heard.seconds,
        levels=heard.levels,
    )
    if heard.levels.max() < SILENT:
        events = []
    found = [
        {
            "label": event.label,
            "start": round(event.start, 2),
            "end": round(event.end, 2),
            "score": round(event.score, 3),
        }
        for event in events
    ]
    return ToolOutput(
        text=_in_words(heard, events),
        artifacts=(_picture(context, heard, labels, events),),
        data={"events": found},
    )


def _in_words(heard: Heard, events: Sequence[Event]) -> str:
    from voice_agent.tools._telling import describe
    from voice_agent.tools._yamnet import SILENT

    if heard.levels.max() < SILENT:
        text = "It is silent: I hear nothing in it."
    elif not events:
        text = "I hear nothing in it that I can name."
    else:
        text = f"I hear {describe(events, heard.seconds)}."
    return " ".join([text, *(f"{warning}." for warning in heard.warnings)])


def _picture(
    context: ToolContext, heard: Heard, labels: Sequence[str], events: Sequence[Event]
) -> Artifact:
    """Class scores over time: what was found, then whatever else came nearest."""
    import numpy as np

    from voice_agent.sound.pictures import draw_posteriorgram

    place = {label: index for index, label in enumerate(labels)}
    rows = list(dict.fromkeys(place[event.label] for event in events))
    likely = np.argsort(-heard.scores.max(axis=0))
    rows = (rows + [int(row) for row in likely if row not in rows])[:_ROWS]
    shown = heard.scores[:, rows].T
    fold = -(-shown.shape[1] // _COLUMNS)
    shown = np.pad(shown, ((0, 0), (0, -shown.shape[1] % fold)))
    shown = shown.reshape(len(rows), -1, fold).max(axis=2)
    spans = [[(e.start, e.end) for e in events if place[e.label] == row] for row in rows]

    def draw(path: Path) -> None:
        names = [labels[row] for row in rows]
        draw_posteriorgram(shown, names, heard.seconds, path, spans=spans)

    return context.save_image(draw, "sounds over time")
