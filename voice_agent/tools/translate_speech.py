"""What is said in a recording, in another language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, Recogniser, ToolContext, ToolOutput
from voice_agent.units import Artifact, Audio, Hypothesis

if TYPE_CHECKING:
    from pathlib import Path

    from voice_agent.tools._translation.routes import Route

FAMILY = "audio-to-text"
MODELS = ("whisper-base", "silero-vad")
OUTPUTS = ("text", "audio")
BACKEND = "Whisper, Apertium or a neural package"

WHISPER = "whisper"
_HEARING = 0.8  # share of the progress bar; the rest is translating and speaking


def translate_speech(
    context: ToolContext,
    audio: AudioFile,
    target_language: str,
    speak: bool = False,
    source_language: str = "",
) -> ToolOutput:
    """Translate what is said in a recording into another language, as text or spoken.

    Not for: writing it down in its own language (transcribe_speech), translating a text.

    Arguments:
        audio: the recording with speech, in any language
        target_language: language to translate into, by name or code ("Spanish", "es")
        speak: whether to speak the translation too, into a new sound file
        source_language: language that is spoken; leave it out and it is found out
    """
    from voice_agent.languages import language_name

    target, source = _languages(target_language, source_language)
    heard = _listen(context, context.locate(audio), source, target)
    warnings = [f"{warning}." for warning in heard.warnings]
    if not heard.texts:
        return ToolOutput(
            text=" ".join([_nothing(heard.reasons), *warnings]),
            data={"source_language": heard.source, "target_language": target, "engine": None},
        )
    sentences, engine = _translated(context, heard, target)
    joined = " ".join(sentences)
    text = joined
    if heard.source == target:
        text = f"It is in {language_name(target)} already: {joined}"
    artifacts: tuple[Artifact, ...] = ()
    if speak:
        try:
            artifacts = (_spoken(context, sentences, target),)
        except AgentError as error:
            warnings.append(f"I could not speak it: {error}")
    sidecar, where = context.files.new_file("text", ".txt")
    where.write_text("\n".join(sentences) + "\n", encoding="utf-8")
    note = f"translation into {language_name(target)}"
    data = {"source_language": heard.source, "target_language": target, "engine": engine}
    return ToolOutput(
        text=" ".join([text, *warnings]),
        artifacts=(*artifacts, Artifact(path=sidecar, kind="text", description=note)),
        data=data if text == joined and not warnings else data | {"text": joined},
    )


@dataclass
class _Heard:
    """What was recognised: texts in ``language``, spoken in ``source``."""

    source: str
    language: str = ""
    texts: list[str] = field(default_factory=list)
    route: Route | None = None
    reasons: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)


def _languages(target_language: str, source_language: str) -> tuple[str, str]:
    """Codes of both; the source is "" where it is to be found out."""
    from voice_agent.tools._languages import language_code

    target = language_code(target_language)
    if target in ("", "auto"):
        raise AgentError("I was not told into which language", 'say for example "into Spanish"')
    source = language_code(source_language)
    return target, "" if source == "auto" else source


def _listen(context: ToolContext, path: Path, source: str, target: str) -> _Heard:
    """The words of the recording, in English where the route begins with Whisper's own
    translation, else in their own language."""
    from voice_agent.sound import files
    from voice_agent.tools._translation import routes
    from voice_agent.tools._translation.installed import translators
    from voice_agent.tools._windows import windows

    heard = _Heard(source)
    if source or target != "en":
        # A pair that nothing leads to is said before minutes are spent on listening.
        heard.route = routes.find(source, target, translators(context, source, target))
    ear = _Ear(context, context.engines.recogniser(source or "auto"), files.probe(path).seconds)
    into_english = target == "en" and (heard.route is None or heard.route.into_english)
    for offset, window in windows(context, path, heard.warnings):
        found = ear.hear(window, offset, heard.source, into_english)
        if not found.text and into_english and not source and not heard.language:
            # What Whisper does not trust itself to translate it may still write down.
            into_english = False
            found = ear.hear(window, offset, heard.source, into_english)
        if not found.text:
            heard.reasons.add(found.reason)
            continue
        if not heard.language:  # the first words tell the language, and with it the route
            heard.source = heard.source or found.language
            known = translators(context, heard.source, target)
            heard.route = routes.find(heard.source, target, known)
            heard.language = "en" if heard.route.into_english else heard.source
            if heard.route.into_english != into_english:
                into_english = heard.route.into_english
                found = ear.hear(window, offset, heard.source, into_english)
        if found.text:
            heard.texts.append(found.text)
        else:
            heard.reasons.add(found.reason)
    return heard


@dataclass(frozen=True)
class _Ear:
    """A recogniser that tells how far it is in a recording of ``seconds``."""

    context: ToolContext
    recogniser: Recogniser
    seconds: float

    def hear(self, window: Audio, offset: float, language: str, translate: bool) -> Hypothesis:
        def report(fraction: float) -> None:
            done = (offset + fraction * window.seconds) / max(self.seconds, 1e-3)
            self.context.progress(_HEARING * min(1.0, done), "listening")

        return self.recogniser.transcribe(
            window,
            language=language,
            translate=translate,
            on_progress=report,
            cancel=self.context.cancel,
        )


def _translated(context: ToolContext, heard: _Heard, target: str) -> tuple[list[str], str]:
    """Sentences in the target language, and the engines that made them."""
    from voice_agent.tools._translation.installed import translators

    assert heard.route is not None
    sentences = [sentence for text in heard.texts for sentence in split(text)]
    engines = [WHISPER]
    known = translators(context, heard.source, target)
    for pair in heard.route.steps:
        context.cancel.check()
        context.progress(_HEARING, "translating")
        sentences = known[pair].translate(sentences)
        if known[pair].name not in engines:
            engines.append(known[pair].name)
    return sentences, " + ".join(engines)


def split(text: str) -> list[str]:
    """Sentences of a text, whatever its language."""
    import re

    parts = re.split(r"(?<=[.!?…。！？])\s+|(?<=[。！？])", text)
    return [part.strip() for part in parts if part.strip()]


def _spoken(context: ToolContext, sentences: list[str], target: str) -> Artifact:
    """The translation in a voice of its language."""
    from voice_agent.languages import language_name
    from voice_agent.sound import phoneme_times

    voice = context.engines.voice_for(target)
    note = f"the translation spoken in {language_name(target)}"
    phonemes: list[dict[str, Any]] = []
    with context.audio_writer(voice.rate, 1, note) as (writer, artifact):
        for index, sentence in enumerate(sentences):
            for chunk in voice.speak(sentence):
                context.cancel.check()
                phonemes += phoneme_times.placed(chunk.phonemes, writer.seconds)
                writer.write(chunk.audio.mono())
            share = (index + 1) / len(sentences)
            context.progress(_HEARING + (1.0 - _HEARING) * share, "speaking")
        if writer.frames == 0:
            raise AgentError(f"the voice '{voice.name}' has no sounds for this text")
    phoneme_times.write(writer.path, phonemes)
    return artifact()


def _nothing(reasons: set[str]) -> str:
    if reasons <= {"", "no speech"}:
        return "I hear no speech in it."
    return "There may be speech in it, but I cannot make out any words."
