"""Carries out what an answer promises about files of the session: a copy under a name, a look,
a measurement. The answer then tells how that went."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError, Cancel
from voice_agent.events import Bus, Notice, Shown
from voice_agent.session import Session
from voice_agent.think import replies
from voice_agent.units import Artifact, Reply, Resource

if TYPE_CHECKING:
    from voice_agent.sound.levels import Levels

_OURS = -20.0  # LUFS of the assistant's own voice
_ALIKE, _MUCH = 1.5, 10.0  # LU


@dataclass(frozen=True)
class FileWishes:
    """``settle`` is told of every reply before it is shown or said."""

    session: Session
    bus: Bus

    def settle(self, reply: Reply, cancel: Cancel) -> Reply:
        """The reply with what came of its wishes; where one fails, with the reason."""
        deeds: dict[str, Callable[[int, dict[str, Any], Cancel], str]] = {
            "save": self._save,
            "show": self._show,
            "measure": self._measure,
        }
        for name, deed in deeds.items():
            wish = reply.effects.get(name)
            if not isinstance(wish, dict):
                continue
            try:
                outcome = deed(reply.turn, wish, cancel)
            except (AgentError, OSError) as error:
                outcome = f"I could not {name} it: {error}"
            reply = _telling(reply, str(wish.get("told", "")), outcome)
        return reply

    def _save(self, turn: int, wish: dict[str, Any], cancel: Cancel) -> str:
        """Copy a file to where the program was started, over nothing that is there."""
        name = str(wish["name"])
        target = Path(Path(name).name)
        number = 2
        while target.exists():
            target = target.with_name(f"{Path(name).stem} {number}{target.suffix}")
            number += 1
        saved = self.session.save(str(wish["path"]), target)
        self.bus.emit(Notice(turn, f"saved as {saved}"))
        return f"I saved it as {target.name}, in the folder where you started me."

    def _show(self, turn: int, wish: dict[str, Any], cancel: Cancel) -> str:
        known = self._known(str(wish["path"]))
        shown = Artifact(
            known.path, known.kind, known.description,
            known.seconds, known.sample_rate, known.channels,
        )  # fmt: skip
        if known.kind != "audio":
            self.bus.emit(Shown(turn, shown))
            return "Here it is."
        from voice_agent.sound import files

        picture, where = self.session.new_file("image", ".png")
        files.draw(self.session.locate(known.path), where)
        self.bus.emit(Shown(turn, replace(shown, picture=picture)))
        return f"Here it is ({picture})."

    def _measure(self, turn: int, wish: dict[str, Any], cancel: Cancel) -> str:
        from voice_agent.sound.levels import measure

        known = [self._known(str(path)) for path in wish["paths"]]
        found = [measure(self.session.locate(one.path), cancel.check) for one in known]
        names = [replies.called(one) for one in known]
        if wish["what"] == "louder":
            return _compared(names, found)
        return _TOLD[str(wish["what"])](names[0], found[0])

    def _known(self, path: str) -> Resource:
        found = next((one for one in self.session.resources if one.path == path), None)
        if found is None:
            raise AgentError(f"there is no file '{path}'", "/files lists them")
        return found


def _telling(reply: Reply, placeholder: str, outcome: str) -> Reply:
    """The reply with ``outcome`` in place of what stood for it, or after all else."""

    def said(text: str, told: str) -> str:
        if placeholder and placeholder in text:
            return text.replace(placeholder, told)
        return f"{text} {told}".strip()

    aloud = said(reply.aloud, replies.aloud(outcome))
    return replace(reply, text=said(reply.text, outcome), spoken=aloud)


def _loudness(name: str, levels: Levels) -> str:
    if not math.isfinite(levels.loudness):
        return f"{name} is silent."
    apart = levels.loudness - _OURS
    much = "much " if abs(apart) > _MUCH else ""
    beside = f"{much}louder than" if apart > 0 else f"{much}softer than"
    beside = "about as loud as" if abs(apart) <= _ALIKE else beside
    return (
        f"{name} is at {levels.loudness:.1f} LUFS, {beside} my voice ({_OURS:.0f}); its peak is "
        f"{levels.peak:.1f} dBFS. Broadcasts are at -23, podcasts mostly at -16."
    )


def _peak(name: str, levels: Levels) -> str:
    if not math.isfinite(levels.peak):
        return f"{name} is silent."
    return f"{name} peaks at {levels.peak:.1f} dBFS, {replies.lasting(levels.peak_at)} in."


def _loudest(name: str, levels: Levels) -> str:
    if not math.isfinite(levels.loudest):
        return f"{name} is silent."
    at = f"{replies.lasting(levels.loudest_at)} in, at {levels.loudest:.1f} LUFS"
    return f"{name} is loudest {at}; all of it is at {levels.loudness:.1f}."


def _clipping(name: str, levels: Levels) -> str:
    if not levels.clipped:
        return f"No: {name} never stays at full scale; its peak is {levels.peak:.1f} dBFS."
    times = "once" if levels.clipped == 1 else f"{levels.clipped} times"
    first = f"{replies.lasting(levels.clipped_at)} in"
    where = first if levels.clipped == 1 else f"the first time {first}"
    return f"Yes: {name} stays at full scale {times}, {where}, so it is clipped."


def _length(name: str, levels: Levels) -> str:
    return f"{name} is {replies.lasting(levels.seconds)} long."


_TOLD: dict[str, Callable[[str, Levels], str]] = {
    "loudness": _loudness,
    "peak": _peak,
    "loudest": _loudest,
    "clipping": _clipping,
    "seconds": _length,
}


def _compared(names: Sequence[str], found: Sequence[Levels]) -> str:
    """Files by loudness, the loudest first."""
    ranked = sorted(zip(names, found, strict=True), key=lambda one: -one[1].loudness)
    told = [f"{name} at {one.loudness:.1f} LUFS" for name, one in ranked if one.loudness > -99.0]
    silent = [f"{name}, which is silent" for name, one in ranked if one.loudness <= -99.0]
    return f"From loud to soft: {', '.join(told + silent)}."
