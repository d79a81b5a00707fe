"""What a picture shows, in a sentence: EfficientNet-Lite0, no surer than it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_agent.tools.context import ImageFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from voice_agent.pictures.seeing import Sight

FAMILY = "image-to-text"
MODELS = ("efficientnet-lite0", "mtcnn")
OUTPUTS = ("text",)
BACKEND = "EfficientNet-Lite0"


def caption_image(context: ToolContext, image: ImageFile) -> ToolOutput:
    """Describe a picture in one sentence: the main thing that is in it, and how sure that is.

    Not for: making the sound of a picture (generate_audio_from_image), describing a recording
    (caption_audio), reading text in a picture.

    Arguments:
        image: the picture to describe
    """
    from voice_agent.pictures.telling import caption
    from voice_agent.tools._picture import seen

    sight = seen(context, image)
    return ToolOutput(text=caption(sight), data=_data(sight))


def _data(sight: Sight) -> dict[str, Any]:
    return {
        "labels": [
            {"label": label.name, "probability": round(label.probability, 3)}
            for label in sight.labels
        ],
        "kind": sight.kinds[0].kind.name,
        "probability": round(sight.kinds[0].probability, 3),
        "people": sight.people,
        "colours": list(sight.facts.colours),
        "drawn": sight.facts.drawn,
    }
