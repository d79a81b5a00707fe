"""RNNoise (Valin 2018) as a peer: a small recurrent network behind every voice call.

Only for measurements: its library comes from the ``pyrnnoise`` package, which is not needed
otherwise. The package itself is not imported, since it asks for plotting libraries.
"""

from __future__ import annotations

import ctypes
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
_FRAME = 480  # samples
_FULL_SCALE = 32_768.0  # the library wants the range of 16-bit samples


def find() -> Path | None:
    """The shared library, or None when the package is not installed."""
    found = find_spec("pyrnnoise")
    if found is None or found.origin is None:
        return None
    names = ("librnnoise.so", "librnnoise.dylib", "rnnoise.dll")
    places = [Path(found.origin).parent / name for name in names]
    return next((place for place in places if place.is_file()), None)


def denoise(samples: NDArray[np.float32], library: Path) -> NDArray[np.float32]:
    """Mono samples at 48 kHz, cleaned, as long, and moved back to where they belong."""
    import numpy as np

    rnnoise = ctypes.CDLL(str(library))
    rnnoise.rnnoise_create.restype = ctypes.c_void_p
    rnnoise.rnnoise_create.argtypes = [ctypes.c_void_p]
    rnnoise.rnnoise_destroy.argtypes = [ctypes.c_void_p]
    rnnoise.rnnoise_process_frame.restype = ctypes.c_float
    rnnoise.rnnoise_process_frame.argtypes = [ctypes.c_void_p] * 3
    work = np.pad(samples, (0, 4 * _FRAME + -len(samples) % _FRAME)).astype(np.float32)
    work *= _FULL_SCALE
    state = rnnoise.rnnoise_create(None)
    try:
        for start in range(0, len(work), _FRAME):
            place = work.ctypes.data + start * work.itemsize
            rnnoise.rnnoise_process_frame(state, place, place)
    finally:
        rnnoise.rnnoise_destroy(state)
    late = _delay(samples, work)
    return work[late : late + len(samples)] / np.float32(_FULL_SCALE)


def _delay(samples: NDArray[np.float32], later: NDArray[np.float32]) -> int:
    """By how many samples the output lags (0 to 4 frames): the peak of the correlation."""
    import numpy as np

    size = len(samples) + len(later)
    product = np.fft.rfft(later, size) * np.conj(np.fft.rfft(samples, size))
    return int(np.fft.irfft(product, size)[: 4 * _FRAME].argmax())
