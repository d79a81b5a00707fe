"""The resumable download by itself, against a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.index import Index, noise
from voice_agent.download import ATTEMPTS, FetchError, download

BODY = noise(1, 50_000)


def fetch(index: Index, part: Path, size: int = len(BODY)) -> list[float]:
    """Download to ``part``; the pauses that were wished for, none of them waited."""
    pauses: list[float] = []
    index.files["/x.bin"] = BODY
    download(f"{index.url}/x.bin", part, size, lambda _: None, pause=pauses.append)
    return pauses


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cuts=st.lists(st.integers(1, 20_000), max_size=8),
    already=st.integers(0, 50_000),
    ranges=st.booleans(),
)
def test_however_the_line_is_cut_the_bytes_are_the_same(
    index: Index, tmp_path: Path, cuts: list[int], already: int, ranges: bool
) -> None:
    index.cuts = list(cuts) if ranges else cuts[: ATTEMPTS - 1]
    index.ranges = ranges
    part = tmp_path / "x.part"
    part.write_bytes(BODY[:already])
    fetch(index, part)
    assert part.read_bytes() == BODY
    index.cuts.clear()


def test_server_errors_are_tried_again_with_growing_pauses(index: Index, tmp_path: Path) -> None:
    index.statuses = [503, 500, 429]
    pauses = fetch(index, tmp_path / "x.part")
    assert (tmp_path / "x.part").read_bytes() == BODY
    assert pauses == sorted(pauses)
    assert len(pauses) == 3


def test_a_line_that_brings_nothing_is_given_up(index: Index, tmp_path: Path) -> None:
    index.cuts = [0] * 50
    with pytest.raises(FetchError, match="does not get on"):
        fetch(index, tmp_path / "x.part")
    assert len(index.requests) == ATTEMPTS


def test_a_body_that_is_too_long_is_refused(index: Index, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="more than"):
        fetch(index, tmp_path / "x.part", size=1000)


def test_a_body_that_is_too_short_is_given_up(index: Index, tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        fetch(index, tmp_path / "x.part", size=60_000)


def test_a_file_on_this_machine_is_a_download_too(tmp_path: Path) -> None:
    source = tmp_path / "with space.bin"
    source.write_bytes(BODY)
    download(source.as_uri(), tmp_path / "x.part", len(BODY), lambda _: None)
    assert (tmp_path / "x.part").read_bytes() == BODY


def test_a_file_that_is_not_there_fails_at_once(tmp_path: Path) -> None:
    pauses: list[float] = []
    with pytest.raises(FetchError, match="no such file"):
        download(
            (tmp_path / "none").as_uri(), tmp_path / "x", 1, lambda _: None, pause=pauses.append
        )
    assert pauses == []
