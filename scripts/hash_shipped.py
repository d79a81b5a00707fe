#!/usr/bin/env python3
"""Write the sizes and hashes of shipped weights into models/catalogue.toml.

    python scripts/hash_shipped.py fastspeech2      # after models/fastspeech2/ has changed

All files of models/NAME/ count, except its model card and the pictures of it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from voice_agent.catalogue_file import hash_file, read_catalogue  # noqa: E402
from voice_agent.errors import AgentError  # noqa: E402

CATALOGUE = ROOT / "models" / "catalogue.toml"

TEMPLATE = """
[{name}]
title = "TITLE"
purpose = "PURPOSE"
licence = "MIT"
group = "core"
files = [
]

[[{name}.sources]]
kind = "shipped"
"""


def file_rows(folder: Path) -> str:
    """The lines between ``files = [`` and ``]`` for everything in ``folder``."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".md", ".png"))
    if not paths:
        raise AgentError(f"there are no files in {folder}", "put the weights there first")
    return "".join(
        f'    {{ path = "{path.relative_to(folder).as_posix()}", size = {path.stat().st_size}, '
        f'sha256 = "{hash_file(path)}" }},\n'
        for path in paths
    )


def updated(catalogue: str, name: str, rows: str) -> str:
    """The catalogue's text with the file list of ``name`` replaced; a new entry if needed."""
    if f"\n[{name}]\n" not in catalogue:
        catalogue = catalogue.rstrip("\n") + "\n" + TEMPLATE.format(name=name)
    head, entry = re.split(rf"(?m)^(?=\[{re.escape(name)}\]$)", catalogue, maxsplit=1)
    return head + re.sub(
        r"files = \[\n.*?^\]", f"files = [\n{rows}]", entry, count=1, flags=re.S | re.M
    )


def main(names: list[str]) -> int:
    if not names or names[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        for name in names:
            rows = file_rows(ROOT / "models" / name)
            CATALOGUE.write_text(
                updated(CATALOGUE.read_text(encoding="utf-8"), name, rows), encoding="utf-8"
            )
            print(f"{name}: {rows.count('path =')} files")
        read_catalogue(CATALOGUE)
    except AgentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
