"""Events in, rich renderables out: what scrolls up, and what the bar at the bottom knows.

``View`` does no I/O and reads no clock: the files that it previews come through the two
callables it is given, and times come with the events.

    view = View(load=read_audio)
    for renderable in view.feed(event):
        console.print(renderable)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rich.console import RenderableType

from voice_agent import events as e
from voice_agent.errors import AgentError
from voice_agent.show.blocks import RGB
from voice_agent.show.cards import Card, Load, Look, audio_facts
from voice_agent.show.clean import clean
from voice_agent.show.layout import seconds_text
from voice_agent.show.lines import MODE_HINTS, Answer, Indented, Line, Said, Welcome
from voice_agent.show.steps import FinishedStep, PlanLine
from voice_agent.units import Artifact, Outcome, Plan, Resource, StepResult

LEVEL_FALL = 40.0  # dB per second by which the meter sinks after a peak

# The order in which latencies are told, and what a reader calls them.
LATENCY_NAMES = {"turn_end": "turn", "transcript": "words", "plan": "plan", "first_audio": "sound"}


@dataclass
class ViewState:
    """What the bar and the live line show. Times are those of the events."""

    state: e.State = "idle"
    mode: str = "text"
    planner: str = ""
    voice: str = ""
    muted: bool = False
    level: float = -120.0
    level_time: float = float("-inf")
    partial: str = ""
    plan: Plan | None = None
    step: e.StepStarted | None = None
    progress: dict[str, float | None] = field(default_factory=dict)
    clause: str = ""
    playing: e.Playing | None = None
    since: float = 0.0  # when the present state began
    timings: dict[str, float] = field(default_factory=dict)


class View:
    """Folds events into ``state`` and returns what each adds to the conversation.

    ``load`` reads audio by session path, ``look`` frames of images and videos; without them
    (or with ``pictures=False``) nothing is previewed. ``latencies=True`` writes a line of
    latencies under each spoken turn, for where there is no bar and no input line. ``files``
    are those that a session had when it was opened again.
    """

    def __init__(
        self,
        *,
        load: Load | None = None,
        look: Look | None = None,
        pictures: bool = True,
        latencies: bool = False,
        mode: str = "text",
        planner: str = "offline",
        voice: str = "",
        muted: bool = False,
        files: Sequence[Resource] = (),
    ) -> None:
        self.state = ViewState(mode=mode, planner=planner, voice=voice, muted=muted)
        self.files = list(files)  # in the order of their numbers, which start at 1
        self._load = load if pictures else None
        self._look = look if pictures else None
        self._latencies = latencies
        self._handlers: dict[type[e.Event], Callable[[Any], Sequence[RenderableType]]] = {
            e.SessionStarted: self._session_started,
            e.Level: self._level,
            e.StateChanged: self._state_changed,
            e.ModeChanged: self._mode_changed,
            e.VoiceChanged: self._voice_changed,
            e.SpeechStarted: self._speech_started,
            e.SpeechEnded: self._speech_ended,
            e.Partial: self._partial,
            e.Heard: self._heard,
            e.Attached: self._attached,
            e.Shown: self._shown,
            e.Planned: self._planned,
            e.StepStarted: self._step_started,
            e.Progress: self._progress,
            e.StepFinished: self._step_finished,
            e.Replied: self._replied,
            e.Saying: self._saying,
            e.SpokeAll: self._spoke_all,
            e.Playing: self._playing,
            e.Notice: self._notice,
            e.TurnEnded: self._turn_ended,
        }
        self._spoken_seconds = 0.0  # of the utterance that ended last
        self._drew = False  # whether steps were shown since the last answer

    def feed(self, event: e.Event) -> Sequence[RenderableType]:
        """Take in one event; what it adds to the scrolling conversation."""
        handler = self._handlers.get(type(event))
        return handler(clean(event)) if handler else ()

    def snapshot(self) -> ViewState:
        """The state as it is now, for another thread to draw."""
        return replace(self.state)

    def number_of(self, path: str) -> int:
        """The card's number of a session path; 0 for a file without a card."""
        paths = [file.path for file in self.files]
        return paths.index(path) + 1 if path in paths else 0

    def path_of(self, what: str) -> str:
        """The session path that ``what`` (a path or a card's number) means."""
        if not what.isdecimal():
            return what
        if 1 <= int(what) <= len(self.files):
            return self.files[int(what) - 1].path
        have = f"there are files 1 to {len(self.files)}" if self.files else "there is no file yet"
        raise AgentError(f"there is no file number {what}", f"{have}; /files lists them")

    # --- one handler for each kind of event -------------------------------------------

    def _session_started(self, event: e.SessionStarted) -> Sequence[RenderableType]:
        return [Welcome(event.session, self.state.mode, hints=not self._latencies)]

    def _level(self, event: e.Level) -> Sequence[RenderableType]:
        fallen = self.state.level - LEVEL_FALL * max(0.0, event.time - self.state.level_time)
        self.state.level = max(event.dbfs, fallen)
        self.state.level_time = event.time
        return ()

    def _state_changed(self, event: e.StateChanged) -> Sequence[RenderableType]:
        self._enter(event.state, event.time)
        return ()

    def _enter(self, state: e.State, time: float) -> None:
        if state != self.state.state:
            self.state.state, self.state.since = state, time
        if state in ("idle", "asleep"):
            self.state.partial = self.state.clause = ""

    def _mode_changed(self, event: e.ModeChanged) -> Sequence[RenderableType]:
        if event.mode == self.state.mode:
            return ()
        self.state.mode = event.mode
        return [Line("info", f"{event.mode} mode: {MODE_HINTS.get(event.mode, '')}")]

    def _voice_changed(self, event: e.VoiceChanged) -> Sequence[RenderableType]:
        self.state.voice, self.state.muted = event.voice, event.muted
        return ()

    def _speech_started(self, event: e.SpeechStarted) -> Sequence[RenderableType]:
        self.state.partial = ""
        self._enter("hearing", event.time)
        return ()

    def _speech_ended(self, event: e.SpeechEnded) -> Sequence[RenderableType]:
        self._spoken_seconds += event.seconds  # a request may come in pieces
        if self.state.state == "hearing":
            self._enter("thinking", event.time)
        return ()

    def _partial(self, event: e.Partial) -> Sequence[RenderableType]:
        self.state.partial = event.text
        return ()

    def _heard(self, event: e.Heard) -> Sequence[RenderableType]:
        self.state.partial = ""
        seconds, self._spoken_seconds = self._spoken_seconds, 0.0
        if event.query is None or not event.query.text:
            return ()
        spoken = event.query.modality == "speech" and seconds > 0
        return [Said(event.query.text, f"{seconds_text(seconds)} of speech" if spoken else "")]

    def _attached(self, event: e.Attached) -> Sequence[RenderableType]:
        if event.resource is None:
            return ()
        self.files.append(event.resource)
        kind, path = event.resource.kind, event.resource.path
        description = event.resource.description or event.original
        return ["", Indented(self._card(Artifact(path, kind, description)))]

    def _shown(self, event: e.Shown) -> Sequence[RenderableType]:
        if event.artifact is None:
            return ()
        card = self._card(event.artifact, self.number_of(event.artifact.path))
        return ["", Indented(card)]

    def _planned(self, event: e.Planned) -> Sequence[RenderableType]:
        self.state.planner = event.planner
        self.state.plan = event.plan
        if event.plan is None or len(event.plan.steps) < 2:
            return ()
        return [PlanLine(event.plan)]

    def _step_started(self, event: e.StepStarted) -> Sequence[RenderableType]:
        self.state.step = event
        return ()

    def _progress(self, event: e.Progress) -> Sequence[RenderableType]:
        # A new dict every time: another thread may be drawing the old one.
        progress = {what: f for what, f in self.state.progress.items() if what != event.what}
        if event.fraction is None or event.fraction < 1.0:
            progress[event.what] = event.fraction
        self.state.progress = progress
        return ()

    def _step_finished(self, event: e.StepFinished) -> Sequence[RenderableType]:
        self.state.step = None
        self.state.progress = {}
        result = event.result
        if result is None:
            return ()
        cards = []
        for artifact in result.artifacts:
            self.files.append(
                Resource(artifact.path, artifact.kind, artifact.description, result.tool)
            )
            cards.append(self._card(artifact))
        self._drew = True
        plan = self.state.plan
        total = len(plan.steps) if plan and plan.turn == result.turn else result.index
        seconds = self._seconds_of(result)
        return [FinishedStep(result, max(total, result.index), cards, seconds)]

    def _replied(self, event: e.Replied) -> Sequence[RenderableType]:
        if event.reply is None or not event.reply.text:
            return ()
        apart, self._drew = self._drew, False
        return [Answer(event.reply.text, event.reply.kind, apart)]

    def _saying(self, event: e.Saying) -> Sequence[RenderableType]:
        self.state.clause = event.text
        return ()

    def _spoke_all(self, event: e.SpokeAll) -> Sequence[RenderableType]:
        self.state.clause = ""
        return ()

    def _playing(self, event: e.Playing) -> Sequence[RenderableType]:
        self.state.playing = event
        return ()

    def _notice(self, event: e.Notice) -> Sequence[RenderableType]:
        return [Line(event.severity, event.text)] if event.text else ()

    def _turn_ended(self, event: e.TurnEnded) -> Sequence[RenderableType]:
        if event.outcome != Outcome.EMPTY:  # a cough ends nothing but itself
            self.state.plan = self.state.step = None
            self.state.progress = {}
        self._enter("idle", event.time)
        self._spoken_seconds = 0.0
        lines: list[RenderableType] = []
        if event.outcome == Outcome.CANCELLED:
            lines.append(Line("info", "stopped"))
        elif event.outcome == Outcome.EMPTY and (
            self._latencies or self.state.mode != "hands-free"
        ):
            # An open microphone hears coughs and doors all day: not worth a line each.
            lines.append(Line("info", "nothing was said"))
        if event.timings:
            self.state.timings = dict(event.timings)
            if self._latencies:
                lines.append(Line("info", latency_text(event.timings)))
        return lines

    # --- previews ---------------------------------------------------------------------

    def _card(self, artifact: Artifact, number: int = 0) -> Card:
        """The card of a file, of the one that was added last where no number is given."""
        frames: Sequence[RGB] = ()
        number, audio, problem = number or len(self.files), None, ""
        facts = audio_facts(artifact.seconds, artifact.sample_rate, artifact.channels)
        try:
            if artifact.kind == "audio" and self._load:
                audio = self._load(artifact.path)
                facts = audio_facts(audio.seconds, audio.rate, audio.channels)
            elif artifact.kind in ("image", "video") and self._look:
                frames = self._look(artifact.path)
        except (AgentError, OSError, ValueError) as error:
            problem = f"no preview: {error}"
        return Card(artifact.path, artifact.kind, artifact.description, number,
                    audio, frames, facts, problem)  # fmt: skip

    def _seconds_of(self, result: StepResult) -> float:
        """Length of the recording that a step looked at; 0 where it is not known."""
        known = {file.path for file in self.files if file.kind == "audio"}
        paths = [str(value) for value in result.arguments.values() if str(value) in known]
        try:
            return self._load(paths[0]).seconds if paths and self._load else 0.0
        except (AgentError, OSError, ValueError):
            return 0.0


def latency_text(timings: dict[str, float]) -> str:
    """Latencies of a turn: ``words 0.33 · sound 0.42 s after you stopped speaking``."""
    parts = [f"{n} {timings[k]:.2f}" for k, n in LATENCY_NAMES.items() if k in timings]
    return " · ".join(parts) + " s after you stopped speaking" if parts else ""
