"""How well speech is translated: BLEU and chrF against sentences written by people.

The Spanish side is spoken by espeak-ng in two accents and the English side by the assistant's
own voice and hibari's, in turn: synthetic speech all of it, so these figures say nothing about
people or noise. Beside the tool stand both ways that it chooses between, the same engine on the
written sentences, and the words left untranslated. The choice was made on parallel.toml; the
sentences of parallel_heldout.toml are those that are reported.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.engines import SharedEngines
from voice_agent.errors import Cancel
from voice_agent.events import Bus
from voice_agent.measure.report.table import Report, Table
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.speak.other_voices import HibariVoice
from voice_agent.speak.silent import SilentOutput
from voice_agent.tools._translation.installed import translators
from voice_agent.tools.context import ToolContext, Voice
from voice_agent.tools.translate_speech import split, translate_speech
from voice_agent.units import Audio

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SET = Path(__file__).with_name("parallel_heldout.toml")
LANGUAGES = ("es", "en")
_SPANISH = ("es", "es-419+f2")  # voices of espeak-ng

Texts = list[str]


def pairs(path: Path = SET) -> list[dict[str, str]]:
    """A parallel set: {"en": ..., "es": ...}."""
    found: list[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["pair"]
    return found


def capability(
    settings: Settings,
    report: Report,
    *,
    speech: Path | None = None,
    count: int | None = None,
    path: Path = SET,
) -> list[Table]:
    """Both directions of the parallel set; ``speech`` is not used, as nobody has read it."""
    chosen = pairs(path)[: report.few(count or len(pairs(path)), 5)]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), keep="turns")
        engines = SharedEngines(settings, Bus(), SilentOutput())
        context = ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
        for source, target in (LANGUAGES, LANGUAGES[::-1]):
            written = [pair[source] for pair in chosen]
            wanted = [pair[target] for pair in chosen]
            for name, made in _systems(context, session, written, source, target, report):
                row = {"direction": f"{source} to {target}", "system": name}
                rows.append({**row, **scores(made, wanted)})
    note = f"n = {len(chosen)} sentences each way; synthetic speech; sacrebleu's BLEU and chrF2"
    return [Table("Translated speech", rows, note)]


def _systems(
    context: ToolContext,
    session: Session,
    written: Texts,
    source: str,
    target: str,
    report: Report,
) -> list[tuple[str, Texts]]:
    """Translations by system: nothing done, engines on the text, the tool on speech."""
    found: list[tuple[str, Texts]] = [("untranslated", written)]
    package = translators(context, source, target).get((source, target))
    if package is not None:
        report(f"{package.name}: {source} to {target}")
        found.append((f"{package.name} on the written sentence", package.translate(written)))
    voices = _voices(context, source)
    spoken = [_spoken(voices[i % len(voices)], text) for i, text in enumerate(written)]
    ear = context.engines.recogniser(source)
    if target == "en":
        report(f"Whisper's own translation: {source} to {target}")
        made = [ear.transcribe(audio, language=source, translate=True).text for audio in spoken]
        found.append(("Whisper's own translation", made))
        if package is not None:
            report(f"written down, then {package.name}: {source} to {target}")
            texts = [ear.transcribe(audio, language=source).text for audio in spoken]
            made = [" ".join(package.translate(split(text))) for text in texts]
            found.append((f"written down, then {package.name}", made))
    for name, given in (("language told", source), ("language found out", "")):
        report(f"translate_speech, {name}: {source} to {target}")
        made = [translated(context, session, audio, target, given) for audio in spoken]
        found.append((f"translate_speech, {name}", made))
    return found


def translated(
    context: ToolContext, session: Session, audio: Audio, target: str, source: str
) -> str:
    """What the tool makes of speech in ``source`` ("": it finds out), as written text."""
    path = session.write_audio(audio, "a sentence", "attached", 0)
    output = translate_speech(context, path, target, source_language=source)
    written = [artifact.path for artifact in output.artifacts if artifact.kind == "text"]
    return " ".join((session.directory / path).read_text("utf-8").strip() for path in written)


def _voices(context: ToolContext, language: str) -> list[Voice]:
    """Two voices of a language, to be heard in turn."""
    if language == "es":
        return [context.engines.voice_for(name) for name in _SPANISH]
    return [context.engines.voice_for(language), HibariVoice()]


def _spoken(voice: Voice, sentence: str) -> Audio:
    chunks = [chunk.audio.mono() for chunk in voice.speak(sentence)]
    return Audio(np.concatenate(chunks), voice.rate)


def scores(made: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
    """BLEU (Papineni et al. 2002) and chrF (Popović 2015) of the whole set, 0 to 100."""
    from sacrebleu import corpus_bleu, corpus_chrf

    return {
        "bleu": round(corpus_bleu(list(made), [list(wanted)]).score, 1),
        "chrf": round(corpus_chrf(list(made), [list(wanted)]).score, 1),
    }
