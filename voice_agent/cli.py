"""The command line: finds the command, loads the settings, turns errors into sentences."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import importlib
import io
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
from voice_agent.errors import AgentError, Cancelled, UsageError, refused
from voice_agent.folders import user_folder
from voice_agent.settings import Settings, load, profiles

COMMANDS = (
    "talk", "demo", "hear", "ask", "plan", "tool", "tools", "say",
    "models", "devices", "doctor", "bench", "eval", "sessions",
)  # fmt: skip
INTERRUPTED = 130

log = logging.getLogger("voice_agent")


def run() -> NoReturn:
    """The program: ``main``, and then it ends, even while a thread is in native code (a model
    that loads, a step that was told to stop); Python's own end would let that abort."""
    # OpenBLAS's idle threads spin for a while after each product of matrices, and take the second
    # core from whatever hears, thinks or speaks meanwhile; NumPy, which loads it, is not here yet.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    _mend_streams()
    log_file = None
    try:
        arguments = _parser(words[0]).parse_args(words)
        log_file = _start_log()
        arguments.settings = _settings(arguments)
        status = int(arguments.run(arguments))
        sys.stdout.flush()
        return status
    except UsageError as error:
        return _report(words, f"error: {error}", 2)
    except AgentError as error:
        return _report(words, f"error: {error}", 1)
    except (KeyboardInterrupt, Cancelled):
        return _report(words, "interrupted", INTERRUPTED)
    except BrokenPipeError:
        _close_stdout()
        return 1
    except OSError as error:  # a folder that is not there or not to be written, a full disk
        log.exception("%s failed", words[0])
        return _report(words, f"error: {refused(words[0], error)}", 1)
    except Exception as error:  # no traceback reaches a user: it is in the log
        log.exception("%s failed", words[0])
        what = f"{words[0]} failed unexpectedly ({type(error).__name__}: {error})"
        where = f"the details are in {log_file}" if log_file else "no log can be written here"
        return _report(words, f"error: {AgentError(what, where)}", 1)


class _Parser(argparse.ArgumentParser):
    """Wrong usage is told as all other errors are, after the usage."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise UsageError(message, f"`{self.prog} --help` has an example")


def _parser(wanted: str) -> argparse.ArgumentParser:
    """The whole parser for ``--help``; else only the wanted command's, which loads faster."""
    parser = _Parser(
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


def _report(words: Sequence[str], message: str, status: int) -> int:
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr)
    try:
        if "--json" in words:
            print(json.dumps({"error": message.removeprefix("error: ")}))
        sys.stdout.flush()
    except OSError:  # full, or closed
        _close_stdout()
    return status


def _mend_streams() -> None:
    """What the shell has closed reads and writes nothing, and no file that is opened later gets
    its number; what a stream cannot write, it writes as a question mark."""
    for name, way in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, way, encoding="utf-8"))  # noqa: PTH123, SIM115
        elif way == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _close_stdout() -> None:
    """What is still to be written to it goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _start_log() -> Path | None:
    """Everything unexpected goes to one small rotating file, never to the terminal; where it
    is, if anywhere."""
    logging.raiseExceptions = False  # a log that cannot be written is no news for the terminal
    directory = user_folder("log")
    handler: logging.Handler = logging.NullHandler()
    if directory is not None:
        with contextlib.suppress(OSError):
            directory.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                directory / "voice-agent.log", maxBytes=1_000_000, backupCount=2,
                encoding="utf-8", errors="replace",
            )  # fmt: skip
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    logging.captureWarnings(True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "faster_whisper"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return Path(handler.baseFilename) if isinstance(handler, logging.FileHandler) else None
