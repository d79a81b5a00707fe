"""Sounds from a description: synthesised by a library of sound models, or by a diffusion model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from voice_agent.errors import AgentError
from voice_agent.tools._nearest import nearest_phrase
from voice_agent.tools.context import ToolContext, ToolOutput, between
from voice_agent.units import Audio

if TYPE_CHECKING:
    from voice_agent.foley.scene import Scene
    from voice_agent.foley.sound import Samples

FAMILY = "text-to-audio"
MODELS = ("sound-words",)
OUTPUTS = ("audio",)
BACKEND = "sound models"


def generate_audio(
    context: ToolContext,
    description: str,
    duration: Annotated[float, between(0.5, 300.0)] = 10.0,
    seed: Annotated[int | None, between(0, 2**31 - 1)] = None,
) -> ToolOutput:
    """Make a described sound or a whole scene of sounds: rain on leaves, a dog barking twice and
    then a door, footsteps on gravel in the distance; never the same twice.

    Not for: music with melody and form (compose_music), speech (synthesize_speech), singing
    (sing), the sound of a picture (generate_audio_from_image).

    Arguments:
        description: what should be heard, in English: sounds, how many, near or far, behind a
            window or next door, loud or soft, in which order, in which room
        duration: length in seconds
        seed: the same number makes the same sound again; leave it out for a new one
    """
    seed = _fresh_seed() if seed is None else seed
    if context.settings.generation.engine == "diffusion":
        return _diffused(context, description, duration, seed)
    return _modelled(context, description, duration, seed)


def _modelled(context: ToolContext, description: str, seconds: float, seed: int) -> ToolOutput:
    """By the library of sound models."""
    from voice_agent.foley import reading, scene
    from voice_agent.foley.sound import RATE
    from voice_agent.foley.telling import tell

    context.progress(None, "reading the description")
    wanted = reading.read(description, nearest_phrase(context))
    if not wanted.wishes:
        raise AgentError(
            f"I know no sound for '{_shortened(description)}'",
            "describe it by what makes the sound, for example rain, a dog, footsteps or a siren",
        )
    made = scene.build(
        wanted,
        seconds,
        seed,
        speak=lambda text: _spoken(context, text),
        check=context.cancel.check,
        progress=lambda share: context.progress(share, "making the sound"),
    )
    context.cancel.check()
    artifact = context.save_audio(Audio(made.samples, RATE), f"sound: {_shortened(description)}")
    return ToolOutput(
        text=tell(wanted, made.events, seconds),
        artifacts=(artifact,),
        data={"events": _listed(made), "seed": seed},
    )


def _diffused(context: ToolContext, description: str, seconds: float, seed: int) -> ToolOutput:
    """By a latent diffusion model; it cannot tell what it placed where."""
    from voice_agent.foley.diffusion import Diffusion
    from voice_agent.foley.sound import RATE
    from voice_agent.foley.telling import amount

    wanted = context.settings.generation
    context.progress(None, "loading the diffusion model")
    maker: Diffusion = context.engines.shared(
        f"diffusion {wanted}",
        lambda: Diffusion.load(
            wanted.model, steps=wanted.steps, guidance=wanted.guidance, device=wanted.device
        ),
    )
    samples = maker.make(
        description,
        seconds,
        seed,
        check=context.cancel.check,
        progress=lambda share: context.progress(share, "making the sound"),
    )
    artifact = context.save_audio(Audio(samples, RATE), f"sound: {_shortened(description)}")
    events = [{"label": _shortened(description), "start": 0.0, "end": round(seconds, 2)}]
    return ToolOutput(
        text=f"Here you have {amount(seconds)} of {_shortened(description)}.",
        artifacts=(artifact,),
        data={"events": events, "seed": seed},
    )


def _listed(scene: Scene) -> list[dict[str, str | float]]:
    return [
        {
            "label": event.wish.sound.heard_as[0],
            "sound": event.wish.sound.name,
            "start": round(event.start, 2),
            "end": round(event.end, 2),
        }
        for event in scene.events
    ]


def _fresh_seed() -> int:
    import secrets

    return secrets.randbelow(2**31)


def _spoken(context: ToolContext, text: str) -> Samples:
    """One of the assistant's voices saying ``text``, at the rate of the sound models."""
    import numpy as np
    import soxr

    from voice_agent.foley.sound import RATE

    voice = context.engines.voice()
    chunks = [chunk.audio.mono() for chunk in voice.speak(text)]
    return soxr.resample(np.concatenate(chunks), voice.rate, RATE)


def _shortened(text: str, most: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
