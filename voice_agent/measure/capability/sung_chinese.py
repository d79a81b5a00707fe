"""Whether Chinese lyrics are understood: syllables that a recogniser hears otherwise.

Tones are not counted: a melody replaces them. Beside it espeak-ng, a Mandarin voice by rules,
speaks the same lines where it is installed. Whisper answers some of them in English, or with
nothing; each line is therefore heard in three keys, and all are counted together.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import wave
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.report.table import Report, Table
from voice_agent.singing.request import arrange
from voice_agent.singing.singer import sing

if TYPE_CHECKING:
    from voice_agent.tools.context import SteerableVoice

F32 = NDArray[np.float32]

# Other lines than those on which the Chinese sounds were chosen.
LINES = (
    "小酒窝长睫毛是你最美的记号", "今晚的月光照在河面上", "两只老虎跑得快",
    "明天早上我坐火车去北京", "我想听你再唱一首歌", "雨后的彩虹真漂亮",
    "爷爷在树下讲故事", "祝你生日快乐", "世界上最好的朋友是你",
)  # fmt: skip
RECOGNISER = "whisper-base"
_WORDS_A_MINUTE = 130
_SILENCE = (0.5, 1.1)  # seconds before and after a line
_KEYS = {0: 50, -3: 35, 3: 65}  # semitones, and what espeak-ng calls its pitch


def chinese_heard(voice: SteerableVoice, report: Report) -> Table:
    """Syllable error rates by faster-whisper, each line for itself, on composed melodies."""
    import jiwer
    from faster_whisper import WhisperModel

    lines = LINES[: report.few(len(LINES), 2)]
    report("Chinese lyrics")
    keys = list(_KEYS.items())[: report.few(len(_KEYS), 1)]
    sounds = {"sing": [_sung(line, voice, key) for line in lines for key, _ in keys]}
    if shutil.which("espeak-ng"):
        spoken = [_espeak(line, voice.rate, pitch) for line in lines for _, pitch in keys]
        sounds["spoken by espeak-ng"] = spoken
    whisper = WhisperModel(str(load_path(RECOGNISER)), compute_type="int8", cpu_threads=1)
    truths = [_syllables(line) for line in lines for _ in keys]
    rows: list[dict[str, Any]] = []
    for name, said in sounds.items():
        heard = [_syllables(_heard(samples, voice.rate, whisper)) for samples in said]
        wrong = round(100.0 * float(jiwer.wer(truths, heard)), 1)
        syllables = sum(len(truth.split()) for truth in truths)
        rows.append({"system": name, "syllables": syllables, f"{RECOGNISER} %": wrong})
    note = f"{len(lines)} lines in {len(keys)} keys each; tones not counted"
    return Table("Chinese syllables heard wrongly", rows, note)


def _sung(line: str, voice: SteerableVoice, key: int) -> F32:
    song = arrange(line, "", "", None, lambda text: "", transpose=key)
    parts = list(sing(song, voice))
    first = min(part.start for part in parts)
    ends = [round((part.start - first) * voice.rate) + len(part.samples) for part in parts]
    samples = np.zeros(max(ends), np.float32)
    for part, end in zip(parts, ends, strict=True):
        samples[end - len(part.samples) : end] += part.samples
    return samples


def _espeak(line: str, rate: int, pitch: int) -> F32:
    import soxr
    from pypinyin import Style, lazy_pinyin

    pinyin = lazy_pinyin(line, style=Style.TONE3, neutral_tone_with_five=True)
    command = ["espeak-ng", "-v", "cmn-latn-pinyin", "-s", str(_WORDS_A_MINUTE), "-p", str(pitch)]
    command += ["--stdout", " ".join(pinyin)]
    made = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(made)) as file:
        own = file.getframerate()
    samples = np.frombuffer(made[44:], np.int16).astype(np.float32) / 32768.0
    return np.asarray(soxr.resample(samples, own, rate), np.float32)


def _syllables(text: str) -> str:
    """Pinyin without tones of the Chinese characters of a text."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin("".join(re.findall(r"[\u4e00-\u9fff]", text)), v_to_u=False))


def _heard(samples: F32, rate: int, whisper: Any) -> str:
    import soxr

    level = 0.5 / max(float(np.abs(samples).max()), 1e-6)
    before, after = (round(seconds * rate) for seconds in _SILENCE)
    padded = np.pad(level * samples, (before, after))
    segments, _ = whisper.transcribe(
        soxr.resample(padded, rate, 16_000), language="zh", condition_on_previous_text=False,
        temperature=0.0, no_speech_threshold=None, log_prob_threshold=None,
        compression_ratio_threshold=None, without_timestamps=True, max_new_tokens=40,
        beam_size=2,
    )  # fmt: skip
    return "".join(segment.text for segment in segments)
