"""Talks to a chat-completions server through the ``openai`` package; the only network here.

The request runs in a thread of its own, so that the turn can be cancelled and a silent or
endless server given up at any moment, not only when bytes happen to arrive:

    worker thread:  deltas() <── queue <── reader thread <── HTTP

Bodies are read with bounds and never logged; neither is the key.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import socket
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError, Cancel
from voice_agent.think.chat_answer import Delta, Events, ServerFailed, read_event
from voice_agent.think.chat_failures import classify, refuse_errors
from voice_agent.think.chat_server import ChatServer

if TYPE_CHECKING:
    import openai

log = logging.getLogger(__name__)

_POLL = 0.05  # seconds after which a cancelled turn is noticed at the latest
_LONGEST_WAIT = 8.0  # seconds a server may ask us to wait before we plan without it
_ANSWER_TIMEOUTS = 4  # a whole answer may take this many times the longest silence
_WORTH_RETRYING = ("unreachable", "limit", "cut off")
_OPTIONAL = frozenset({"temperature", "parallel_tool_calls"})  # parts of a request
_DONE = "[DONE]"


class ChatClient:
    """Streams answers of one server.

    ``timeout`` is the longest silence in seconds, ``retries`` how often a server that is
    busy or out of reach is asked again, after ``backoff`` seconds, doubled each time.
    Answers are at most ``answer_tokens`` long and, where the server lets us choose, always
    the likeliest ones (temperature 0).
    """

    def __init__(
        self,
        server: ChatServer,
        *,
        timeout: float,
        retries: int,
        backoff: float,
        answer_tokens: int,
    ) -> None:
        self.server = server
        self.timeout = timeout
        self.retries = retries
        self.backoff = backoff
        self._options = {"temperature": 0, "max_tokens": answer_tokens}
        self._left_out: frozenset[str] = frozenset()
        self._client: openai.OpenAI | None = None

    def connect(self) -> None:
        """Load the package and make the client; sends nothing."""
        if self._client is None:
            self._client = _make_client(self.server, self.timeout)

    def close(self) -> None:
        """Drop all connections; the next request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close()

    def deltas(self, request: dict[str, Any], cancel: Cancel) -> Iterator[Delta]:
        """The pieces of one answer as they arrive.

        Raises ``ServerFailed`` once no retry is left (an answer that has begun is never
        asked for again), ``Cancelled`` when the turn was; closing the iterator closes the
        connection.
        """
        attempt = 0
        while True:
            begun = False
            try:
                for delta in self._attempt(request, cancel):
                    begun = True
                    yield delta
                return
            except ServerFailed as failure:
                if self._adapt(failure):
                    continue
                wait = failure.retry_after or self.backoff * 2**attempt
                last = attempt == self.retries or wait > _LONGEST_WAIT
                if begun or last or failure.reason not in _WORTH_RETRYING:
                    raise
                log.info("language model: %s; asking again in %.1f s", failure.reason, wait)
            attempt += 1
            cancel.wait(wait)
            cancel.check()

    def _adapt(self, failure: ServerFailed) -> bool:
        """Leave out what a server refuses to be told; whether that changed anything.

        Reasoning models choose their own temperature and count their thoughts into a limit
        of another name.
        """
        if "max_completion_tokens" in failure.about and "max_tokens" in self._options:
            self._options["max_completion_tokens"] = self._options.pop("max_tokens")
            return True
        refused = _OPTIONAL & failure.about - self._left_out
        self._left_out |= refused
        return bool(refused)

    def _attempt(self, request: dict[str, Any], cancel: Cancel) -> Iterator[Delta]:
        self.connect()
        assert self._client is not None
        fixed = {"model": self.server.model, "stream": True}
        wanted = request | self._options | fixed
        sent = {name: value for name, value in wanted.items() if name not in self._left_out}
        # A file's name, or the model itself, may hold halves of signs, which cannot be sent.
        text = json.dumps(sent, ensure_ascii=False).encode("utf-8", errors="replace")
        reader = _Reader(self._client, json.loads(text))
        reader.start()
        done = False
        try:
            yield from self._receive(reader, cancel)
            done = True
        finally:
            if not done:
                reader.abandon()
                self.close()

    def _receive(self, reader: _Reader, cancel: Cancel) -> Iterator[Delta]:
        patience = _Patience(self.timeout)
        while True:
            cancel.check()
            asked = time.monotonic()
            try:
                item = reader.items.get(timeout=_POLL)
            except queue.Empty:
                item = ""
            patience.waited(time.monotonic() - asked, in_vain=item == "")
            if isinstance(item, ServerFailed):
                raise item
            if item is None:
                raise ServerFailed("cut off", "the answer ended before it was finished")
            if item == _DONE:
                return
            if item:
                delta = read_event(item)
                yield delta
                if delta.finish:  # a server that keeps the line open is not waited for
                    return


class _Patience:
    """Counts only time spent waiting for the server, not what is done between the pieces."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._silent = 0.0
        self._total = 0.0

    def waited(self, seconds: float, *, in_vain: bool) -> None:
        """Note a wait; ``ServerFailed`` when the server has been silent or slow for too long."""
        self._total += seconds
        self._silent = self._silent + seconds if in_vain else 0.0
        if self._silent > self._timeout:
            raise ServerFailed("timeout", f"silent for {self._timeout:g} s")
        if self._total > self._timeout * _ANSWER_TIMEOUTS:
            raise ServerFailed("timeout", f"no end after {self._timeout * _ANSWER_TIMEOUTS:g} s")


class _Reader(threading.Thread):
    """Sends one request and queues the events of the answer, then None or a failure."""

    def __init__(self, client: openai.OpenAI, request: dict[str, Any]) -> None:
        super().__init__(name="language-model", daemon=True)
        self.items: queue.SimpleQueue[str | ServerFailed | None] = queue.SimpleQueue()
        self._client = client
        self._request = request
        self._abandoned = threading.Event()
        self._response: Any = None

    def run(self) -> None:
        try:
            create = self._client.chat.completions.with_streaming_response.create
            with create(**self._request) as response:
                self._response = response.http_response
                self._read(response)
            self.items.put(None)
        except Exception as error:  # an abandoned connection breaks in many ways
            if not self._abandoned.is_set():
                self.items.put(classify(error))

    def abandon(self) -> None:
        """Stop reading. Shutting the socket down wakes a reader that waits for bytes."""
        self._abandoned.set()
        with contextlib.suppress(Exception):
            stream = self._response.extensions["network_stream"]
            stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _read(self, response: Any) -> None:
        events = Events()
        form = response.headers.get("content-type", "")
        if "html" in form:
            raise ServerFailed("malformed", "a web page instead of an answer")
        streamed = "json" not in form
        whole = b""
        for block in response.iter_bytes():
            if self._abandoned.is_set():
                return
            found = events.feed(block)
            if streamed:
                for event in found:
                    self.items.put(event)
            else:  # a server that doesn't stream answers with one document
                list(found)
                whole += block
        for event in events.finish() if streamed else [whole.decode("utf-8", errors="replace")]:
            self.items.put(event)


def _make_client(server: ChatServer, timeout: float) -> openai.OpenAI:
    try:
        import openai
    except ImportError as error:
        raise AgentError(
            f"the openai package cannot be loaded ({error})", "install it: pip install openai"
        ) from None
    # Some versions of the package write whole requests, the user's words, at level DEBUG.
    logging.getLogger("openai").setLevel(logging.INFO)
    http = openai.DefaultHttpxClient(
        timeout=openai.Timeout(timeout, connect=min(timeout, 5.0)),
        # A proxy of the environment leads out of this machine, never back into it.
        trust_env=not server.local,
        # Following a redirect would carry the request to a server nobody chose.
        follow_redirects=False,
        event_hooks={"response": [refuse_errors]},
    )
    return openai.OpenAI(
        base_url=server.base_url or "https://api.openai.com/v1",
        api_key=server.key,
        max_retries=0,  # ours can be cancelled
        timeout=openai.Timeout(timeout, connect=min(timeout, 5.0)),
        http_client=http,
    )
