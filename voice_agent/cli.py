"""The command line: finds the command, loads the settings, turns errors into sentences."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import importlib
import json
import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from voice_agent import __version__
from voice_agent.settings import Settings, load, profiles
from voice_agent.units import AgentError, Cancelled, UsageError

COMMANDS = (
    "talk", "demo", "hear", "ask", "plan", "tool", "tools", "say",
    "models", "devices", "doctor", "bench", "eval", "sessions",
)  # fmt: skip
INTERRUPTED = 130

log = logging.getLogger("voice_agent")


def run() -> NoReturn:
    """The program: ``main``, and then it ends, even while a thread is in native code (a model
    that loads, a step that was told to stop); Python's own end would let that abort."""
    status = main()
    if threading.active_count() > 1:
        atexit._run_exitfuncs()  # the terminal's modes, files that are still open
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status as in the README: 0, 1, 2 or 130."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "talk")
    arguments = _parser(words[0]).parse_args(words)
    log_file = _start_log()
    try:
        arguments.settings = _settings(arguments)
        return int(arguments.run(arguments))
    except UsageError as error:
        return _report(arguments, str(error), 2)
    except AgentError as error:
        return _report(arguments, str(error), 1)
    except (KeyboardInterrupt, Cancelled):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # no traceback reaches a user: it is in the log
        log.exception("%s failed", words[0])
        what = f"{words[0]} failed unexpectedly ({type(error).__name__}: {error})"
        return _report(arguments, str(AgentError(what, f"the details are in {log_file}")), 1)


def _parser(wanted: str) -> argparse.ArgumentParser:
    """The whole parser for ``--help``; else only the wanted command's, which loads faster."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="A voice assistant for audio work: speak or type, it plans, runs audio "
        "tools and answers aloud.",
        epilog="Without a command it talks. `main.py COMMAND --help` has an example of each.",
    )
    parser.add_argument("--version", action="version", version=f"voice-agent {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        importlib.import_module(f"voice_agent.commands.{name}").add_parser(commands)
    for subparser in commands.choices.values():
        _add_settings_options(subparser)
    return parser


def _add_settings_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument("--config", metavar="FILE", type=Path, help="a settings file (TOML)")
    group.add_argument("--profile", metavar="NAME", default="", help=", ".join(profiles()))
    group.add_argument(
        "--set",
        metavar="SECTION.KEY=VALUE",
        action="append",
        default=[],
        dest="overrides",
        help="change one setting, e.g. --set voice.speed=1.2",
    )


def _settings(arguments: argparse.Namespace) -> Settings:
    overrides = {}
    for pair in arguments.overrides:
        name, separator, value = pair.partition("=")
        if not separator or "." not in name:
            raise UsageError(f"--set {pair!r} is not SECTION.KEY=VALUE", "e.g. voice.speed=1.2")
        overrides[name.strip()] = value.strip()
    overrides |= getattr(arguments, "setting_flags", lambda _: {})(arguments)
    return load(arguments.config, profile=arguments.profile, overrides=overrides)


def _report(arguments: argparse.Namespace, message: str, status: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    if getattr(arguments, "json", False):
        print(json.dumps({"error": message}))
    return status


def _start_log() -> Path:
    """Everything unexpected goes to one small rotating file, never to the terminal."""
    import platformdirs

    directory = Path(platformdirs.user_log_dir("voice-agent"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            directory / "voice-agent.log", maxBytes=1_000_000, backupCount=2, delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    logging.captureWarnings(True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "faster_whisper"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return directory / "voice-agent.log"
