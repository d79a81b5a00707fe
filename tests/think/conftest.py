"""Fixtures that several tests of the planners share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.think.llm_bench import Bench
from tests.think.llm_server import LlmServer


@pytest.fixture
def server() -> Iterator[LlmServer]:
    """A server that plays a script."""
    with LlmServer() as running:
        yield running


@pytest.fixture
def bench(server: LlmServer) -> Iterator[Bench]:
    """A planner that asks ``server``, with files and a dialogue."""
    with Bench(server) as ready:
        yield ready
