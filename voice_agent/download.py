"""Fetch a pinned wheel through whatever package index the user's pip is set up for.

pip only answers where the wheel lies; the bytes come over a resumable download of our own,
so that a cut connection costs nothing but the missing rest. Nothing is installed.
"""

from __future__ import annotations

import errno
import http.client
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voice_agent.catalogue_file import Wheel, hash_file

log = logging.getLogger(__name__)

BLOCK = 1 << 18
TIMEOUT = 30.0  # seconds without a byte
ATTEMPTS = 5  # in a row without progress
DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES)
OnBytes = Callable[[int], None]


class FetchError(Exception):
    """Why one source did not give a file; the next source may."""


class _Refused(FetchError):
    """The server does not serve us at all (no credentials, unknown certificate)."""


def fetch_wheel(wheel: Wheel, downloads: Path, on_bytes: OnBytes) -> Path:
    """The wheel as a checked file in ``downloads``; resumes what an earlier try left there."""
    downloads.mkdir(parents=True, exist_ok=True)
    target = downloads / f"{wheel.package}-{wheel.version}.whl"
    if target.is_file() and hash_file(target) == wheel.sha256:
        return target
    url = find_wheel(wheel)
    part = target.with_name(target.name + ".part")
    try:
        download(url, part, wheel.size, on_bytes)
        if hash_file(part) != wheel.sha256 and part.stat().st_size == wheel.size:
            # An earlier half and this half may not belong together: once more from the start.
            log.info("%s does not match its sha256; once more from the start", url)
            part.unlink()
            download(url, part, wheel.size, on_bytes)
    except _Refused:
        # pip may know a password or a certificate that we do not.
        _download_with_pip(wheel, part)
    if hash_file(part) != wheel.sha256:
        part.unlink()
        raise FetchError("the wheel is not the one that the catalogue names (sha256 differs)")
    part.replace(target)
    return target


def find_wheel(wheel: Wheel) -> str:
    """The address of a wheel, from pip's own resolver and settings."""
    with tempfile.TemporaryDirectory(prefix="voice-agent-") as scratch:
        report = Path(scratch) / "report.json"
        _pip(
            wheel,
            ["install", "--dry-run", "--ignore-installed", "--report", str(report)]
            + (["--target", scratch] if wheel.platform else []),
        )
        try:
            document: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
            download_info = document["install"][0]["download_info"]
            digest = download_info.get("archive_info", {}).get("hashes", {}).get("sha256")
            url = str(download_info["url"])
        except (OSError, ValueError, LookupError) as error:
            raise FetchError("pip gave no usable report") from error
    if digest is not None and digest != wheel.sha256:
        raise FetchError("the package index offers another file under this version")
    return url


def download(
    url: str,
    part: Path,
    size: int,
    on_bytes: OnBytes,
    *,
    pause: Callable[[float], Any] = time.sleep,
) -> None:
    """Bring ``part`` to ``size`` bytes of ``url``, going on where it ends.

    Tries again after cut connections and server errors with growing pauses, and gives up
    after ``ATTEMPTS`` tries in a row that brought nothing. The content is not checked here.
    """
    failures = 0
    best = have = _size(part)
    while have != size:
        if have > size:
            part.unlink()
            best = have = 0
        try:
            _request(url, part, have, size, on_bytes)
            reason = "the connection was cut"
        except (OSError, http.client.HTTPException) as error:
            _raise_if_final(error)
            reason = str(getattr(error, "reason", error)) or type(error).__name__
        have = _size(part)
        failures = 0 if have > best else failures + 1
        best = max(best, have)
        if have == size:
            return
        if failures >= ATTEMPTS:
            raise FetchError(f"the download does not get on ({reason})")
        log.info("download of %s stopped at %d of %d bytes: %s", part.name, have, size, reason)
        pause(min(0.5 * 2**failures, 8.0))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _request(url: str, part: Path, have: int, size: int, on_bytes: OnBytes) -> None:
    headers = {"User-Agent": "voice-agent", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        resumed = response.status == 206 and _range_start(response) == have
        done = have if resumed else 0
        # What has arrived is on disk at once: a killed process loses nothing of it.
        read = getattr(response, "read1", response.read)
        with part.open("ab" if resumed else "wb") as stream:
            while block := read(BLOCK):
                stream.write(block)
                stream.flush()
                done += len(block)
                if done > size:
                    raise FetchError(f"the server sends more than the wheel's {size} bytes")
                on_bytes(done)


def _range_start(response: Any) -> int:
    """The first byte's position in "Content-Range: bytes 100-199/200"; -1 if there is none."""
    value = response.headers.get("Content-Range", "")
    start = value.removeprefix("bytes ").partition("-")[0]
    return int(start) if start.isdigit() else -1


def _raise_if_final(error: Exception) -> None:
    """Raise for what another try cannot mend; a full disk stays the ``OSError`` it is."""
    if isinstance(error, OSError) and error.errno in DISK_ERRORS:
        raise error
    if isinstance(error, urllib.error.HTTPError):
        if error.code in (401, 403, 407):
            raise _Refused(f"the server refuses ({error.code})") from error
        if 400 <= error.code < 500 and error.code not in (408, 416, 425, 429):
            raise FetchError(f"the server does not have it ({error.code})") from error
        return
    reason = getattr(error, "reason", None)
    if isinstance(error, urllib.error.URLError) and "CERTIFICATE" in str(reason):
        raise _Refused(f"the server's certificate is not known ({reason})") from error
    if isinstance(error, urllib.error.URLError) and isinstance(reason, FileNotFoundError):
        raise FetchError(f"there is no such file ({reason.filename})") from error


def _download_with_pip(wheel: Wheel, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="voice-agent-", dir=target.parent) as scratch:
        _pip(wheel, ["download", "--dest", scratch])
        found = list(Path(scratch).glob("*.whl"))
        if len(found) != 1:
            raise FetchError("pip downloaded no wheel")
        shutil.move(found[0], target)


def _pip(wheel: Wheel, arguments: list[str]) -> None:
    """Run pip on one pinned wheel; never builds, installs or resolves anything else."""
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--no-deps", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--retries", "1"]
    command += ["--ignore-requires-python"]
    command += ["--platform", wheel.platform] if wheel.platform else []
    command.append(f"{wheel.package}=={wheel.version}")
    done = subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise FetchError(_why_pip_failed(done.stderr))


def _why_pip_failed(output: str) -> str:
    if "No module named pip" in output:
        return "this Python has no pip: run python -m ensurepip"
    if "no such option" in output:
        return "this pip is too old: run python -m pip install --upgrade pip"
    if "connection broken" in output or "Could not fetch URL" in output:
        return "the package index cannot be reached"
    if "No matching distribution" in output:
        return "the package index that pip is set up for does not have it"
    for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        if os.strerror(code) in output:
            return f"pip cannot write: {os.strerror(code)}"
    errors = [line for line in output.splitlines() if line.startswith("ERROR: ")]
    if not errors:
        return "pip failed"
    if errors[-1] == "ERROR: Exception:":  # a traceback follows; its last line says what
        return f"pip says: {output.splitlines()[-1].partition(': ')[2] or 'it crashed'}"
    return f"pip says: {errors[-1].removeprefix('ERROR: ')}"
