"""A real package index on this machine: wheels made here, served with all their troubles."""

from __future__ import annotations

import hashlib
import io
import random
import re
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


def noise(seed: int, size: int) -> bytes:
    """Bytes that do not compress, the same for the same seed."""
    return random.Random(seed).randbytes(size)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_wheel(package: str, members: dict[str, bytes], version: str = "1.0.0") -> bytes:
    """A wheel that pip would install: ``members`` and the metadata that the format wants."""
    module = package.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    wheel = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = dict(members)
    files[f"{info}/METADATA"] = metadata.encode()
    files[f"{info}/WHEEL"] = wheel.encode()
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    files[f"{info}/RECORD"] = record.encode()
    return make_zip(files)


def make_zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@dataclass
class Index:
    """What the server has, and how it misbehaves."""

    files: dict[str, bytes] = field(default_factory=dict)  # URL path -> body
    requests: list[tuple[str, str, str]] = field(default_factory=list)  # method, path, Range
    cuts: list[int] = field(default_factory=list)  # bytes sent before each next cut
    statuses: list[int] = field(default_factory=list)  # answers instead of the next bodies
    ranges: bool = True
    hold_after: int | None = None  # send so much, then wait for ``release``
    holding: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def add_wheel(self, package: str, data: bytes, *, version: str = "1.0.0") -> str:
        """Offer a wheel as index pages do: a link with its hash, and metadata beside it."""
        name = f"{package.replace('-', '_')}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            metadata = archive.read(f"{name.split('-py3')[0]}.dist-info/METADATA")
        self.files[f"/files/{name}"] = data
        self.files[f"/files/{name}.metadata"] = metadata
        self.files[f"/simple/{package}/"] = (
            f'<!DOCTYPE html><html><body><a href="/files/{name}#sha256={sha256(data)}" '
            f'data-dist-info-metadata="sha256={sha256(metadata)}">{name}</a></body></html>'
        ).encode()
        return name

    def downloads(self) -> list[str]:
        """The Range headers of all requests for wheels, in order ("" for whole ones)."""
        return [r for method, path, r in self.requests if method == "GET" and path.endswith(".whl")]


class _Handler(BaseHTTPRequestHandler):
    """Answers from the ``index`` of its class."""

    index: Index
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        index = self.index
        path = self.path.partition("?")[0]
        wanted = self.headers.get("Range", "")
        index.requests.append((self.command, path, wanted))
        body = index.files.get(path)
        if body is None:
            self.send_error(404)
            return
        troubled = self.command == "GET" and path.endswith((".whl", ".bin"))
        if troubled and index.statuses:
            self.send_error(index.statuses.pop(0))
            return
        start = 0
        match = re.fullmatch(r"bytes=(\d+)-", wanted)
        if match and index.ranges:
            start = int(match[1])
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self._headers(path, body, start)
        if self.command == "GET":
            self._send(body[start:], troubled)

    def _headers(self, path: str, body: bytes, start: int) -> None:
        kind = "text/html" if path.startswith("/simple/") else "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) - start))
        if "/resolve/" in path:  # the hub's own headers
            self.send_header("ETag", f'"{sha256(body)}"')
            self.send_header("X-Repo-Commit", "0" * 40)
        self.end_headers()

    def _send(self, data: bytes, troubled: bool) -> None:
        if troubled and self.index.cuts:
            self.wfile.write(data[: self.index.cuts.pop(0)])
            self.close_connection = True
            return
        if troubled and self.index.hold_after is not None:
            self.wfile.write(data[: self.index.hold_after])
            self.wfile.flush()
            self.index.holding.set()
            self.index.release.wait(60)
            self.close_connection = True
            return
        self.wfile.write(data)


def serve(index: Index) -> ThreadingHTTPServer:
    """Start serving ``index``; call ``shutdown`` and ``server_close`` in the end."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"index": index}))
    server.daemon_threads = True
    index.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def write_catalogue(path: Path, name: str, files: dict[str, bytes], sources: str) -> Path:
    """A catalogue of one model with the true sizes and hashes of ``files``."""
    rows = "".join(
        f'    {{ path = "{file}", size = {len(data)}, sha256 = "{sha256(data)}" }},\n'
        for file, data in files.items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'[{name}]\ntitle = "Tiny"\npurpose = "for tests"\nlicence = "MIT"\ngroup = "extra"\n'
        f"files = [\n{rows}]\n\n{sources}",
        encoding="utf-8",
    )
    return path


def wheel_source(name: str, wheels: dict[str, bytes], extra: str = "") -> str:
    """The catalogue's lines for data from ``wheels`` (package -> bytes)."""
    rows = ", ".join(
        f'{{ package = "{package}", version = "1.0.0", size = {len(data)}, '
        f'sha256 = "{sha256(data)}" }}'
        for package, data in wheels.items()
    )
    return f'[[{name}.sources]]\nkind = "wheel"\nwheels = [{rows}]\n{extra}\n'
