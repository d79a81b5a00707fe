"""Memory that nothing uses any more goes back to the system."""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable

_ARENA_MAX = -8  # of mallopt, see malloc.h
_HEAPS = 2


def share_heaps() -> None:
    """Few heaps for all threads that will be: what one frees another can use. To be called before
    there are any."""
    if sys.platform.startswith("linux"):
        limit = getattr(ctypes.CDLL(None), "mallopt", None)
        if limit is not None:
            limit(_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Return what was freed. The C library of Linux keeps it, in one heap for each thread: after
    some tools that is 100 MB. Takes some ten ms, in which Python goes on."""
    trim = _trim()
    if trim is not None:
        trim(0)


@functools.lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of glibc; None elsewhere, where memory goes back by itself."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
