"""The diffusion adapter on a real pipeline, tiny and with random weights."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.foley.diffusion import Diffusion
from voice_agent.foley.sound import RATE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Stable Audio pipeline of a few thousand weights, saved as a hub would serve it."""
    import torch
    from diffusers import (
        AutoencoderOobleck,
        CosineDPMSolverMultistepScheduler,
        StableAudioDiTModel,
        StableAudioPipeline,
        StableAudioProjectionModel,
    )
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5EncoderModel

    torch.manual_seed(0)
    names = ["<pad>", "<unk>", "</s>", "rain", "dog"]
    words = Tokenizer(models.WordLevel({n: i for i, n in enumerate(names)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    pipeline = StableAudioPipeline(
        tokenizer=PreTrainedTokenizerFast(
            tokenizer_object=words, pad_token="<pad>", unk_token="<unk>", eos_token="</s>",
            model_max_length=16,
        ),
        text_encoder=T5EncoderModel(
            T5Config(vocab_size=8, d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2)
        ),
        projection_model=StableAudioProjectionModel(
            text_encoder_dim=8, conditioning_dim=8, min_value=0, max_value=32
        ),
        transformer=StableAudioDiTModel(
            sample_size=512, in_channels=4, out_channels=4, num_layers=2, attention_head_dim=8,
            num_attention_heads=2, num_key_value_attention_heads=1, cross_attention_dim=8,
            cross_attention_input_dim=8, time_proj_dim=8, global_states_input_dim=16,
        ),
        vae=AutoencoderOobleck(
            encoder_hidden_size=8, downsampling_ratios=[4, 4], channel_multiples=[1, 2],
            decoder_channels=8, decoder_input_channels=4, audio_channels=2, sampling_rate=8000,
        ),
        scheduler=CosineDPMSolverMultistepScheduler(
            solver_order=2, prediction_type="v_prediction", sigma_data=1.0,
            sigma_schedule="exponential",
        ),
    )  # fmt: skip
    where = tmp_path_factory.mktemp("diffusion")
    pipeline.save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def maker(folder: Path) -> Diffusion:
    return Diffusion.load(str(folder), steps=3, device="cpu")


@pytest.fixture(autouse=True)
def quiet() -> None:
    warnings.filterwarnings("ignore", module="torchsde")  # of its interval's rounding


def test_it_knows_its_rate_and_its_longest_sound(maker: Diffusion) -> None:
    assert maker.rate == 8000
    assert maker.longest == pytest.approx(512 * 16 / 8000)


def test_it_samples_at_the_length_and_rate_that_is_asked_for(maker: Diffusion) -> None:
    shares: list[float] = []
    samples = maker.make("rain", 0.7, 1, progress=shares.append)
    assert samples.shape == (round(0.7 * RATE), 2)
    assert np.isfinite(samples).all() and np.abs(samples).max() > 0
    assert shares == pytest.approx([1 / 3, 2 / 3, 1.0])


def test_the_seed_decides(maker: Diffusion) -> None:
    first, again, other = (maker.make("dog", 0.3, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_it_stops_between_two_steps(maker: Diffusion) -> None:
    cancel = Cancel()
    with pytest.raises(Cancelled):
        maker.make("rain", 0.5, 1, check=cancel.check, progress=lambda share: cancel.set())


def test_too_long_and_missing_are_explained(maker: Diffusion, tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="at most 1 seconds"):
        maker.make("rain", 5.0, 1)
    with pytest.raises(AgentError, match="cannot load the diffusion model"):
        Diffusion.load(str(tmp_path))
