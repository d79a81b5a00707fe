"""Faces and five landmarks by MTCNN (Zhang et al. 2016): three small nets, coarse to fine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

_LONGEST = 720  # pixels of the picture's longer side that is searched
_SMALLEST = 24  # pixels of the smallest face in it
_CELL = 12  # pixels that the first net looks at
_THRESHOLDS = (0.6, 0.7, 0.7)
_PYRAMID = 0.709
_MOST = 256  # candidates that the second net judges


@dataclass(frozen=True, eq=False)
class FoundFace:
    """A face: its box (left, top, right, bottom), score, and five points of shape (5, 2).

    The points are the eye on the left of the picture, the one on the right, the nose, and the
    corners of the mouth, left and right; everything in pixels of the picture.
    """

    box: tuple[float, float, float, float]
    score: float
    points: F32

    @property
    def area(self) -> float:
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)


class FaceFinder:
    """``directory`` holds the weights of the three nets."""

    def __init__(self, directory: Path) -> None:
        import torch

        self._nets: list[dict[str, Any]] = [
            torch.load(directory / f"mtcnn_{name}net.pt", weights_only=True) for name in "pro"
        ]

    def find(self, image: NDArray[np.uint8]) -> list[FoundFace]:
        """Faces in a picture of shape (height, width, 3), the largest first."""
        import torch
        from PIL import Image

        picture = Image.fromarray(image)
        scale = min(1.0, _LONGEST / max(picture.size))
        size = (max(_CELL, round(picture.width * scale)), max(_CELL, round(picture.height * scale)))
        small = picture.resize(size, Image.Resampling.BOX)
        ratio = np.array([picture.width / size[0], picture.height / size[1]], np.float32)
        with torch.inference_mode():
            boxes = self._propose(small)
            boxes, _ = self._refine(small, boxes, net=1)
            boxes, points = self._refine(small, boxes, net=2)
        found = [
            FoundFace(_tuple(box[:4] * np.tile(ratio, 2)), float(box[4]), marks * ratio)
            for box, marks in zip(boxes, points, strict=True)
        ]
        return sorted(found, key=lambda face: -face.area)

    def _propose(self, picture: Any) -> F32:
        """Candidate boxes of shape (n, 5) with their scores, from a pyramid of pictures."""
        found = []
        scale = _CELL / _SMALLEST
        while min(picture.size) * scale >= _CELL:
            size = tuple(int(np.ceil(side * scale)) for side in picture.size)
            score, shift = _proposal_net(self._nets[0], _tensor(picture, size))
            rows, columns = np.nonzero(score > _THRESHOLDS[0])
            corner = np.stack([columns, rows], axis=1) * 2.0
            box = np.concatenate([corner + 1.0, corner + 1.0 + _CELL], axis=1) / scale
            box += shift[:, rows, columns].T * (_CELL / scale)
            both = np.concatenate([box, score[rows, columns][:, None]], axis=1)
            found.append(both[_distinct(both, 0.5)])
            scale *= _PYRAMID
        boxes = np.concatenate(found) if found else np.zeros((0, 5))
        return boxes[_distinct(boxes, 0.7)][:_MOST].astype(np.float32)

    def _refine(self, picture: Any, boxes: F32, *, net: int) -> tuple[F32, F32]:
        """Better boxes from the second net; from the third also the points."""
        if not len(boxes):
            return boxes, np.zeros((0, 5, 2), np.float32)
        import torch

        side = (0, 24, 48)[net]
        square = _squares(boxes)
        parts = [_tensor(picture.crop(_tuple(box)), (side, side)) for box in square.round()]
        score, shift, points = _judge(self._nets[net], torch.cat(parts), last=net == 2)
        good = np.flatnonzero(score > _THRESHOLDS[net])
        square, shift = square[good], shift[good]
        length = square[:, 2:] - square[:, :2]
        better = square + shift * np.tile(length, 2)
        marks = (
            square[:, None, :2]
            + points[good].reshape(-1, 2, 5).transpose(0, 2, 1) * length[:, None]
        )
        both = np.concatenate([better, score[good][:, None]], axis=1).astype(np.float32)
        kept = _distinct(both, 0.7, smaller=net == 2)
        return both[kept], marks[kept].astype(np.float32)


def _tensor(picture: Any, size: tuple[int, ...]) -> Any:
    """A picture as the nets were trained: (1, 3, height, width), about -1 to 1."""
    import torch
    from PIL import Image

    pixels = np.asarray(picture.resize(size, Image.Resampling.BILINEAR), np.float32)
    return torch.from_numpy((pixels - 127.5) / 128.0).permute(2, 0, 1)[None].contiguous()


def _proposal_net(weights: dict[str, Any], picture: Any) -> tuple[F32, F32]:
    """Scores (rows, columns) and shifts (4, rows, columns) for cells two pixels apart."""
    import torch.nn.functional as nn

    x = _layer(weights, picture, 1)
    x = nn.max_pool2d(x, 2, 2, ceil_mode=True)
    x = _layer(weights, _layer(weights, x, 2), 3)
    score = nn.conv2d(x, weights["conv4_1.weight"], weights["conv4_1.bias"]).softmax(dim=1)
    shift = nn.conv2d(x, weights["conv4_2.weight"], weights["conv4_2.bias"])
    return score[0, 1].numpy(), shift[0].numpy()


def _judge(weights: dict[str, Any], pictures: Any, *, last: bool) -> tuple[F32, F32, F32]:
    """Scores (n,), shifts (n, 4) and, from the last net, points (n, 10)."""
    import torch.nn.functional as nn

    x = nn.max_pool2d(_layer(weights, pictures, 1), 3, 2, ceil_mode=True)
    x = nn.max_pool2d(_layer(weights, x, 2), 3, 2, ceil_mode=True)
    x = _layer(weights, x, 3)
    if last:
        x = _layer(weights, nn.max_pool2d(x, 2, 2, ceil_mode=True), 4)
    # The weights come from a framework whose maps run column by column.
    x = x.transpose(2, 3).flatten(1)
    dense = 5 if last else 4
    name = f"features.conv{dense}"
    x = nn.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])
    x = nn.prelu(x, weights[f"features.prelu{dense}.weight"])
    heads = [
        nn.linear(x, weights[f"conv{dense + 1}_{k}.weight"], weights[f"conv{dense + 1}_{k}.bias"])
        for k in ((1, 2, 3) if last else (1, 2))
    ]
    points = heads[2].numpy() if last else np.zeros((len(x), 10), np.float32)
    return heads[0].softmax(dim=1)[:, 1].numpy(), heads[1].numpy(), points


def _layer(weights: dict[str, Any], x: Any, number: int) -> Any:
    import torch.nn.functional as nn

    name = f"features.conv{number}"
    x = nn.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"])
    return nn.prelu(x, weights[f"features.prelu{number}.weight"])


def _squares(boxes: F32) -> F32:
    """Boxes widened to squares around their middles."""
    middle = (boxes[:, :2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, :2]).max(axis=1, keepdims=True) / 2
    return np.concatenate([middle - half, middle + half], axis=1)


def _distinct(boxes: NDArray[np.floating[Any]], overlap: float, *, smaller: bool = False
              ) -> list[int]:  # fmt: skip
    """Boxes that no better one covers by more than ``overlap``, the best first; measured
    against their union or the smaller of the two."""
    left, top, right, bottom, score = boxes.T
    area = (right - left) * (bottom - top)
    waiting = list(np.argsort(-score))
    kept: list[int] = []
    while waiting:
        best, rest = waiting[0], np.array(waiting[1:], dtype=int)
        kept.append(int(best))
        width = np.minimum(right[best], right[rest]) - np.maximum(left[best], left[rest])
        height = np.minimum(bottom[best], bottom[rest]) - np.maximum(top[best], top[rest])
        common = np.maximum(width, 0.0) * np.maximum(height, 0.0)
        whole = np.minimum(area[best], area[rest]) if smaller else area[best] + area[rest] - common
        waiting = [int(i) for i in rest[common <= overlap * whole]]
    return kept


def _tuple(box: NDArray[np.floating[Any]]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(v) for v in box)
    return left, top, right, bottom
