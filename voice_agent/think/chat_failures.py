"""What went wrong with a language model server, in a few words of our own.

Messages of servers and of network libraries may quote what was sent to them, the key and
the user's words included. So they are looked at to tell failures apart and never repeated.
"""

from __future__ import annotations

from typing import Any

from voice_agent.think.chat_answer import Reason, ServerFailed

_ERROR_BYTES = 4096  # of an error's body
# Parts of a request that servers refuse to take.
_PARTS = ("tool", "parallel_tool_calls", "max_completion_tokens", "temperature")


def refuse_errors(response: Any) -> None:
    """Turn an error status into ``ServerFailed`` with a bounded look at its body."""
    if response.status_code < 300:
        return
    body = b""
    for block in response.iter_bytes():
        body += block[:_ERROR_BYTES]
        if len(body) >= _ERROR_BYTES:
            break
    said = body.decode("utf-8", errors="replace").lower()
    failure = _status_failure(response.status_code, said)
    failure.retry_after = _seconds(response.headers.get("retry-after"))
    raise failure


def _status_failure(status: int, said: str) -> ServerFailed:
    """The failure behind a status; the body only helps to tell which, it is never repeated."""
    if status in (400, 422):
        about = frozenset(part for part in _PARTS if part in said)
        detail = f"status {status} about {', '.join(sorted(about)) or 'the request'}"
        return ServerFailed("refused", detail, about)
    reasons: dict[int, Reason] = {401: "key", 403: "key", 404: "model", 429: "limit"}
    if status == 429 and "insufficient_quota" in said:
        return ServerFailed("quota", "status 429: the quota of the key is used up")
    reason = reasons.get(status, "unreachable" if status >= 500 else "refused")
    return ServerFailed(reason, f"status {status}")


def _seconds(header: str | None) -> float | None:
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if 0 < seconds < 1e6 else None


def classify(error: BaseException) -> ServerFailed:
    """What went wrong, in our words. Messages of others may quote what was sent: left out."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for link in chain:
        if isinstance(link, ServerFailed):
            return link
    names = " ".join(type(link).__name__ for link in chain)
    if "ConnectTimeout" in names:
        return ServerFailed("timeout", "no connection in time")
    if "Timeout" in names or any(isinstance(link, TimeoutError) for link in chain):
        return ServerFailed("timeout", "no answer in time")
    if "ConnectError" in names:
        return ServerFailed("unreachable", "no connection")
    if "RemoteProtocolError" in names or "ReadError" in names:
        return ServerFailed("cut off", "the connection broke")
    if isinstance(error, OSError) or "Connection" in names:
        return ServerFailed("unreachable", "the connection failed")
    return ServerFailed("malformed", f"an answer that cannot be read ({type(error).__name__})")
