"""Pulls two people who talk at once apart, each into a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voice_agent.sound.files import AudioInfo
    from voice_agent.sound.separation import MaskNetwork, Pair, Samples, Stretch
    from voice_agent.sound.separation_census import Verdict
    from voice_agent.units import Artifact

FAMILY = "audio-to-audio"
MODELS = ("separator", "yamnet")
OUTPUTS = ("audio", "audio")
BACKEND = "band-split separator"

_BLOCK = 4.0  # seconds read at a time
_DOUBTFUL = 0.6  # trust below which the reply says so
_UNTOUCHED = "There is nothing to pull apart: the first file is as it was, the second silent."


def separate_speech(context: ToolContext, audio: AudioFile) -> ToolOutput:
    """Pull two people who talk at the same time apart: one file for each talker.

    Not for: removing noise or music behind one talker (enhance_speech), keeping a sound that
    is not speech (extract_sound), writing down who said what (transcribe_speech).

    Arguments:
        audio: the recording in which two people talk
    """
    from voice_agent.sound import files
    from voice_agent.sound.separation import separate
    from voice_agent.sound.separation_census import Census
    from voice_agent.tools._yamnet import classifier

    path = context.locate(audio)
    info = files.probe(path)
    network = _network(context)
    census = Census(classifier(context))
    warnings: list[str] = []
    trust: list[float] = []

    def watch(stretch: Stretch) -> None:
        census.take(stretch)
        trust.append(float(stretch.trust.mean()))

    def source(what: str) -> Iterator[Samples]:
        read = 0
        for block in files.blocks(path, _BLOCK, warn=warnings.append):
            context.cancel.check()
            read += block.frames
            yield block.samples
            context.progress(min(1.0, read / info.rate / max(info.seconds, 1e-3)), what)

    def write(pairs: Iterator[Pair]) -> tuple[Artifact, ...]:
        with (
            context.audio_writer(info.rate, info.channels, "first talker") as (first, made),
            context.audio_writer(info.rate, info.channels, "second talker") as (second, made_too),
        ):
            for pair in pairs:
                context.cancel.check()
                first.write(pair.first)
                second.write(pair.second)
            if census.verdict().talkers != 2:
                raise _NotTwo  # leaves neither file
        return made(), made_too()

    try:
        artifacts = write(
            separate(source("separating"), info.rate, info.channels, network, watch=watch)
        )
    except _NotTwo:
        warnings.clear()
        artifacts = _as_it_was(context, info, source("copying"))
    verdict = census.verdict()
    if verdict.talkers == 2 and sum(trust) < _DOUBTFUL * len(trust):
        warnings.insert(0, "Their voices are hard to tell apart, so each file keeps some of both")
    text = " ".join([_finding(verdict), *(f"{warning}." for warning in warnings)])
    return ToolOutput(text=text, artifacts=artifacts, data={"talkers": verdict.talkers})


class _NotTwo(Exception):
    """Only one person talks, or nobody: the two files would be an invention."""


def _as_it_was(
    context: ToolContext, info: AudioInfo, source: Iterator[Samples]
) -> tuple[Artifact, ...]:
    """The recording itself, and silence of its length."""
    with (
        context.audio_writer(info.rate, info.channels, "the only talker") as (first, made),
        context.audio_writer(info.rate, info.channels, "silence") as (second, made_too),
    ):
        for samples in source:
            first.write(samples)
            second.write(0.0 * samples)
    return made(), made_too()


def _network(context: ToolContext) -> MaskNetwork:
    """The one separator of the process."""
    from voice_agent.sound.separation import MaskNetwork

    return context.engines.shared(
        "separator", lambda: MaskNetwork(context.engines.model("separator"))
    )


def _finding(verdict: Verdict) -> str:
    """What was in it, as one would say it."""
    if verdict.talkers == 0:
        return f"I hear nobody talk in it. {_UNTOUCHED}"
    if verdict.talkers == 1:
        return f"I hear only one person in it. {_UNTOUCHED}"
    text = "Two people talk in it; here is each on their own."
    if verdict.higher is not None:
        text += f" The {verdict.higher} is the higher voice."
    return text
