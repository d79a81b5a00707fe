"""WAV data as it comes from a pipe or a server, whose header may not know its length."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def parse_wave(data: bytes) -> tuple[NDArray[np.float32], int]:
    """Mono samples in [-1, 1] and their rate, from 16-bit PCM or 32-bit float WAV.

    A data length that is too large (as writers of streams put it) means: to the end.
    Channels are averaged. ``ValueError`` for anything else.
    """
    import numpy as np

    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("this is not WAV data")
    place, form = 12, None
    while place + 8 <= len(data):
        kind, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        body = place + 8
        if kind == b"fmt " and size >= 16:
            form = struct.unpack_from("<HHIIHH", data, body)
        if kind == b"data" and form is not None:
            code, channels, rate, _, _, bits = form
            if bits not in (16, 32) or channels < 1 or rate < 1:
                raise ValueError(f"WAV of {bits} bits and {channels} channels is not understood")
            raw = data[body : body + size]
            raw = raw[: len(raw) // (channels * bits // 8) * (channels * bits // 8)]
            if bits == 16:
                samples = np.frombuffer(raw, "<i2").astype(np.float32) / 32768.0
            elif code == 1:
                samples = np.frombuffer(raw, "<i4").astype(np.float32) / 2147483648.0
            else:
                samples = np.frombuffer(raw, "<f4").astype(np.float32)
            return samples.reshape(-1, channels).mean(axis=1).astype(np.float32), int(rate)
        place = body + size + size % 2
    raise ValueError("the WAV data holds no sound")
