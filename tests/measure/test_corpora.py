"""Corpora in their own layouts: tiny ones, laid out as the real ones are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soxr

from voice_agent.catalogue import load_path
from voice_agent.errors import UsageError
from voice_agent.measure.corpora import measured as corpora
from voice_agent.measure.corpora import readers as corpus_readers
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.report.table import Estimate, Report, Table
from voice_agent.settings import load
from voice_agent.sound import files
from voice_agent.units import Audio

BECKETT = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."


@pytest.fixture(scope="module")
def reader() -> Audio:
    """A person reading, mono at 16 kHz."""
    audio = files.read(load_path("people-recordings") / "two_cities.wav", max_seconds=6.0)
    return Audio(soxr.resample(audio.mono(), audio.rate, 16_000), 16_000)


def write(path: Path, audio: Audio) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.AudioWriter(path, audio.rate, 1) as writer:
        writer.write(audio)
    return path


def measured(folder: Path, name: str) -> list[Table]:
    assert list(corpora.layouts([folder])) == [name]
    report = Report(quick=True)
    found = corpora.measure_corpus(name, [folder], load(), report)
    assert all(isinstance(table, Table) and table.rows for table in found)
    return [table for table in found if isinstance(table, Table)]


def value(cell: object) -> float:
    assert isinstance(cell, (Estimate, float, int))
    return cell.value if isinstance(cell, Estimate) else float(cell)


def test_librispeech(tmp_path: Path) -> None:
    chapter = tmp_path / "LibriSpeech" / "test-clean" / "1089" / "134686"
    audio = files.read(load_path("people-recordings") / "beckett.wav")
    chapter.mkdir(parents=True)
    files_flac(chapter / "1089-134686-0000.flac", audio)
    (chapter / "1089-134686.trans.txt").write_text(f"1089-134686-0000 {BECKETT.upper()}\n")
    [table] = measured(tmp_path, "LibriSpeech")
    ours = next(row for row in table.rows if row["system"] == "transcribe_speech")
    assert ours["n"] == 1 and ours["words"] == 12 and value(ours["wer_%"]) < 20


def files_flac(path: Path, audio: Audio) -> None:
    """FLAC through the encoder that the program itself carries."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=audio.rate, layout="mono")
        samples = (np.clip(audio.mono(), -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = audio.rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def test_voicebank_demand(tmp_path: Path, reader: Audio) -> None:
    random = np.random.default_rng(0)
    noise = 0.3 * np.std(reader.mono()) * random.standard_normal(reader.frames)
    write(tmp_path / "clean_testset_wav" / "p232_001.wav", reader)
    noisy = Audio((reader.mono() + noise).astype(np.float32), reader.rate)
    write(tmp_path / "noisy_testset_wav" / "p232_001.wav", noisy)
    [table] = measured(tmp_path, "VoiceBank-DEMAND")
    scores = {row["system"]: value(row["si_sdr"]) for row in table.rows}
    assert scores["enhance_speech"] > scores["noisy input"] + 2.0


@pytest.mark.parametrize(
    ("name", "mixture", "top"),
    [("WSJ0-2mix", "mix", "wav8k/min/tt"), ("LibriMix", "mix_clean", "Libri2Mix/wav16k/min/test")],
)
def test_two_talkers(tmp_path: Path, reader: Audio, name: str, mixture: str, top: str) -> None:
    half = reader.frames // 2
    one, two = reader.mono()[:half], reader.mono()[half : 2 * half]
    rate = 8_000 if "8k" in top else 16_000
    for part, samples in (("s1", one), ("s2", two), (mixture, one + two)):
        sound = soxr.resample(samples, reader.rate, rate)
        write(tmp_path / top / part / "01aa_02bb.wav", Audio(sound, rate))
        write(tmp_path / "train" / part / "never.wav", Audio(sound, rate))
    [mixed] = corpus_readers.two_talkers(tmp_path)
    assert mixed.mixture == tmp_path / top / mixture / "01aa_02bb.wav"
    [table] = measured(tmp_path, name)
    assert {row["system"] for row in table.rows} == {"NMF, spectral clustering", "separate_speech"}
    assert all(row["n"] == 1 for row in table.rows)


def test_esc50(tmp_path: Path, reader: Audio) -> None:
    siren = 0.3 * np.sin(
        2 * np.pi * np.cumsum(900 + 500 * np.sin(np.arange(80_000) / 16_000 * 2)) / 16_000
    )
    write(tmp_path / "audio" / "1-1-A-42.wav", Audio(siren.astype(np.float32), 16_000))
    (tmp_path / "meta").mkdir()
    (tmp_path / "meta" / "esc50.csv").write_text(
        "filename,fold,target,category,esc10,src_file,take\n"
        "1-1-A-42.wav,1,42,siren,False,1,A\n"
        "1-2-A-9.wav,1,9,crow,False,2,A\n"
    )
    [table] = measured(tmp_path, "ESC-50")
    ours = next(row for row in table.rows if row["way"].startswith("described"))
    assert ours["n"] == 1 and value(ours["right_%"]) == 100.0


def test_audioset(tmp_path: Path, reader: Audio) -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal(5 * 16_000)
    write(tmp_path / "eval" / "Y--4gqARaEJE_0_10.wav", reader)
    write(tmp_path / "eval" / "abcdefghijk.wav", Audio(noise.astype(np.float32), 16_000))
    (tmp_path / "eval_segments.csv").write_text(
        "# Segments csv created Sun Mar  5 10:54:25 2017\n"
        '--4gqARaEJE, 0.000, 10.000, "/m/09x0r"\n'
        'abcdefghijk, 30.000, 40.000, "/m/0chx_"\n'
        'notthere111, 30.000, 40.000, "/m/09x0r"\n'
    )
    [table] = measured(tmp_path, "AudioSet")
    ours = next(row for row in table.rows if row["system"].startswith("YAMNet"))
    assert ours["n"] == 2 and ours["mAP"] == 1.0


def test_mustc(tmp_path: Path, reader: Audio) -> None:
    top = tmp_path / "en-es" / "data" / "tst-COMMON"
    write(top / "wav" / "ted_767.wav", reader)
    (top / "txt").mkdir()
    (top / "txt" / "tst-COMMON.yaml").write_text(
        "- {duration: 2.5, offset: 0.3, rW: 9, uW: 0, speaker_id: spk.767, wav: ted_767.wav}\n"
    )
    (top / "txt" / "tst-COMMON.en").write_text("It was the best of times,\n")
    (top / "txt" / "tst-COMMON.es").write_text("Era el mejor de los tiempos,\n")
    [item] = corpus_readers.mustc(tmp_path)
    assert (item.start, item.seconds, item.text) == (0.3, 2.5, "It was the best of times,")
    assert item.translations == {"es": "Era el mejor de los tiempos,"}
    [table] = measured(tmp_path, "MUST-C")
    assert {row["direction"] for row in table.rows} == {"en to es"} and len(table.rows) == 2


def test_natural_voices_are_one_a_reader_wherever_they_lie(tmp_path: Path, reader: Audio) -> None:
    short = Audio(reader.samples[:1600], reader.rate)
    for name in ("1089/134686/1089-134686-0000", "1089/134686/1089-134686-0001",
                 "121/1/121-1-0000", "anna", "bert"):  # fmt: skip
        write(tmp_path / f"{name}.wav", short)
    names = [path.stem for path in one_a_reader(tmp_path)]
    assert names == ["1089-134686-0000", "121-1-0000", "anna", "bert"]


def test_a_folder_of_no_known_layout_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="layout"):
        corpora.layouts([tmp_path])
    with pytest.raises(UsageError, match="nowhere"):
        corpora.layouts([tmp_path / "nowhere"])
