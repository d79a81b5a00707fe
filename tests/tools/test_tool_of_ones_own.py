"""The tool that the documents show: a copy of it works."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import voice_agent.tools
from voice_agent.settings import ROOT
from voice_agent.tools import registry

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench
    from voice_agent.units import Audio


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_tool_that_is_shown_works(
    document: str,
    bench: Workbench,
    speech: Audio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = re.search(
        r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown
    (tmp_path / "reverse_audio.py").write_text(shown[1], encoding="utf-8")
    monkeypatch.setattr(voice_agent.tools, "__path__", [*voice_agent.tools.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, "voice_agent.tools.reverse_audio", raising=False)
    tool = registry.discover()["reverse_audio"]
    monkeypatch.delitem(sys.modules, "voice_agent.tools.reverse_audio")
    assert tool.signature.parameters["required"] == ["audio"]
    output = tool.run(bench.context, {"audio": bench.take(speech)})
    turned = bench.read(output.artifacts[0].path).samples[::-1]
    assert np.allclose(turned, speech.samples, atol=1e-3)
