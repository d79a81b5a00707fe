"""A genuine, tiny translation package: trained in seconds on a handful of sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece
import torch
from torch import nn

PAIRS = {
    "The house is big.": "Das Haus ist groß.",
    "The house is small.": "Das Haus ist klein.",
    "The dog is big.": "Der Hund ist groß.",
    "The water is cold.": "Das Wasser ist kalt.",
    "Good morning.": "Guten Morgen.",
    "Try again.": "Versuch es noch einmal.",
}
START, END = "<s>", "</s>"
_WIDTH, _LONGEST, _STEPS = 48, 40, 200


def make_opus(folder: Path) -> Path:
    """A package as OPUS-MT's are when converted: two SentencePiece models beside the model."""
    place = folder / "opus-mt-en-de"
    source = _pieces(list(PAIRS), folder / "source")
    target = _pieces(list(PAIRS.values()), folder / "target")
    _save(source, target, place)
    (folder / "source.model").replace(place / "source.spm")
    (folder / "target.model").replace(place / "target.spm")
    return place


def make_argos(folder: Path) -> Path:
    """The same as Argos packs it: one SentencePiece model for both languages."""
    place = folder / "translate-en_de-1_0"
    place.mkdir()
    both = _pieces([*PAIRS, *PAIRS.values()], place / "sentencepiece")
    _save(both, both, place / "model")
    (place / "metadata.json").write_text(json.dumps({"from_code": "en", "to_code": "de"}))
    return place


def _pieces(sentences: list[str], stem: Path) -> Any:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences * 20),
        model_prefix=str(stem),
        vocab_size=70,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_file=f"{stem}.model")


class _Network(nn.Module):
    """A transformer with one layer on either side (Vaswani et al. 2017), norms first."""

    def __init__(self, source: int, target: int) -> None:
        super().__init__()
        self.source = nn.Embedding(source, _WIDTH)
        self.target = nn.Embedding(target, _WIDTH)
        place = torch.arange(_LONGEST)[:, None] / 10000 ** (torch.arange(0, _WIDTH, 2) / _WIDTH)
        self.places = torch.cat([place.sin(), place.cos()], dim=1)
        kind: dict[str, Any] = {"dropout": 0.0, "batch_first": True, "norm_first": True}
        self.encoder = nn.TransformerEncoderLayer(_WIDTH, 2, 2 * _WIDTH, **kind)
        self.decoder = nn.TransformerDecoderLayer(_WIDTH, 2, 2 * _WIDTH, **kind)
        self.norms = nn.ModuleList([nn.LayerNorm(_WIDTH), nn.LayerNorm(_WIDTH)])
        self.out = nn.Linear(_WIDTH, target)

    def forward(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        memory = self.norms[0](self.encoder(self._laid(self.source, source)))
        mask = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        made = self.decoder(self._laid(self.target, target), memory, tgt_mask=mask)
        logits: torch.Tensor = self.out(self.norms[1](made))
        return logits

    def _laid(self, table: nn.Embedding, ids: torch.Tensor) -> torch.Tensor:
        laid: torch.Tensor = table(ids) * _WIDTH**0.5 + self.places[: ids.shape[1]]
        return laid


def _save(source: Any, target: Any, place: Path) -> None:
    """Train on the pairs and write the model as CTranslate2 reads it."""
    vocabularies = [
        [*(spm.id_to_piece(k) for k in range(spm.get_piece_size()))] for spm in (source, target)
    ]
    network = _trained(source, target, vocabularies)
    spec = ctranslate2.specs.TransformerSpec.from_config((1, 1), 2)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.embeddings[0].weight = _array(network.source.weight)
    decoder.embeddings.weight = _array(network.target.weight)
    for side, norm in ((encoder, network.norms[0]), (decoder, network.norms[1])):
        side.position_encodings.encodings = _array(network.places)
        side.scale_embeddings = True
        _norm(side.layer_norm, norm)
    layer, made = encoder.layer[0], network.encoder
    _attention(layer.self_attention, made.self_attn, made.norm1, cross=False)
    _feed_forward(layer.ffn, made, made.norm2)
    layer, made = decoder.layer[0], network.decoder
    _attention(layer.self_attention, made.self_attn, made.norm1, cross=False)
    _attention(layer.attention, made.multihead_attn, made.norm2, cross=True)
    _feed_forward(layer.ffn, made, made.norm3)
    _linear(decoder.projection, network.out.weight, network.out.bias)
    spec.register_source_vocabulary(vocabularies[0])
    spec.register_target_vocabulary(vocabularies[1])
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize()
    place.mkdir(exist_ok=True)
    spec.save(str(place))


def _trained(source: Any, target: Any, vocabularies: list[list[str]]) -> _Network:
    torch.manual_seed(1)
    network = _Network(*(len(words) for words in vocabularies))
    rate = torch.optim.Adam(network.parameters(), 3e-3)
    examples = []
    for english, german in PAIRS.items():
        given = [*source.encode(english), source.eos_id()]
        wanted = [target.bos_id(), *target.encode(german), target.eos_id()]
        examples.append((torch.tensor([given]), torch.tensor([wanted])))
    for _ in range(_STEPS):
        rate.zero_grad()
        for given, wanted in examples:
            logits = network(given, wanted[:, :-1])
            nn.functional.cross_entropy(logits[0], wanted[0, 1:]).backward()
        rate.step()
    return network.eval()


def _array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32)


def _norm(spec: Any, norm: Any) -> None:
    spec.gamma, spec.beta = _array(norm.weight), _array(norm.bias)


def _linear(spec: Any, weight: torch.Tensor, bias: torch.Tensor) -> None:
    spec.weight, spec.bias = _array(weight), _array(bias)


def _attention(spec: Any, attention: Any, norm: Any, *, cross: bool) -> None:
    _norm(spec.layer_norm, norm)
    weight, bias = attention.in_proj_weight, attention.in_proj_bias
    if cross:
        _linear(spec.linear[0], weight[:_WIDTH], bias[:_WIDTH])
        _linear(spec.linear[1], weight[_WIDTH:], bias[_WIDTH:])
    else:
        _linear(spec.linear[0], weight, bias)
    _linear(spec.linear[-1], attention.out_proj.weight, attention.out_proj.bias)


def _feed_forward(spec: Any, layer: Any, norm: Any) -> None:
    _norm(spec.layer_norm, norm)
    _linear(spec.linear_0, layer.linear1.weight, layer.linear1.bias)
    _linear(spec.linear_1, layer.linear2.weight, layer.linear2.bias)
