"""Looking at a picture of the session: its classes, and the faces in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import ToolContext

if TYPE_CHECKING:
    from PIL.Image import Image

    from voice_agent.pictures.seeing import Classifier, Sight

MODELS = ("efficientnet-lite0", "mtcnn")

_CLIP, _BLIP = "openai/clip-vit-base-patch32", "Salesforce/blip-image-captioning-base"


def seen(context: ToolContext, image: str) -> Sight:
    """What the picture shows. Raises ``AgentError`` for what is no picture."""
    from dataclasses import replace

    import numpy as np

    from voice_agent.pictures.opening import opened
    from voice_agent.pictures.seeing import look
    from voice_agent.pictures.telling import faces_count
    from voice_agent.portrait.mtcnn import FaceFinder

    picture = opened(context.locate(image)).image
    context.cancel.check()
    context.progress(None, "looking at the picture")
    sight = look(picture, _classifier(context))
    context.cancel.check()
    finder: FaceFinder = context.engines.shared(
        "face finder", lambda: FaceFinder(context.engines.model("mtcnn"))
    )
    pixels = np.asarray(picture)
    faces = [(f.score, (f.box[3] - f.box[1]) / picture.height) for f in finder.find(pixels)]
    context.cancel.check()
    return replace(sight, people=faces_count(faces, sight), told=_told(context, picture))


def _classifier(context: ToolContext) -> Classifier:
    """The embedded network, or the CLIP model that the settings name."""
    wanted = context.settings.pictures
    made: Classifier
    if wanted.engine == "clip":
        from voice_agent.pictures.large import Clip

        name = wanted.model or _CLIP
        key = f"clip {name} {wanted.device}"
        made = context.engines.shared(key, lambda: Clip.load(name, device=wanted.device))
        return made
    from voice_agent.pictures.network import ImageClassifier

    made = context.engines.shared(
        "image classifier", lambda: ImageClassifier(context.engines.model("efficientnet-lite0"))
    )
    return made


def _told(context: ToolContext, picture: Image) -> str:
    """What the BLIP model that the settings name says of it; "" where they name none."""
    wanted = context.settings.pictures
    if wanted.engine != "blip":
        return ""
    from voice_agent.pictures.large import Blip

    name = wanted.model or _BLIP
    key = f"blip {name} {wanted.device}"
    teller: Blip = context.engines.shared(key, lambda: Blip.load(name, device=wanted.device))
    return teller.tell(picture, check=context.cancel.check)
