"""Two that turn the error stream aside at the same time leave it as it was."""

from __future__ import annotations

import os

import pytest

from voice_agent.sound.error_stream import hushed, lead_to


def test_who_leads_it_elsewhere_while_it_is_hushed_gets_what_follows(
    capfd: pytest.CaptureFixture[str],
) -> None:
    reading, writing = os.pipe()
    with hushed():
        kept = lead_to(writing)
        os.write(2, b"lost.")
    os.write(2, b"heard.")
    with hushed(), hushed():
        os.close(lead_to(kept))
        os.write(2, b"lost, too.")
    os.write(2, b"as before.")
    for each in (writing, kept):
        os.close(each)
    assert os.read(reading, 100) == b"heard."
    os.close(reading)
    assert capfd.readouterr().err == "as before."
