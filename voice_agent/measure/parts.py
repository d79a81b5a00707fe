"""The parts of the evaluation, each measured in a process of its own.

A part that fails, or that the system ends, costs its own tables and nothing else: a row says
why. What a finished part found lies in the report's folder at once, so that an evaluation
that was cut off can go on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_agent.measure.report.exhibits import Exhibit, restored
from voice_agent.measure.report.table import Table
from voice_agent.settings import ROOT, Settings

LIMIT = 3600.0  # seconds that one part may take
_SPEAKS_EVERY = 10.0  # seconds between two lines of progress of a part
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_VARIABLES = "VOICE_AGENT_BENCH_"  # whoever names other data by them gets other figures


@dataclass(frozen=True)
class Order:
    """What all parts are told: settings, whether a quick look is enough, folders of corpora."""

    settings: Settings
    quick: bool = False
    corpora: tuple[Path, ...] = ()

    def mark(self) -> str:
        """The same for orders that ask for the same figures."""
        named = sorted(item for item in os.environ.items() if item[0].startswith(_VARIABLES))
        text = repr((self.settings, self.quick, self.corpora, named))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Done:
    """What became of a part: its exhibits, and the seconds that it took. ``why`` it has none."""

    name: str
    exhibits: tuple[Exhibit, ...]
    seconds: float = 0.0
    processor: float = 0.0
    why: str = ""


def run_parts(
    names: Sequence[str],
    order: Order,
    folder: Path,
    tell: Callable[[str], None],
    *,
    jobs: int = 1,
    resume: bool = False,
    limit: float = LIMIT,
) -> list[Done]:
    """Measure the parts, ``jobs`` at a time, the first named first; results in the same order.

    Each part's result is ``folder/NAME.json``. With ``resume`` those that are there already,
    and were ordered in the same way, are taken as they are. ``limit``: seconds for each part.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = _Progress(tell, len(names))

    def one(name: str) -> Done:
        done = _read(folder / _file(name), name, order.mark()) if resume else None
        if done is None or done.why:
            done = _measured(name, order, folder, told, limit, share=jobs > 1)
        told.ended(done)
        return done

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, names))


def _measured(
    name: str, order: Order, folder: Path, told: _Progress, limit: float, *, share: bool
) -> Done:
    """One part in a child process, from its first line of progress to its result."""
    result, noise = folder / _file(name), folder / f"{_file(name)}.log"
    mark = order.mark()
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "voice_agent.measure.part", name, str(result), mark]
    began = time.monotonic()
    environment = {**os.environ, **(_ONE_THREAD if share else {})}
    with (
        noise.open("wb") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        ) as child,
    ):
        watch = threading.Timer(limit, child.kill)
        watch.start()
        try:
            _feed(child, order)
            for line in child.stdout or ():
                told(name, line.decode("utf-8", "replace").strip())
            status = child.wait()
        finally:
            watch.cancel()
            child.kill()
    done = _read(result, name, mark)
    if done is None:
        tail = noise.read_text("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
        late = time.monotonic() - began >= limit
        why = f"not done within {limit:g} s" if late else f"ended with {status}: {tail[0]}"
        return Done(name, (), time.monotonic() - began, why=why)
    noise.unlink(missing_ok=True)
    return done


def _feed(child: subprocess.Popen[bytes], order: Order) -> None:
    try:
        assert child.stdin is not None
        child.stdin.write(pickle.dumps(order))
        child.stdin.close()
    except BrokenPipeError:
        return  # it ended at once; its status and its last words tell why


def _read(path: Path, name: str, mark: str) -> Done | None:
    """A finished part, or None where there is none of this order."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["mark"] != mark:
            return None
        exhibits = tuple(restored(exhibit) for exhibit in found["exhibits"])
        return Done(name, exhibits, found["seconds"], found["processor"], found["why"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(name: str) -> str:
    return name.replace(" ", "-") + ".json"


def failures(done: Sequence[Done]) -> list[Table]:
    """What could not be measured, and why; nothing where all could."""
    rows = [{"part": each.name, "why": each.why} for each in done if each.why]
    return [Table("Not measured", rows, "the other parts are not touched by it")] if rows else []


def costs(done: Sequence[Done]) -> Table:
    """What measuring took."""
    rows: list[Mapping[str, Any]] = [
        {"part": each.name, "processor_s": round(each.processor), "s": round(each.seconds)}
        for each in done
    ]
    total = sum(each.processor for each in done)
    return Table("What it took", rows, f"{total:.0f} s of one core in all")


class _Progress:
    """Lines of progress from several parts at once: not too many of each."""

    def __init__(self, tell: Callable[[str], None], total: int) -> None:
        self._tell = tell
        self._total = total
        self._ended = 0
        self._spoke: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str, what: str) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._spoke.get(name, -_SPEAKS_EVERY) >= _SPEAKS_EVERY:
                self._spoke[name] = now
                self._tell(f"{name}: {what}")

    def ended(self, done: Done) -> None:
        with self._lock:
            self._ended += 1
            how = f"failed: {done.why}" if done.why else f"done in {done.seconds:.0f} s"
            self._tell(f"[{self._ended} of {self._total}] {done.name}: {how}")
