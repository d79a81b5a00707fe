"""Larger models that look at pictures, for those who have weights: CLIP and BLIP.

CLIP (Radford et al. 2021) compares a picture with sentences: one for each of the classes, so it
stands in for the embedded classifier behind the same protocol (``seeing.Classifier``). BLIP (Li
et al. 2022) writes a sentence of its own, which is told beside what the classifier measures.
Any model of these kinds that the transformers library loads, from a folder or the hub.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.folders import expanded
from voice_agent.pictures.seeing import labels

if TYPE_CHECKING:
    from PIL.Image import Image

_INSTALL = "pip install transformers pillow"
_SENTENCES = ("a photo of {}.", "a picture of {} in its surroundings.")
_AT_ONCE = 100  # sentences
_WORDS = 40  # tokens of a caption at most


class Clip:
    """A CLIP model as a classifier of the same 1000 classes.

        classifier = Clip.load("openai/clip-vit-base-patch32")
        classifier.probabilities([pixels])        # (1, 1000)

    Reading the sentences takes a while; that is done once.
    """

    def __init__(self, model: Any, processor: Any, device: str = "cpu") -> None:
        self._model = model.to(device).eval()
        self._processor = processor
        self._device = device
        self._known: Any = None

    @classmethod
    def load(cls, name: str, *, device: str = "auto") -> Clip:
        """The model in a folder, or of that name on the hub. ``AgentError`` if there is none."""
        transformers, device = _library(device)
        return cls(
            _loaded(transformers.CLIPModel.from_pretrained, name, "CLIP"),
            _loaded(transformers.CLIPProcessor.from_pretrained, name, "CLIP"),
            device,
        )

    def probabilities(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Class probabilities of shape (n, 1000) for RGB pictures of shape (height, width, 3)."""
        import torch

        if self._known is None:
            self._known = self._sentences()
        with torch.inference_mode():
            pixels = self._processor(images=list(pictures), return_tensors="pt").to(self._device)
            seen = _vectors(self._model.get_image_features(**pixels))
            scale = self._model.logit_scale.exp()
            likeness = scale * _unit(seen) @ self._known.T
            found: NDArray[np.float32] = likeness.softmax(dim=1).float().cpu().numpy()
        return found

    def _sentences(self) -> Any:
        """One unit vector for each class: the mean of those of its sentences."""
        import torch

        vectors = []
        with torch.inference_mode():
            for sentence in _SENTENCES:
                texts = [sentence.format(label) for label in labels()]
                parts = [texts[i : i + _AT_ONCE] for i in range(0, len(texts), _AT_ONCE)]
                read = [self._read(part) for part in parts]
                vectors.append(_unit(torch.cat(read)))
            return _unit(torch.stack(vectors).mean(dim=0))

    def _read(self, texts: list[str]) -> Any:
        tokens = self._processor(text=texts, padding=True, truncation=True, return_tensors="pt")
        return _vectors(self._model.get_text_features(**tokens.to(self._device)))


class Blip:
    """A BLIP model that says in a sentence what it sees.

    Blip.load("Salesforce/blip-image-captioning-base").tell(picture)   # "a dog on a beach"
    """

    def __init__(self, model: Any, processor: Any, device: str = "cpu") -> None:
        self._model = model.to(device).eval()
        self._processor = processor
        self._device = device

    @classmethod
    def load(cls, name: str, *, device: str = "auto") -> Blip:
        """The model in a folder, or of that name on the hub. ``AgentError`` if there is none."""
        transformers, device = _library(device)
        return cls(
            _loaded(transformers.BlipForConditionalGeneration.from_pretrained, name, "BLIP"),
            _loaded(transformers.BlipProcessor.from_pretrained, name, "BLIP"),
            device,
        )

    def tell(self, picture: Image, *, check: Callable[[], None] = lambda: None) -> str:
        """A few words on an RGB picture, without a full stop; may be empty.

        ``check`` may raise between two words.
        """
        import torch
        from transformers import StoppingCriteria, StoppingCriteriaList

        class Watch(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                check()
                return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

        check()
        pixels = self._processor(images=picture, return_tensors="pt").to(self._device)
        with torch.inference_mode():
            tokens = self._model.generate(
                **pixels,
                max_new_tokens=_WORDS,
                do_sample=False,
                stopping_criteria=StoppingCriteriaList([Watch()]),
            )
        text = self._processor.batch_decode(tokens, skip_special_tokens=True)[0]
        return " ".join(str(text).split()).rstrip(" .")


def _library(device: str) -> tuple[Any, str]:
    try:
        import torch
        import transformers
    except ImportError as error:
        raise AgentError(
            f"a larger picture model needs the package '{error.name}'", f"run `{_INSTALL}`"
        ) from error
    transformers.utils.logging.disable_progress_bar()
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    return transformers, device


def _loaded(make: Callable[[str], Any], name: str, kind: str) -> Any:
    folder = expanded(name)
    try:
        return make(str(folder) if folder.is_dir() else name)
    except (OSError, ValueError, TypeError, ImportError, RuntimeError) as error:
        raise AgentError(
            f"cannot load the {kind} model '{name}': {str(error).strip().splitlines()[0]}",
            f"name a folder that holds a {kind} model, or one of the hub, or set "
            "pictures.engine to 'efficientnet'",
        ) from error


def _vectors(features: Any) -> Any:
    """Shape (n, width): newer versions of the library give them with what they came from."""
    return getattr(features, "pooler_output", features)


def _unit(vectors: Any) -> Any:
    return vectors / vectors.norm(dim=-1, keepdim=True)
