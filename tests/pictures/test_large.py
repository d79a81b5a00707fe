"""CLIP and BLIP on real models, tiny and with random weights, saved as a hub would serve them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.measure.data.workbench import workbench
from voice_agent.pictures.large import Blip, Clip
from voice_agent.pictures.network import CLASSES
from voice_agent.pictures.opening import opened
from voice_agent.pictures.seeing import look
from voice_agent.pictures.telling import caption, imagined
from voice_agent.settings import PicturesSettings, Settings
from voice_agent.tools._picture import seen

SIZE = {"shortest_edge": 32}
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "dog", "barks", "in", "the", "rain"]


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import (
        CLIPConfig,
        CLIPImageProcessor,
        CLIPModel,
        CLIPProcessor,
        CLIPTokenizer,
    )

    torch.manual_seed(0)
    where = tmp_path_factory.mktemp("clip")
    ends = ["<|startoftext|>", "<|endoftext|>"]
    letters = [
        *"abcdefghijklmnopqrstuvwxyz.'-,",
        *(f"{x}</w>" for x in "abcdefghijklmnopqrstuvwxyz."),
    ]
    vocabulary = {token: place for place, token in enumerate([*letters, *ends, "do", "ca"])}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=[("d", "o"), ("c", "a")])
    tokenizer.model_max_length = 32
    small = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
        "num_attention_heads": 2, "projection_dim": 12,
    }  # fmt: skip
    last = len(tokenizer) - 1
    text = {**small, "vocab_size": len(tokenizer), "max_position_embeddings": 32,
            "eos_token_id": last, "bos_token_id": last - 1}  # fmt: skip
    vision = {**small, "image_size": 32, "patch_size": 8}
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=12))
    model.save_pretrained(where)
    crop = {"height": 32, "width": 32}
    CLIPProcessor(CLIPImageProcessor(size=SIZE, crop_size=crop), tokenizer).save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def blip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import (
        BertTokenizer,
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessor,
        BlipProcessor,
    )

    torch.manual_seed(0)
    where = tmp_path_factory.mktemp("blip")
    tokenizer = BertTokenizer(vocab={word: place for place, word in enumerate(WORDS)})
    text = {
        "vocab_size": len(WORDS), "hidden_size": 16, "encoder_hidden_size": 16,
        "intermediate_size": 16, "projection_dim": 12, "num_hidden_layers": 1,
        "num_attention_heads": 2, "max_position_embeddings": 64, "bos_token_id": 2,
        "eos_token_id": 3, "sep_token_id": 3, "pad_token_id": 0,
    }  # fmt: skip
    vision = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
              "num_attention_heads": 2, "image_size": 32, "patch_size": 8}  # fmt: skip
    config = BlipConfig(text_config=text, vision_config=vision, projection_dim=12)
    model = BlipForConditionalGeneration(config)
    with torch.no_grad():
        model.text_decoder.get_output_embeddings().bias[WORDS.index("dog")] += 3.0
    model.save_pretrained(where)
    edges = {"height": 32, "width": 32}
    BlipProcessor(BlipImageProcessor(size=edges), tokenizer).save_pretrained(where)
    return where


def test_clip_stands_in_for_the_classifier(clip_folder: Path, cat: Path) -> None:
    classifier = Clip.load(str(clip_folder), device="cpu")
    sight = look(opened(cat).image, classifier)
    assert len(sight.kinds) > 50
    assert sum(probability for _, probability in sight.families) == pytest.approx(1.0, abs=1e-3)
    assert caption(sight).endswith(".")
    pictures = [np.full((40, 60, 3), value, np.uint8) for value in (0, 255)]
    found = classifier.probabilities(pictures)
    assert found.shape == (2, CLASSES)
    assert found.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert not np.allclose(found[0], found[1])


def test_blip_tells_in_its_own_words(blip_folder: Path, cat: Path) -> None:
    teller = Blip.load(str(blip_folder), device="cpu")
    picture = opened(cat).image
    told = teller.tell(picture)
    assert told == teller.tell(picture)
    assert "dog" in told
    assert set(told.split()) <= {word.lower() for word in WORDS}


def test_it_stops_between_two_words(blip_folder: Path, cat: Path) -> None:
    teller, cancel = Blip.load(str(blip_folder), device="cpu"), Cancel()
    looks = 0

    def check() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            cancel.set()
        cancel.check()

    with pytest.raises(Cancelled):
        teller.tell(opened(cat).image, check=check)
    assert looks == 3


def test_what_is_told_is_what_is_seen_and_heard(clip_folder: Path, cat: Path) -> None:
    seen = look(opened(cat).image, Clip.load(str(clip_folder), device="cpu"))
    sight = replace(seen, told="a dog in the rain")
    assert caption(sight) == "I see a dog in the rain."
    heard = imagined(sight)
    assert heard is not None
    assert heard.description == "a dog in the rain"


@pytest.mark.parametrize("kind", [Clip, Blip])
def test_a_missing_model_is_explained(kind: type[Clip] | type[Blip], tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="cannot load the") as caught:
        kind.load(str(tmp_path))
    assert "pictures.engine" in (caught.value.remedy or "")


def test_the_settings_choose_what_looks(
    clip_folder: Path, blip_folder: Path, cat: Path, tmp_path: Path
) -> None:
    for engine, folder in (("clip", clip_folder), ("blip", blip_folder)):
        (tmp_path / engine).mkdir()
        chosen = PicturesSettings(engine, str(folder), "cpu")  # type: ignore[arg-type]
        context = workbench(replace(Settings(), pictures=chosen), tmp_path / engine)
        sight = seen(context, context.files.attach(cat)[-1].path)  # type: ignore[attr-defined]
        assert bool(sight.told) == (engine == "blip")
        surely = sight.kinds[0].probability > 0.8 and sight.kinds[0].kind.name == "a cat"
        assert surely == (engine == "blip")  # beside BLIP the embedded network classifies
