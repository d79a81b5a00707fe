"""Text-to-audio with a latent diffusion model, for those who have weights and patience.

Any text-to-audio pipeline of the diffusers library: Stable Audio Open (Evans et al. 2024), AudioLDM
2 (Liu et al. 2023), MusicLDM. They differ in how a length is asked for and where the sampling rate
stands; both are read from the pipeline, not from its name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.folders import expanded
from voice_agent.foley.sound import RATE

_WORSE = "low quality, distorted, music"  # what the sound is steered away from
_INSTALL = "pip install diffusers transformers torchsde"


class Diffusion:
    """A loaded pipeline.

        maker = Diffusion.load("stabilityai/stable-audio-open-1.0", steps=100)
        samples = maker.make("a dog barking in the rain", 10.0, seed=7)    # (frames, 2), 44.1 kHz

    One call at a time: a pipeline keeps state while it samples.
    """

    def __init__(self, pipeline: Any, *, steps: int = 100, guidance: float = 0.0) -> None:
        self._pipeline = pipeline
        self._steps = steps
        self._guidance = guidance
        self._accepts = set(inspect.signature(pipeline.__call__).parameters)
        pipeline.set_progress_bar_config(disable=True)

    @classmethod
    def load(
        cls, name: str, *, steps: int = 100, guidance: float = 0.0, device: str = "auto"
    ) -> Diffusion:
        """The pipeline in a folder, or of that name on the hub. ``AgentError`` if there is none.

        ``guidance`` 0 means the pipeline's own. On a GPU half precision is used.
        """
        try:
            import torch
            from diffusers import DiffusionPipeline
        except ImportError as error:
            raise AgentError(
                f"a diffusion model needs the package '{error.name}'", f"run `{_INSTALL}`"
            ) from error
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        precision = torch.float16 if device.startswith("cuda") else torch.float32
        folder = expanded(name)
        try:
            pipeline = DiffusionPipeline.from_pretrained(
                str(folder) if folder.is_dir() else name, torch_dtype=precision
            )
        except (OSError, ValueError) as error:
            raise AgentError(
                f"cannot load the diffusion model '{name}': {str(error).splitlines()[0]}",
                "name a folder that holds a diffusers pipeline, or a model of the hub",
            ) from error
        return cls(pipeline.to(device), steps=steps, guidance=guidance)

    @property
    def rate(self) -> int:
        """The sampling rate of what the pipeline makes, in Hz."""
        pipeline = self._pipeline
        if getattr(pipeline, "vocoder", None) is not None:
            return int(pipeline.vocoder.config.sampling_rate)
        return int(pipeline.vae.config.sampling_rate)

    @property
    def longest(self) -> float:
        """Seconds that it can make at once; infinity where the pipeline sets no bound."""
        pipeline = self._pipeline
        if "audio_end_in_s" not in self._accepts:
            return float("inf")
        size = pipeline.transformer.config.sample_size * pipeline.vae.hop_length
        return float(size / self.rate)

    def make(
        self,
        description: str,
        seconds: float,
        seed: int,
        *,
        check: Callable[[], None] = lambda: None,
        progress: Callable[[float], None] = lambda share: None,
    ) -> NDArray[np.float32]:
        """Stereo samples at 44.1 kHz, shape (frames, 2), mastered like every other scene.

        ``check`` may raise between two steps of the sampler; ``progress`` is told the share done.
        """
        import soxr
        import torch

        from voice_agent.sound.mastering import mastered

        if seconds > self.longest:
            raise AgentError(
                f"the diffusion model makes at most {self.longest:.0f} seconds at once",
                "ask for a shorter sound, or set generation.engine to 'models'",
            )

        def step(index: int, *_: Any) -> None:
            check()
            progress((index + 1) / self._steps)

        device = self._pipeline.device
        arguments: dict[str, Any] = {
            "prompt": description,
            "negative_prompt": _WORSE,
            "num_inference_steps": self._steps,
            "generator": torch.Generator(device).manual_seed(seed),
            "callback": step,
            "callback_steps": 1,
        }
        length = "audio_end_in_s" if "audio_end_in_s" in self._accepts else "audio_length_in_s"
        arguments[length] = seconds
        if self._guidance > 0:
            arguments["guidance_scale"] = self._guidance
        check()
        made = self._pipeline(**arguments).audios[0]
        samples = torch.as_tensor(made).detach().float().cpu().numpy()
        samples = np.atleast_2d(samples)[:2].T  # (frames, channels)
        if not np.isfinite(samples).all():
            raise AgentError("the diffusion model gave no sound", "try again with another seed")
        samples = np.repeat(samples, 2, axis=1) if samples.shape[1] == 1 else samples
        wide = soxr.resample(samples.astype(np.float32), self.rate, RATE)
        return mastered(_ends(_fitted(wide, round(seconds * RATE))))


def _fitted(samples: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Cut or filled up with silence: pipelines round to their own frames."""
    return np.pad(samples[:length], ((0, max(0, length - len(samples))), (0, 0)))


def _ends(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    from voice_agent.foley.blocks.envelopes import faded

    return np.stack([faded(channel, 0.004, 0.03) for channel in samples.T], axis=1)
