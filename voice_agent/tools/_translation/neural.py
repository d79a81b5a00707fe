"""Neural packages on disk: OPUS-MT models and Argos packages, run by CTranslate2.

    opus-mt-en-es/       config.json model.bin source.spm target.spm *vocabulary*
    translate-en_es-1_0/ metadata.json model/model.bin sentencepiece.model

(Junczys-Dowmunt et al. 2018, Tiedemann and Thottingal 2020; Finlay 2021.) Nothing is
downloaded here but by ``engines.model`` for a repository that the settings name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from voice_agent.errors import AgentError

_OPUS_NAME = re.compile(r"opus-mt(?:-tc-big|-tc-base)?-([a-z]{2,3})-([a-z]{2,3})\b")
_END = "</s>"
_BLANK = "▁"
_BATCH = 16  # sentences at once
_LONGEST = 256  # pieces of a sentence


class Neural:
    """One package; it loads at its first sentence. ``name`` is "opus-mt" or "argos"."""

    def __init__(self, name: str, model: Path, source: Path, target: Path) -> None:
        self.name = name
        self._model = model
        self._pieces = (source, target)
        self._loaded: tuple[Any, Any, Any] | None = None
        self._ends = name == "opus-mt" and not _adds_its_end(model)

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One sentence for each; empty ones stay empty."""
        translator, source, target = self._load()
        cut = [[*source.encode(s, out_type=str)[:_LONGEST]] for s in sentences]
        given = [[*pieces, _END] if self._ends else pieces for pieces in cut]
        done = translator.translate_batch(
            given, beam_size=4, max_batch_size=_BATCH, max_decoding_length=2 * _LONGEST
        )
        texts = []
        for pieces, result in zip(cut, done, strict=True):
            made = [piece for piece in result.hypotheses[0] if piece not in (_END, "<pad>")]
            text = target.decode(made).replace(_BLANK, " ")
            texts.append(" ".join(text.split()) if pieces else "")
        return texts

    def _load(self) -> tuple[Any, Any, Any]:
        if self._loaded is None:
            try:
                import ctranslate2
                import sentencepiece
            except ImportError as error:
                raise AgentError(
                    f"neural translation cannot start: {error}", "run: pip install sentencepiece"
                ) from error
            try:
                processors = [
                    sentencepiece.SentencePieceProcessor(model_file=str(path))
                    for path in self._pieces
                ]
                translator = ctranslate2.Translator(str(self._model), compute_type="auto")
            except (RuntimeError, ValueError, OSError) as error:
                raise AgentError(
                    f"cannot load the translation package in '{self._model}': {error}",
                    "install the package again",
                ) from error
            self._loaded = (translator, *processors)
        return self._loaded


def translators(folder: Path) -> dict[tuple[str, str], Neural]:
    """Every package in ``folder``, by the languages that it leads from and to."""
    found: dict[tuple[str, str], Neural] = {}
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        for pair, package in _packages(place):
            found.setdefault(pair, package)
    return found


def _packages(place: Path) -> Iterator[tuple[tuple[str, str], Neural]]:
    if (place / "metadata.json").is_file() and (place / "sentencepiece.model").is_file():
        try:
            facts = json.loads((place / "metadata.json").read_text(encoding="utf-8"))
            pair = (str(facts["from_code"]), str(facts["to_code"]))
        except (ValueError, KeyError):
            return
        pieces = place / "sentencepiece.model"
        yield pair, Neural("argos", place / "model", pieces, pieces)
    named = _OPUS_NAME.search(place.name)
    if named and (place / "model.bin").is_file():
        yield (named[1], named[2]), opus(place)


def opus(place: Path) -> Neural:
    """An OPUS-MT model that was converted for CTranslate2, with its SentencePiece models."""
    source, target = place / "source.spm", place / "target.spm"
    for file in (source, target):
        if not file.is_file():
            raise AgentError(
                f"the translation package '{place.name}' lacks {file.name}",
                "copy source.spm and target.spm of the original model beside model.bin",
            )
    return Neural("opus-mt", place, source, target)


def _adds_its_end(model: Path) -> bool:
    """Whether the converted model puts the end of the sentence there by itself."""
    try:
        facts = json.loads((model / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(facts.get("add_source_eos"))
