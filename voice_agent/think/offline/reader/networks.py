"""Small networks on what the reader's layers make of a text: which of some classes it is of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NEVER = -1e9


class Networks:
    """The mean of several networks with one hidden layer, for the classes ``names``; in each of
    the ``contexts`` the hidden layer has another bias, and classes may be barred there. Trained by
    training/planner/networks.py."""

    def __init__(self, path: Path, allowed: Callable[[str], Sequence[str]] | None = None) -> None:
        import numpy as np

        with np.load(path) as kept:
            self.names = [str(name) for name in kept["names"]]
            self.contexts = [str(name) for name in kept["contexts"]]
            inner, after, outer, bias = (
                kept[name].astype(np.float32) for name in ("inner", "after", "outer", "bias")
            )
        self._inner: NDArray[np.float32] = inner  # (networks, features, hidden)
        self._after: NDArray[np.float32] = after  # (networks, contexts, hidden)
        self._outer: NDArray[np.float32] = outer  # (networks, hidden, classes)
        bars = [barred(self.names, allowed(c) if allowed else self.names) for c in self.contexts]
        self._bias: NDArray[np.float32] = bias[:, None] + np.array(bars, np.float32)

    def chances(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each class is in each context, shape (contexts, classes); ``features`` has
        the shape (width,)."""
        import numpy as np

        hidden = np.maximum((features @ self._inner)[:, None] + self._after, 0.0)
        logits = hidden @ self._outer + self._bias
        found = np.exp(logits - logits.max(axis=2, keepdims=True))
        mean: NDArray[np.float32] = (found / found.sum(axis=2, keepdims=True)).mean(axis=0)
        return mean


def barred(names: Sequence[str], allowed: Sequence[str]) -> list[float]:
    """What is added to the logits of ``names``, so that only ``allowed`` ones are likely."""
    return [0.0 if name in allowed else _NEVER for name in names]
