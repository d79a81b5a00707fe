"""A portrait that says a recording: lips by phonemes, a head that lives, an MP4."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from voice_agent.errors import AgentError
from voice_agent.tools.context import AudioFile, ImageFile, ToolContext, ToolOutput, between
from voice_agent.units import Artifact, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from voice_agent.portrait.acoustics import Acoustics
    from voice_agent.portrait.contact_sheet import Still
    from voice_agent.portrait.face import Portrait
    from voice_agent.portrait.motion import Motion
    from voice_agent.portrait.visemes import Sound

    F32 = NDArray[np.float32]

FAMILY = "audio-to-video"
MODELS = ("whisper-tiny-en", "silero-vad", "fastspeech2", "vocoder", "mtcnn")
OUTPUTS = ("video",)
BACKEND = "visemes and warped portraits"

_LONGEST = 3600.0  # seconds
_BLOCK = 2.0  # seconds of sound written at a time
_WOMAN = 160.0  # Hz; the voice of the drawn woman is higher, the drawn man's lower
_LISTENING = 0.25  # of the work, about
_STILLS = 8  # frames on the contact sheet


def synthesize_talking_head(
    context: ToolContext,
    audio: AudioFile,
    portrait: ImageFile | None = None,
    height: Annotated[int, between(128, 1080)] = 512,
    fps: Annotated[int, between(25, 30)] = 25,
) -> ToolOutput:
    """Make a video of a face that says a recording: a talking head with moving lips, from a
    photo or a drawing, or from a portrait of the assistant's own.

    Not for: making speech from a text (synthesize_speech comes first), describing a picture
    (caption_image), a sound for a picture (generate_audio_from_image).

    Arguments:
        audio: the recording that the face speaks
        portrait: a photo or drawing with a face; leave it out for a drawn portrait that
            suits the voice
        height: height of the video in pixels; 1080 is full HD and takes longer
        fps: pictures a second
    """
    from voice_agent.portrait.acoustics import STEP, listen
    from voice_agent.portrait.motion import choreograph
    from voice_agent.sound import files, phoneme_times

    path = context.locate(audio)
    info = files.probe(path)
    if info.seconds > _LONGEST:
        raise AgentError("the recording is longer than an hour", "cut it into parts")
    chosen = _photo(context, portrait, height) if portrait else None
    context.progress(0.0, "listening")
    alone = phoneme_times.voice_in(path)
    heard = listen(_blocks(context, alone or path))
    if alone:  # what plays along may ring on
        heard = replace(heard, seconds=info.seconds)
    sounds, timing = _sounds(context, path, heard)
    face = chosen or _drawn(heard, height)
    motion = choreograph(
        sounds, heard.levels, STEP, seconds=heard.seconds, fps=fps, seed=_seed(heard)
    )
    film, stills = _film(context, path, face.portrait, motion, sounds)
    sheet = context.save_image(lambda where: _sheet(stills, where), "frames of the talking head")
    text = f"Here is {face.who} saying it, {_length(heard.seconds)} long."
    return ToolOutput(
        text=" ".join(part for part in (text, face.note, timing) if part),
        artifacts=(film, sheet),
        data={
            "frames": len(motion),
            "frames_per_second": fps,
            "width": face.portrait.size[0],
            "height": face.portrait.size[1],
            "phonemes": [
                {"phoneme": s.symbol, "start": round(s.start, 3), "end": round(s.end, 3)}
                for s in sounds
            ],
        },
    )


@dataclass(frozen=True, eq=False)
class _Cast:
    """Whose face it is, and what must be said about that."""

    portrait: Portrait
    who: str
    note: str = ""


def _photo(context: ToolContext, picture: str, height: int) -> _Cast:
    from voice_agent.portrait.mtcnn import FaceFinder
    from voice_agent.portrait.photo import load

    def make() -> FaceFinder:
        return FaceFinder(context.engines.model("mtcnn"))

    context.progress(0.0, "looking for the face")
    found = load(context.locate(picture), context.engines.shared("mtcnn", make), height)
    return _Cast(found.portrait, "your portrait", found.note)


def _drawn(heard: Acoustics, height: int) -> _Cast:
    from voice_agent.portrait.people import drawn

    size = height // 2 * 2
    if heard.pitch and heard.pitch < _WOMAN:
        return _Cast(drawn("man", size), "a man whom I drew")
    return _Cast(drawn("woman", size), "a woman whom I drew")


def _seed(heard: Acoustics) -> int:
    """The same recording always moves the head in the same way."""
    import zlib

    return zlib.crc32(heard.levels.tobytes())


def _blocks(context: ToolContext, path: Path) -> Iterator[F32]:
    from voice_agent.portrait.acoustics import RATE
    from voice_agent.sound import files

    for block in files.blocks(path, 10.0, rate=RATE, mono=True):
        context.cancel.check()
        yield block.mono()


def _sounds(context: ToolContext, path: Path, heard: Acoustics) -> tuple[list[Sound], str]:
    """What is said when, and what must be said about how that was found out."""
    from voice_agent.portrait import timing
    from voice_agent.sound import phoneme_times

    exact = timing.known(phoneme_times.read(path))
    if exact:
        return exact, ""
    words = _words(context, path, heard)
    if not words:
        return [], "I hear no words in it, so the mouth just follows the loudness."
    voice = context.engines.steerable_voice()

    def phonemes_of(word: str) -> str:
        return "".join(clause.phonemes for clause in voice.clauses(word))

    return timing.recognised(words, phonemes_of, heard), ""


def _words(context: ToolContext, path: Path, heard: Acoustics) -> list[Word]:
    from voice_agent.tools._windows import windows

    recogniser = context.engines.recogniser()
    words: list[Word] = []
    for start, window in windows(context, path, []):
        context.progress(_LISTENING * start / max(heard.seconds, 1e-3), "listening for words")
        found = recogniser.transcribe(window, words=True, cancel=context.cancel)
        words += [
            Word(word.word, word.start + start, word.end + start, word.probability)
            for word in found.words
        ]
    return words


def _film(
    context: ToolContext, path: Path, portrait: Portrait, motion: Motion, sounds: Sequence[Sound]
) -> tuple[Artifact, list[Still]]:
    """Frames and sound written side by side, so that a long film needs no more memory."""
    from voice_agent.portrait import film
    from voice_agent.portrait.contact_sheet import Still
    from voice_agent.portrait.renderer import Renderer
    from voice_agent.sound import files

    info, fps = files.probe(path), round(motion.fps)
    rate, channels = film.audio_rate(info.rate), min(2, info.channels)
    source = film.folded(block.samples for block in files.blocks(path, _BLOCK))
    sound = files.resampled(source, info.rate, rate, channels)
    wanted = _moments(motion, sounds)
    stills: list[Still] = []
    renderer = Renderer(portrait)
    name, where = context.files.new_file("video", ".mp4")
    with film.FilmWriter(
        where, size=portrait.size, fps=fps, rate=rate, channels=channels
    ) as writer:
        written = 0.0
        pictures = renderer.frames(map(motion.pose, range(len(motion))))
        for frame, picture in enumerate(pictures):
            context.cancel.check()
            while written < (frame + 1) / fps and (piece := next(sound, None)) is not None:
                writer.add_sound(piece)
                written += len(piece) / rate
            writer.add_frame(picture)
            if frame in wanted:
                stills.append(Still(renderer.close_up(picture), (frame + 0.5) / fps, wanted[frame]))
            if frame % fps == 0:
                share = frame / len(motion)
                context.progress(_LISTENING + (1.0 - _LISTENING) * share, "drawing the face")
        for piece in sound:
            writer.add_sound(piece)
    length = len(motion) / fps
    description = "talking head"
    return Artifact(path=name, kind="video", description=description, seconds=length), stills


def _moments(motion: Motion, sounds: Sequence[Sound]) -> dict[int, str]:
    """Frames for the contact sheet, spread over the film, with the sounds said in them."""
    from voice_agent.portrait.visemes import written

    count = min(_STILLS, len(motion))
    chosen: dict[int, str] = {}
    for index in range(count):
        first = index * len(motion) // count
        last = max(first + 1, (index + 1) * len(motion) // count)
        inside = [s for s in sounds if first <= int(s.middle * motion.fps) < last]
        if inside:
            sound = inside[len(inside) * (index % 3 + 1) // 4]
            chosen[int(sound.middle * motion.fps)] = written(sound.symbol)
        else:
            chosen[(first + last) // 2] = ""
    return chosen


def _sheet(stills: Sequence[Still], where: Path) -> None:
    from voice_agent.portrait.contact_sheet import draw_sheet

    draw_sheet(stills, where)


def _length(seconds: float) -> str:
    if seconds < 90.0:
        return f"{seconds:.1f} seconds" if seconds < 10.0 else f"{seconds:.0f} seconds"
    return f"{seconds / 60.0:.1f} minutes"
