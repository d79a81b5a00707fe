"""A small real HTTP server that speaks the chat-completions protocol, badly when told to.

    with LlmServer() as server:
        server.will(calls(("enhance_speech", {"audio": "audio/0000000a.wav"})), words("Done."))
        ...                              # server.url is the base_url
        server.requests[0].body          # what was asked

Each scripted reply answers one request, in order. A reply is a function that writes to the
wire; a script that has run out answers with status 418, so that a test notices.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

PATIENCE = 20.0  # seconds after which a test that hangs is let go


@dataclass(frozen=True)
class Request:
    """One request as it came in; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def last(self) -> dict[str, Any]:
        message: dict[str, Any] = self.body["messages"][-1]
        return message

    @property
    def tool_names(self) -> list[str]:
        return [tool["function"]["name"] for tool in self.body.get("tools", [])]


class Wire:
    """The way back to the client."""

    def __init__(self, handler: BaseHTTPRequestHandler, server: LlmServer) -> None:
        self._handler = handler
        self.server = server
        self.streaming = False

    def document(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """A whole response that is no stream."""
        self._handler.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
            self._handler.send_header(name, value)
        self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Bytes of an event stream, sent at once, in a chunk of their own."""
        if not self.streaming:
            self.streaming = True
            self._handler.send_response(200)
            self._handler.send_header("Content-Type", "text/event-stream")
            self._handler.send_header("Transfer-Encoding", "chunked")
            self._handler.end_headers()
        self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self._handler.wfile.flush()

    def event(self, document: dict[str, Any]) -> None:
        self.raw(b"data: " + json.dumps(document).encode() + b"\n\n")

    def delta(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.event({"id": "c1", "object": "chat.completion.chunk", "choices": [choice]})

    def done(self) -> None:
        self.raw(b"data: [DONE]\n\n")
        self._handler.wfile.write(b"0\r\n\r\n")

    def hang_up(self) -> None:
        """Break the connection without ending the response."""
        self._handler.close_connection = True


Reply = Callable[[Wire], None]


@dataclass
class LlmServer:
    """``requests`` holds what came in, ``hung_up`` is set when a client left early."""

    requests: list[Request] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    _script: list[Reply] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> LlmServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def left(self) -> int:
        """How many scripted replies nobody asked for."""
        return len(self._script)

    def will(self, *replies: Reply) -> None:
        """Answer the next requests so, one reply each."""
        self._script.extend(replies)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            self.requests.append(Request(handler.path, headers, json.loads(body)))
            reply = self._script.pop(0) if self._script else status(418)
        try:
            reply(Wire(handler, self))
        except OSError:
            self.hung_up.set()
            handler.close_connection = True


# --- replies ------------------------------------------------------------------------------


def words(*pieces: str, finish: str = "stop") -> Reply:
    """A streamed answer in words, one event for each piece."""

    def write(wire: Wire) -> None:
        wire.delta({"role": "assistant", "content": ""})
        for piece in pieces:
            wire.delta({"content": piece})
        wire.delta({}, finish)
        wire.done()

    return write


def calls(*wanted: tuple[str, dict[str, Any] | str], preamble: str = "") -> Reply:
    """Tool calls, streamed in pieces; arguments that are a string are sent as they are."""

    def write(wire: Wire) -> None:
        if preamble:
            wire.delta({"content": preamble})
        for index, (name, arguments) in enumerate(wanted):
            written = arguments if isinstance(arguments, str) else json.dumps(arguments)
            head = {"index": index, "id": f"call_{index}x", "type": "function"}
            wire.delta({"tool_calls": [{**head, "function": {"name": name, "arguments": ""}}]})
            middle = len(written) // 2
            for part in (written[:middle], written[middle:]):
                wire.delta({"tool_calls": [{"index": index, "function": {"arguments": part}}]})
        wire.delta({}, "tool_calls")
        wire.done()

    return write


def whole(message: dict[str, Any], finish: str = "stop") -> Reply:
    """One document, from a server that does not stream."""
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    document = {"id": "c1", "object": "chat.completion", "choices": [choice]}
    return lambda wire: wire.document(200, json.dumps(document).encode())


def status(code: int, message: str = "no", **headers: str) -> Reply:
    """An error status with a message in the body."""
    body = json.dumps({"error": {"message": message, "code": code}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda wire: wire.document(code, body, named)


def raw(*blocks: bytes, hang_up: bool = False) -> Reply:
    """Bytes of an event stream as given; ends properly unless it hangs up."""

    def write(wire: Wire) -> None:
        for block in blocks:
            wire.raw(block)
        wire.hang_up() if hang_up else wire.done()

    return write


def cut_off(*pieces: str) -> Reply:
    """Words that break off in the middle of the stream."""

    def write(wire: Wire) -> None:
        for piece in pieces:
            wire.delta({"content": piece})
        wire.hang_up()

    return write


def silent(*pieces: str) -> Reply:
    """Says ``pieces``, then nothing more, and keeps the connection until the client leaves."""

    def write(wire: Wire) -> None:
        for piece in pieces:
            wire.delta({"content": piece})
        connection = wire._handler.connection
        connection.settimeout(PATIENCE)
        with contextlib.suppress(TimeoutError):
            if not connection.recv(1):
                wire.server.hung_up.set()
        wire.hang_up()

    return write


def waits(seen: threading.Event, before: Sequence[str], after: Sequence[str]) -> Reply:
    """Says ``before``, and ``after`` only once ``seen`` is set."""

    def write(wire: Wire) -> None:
        for piece in before:
            wire.delta({"content": piece})
        assert seen.wait(PATIENCE), "nobody heard the beginning of the answer"
        for piece in after:
            wire.delta({"content": piece})
        wire.delta({}, "stop")
        wire.done()

    return write


def endless(block: bytes) -> Reply:
    """Sends ``block`` again and again until the client leaves."""

    def write(wire: Wire) -> None:
        while not wire.server.closing.is_set():
            wire.raw(block)

    return write
