"""The process's error stream, on which native libraries write past Python.

hushed ─── a device is opened ───┐
led elsewhere ── the terminal runs ──────────────┐     each may begin and end
                                 └─ as before ───┴──   while the other goes on
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

_STDERR = 2


@dataclass
class _Hush:
    count: int = 0
    aside: int = _STDERR  # what it will lead to again


_lock = threading.Lock()
_hush = _Hush()


@contextlib.contextmanager
def hushed() -> Iterator[None]:
    """Keep what is written to it off the terminal; several threads may want that at once."""
    try:
        _begin()
    except OSError:  # there is none
        yield
        return
    try:
        yield
    finally:
        _end()


def lead_to(target: int) -> int:
    """Lead it to the descriptor ``target``; a new descriptor of where it led before."""
    with _lock:
        before = os.dup(_hush.aside)
        os.dup2(target, _hush.aside)
        return before


def _begin() -> None:
    with _lock:
        if _hush.count == 0:
            aside = os.dup(_STDERR)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STDERR)
            os.close(nowhere)
            _hush.aside = aside
        _hush.count += 1


def _end() -> None:
    with _lock:
        _hush.count -= 1
        if _hush.count == 0:
            aside, _hush.aside = _hush.aside, _STDERR
            os.dup2(aside, _STDERR)
            os.close(aside)
