"""What was freed goes back to the system."""

from __future__ import annotations

import sys

import pytest

from voice_agent.measure.bench.soak import megabytes
from voice_agent.memory import give_back


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it goes by itself")
def test_memory_below_what_is_still_in_use_goes_back() -> None:
    blocks = [bytes(1000) for _ in range(100_000)]
    last = bytes(1000)  # above all of them: the heap cannot shrink
    del blocks
    before = megabytes()
    give_back()
    assert megabytes() < before - 50
    assert len(last) == 1000
