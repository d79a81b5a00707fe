"""Turns a checkpoint into the int8 ONNX model that is served, and checks it against torch.

python training/planner/export.py runs/reader/checkpoint.pt --encoder DIRECTORY
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from generate import Generator  # noqa: E402
from grammar import PHRASES  # noqa: E402
from model import Reader  # noqa: E402

from voice_agent.measure.plans.neighbours import SentenceEncoder  # noqa: E402
from voice_agent.onnx_values import exposing  # noqa: E402
from voice_agent.think.offline.phrases.spelling import Spelling  # noqa: E402
from voice_agent.think.offline.reader.encoding import (  # noqa: E402
    RARE,
    TAGS,
    TASKS,
    TOKENIZER,
    VOCABULARY,
    WEIGHTS,
    load_tokenizer,
    pieces_of,
)

# Values of the graph: what each layer but the first makes of the word pieces.
HIDDEN = [f"/encoder/layers.{n}/norm/LayerNormalization_output_0" for n in range(1, 6)]


def export(checkpoint: Path, tokenizer: Path, directory: Path) -> None:
    """Write weights and tokenizer to ``directory``."""
    import onnx  # noqa: F401  (the exporter needs it; say so early)
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = Reader(len(TASKS), len(TAGS))
    model.load_state_dict(torch.load(checkpoint, weights_only=True)["model"])
    model.eval()
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "reader.onnx"
        ids = torch.randint(1000, 20000, (1, 12))
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["ids", "mask"],
            output_names=["task", "tag", "flags"],
            dynamic_axes={name: {0: "batch", 1: "time"} for name in ("ids", "mask")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            directory / WEIGHTS,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=_delicate(full),
        )
        with (directory / WEIGHTS).open("ab") as weights:
            weights.write(exposing(HIDDEN))  # what topics are known by
        _compare(model, full, directory / WEIGHTS, tokenizer)
    shutil.copyfile(tokenizer, directory / TOKENIZER)


def _delicate(full: Path) -> list[str]:
    """Matrix products kept in float32: the narrow one of each layer has outliers in its input,
    which cost int8 about a label in a hundred, and the heads are tiny."""
    import onnx

    names = [node.name for node in onnx.load(full).graph.node if node.op_type == "MatMul"]
    return [name for name in names if "narrow" in name or "layers" not in name]


def write_examples(path: Path, corpus: Path | None, encoder: Path, count: int) -> None:
    """Requests with their tasks, for the nearest-neighbour baseline of the evaluation, and
    beside them their vectors by the untuned encoder."""
    sentences = SentenceEncoder(encoder)
    generator, chance = Generator(corpus), random.Random(7)
    lines, vectors = [], []
    for _ in range(count):
        made = generator.request(chance)
        tasks = [task for task, first in made.clauses if first]
        tasks += [task for task, first in made.clauses if not first]
        vectors.append(sentences.embed(made.text).astype(np.float16))
        lines.append(json.dumps({"text": made.text, "tasks": tasks}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    np.save(path.with_suffix(".npy"), np.stack(vectors))


def write_words(path: Path) -> None:
    """The words of the phrases, the most frequent first: what typing errors are mended to."""
    counts: Counter[str] = Counter()
    for phrases in PHRASES.glob("*.txt"):
        if phrases.name == "homophones.txt":
            continue
        for line in phrases.read_text("utf-8").splitlines():
            plain = re.sub(r"<\w+>|^[@#].*|^\w+: ", " ", line)
            counts.update(re.findall(r"(?<![\w'])[a-z]{3,}(?![\w'])", plain))
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    path.write_text("\n".join(ordered) + "\n", "utf-8")


def write_rare(path: Path, words: Path, tokenizer: Path) -> None:
    """English words that no phrase holds and that would be taken for a typing error: those of
    the lexicon of hibari's voice (Apache-2.0) that ``Spelling`` would change."""
    import hibari

    lexicon = Path(hibari.__file__).parent / "assets" / "lexicon_us_gold.json.gz"
    known = load_tokenizer(str(tokenizer)).get_vocab()
    spelling = Spelling(known, words.read_text("utf-8").split())
    english = {word.lower() for word in json.loads(gzip.decompress(lexicon.read_bytes()))}
    rare = sorted(word for word in english if spelling.right(word) != word)
    path.write_text("\n".join(rare) + "\n", "utf-8")


def _compare(model: Reader, full: Path, small: Path, tokenizer_path: Path) -> None:
    """How often the int8 model labels a word as torch does, on generated requests."""
    import onnxruntime

    tokenizer = load_tokenizer(str(tokenizer_path))
    sessions = [onnxruntime.InferenceSession(str(path)) for path in (full, small)]
    generator, chance = Generator(), random.Random(99)
    same = np.zeros((2, 3))
    words = 0
    for _ in range(150):
        ids, first = pieces_of(tokenizer, generator.request(chance).words)
        row = np.asarray([ids], np.int64)
        with torch.no_grad():
            truth = [o[0].numpy() for o in model(torch.tensor(row), torch.ones(row.shape))]
        words += len(first)
        for place, session in enumerate(sessions):
            outputs = session.run(None, {"ids": row, "mask": np.ones_like(row)})[:3]
            for kind, (ours, theirs) in enumerate(zip(outputs, truth, strict=True)):
                a, b = ours[0][first], theirs[first]
                equal = (a > 0) == (b > 0) if kind == 2 else a.argmax(1) == b.argmax(1)
                same[place, kind] += equal.mean(axis=-1).sum() if kind == 2 else equal.sum()
    for name, row in zip(("float", "int8"), same / words, strict=True):
        print(f"{name}: same task {row[0]:.4f}, tag {row[1]:.4f}, flags {row[2]:.4f}")
    print(f"{small}: {small.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="holds tokenizer.json")
    parser.add_argument("--corpus", type=Path, help="the sentences that training used")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "planner")
    arguments = parser.parse_args()
    tokenizer = arguments.encoder / "tokenizer.json"
    write_words(arguments.out / VOCABULARY)
    write_rare(arguments.out / RARE, arguments.out / VOCABULARY, tokenizer)
    export(arguments.checkpoint, tokenizer, arguments.out)
    write_examples(arguments.out / "examples.jsonl", arguments.corpus, arguments.encoder, 1200)


if __name__ == "__main__":
    main()
