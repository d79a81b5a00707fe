"""The sound of what a picture shows: EfficientNet-Lite0 sees, the sound models sound."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from voice_agent.errors import AgentError
from voice_agent.tools.context import ImageFile, ToolContext, ToolOutput, between

FAMILY = "image-to-audio"
MODELS = ("efficientnet-lite0", "mtcnn")
OUTPUTS = ("audio",)
BACKEND = "EfficientNet-Lite0, sound models"

_DESCRIBE = "say in words what should be heard, and I will make that"


def generate_audio_from_image(
    context: ToolContext,
    image: ImageFile,
    duration: Annotated[float, between(0.5, 300.0)] = 10.0,
    seed: Annotated[int | None, between(0, 2**31 - 1)] = None,
) -> ToolOutput:
    """Make the sound of what a picture shows: waves for a beach, a bark for a dog.

    Not for: describing a picture in words (caption_image), making a sound that is described
    in words (generate_audio), making a face speak (synthesize_talking_head).

    Arguments:
        image: the picture
        duration: length in seconds
        seed: the same number makes the same sound again; leave it out for a new one
    """
    from voice_agent.foley.reading import read
    from voice_agent.pictures.telling import caption, imagined
    from voice_agent.tools._picture import seen
    from voice_agent.tools.generate_audio import generate_audio

    sight = seen(context, image)
    told = caption(sight)
    heard = imagined(sight)
    models = context.settings.generation.engine != "diffusion"
    if sight.told and models and not read(sight.told).wishes:
        heard = imagined(replace(sight, told=""))  # nothing of the sentence sounds: its class may
    if heard is None:
        raise AgentError(f"{told.rstrip('.')}, so I can't tell what is heard there", _DESCRIBE)
    if models and not read(heard.description).wishes:
        raise AgentError(f"{told.rstrip('.')}, but I know no sound for that", _DESCRIBE)
    made = generate_audio(context, heard.description, duration, seed)
    guess = "" if heard.sure else " I took a guess at the sound."
    data = {**made.data, "description": heard.description, "sure": heard.sure}
    return ToolOutput(text=f"{told}{guess} {made.text}", artifacts=made.artifacts, data=data)
