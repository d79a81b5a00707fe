"""What the trained model reads and writes: words in, labels out. Training uses it too.

A request becomes words; each word gets the task of its clause, whether it begins a clause,
whether its clause comes "first", and the role it plays (B-role, I-role or none).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice_agent.think.file_names import FILE_NAME, IMAGE_NAME
from voice_agent.think.offline.reading import ACTS, ROLES, TOOLS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASKS = TOOLS + ACTS
TAGS = ("", *(f"{letter}-{role}" for role in ROLES for letter in "BI"))
WEIGHTS, TOKENIZER = "reader.int8.onnx", "tokenizer.json"  # files of models/planner
VOCABULARY = "words.txt"  # the words of the training phrases, the most frequent first
RARE = "rare.txt"
HIDDEN = "[MASK]"  # stands for a word that training leaves out
LENGTH = 96  # word pieces of a request that the model looks at

# Roles that make sense for a task; the others are never read into it.
_FREE = frozenset(ROLES)
_FILE = frozenset({"file"})
_ROLES_OF = {
    "transcribe_speech": {"file", "language"},
    "translate_speech": {"file", "language", "aloud"},
    "transfer_style": {"voice", "text", "file"},
    "binauralize": {"file", "azimuth", "elevation", "motion"},
    "inpaint_audio": {"file", "start", "end"},
    "extract_sound": {"file", "description"},
    "detect_target_sound": {"file", "description"},
    "synthesize_talking_head": {"file", "portrait"},
    "synthesize_speech": {"text", "speed", "pitch", "energy"},
    "generate_audio": {"description", "duration"},
    "compose_music": {"description", "duration"},
    "sing": {"text", "notes", "durations"},
    "record_audio": {"duration"},
    "redo": _FREE,
    "answer": _FREE,
    "slower": {"speed"},
    "faster": {"speed"},
    "louder": {"energy"},
    "quieter": {"energy"},
}

_WORD = re.compile(
    FILE_NAME.pattern + r"|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_+|\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """One word with its place in the request, in characters."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words, numbers, file names and signs of a request."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


# Something said word for word: "…", “…”, «…» or '…' that stands apart from the words around.
_QUOTED = re.compile(
    r"(?<!\w)(?:\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|‘([^’]+(?:’\w[^’]*)*)’|'([^']+(?:'\w[^']*)*)')(?!\w)"
)


def quoted(text: str) -> list[tuple[int, int]]:
    """Where the words in quotation marks stand in ``text``, without the marks."""
    found = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]
    return [(start, end) for start, end in found if re.search(r"\w", text[start:end])]


def quotation_of(words: str) -> str:
    """``words`` in quotation marks that do not occur in them."""
    pair = next((pair for pair in _MARKS if not set(pair) & set(words)), _MARKS[0])
    return f"{pair[0]}{words}{pair[1]}"


_MARKS = ("“”", "«»", '""')


def normal(word: str) -> str:
    """A word as the model sees it: lower case, and every file name is the word for its kind."""
    if FILE_NAME.fullmatch(word):
        return "imagename" if IMAGE_NAME.search(word) else "filename"
    return word if word == HIDDEN else word.lower().replace("’", "'")


def roles_of(task: str) -> frozenset[str]:
    """The roles that words of a clause with this task may play."""
    if task in _ROLES_OF:
        return frozenset(_ROLES_OF[task])
    return _FILE if task in TOOLS else frozenset()


def load_tokenizer(path: str) -> Any:
    """The word-piece tokenizer of the encoder, cutting at ``LENGTH`` pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH)
    return tokenizer


def pieces_of(tokenizer: Any, words: Sequence[str]) -> tuple[list[int], list[int]]:
    """Word-piece ids, and for each word that fits the index of its first piece."""
    encoded = tokenizer.encode([normal(word) for word in words], is_pretokenized=True)
    first: dict[int, int] = {}
    for index, word in enumerate(encoded.word_ids):
        if word is not None:
            first.setdefault(word, index)
    return encoded.ids, [first[word] for word in sorted(first)]


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities over the last axis."""
    import numpy as np

    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log probabilities over the last axis."""
    import numpy as np

    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)
