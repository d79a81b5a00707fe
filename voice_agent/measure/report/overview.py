"""All capabilities on one page: ours, a baseline of the same run, and what others reach.

What others reach is mostly reached on other data or in another task; it is context, no
comparison. AudioGPT itself gives no figures for its tools.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voice_agent.measure.report.figures import Document, Place, figure, row_of, tables
from voice_agent.measure.report.table import Estimate, Table


@dataclass(frozen=True)
class Line:
    """Where ours stands; the baseline is another row of that column, or another column of that
    row (``other`` begins with ``column:``). ``n``: the column that tells how many."""

    task: str
    measure: str
    place: Place
    other: str
    elsewhere: str = ""
    n: str = "n"


_HEARD = "Words and letters heard wrongly"
_TALK = "synthetic voices & transcribe_speech"
_NAIVE = "synthetic voices & faster-whisper, defaults"
_TINY = "tiny.en: 5.6 % WER on LibriSpeech test-clean (Radford et al. 2022)"
_DFN = "DeepFilterNet3: PESQ 3.17, noisy 1.97, on VoiceBank-DEMAND (Schröter et al. 2023)"
_TASNET = "Conv-TasNet: 15.3 dB on WSJ0-2mix (Luo and Mesgarani 2019)"
_YAMNET = "YAMNet: mAP 0.306 on AudioSet's evaluation set"
_WARP = "WarpNet 0.157, BinauralGrad 0.128, on recorded talkers (Leng et al. 2022)"
_LASS = "LASS-Net: 3.4 dB on AudioCaps (Liu et al. 2022)"
_NOISY, _CLEANED = "5 & noisy input", "5 & enhance_speech"
_SPOKEN = "all & spoken, each syllable shifted"
_APART = "Taking a sound out of two"
_SENTENCES = "Captions beside sentences of people"
_WAVES = "Speech from directions that were not measured"

LINES = (
    Line("transcribe_speech", "word errors, %", Place(_HEARD, _TALK, "wer_%"), _NAIVE, _TINY),
    Line("transcribe_speech", "letter errors, %", Place(_HEARD, _TALK, "cer_%"), _NAIVE),
    Line("translate_speech", "BLEU, Spanish to English",
         Place("Translated speech", "es to en & translate_speech, language told", "bleu"),
         "es to en & untranslated"),
    Line("translate_speech", "chrF, English to Spanish",
         Place("Translated speech", "en to es & translate_speech, language told", "chrf"),
         "en to es & untranslated"),
    Line("synthesize_speech", "word errors, %", Place("The voice", "ours", "wer_percent"),
         "hibari"),
    Line("synthesize_speech", "DNSMOS", Place("The voice", "ours", "ovrl"), "hibari"),
    Line("synthesize_speech", "MCD to the teacher, dB", Place("The voice", "ours", "mcd_db"),
         "espeak-ng"),
    Line("synthesize_speech", "FFE to the teacher, %", Place("The voice", "ours", "ffe_%"),
         "espeak-ng"),
    Line("transfer_style", "similarity of speakers",
         Place("A text in the voice of a reference", "all", "transfer_style"),
         "column:plain_voice"),
    Line("enhance_speech", "SI-SDR at 5 dB", Place("Noise removal", _CLEANED, "si_sdr"), _NOISY),
    Line("enhance_speech", "PESQ at 5 dB", Place("Noise removal", _CLEANED, "pesq"), _NOISY, _DFN),
    Line("enhance_speech", "STOI at 5 dB", Place("Noise removal", _CLEANED, "stoi"), _NOISY),
    Line("enhance_speech", "DNSMOS at 5 dB", Place("Noise removal", _CLEANED, "dnsmos"), _NOISY),
    Line("separate_speech", "SI-SDR gain, dB",
         Place("Two talkers pulled apart", "all & separate_speech", "gain"),
         "all & NMF, spectral clustering", _TASNET),
    Line("binauralize", "directions within 40 µs and 1 dB, %",
         Place("Directions that were not measured", "binauralize", "within_40us_1db_percent"),
         "nearest measurement"),
    Line("binauralize", "wave L2 x 1000", Place(_WAVES, "binauralize", "wave_l2_x1000"),
         "simple panning", _WARP),
    Line("binauralize", "MRSTFT", Place(_WAVES, "binauralize", "mrstft"), "simple panning"),
    Line("detect_sounds", "mAP", Place("Sounds detected at all", "detect_sounds", "mAP"), "chance",
         _YAMNET),
    Line("detect_sounds", "F1 by onsets", Place("Sounds detected in time", "detect_sounds",
         "onset_f1"), "scores above one half"),
    Line("detect_sounds", "F1 by seconds", Place("Sounds detected in time", "detect_sounds",
         "segment_f1"), "scores above one half"),
    Line("detect_target_sound", "F1 of the time marked",
         Place("Finding a sound in time", "detect_target_sound", "f1"), "score above one half"),
    Line("extract_sound", "SI-SDR gain, dB",
         Place(_APART, "all, those not heard as 0 dB", "extract_sound"),
         "column:by_time_alone", _LASS),
    Line("caption_audio", "sounds told, %", Place("Captions", "caption_audio", "sounds_told_%"),
         "two highest scores"),
    Line("caption_audio", "ROUGE-1", Place(_SENTENCES, "caption_audio", "rouge_1"),
         "two highest scores"),
    Line("generate_audio", "heard among the best 5 classes, %",
         Place("Single sounds heard as what they are", "sound models", "heard_percent"),
         "noise of the same outline"),
    Line("generate_audio", "events of scenes heard, %",
         Place("Events of scenes", "generate_audio", "events_heard_percent"),
         "another scene's events"),
    Line("compose_music", "key heard, %", Place("Composed music", "composed", "key heard %"),
         "pitches shuffled"),
    Line("inpaint_audio", "SNR of 20 ms of speech, dB",
         Place("Filling gaps", "speech & 20 & inpaint_audio", "snr"), "speech & 20 & line"),
    Line("inpaint_audio", "spectral distance, 1 s of music, dB",
         Place("Filling gaps", "music & 1000 & inpaint_audio", "distance"),
         "music & 1000 & repetition"),
    Line("caption_image", "photos named rightly",
         Place("Photos named rightly", "EfficientNet-Lite0", "top_1"), ""),
    Line("generate_audio_from_image", "heard as what is seen, %",
         Place("Sounds of what is seen", "", "heard_percent"),
         "column:another_kinds_sound_percent", n="tried"),
    Line("sing", "frames within 30 cents, %", Place("Singing", "all & sing", "in_tune_%"), _SPOKEN,
         n="notes"),
    Line("sing", "onsets within 50 ms, %", Place("Singing", "all & sing", "onsets_%"), _SPOKEN,
         n="notes"),
    Line("synthesize_talking_head", "lips and loudness, correlation",
         Place("Lips and loudness", "synthesize_talking_head", "correlation"), "flap"),
    Line("synthesize_talking_head", "closed on p, b, m, %",
         Place("Lips on p, b, m and in vowels", "phoneme times known", "closed_within_a_frame_%"),
         "flap", n="closures"),
)  # fmt: skip


def overview(document: Document) -> Table:
    """The lines whose tables the report holds; one whose figure is not in it stays empty."""
    found = tables([document])
    rows = [row for line in LINES if (row := _row(found, line)) is not None]
    note = "elsewhere: on other data, as context; data and details are in the tables named"
    return Table("Capabilities at a glance", rows, note)


def _row(found: Mapping[str, Document], line: Line) -> dict[str, Any] | None:
    place = line.place
    if place.table not in found:
        return None
    ours, row = figure(found, place), row_of(found, place) or {}
    across = line.other.removeprefix("column:")
    other = (
        Place(place.table, place.row, across)
        if across != line.other
        else Place(place.table, line.other, place.column)
    )
    return {
        "tool": line.task,
        "measure": line.measure,
        "n": _count(row.get(line.n), ours, found[place.table]["note"]),
        "ours": ours,
        "baseline": figure(found, other) if across else None,
        "which is": across.rpartition("& ")[2].replace("_", " "),
        "elsewhere": line.elsewhere,
        "table": place.table,
    }


def _count(told: Any, ours: Estimate | float | str | None, note: str) -> int | None:
    """How many were measured: from the row, the figure, or the words under the table."""
    if isinstance(told, int):
        return told
    if isinstance(ours, Estimate):
        return ours.n
    written = re.search(r"n = (\d+)|^(\d+) ", note)
    return int(written[1] or written[2]) if written else None
