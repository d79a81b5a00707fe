"""The direction of imports: rooms don't call rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "voice_agent"
ROOMS = ("hear", "think", "tools", "speak", "show")
SHARED = {
    "units", "errors", "events", "settings", "catalogue", "languages", "sound", "onnx_values",
    "written_language", "folders", "servers", "rebuilding",
}  # fmt: skip
ENGINES = {
    "tools": {"foley", "music", "pictures", "portrait", "singing"}
}  # what one room alone may use besides
# Engines that an engine is built on: instruments that are played, pictures that are opened.
PARTS = {"foley": {"music"}, "portrait": {"pictures"}}


def imports_of(file: Path) -> set[str]:
    """Modules of ours that a file imports anywhere, as dotted names without the package."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] + [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {n.removeprefix("voice_agent.") for n in names if n.startswith("voice_agent.")}
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_what_is_shared(room: str) -> None:
    allowed = SHARED | {room} | ENGINES.get(room, set())
    for file in (PACKAGE / room).rglob("*.py"):
        for name in imports_of(file):
            assert name.split(".")[0] in allowed, f"{file.name} of {room} imports {name}"


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("units", set()),
        ("errors", set()),
        ("languages", set()),
        ("folders", set()),
        ("written_language", set()),
        ("rebuilding", set()),
        ("events", {"units", "rebuilding"}),
        ("servers", {"errors"}),
    ],
)
def test_the_values_import_nothing_of_ours(module: str, allowed: set[str]) -> None:
    names = {name.split(".")[0] for name in imports_of(PACKAGE / f"{module}.py")}
    assert names <= allowed


def test_sound_knows_no_room() -> None:
    for file in (PACKAGE / "sound").rglob("*.py"):
        names = {n for n in imports_of(file) if not n.startswith("tools.context")}
        assert {name.split(".")[0] for name in names} <= SHARED, file.name


@pytest.mark.parametrize("engine", sorted(set().union(*ENGINES.values())))
def test_engines_know_no_room(engine: str) -> None:
    for file in (PACKAGE / engine).rglob("*.py"):
        found = {n for n in imports_of(file) if not n.startswith("tools.context")}
        names = {name.split(".")[0] for name in found}
        assert names <= SHARED | {engine} | PARTS.get(engine, set()), file.name
