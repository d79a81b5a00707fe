"""``tools``: what the assistant can do, and what each tool still needs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from voice_agent.catalogue import Catalogue
    from voice_agent.tools.registry import Tool


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "tools",
        help="every tool: what it does, takes and needs",
        description="List the tools with their family, what goes in and comes out, their "
        "arguments (as JSON Schema with --json), what they run on, and what is missing.",
        epilog="example: main.py tools --json",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.commands.models import open_catalogue
    from voice_agent.commands.output import print_document
    from voice_agent.tools import registry

    catalogue = open_catalogue(arguments.settings)
    documents = [_document(tool, catalogue) for tool in registry.discover().values()]
    if arguments.json:
        print_document(documents)
        return 0
    from voice_agent.show.console import make_console

    make_console(arguments.settings.terminal).print(_table(documents))
    return 0


def _document(tool: Tool, catalogue: Catalogue) -> dict[str, Any]:
    missing = [name for name in tool.models if not catalogue.is_present(name)]
    return {
        "name": tool.name,
        "family": tool.family,
        "input": tool.input_modality,
        "output": tool.output_modality,
        "description": tool.signature.description,
        "arguments": tool.signature.parameters,
        "outputs": list(tool.outputs),
        "backend": tool.backend,
        "models": list(tool.models),
        "ready": not missing,
        "missing": [{"model": name, "remedy": f"models fetch {name}"} for name in missing],
    }


def _table(documents: list[dict[str, Any]]) -> Table:
    """One row a tool; the description without its advice to the planner."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("tool", "family", "arguments", "what it does; runs on"):
        table.add_column(name, overflow="fold")
    for document in documents:
        what = str(document["description"]).partition(" Not for:")[0]
        state = Text(str(document["backend"]), style="dim")
        for gap in document["missing"]:
            state.append(f"; needs {gap['model']} ({gap['remedy']})", style="yellow")
        table.add_row(
            document["name"],
            document["family"],
            _arguments(document["arguments"]),
            Text(what + "\n").append_text(state),
        )
    return table


def _arguments(schema: Mapping[str, Any]) -> str:
    """ "audio*, language": the required ones starred."""
    required = set(schema["required"])
    return ", ".join(name + ("*" if name in required else "") for name in schema["properties"])
