"""``tool``: one tool directly, without a planner."""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import UsageError

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation
    from voice_agent.units import ToolSignature

_TRUE = {"true": True, "yes": True, "1": True, "on": True}
_FALSE = {"false": False, "no": False, "0": False, "off": False}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "tool",
        help="one tool directly",
        description="Run one tool on your own files; `tools` lists them with their arguments.",
        epilog="example: main.py tool enhance_speech audio=interview.wav attenuation_limit=12",
    )
    parser.add_argument("name", metavar="NAME", help="the tool")
    parser.add_argument(
        "arguments", metavar="KEY=VALUE", nargs="*", help="its arguments; files by their path"
    )
    parser.add_argument(
        "--session", metavar="ID", default="", help='use files of an earlier one, or of "last"'
    )
    parser.add_argument("--json", action="store_true", help="print the step as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.build import build
    from voice_agent.commands.output import follow, print_document
    from voice_agent.errors import Cancel
    from voice_agent.tools import registry
    from voice_agent.turn_document import step_document
    from voice_agent.units import Step

    tools = registry.discover()
    signature = _signature(arguments.name, {name: tool.signature for name, tool in tools.items()})
    values = parse(arguments.arguments, signature)
    aloud = signature.name == "play_audio"
    parts = build(arguments.settings, session=arguments.session, aloud=aloud)
    with follow(parts, to_stderr=arguments.json) as printer, parts as talk:
        step = Step(signature.name, _with_files(values, signature, talk))
        turn = talk.session.next_turn()
        result = talk.runner.steps.run(step, index=1, turn=turn, cancel=Cancel())
        if result.error:
            printer.line("error", result.error)
    if arguments.json:
        where = {"session": talk.session.id, "session_dir": str(talk.session.directory.resolve())}
        print_document({**step_document(result), **where})
    elif result.text:
        print(result.text)
    return 0 if result.ok else 1


def parse(pairs: Sequence[str], signature: ToolSignature) -> dict[str, Any]:
    """``["audio=a.wav", "start=2"]`` as what the tool's schema wants; ``UsageError`` else."""
    from voice_agent.think.plan import type_problem

    properties: dict[str, Any] = signature.parameters["properties"]
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f"'{pair}' is no argument", f"write it as {_example(signature)}")
        if name not in properties:
            near = difflib.get_close_matches(name, properties, n=1)
            known = ", ".join(properties)
            raise UsageError(
                f"{signature.name} has no argument '{name}'",
                f"did you mean '{near[0]}'?" if near else f"it takes: {known}",
            )
        values[name] = _value(text, properties[name])
        problem = type_problem(values[name], properties[name])
        if problem:
            raise UsageError(f"{signature.name}, argument '{name}': {problem}", "correct it")
    for name in signature.required:
        if name not in values:
            raise UsageError(
                f"{signature.name} needs the argument '{name}'", f"write {_example(signature)}"
            )
    return values


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    """``text`` read as the schema's type; left as it is where it cannot be."""
    kind = schema.get("type")
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
        if kind == "array":
            return json.loads(text)
    except ValueError:
        return text
    if kind == "boolean":
        return (_TRUE | _FALSE).get(text.lower(), text)
    return text


def _signature(name: str, signatures: Mapping[str, ToolSignature]) -> ToolSignature:
    if name in signatures:
        return signatures[name]
    near = difflib.get_close_matches(name, signatures, n=1)
    raise UsageError(
        f"there is no tool '{name}'",
        f"did you mean '{near[0]}'?" if near else "`tools` lists them",
    )


def _example(signature: ToolSignature) -> str:
    given = " ".join(f"{name}=…" for name in signature.required)
    return f"`tool {signature.name} {given}`"


def _with_files(
    values: Mapping[str, Any], signature: ToolSignature, talk: Conversation
) -> dict[str, Any]:
    """File arguments as session paths: known ones as they are, the user's own taken in."""
    known = {resource.path for resource in talk.session.resources}
    found = dict(values)
    for name, kind in signature.file_arguments.items():
        if name not in values or values[name] in known:
            continue
        taken = talk.attach(Path(values[name]))
        fitting = [resource.path for resource in taken if resource.kind == kind]
        if not fitting:
            raise UsageError(
                f"'{values[name]}' is {taken[0].kind}, but {signature.name} wants {kind}",
                "give another file",
            )
        found[name] = fitting[0]
    return found
