"""Tools that fail for real, each in its own way, in a whole conversation (AudioGPT section 4.4).

Nothing is simulated inside the program: files are broken on disk, models are taken away,
memory and disk are limited by the system, servers refuse or never answer. A case passes when
the turn ends, says what happened without a traceback, and the next turn is answered.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.measure.plans.robustness import Case
from voice_agent.settings import ROOT, Settings, load
from voice_agent.units import Audio

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation

SUITE = "failures"
_SPARE = 48 * 2**20  # bytes that are left when memory runs out
_SMALL = 20_000  # bytes that a file may have when the disk is full
_INTERNAL = ("Traceback", "Exception", "Errno", 'File "')


def run(
    settings: Settings, report: Callable[[str], None], names: Iterable[str] | None = None
) -> Iterator[Case]:
    """The cases called ``names``, or every one that this system can try."""
    limited = LIMITED if sys.platform == "linux" else {}
    for name in (*CASES, *limited) if names is None else names:
        report(name)
        try:
            reason = _in_child(name) if name in LIMITED else CASES[name](settings)
        except Exception as error:  # the worst that can happen, and what this suite is about
            reason = f"{type(error).__name__} reached the caller: {error}"
        yield Case(SUITE, name, not reason, reason)


def truncated_file(settings: Settings) -> str:
    """A WAV whose end is missing: what is there is used, and the loss is told."""
    with _conversation(settings) as talk:
        path = _noise(talk, "cut.wav", seconds=3.0)
        path.write_bytes(path.read_bytes()[:60_000])
        talk.attach(path)
        return _judge(talk, "which sounds are in it?", ok=True) or _goes_on(talk)


def text_as_audio(settings: Settings) -> str:
    """A text that is called .wav is refused by name, and the session goes on."""
    with _conversation(settings) as talk:
        path = talk.session.directory / "notes.wav"
        path.write_text("this is a shopping list\n" * 50, encoding="utf-8")
        return _refused(lambda: talk.attach(path), "notes.wav") or _goes_on(talk)


def empty_file(settings: Settings) -> str:
    """A file of no bytes is refused by name."""
    with _conversation(settings) as talk:
        path = talk.session.directory / "empty.wav"
        path.write_bytes(b"")
        return _refused(lambda: talk.attach(path), "empty.wav") or _goes_on(talk)


def vanished_file(settings: Settings) -> str:
    """A file of the session that was deleted meanwhile."""
    with _conversation(settings) as talk:
        resource = talk.attach(_noise(talk, "gone.wav"))[0]
        (talk.session.directory / resource.path).unlink()
        (talk.session.directory / "gone.wav").unlink()
        return _judge(talk, "which sounds are in it?", ok=False) or _goes_on(talk)


def missing_model(settings: Settings) -> str:
    """The model of a tool is not there, and there is no network to fetch it from."""
    with tempfile.TemporaryDirectory() as nothing:
        models = replace(settings.models, directory=nothing, fetch=False)
        with _conversation(replace(settings, models=models)) as talk:
            talk.manner.mute(True)
            talk.attach(_noise(talk, "noise.wav"))
            return _judge(talk, "which sounds are in it?", ok=False) or _goes_on(talk)


def server_error(settings: Settings) -> str:
    """The language model's server answers 500: the built-in planner takes over and says so."""
    return _with_server(settings, _Failing)


def server_timeout(settings: Settings) -> str:
    """The server takes the request and never answers."""
    return _with_server(settings, _Silent)


CASES: Mapping[str, Callable[[Settings], str]] = {
    "a truncated recording": truncated_file,
    "a text that is called a recording": text_as_audio,
    "an empty file": empty_file,
    "a file that was deleted": vanished_file,
    "a missing model, offline": missing_model,
    "a language model's server that fails": server_error,
    "a language model's server that never answers": server_timeout,
}


def no_memory(talk: Conversation) -> str:
    """The system gives no more memory while a tool works."""
    import resource

    talk.attach(_noise(talk, "long.wav", seconds=200.0))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + _SPARE
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        found = _judge(talk, "repair it from 60 seconds to 90 seconds", ok=False)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return found or _goes_on(talk)


def no_space(talk: Conversation) -> str:
    """The disk takes no more than a few bytes while a tool writes its result."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    talk.attach(_noise(talk, "noise.wav", seconds=3.0))
    talk.engines.model("kemar")  # what the tool reads is there; its result is what has no room
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SMALL, hard))
    try:
        found = _judge(talk, "make it binaural", ok=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return found or _goes_on(talk)


LIMITED: Mapping[str, Callable[[Any], str]] = {
    "out of memory": no_memory,
    "a full disk": no_space,
}


def main() -> None:
    """The process whose limits are lowered: a case by name, its reason as JSON."""
    with _conversation(load()) as talk:
        json.dump(LIMITED[sys.argv[1]](talk), sys.stdout)


def _in_child(name: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "voice_agent.measure.plans.failures", name],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        return f"the process ended with {done.returncode}: {done.stderr[-300:]}"
    return str(json.loads(done.stdout))


def _with_server(settings: Settings, handler: type[BaseHTTPRequestHandler]) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        openai = replace(
            settings.openai,
            base_url=f"http://127.0.0.1:{server.server_address[1]}/v1",
            model="any",
            timeout=1.0,
            retries=1,
            backoff=0.05,
        )
        planner = replace(settings.planner, engine="openai")
        with _conversation(replace(settings, openai=openai, planner=planner)) as talk:
            talk.attach(_noise(talk, "noise.wav"))
            return _judge(talk, "which sounds are in it?", ok=True) or _goes_on(talk)
    finally:
        server.shutdown()
        server.server_close()


class _Failing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_error(500)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""


class _Silent(_Failing):
    def do_POST(self) -> None:
        threading.Event().wait(5.0)


@contextlib.contextmanager
def _conversation(settings: Settings) -> Iterator[Conversation]:
    """A conversation in a folder that is thrown away."""
    from voice_agent.build import build

    with tempfile.TemporaryDirectory() as folder:
        kept = replace(settings.recordings, directory=folder)
        with build(replace(settings, recordings=kept), aloud=False) as talk:
            yield talk


def _noise(talk: Conversation, name: str, seconds: float = 2.0) -> Path:
    from voice_agent.sound.files import AudioWriter

    samples = np.random.default_rng(0).standard_normal(round(16_000 * seconds))
    path = talk.session.directory / name
    with AudioWriter(path, 16_000, 1) as writer:
        writer.write(Audio((0.05 * samples).astype(np.float32), 16_000))
    return path


def _refused(action: Callable[[], object], name: str) -> str:
    try:
        action()
    except AgentError as error:
        return "" if name in str(error) and error.remedy else f"not explained: {error}"
    return "it was taken"


def _judge(talk: Conversation, text: str, *, ok: bool) -> str:
    """What is wrong with the turn; "" when it ended as it should and explained itself."""
    document = talk.ask(text).document
    reply = document["reply"]
    if any(sign in reply for sign in _INTERNAL):
        return f"the reply shows the inside: {reply}"
    if not document["steps"]:
        return f"no tool ran: {reply}"
    if all(step["ok"] for step in document["steps"]) != ok:
        return f"the step {'failed' if ok else 'succeeded'}: {reply}"
    return "" if len(reply.split()) > 3 else f"the reply explains nothing: {reply!r}"


def _goes_on(talk: Conversation) -> str:
    """The session must survive: arithmetic needs no model at all."""
    document = talk.ask("how much is two plus three?").document
    return (
        ""
        if "five" in document["reply"].lower() or "5" in document["reply"]
        else (f"the next turn was not answered: {document['reply']}")
    )


if __name__ == "__main__":
    main()
