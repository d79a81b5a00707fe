"""Looking at a picture of the session: its classes, and the faces in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import ToolContext

if TYPE_CHECKING:
    from voice_agent.pictures.seeing import Sight

MODELS = ("efficientnet-lite0", "mtcnn")


def seen(context: ToolContext, image: str) -> Sight:
    """What the picture shows. Raises ``AgentError`` for what is no picture."""
    from dataclasses import replace

    import numpy as np

    from voice_agent.pictures.network import ImageClassifier
    from voice_agent.pictures.opening import opened
    from voice_agent.pictures.seeing import look
    from voice_agent.pictures.telling import faces_count
    from voice_agent.portrait.mtcnn import FaceFinder

    picture = opened(context.locate(image)).image
    context.cancel.check()
    context.progress(None, "looking at the picture")
    classifier: ImageClassifier = context.engines.shared(
        "image classifier", lambda: ImageClassifier(context.engines.model("efficientnet-lite0"))
    )
    sight = look(picture, classifier)
    context.cancel.check()
    finder: FaceFinder = context.engines.shared(
        "face finder", lambda: FaceFinder(context.engines.model("mtcnn"))
    )
    pixels = np.asarray(picture)
    faces = [(f.score, (f.box[3] - f.box[1]) / picture.height) for f in finder.find(pixels)]
    context.cancel.check()
    return replace(sight, people=faces_count(faces, sight))
