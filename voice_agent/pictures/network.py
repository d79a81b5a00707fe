"""EfficientNet-Lite0 (Tan and Le 2019, without squeeze-and-excitation): 1000 ImageNet classes.

The network as its weights want it: TensorFlow's "same" padding, ReLU6, batch norms folded into
the convolutions, pixels as ``(value - 127) / 128``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

SIDE = 224  # pixels of what the network looks at
CLASSES = 1000
_EPSILON = 1e-3  # of the batch norms
# First block of each stage that halves the picture.
_STRIDED = frozenset({1, 3, 5, 11})
_BLOCKS = 16

Layer = tuple[Any, Any]  # weight and bias of a convolution


class ImageClassifier:
    """``path``: the weights, a PyTorch state dict."""

    def __init__(self, path: Path) -> None:
        import torch

        weights = torch.load(path, weights_only=True)
        self._stem = _folded(weights, "_conv_stem", "_bn0")
        self._blocks = [_block(weights, f"_blocks.{number}.") for number in range(_BLOCKS)]
        self._head = _folded(weights, "_conv_head", "_bn1")
        self._dense: Layer = (weights["_fc.weight"], weights["_fc.bias"])

    def probabilities(self, pictures: Sequence[NDArray[np.uint8]]) -> F32:
        """Class probabilities of shape (n, 1000) for RGB pictures of shape (224, 224, 3)."""
        import torch
        import torch.nn.functional as nn

        pixels = (np.stack(pictures).astype(np.float32) - 127.0) / 128.0
        with torch.inference_mode():
            x = torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous()
            x = nn.relu6(_convolved(x, self._stem, stride=2))
            for number, block in enumerate(self._blocks):
                x = _inverted_bottleneck(x, block, stride=2 if number in _STRIDED else 1)
            x = nn.relu6(_convolved(x, self._head)).mean(dim=(2, 3))
            found: F32 = nn.linear(x, *self._dense).softmax(dim=1).numpy()
        return found


def _block(weights: dict[str, Any], prefix: str) -> list[Layer]:
    """Expansion (where there is one), depthwise and projecting convolution."""
    names = [("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")]
    return [
        _folded(weights, prefix + convolution, prefix + norm)
        for convolution, norm in names
        if f"{prefix}{convolution}.weight" in weights
    ]


def _folded(weights: dict[str, Any], convolution: str, norm: str) -> Layer:
    """A convolution with the batch norm after it in one."""
    scale = weights[f"{norm}.weight"] / (weights[f"{norm}.running_var"] + _EPSILON).sqrt()
    bias = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
    return weights[f"{convolution}.weight"] * scale[:, None, None, None], bias


def _inverted_bottleneck(x: Any, block: list[Layer], *, stride: int) -> Any:
    import torch.nn.functional as nn

    *expand, depthwise, project = block
    y = x
    for layer in expand:
        y = nn.relu6(_convolved(y, layer))
    y = nn.relu6(_convolved(y, depthwise, stride=stride, groups=y.shape[1]))
    y = _convolved(y, project)
    return x + y if y.shape == x.shape else y


def _convolved(x: Any, layer: Layer, *, stride: int = 1, groups: int = 1) -> Any:
    """A convolution whose padding is as TensorFlow's: the odd pixel goes right and below."""
    import torch.nn.functional as nn

    weight, bias = layer
    sides = []
    for size, kernel in zip(reversed(x.shape[2:]), reversed(weight.shape[2:]), strict=True):
        missing = max(0, (-(-size // stride) - 1) * stride + kernel - size)
        sides += [missing // 2, missing - missing // 2]
    if any(sides):
        x = nn.pad(x, sides)
    return nn.conv2d(x, weight, bias, stride=stride, groups=groups)
