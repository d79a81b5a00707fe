"""The live conversation: ears, keys and typed lines meet here, and become turns."""

from __future__ import annotations

import dataclasses
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voice_agent.acknowledge import Acknowledger
from voice_agent.conversation import Conversation
from voice_agent.errors import AgentError, Cancel
from voice_agent.events import (
    Event,
    ModeChanged,
    Notice,
    SpeechStarted,
    StateChanged,
    StepFinished,
    StepStarted,
)
from voice_agent.floor import Floor
from voice_agent.listening import make_ears, make_echo
from voice_agent.memory import give_back
from voice_agent.turn import TurnResult
from voice_agent.units import Exchange, Outcome, Resource

if TYPE_CHECKING:
    from voice_agent.hear.ears import Ears
    from voice_agent.hear.hearing import Hearing

log = logging.getLogger(__name__)

_BUSY = ("thinking", "working", "speaking")


class Talk:
    """What a terminal can ask for (its ``Actions``), carried out on one conversation.

    Typed requests run in the caller's thread, spoken ones in a thread of their own; the
    conversation runs one turn at a time. Hands-free is full duplex where the loudspeaker can
    be cancelled out of the microphone: speaking stops the assistant. Elsewhere the ears open
    no turn while it works or speaks (half duplex).
    """

    def __init__(self, conversation: Conversation, leave: Callable[[], None]) -> None:
        self.conversation = conversation
        self._leave = leave
        self._ears: Ears | None = None
        self._mode = "text"
        self._opening = threading.Lock()  # one change of mode or microphone at a time
        self._heard: queue.SimpleQueue[Hearing | None] = queue.SimpleQueue()
        self._turns = threading.Thread(target=self._run_turns, name="turns", daemon=True)
        self._playing: Cancel | None = None
        self._state = "idle"
        self._records = False  # a tool has the microphone
        self._untap: Callable[[], None] = lambda: None
        self.floor = Floor(conversation, self._is_audible)
        self._acknowledger = Acknowledger(
            conversation.runner.available,
            self._acknowledge,
            delay=conversation.settings.talk.acknowledge_ms / 1000,
        )
        listeners = (self.floor.on_event, self._acknowledger.on_event, self._watch)
        self._unsubscribe = [conversation.bus.subscribe(each) for each in listeners]

    def start(self) -> None:
        """Begin, in the background, in the mode of the settings."""
        self._turns.start()
        threading.Thread(target=self._begin, name="begin", daemon=True).start()

    def close(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._acknowledger.cancel()
        self._heard.put(None)
        self._close_ears()

    # --- requests -----------------------------------------------------------------------

    def ask(self, text: str) -> str:
        self._after(self.floor.ask(text))
        return ""

    def talk(self, pressed: bool) -> None:
        if self._ears is not None:
            if pressed:
                self.stop()
                self._ears.press()
            else:
                self._ears.release()

    def stop(self) -> bool:
        """Stop the turn that runs, or the sound that plays; False if there was neither."""
        busy = self.conversation.cancel is not None or self._playing is not None
        if self._playing is not None:
            self._playing.set()
        if self._ears is not None:
            self._ears.abandon()
        self.conversation.interrupt()
        return busy

    def again(self) -> str:
        exchanges = self.conversation.session.exchanges
        if not exchanges or not exchanges[-1].reply:
            return "nothing was said yet"
        self.conversation.say(exchanges[-1].reply)
        return ""

    # --- files --------------------------------------------------------------------------

    def attach(self, file: str) -> str:
        self.conversation.attach(Path(file))
        return ""

    def files(self) -> Sequence[Resource]:
        return tuple(self.conversation.session.resources)

    def play(self, path: str) -> str:
        from voice_agent.sound import files

        session = self.conversation.session
        if not path:
            sounds = [resource for resource in session.resources if resource.kind == "audio"]
            if not sounds:
                raise AgentError("there is no sound to play yet", "/attach brings one in")
            path = sounds[-1].path
        self._playing = Cancel()
        self._hush_ears()
        try:
            audio = files.read(session.locate(path))
            self.conversation.engines.player().play_file(audio, self._playing)
        finally:
            self._playing = None
            self._hush_ears()
        return ""

    def save(self, path: str, to: str) -> str:
        target = self.conversation.session.save(path, Path(to))
        return f"saved as {target}"

    # --- how to talk ----------------------------------------------------------------------

    def mode(self, mode: str) -> str:
        with self._opening:
            if mode == "text":
                self._close_ears()
            elif self._ears is None or not self._ears.is_listening:
                self._close_ears()
                self._open_ears(mode)
            else:
                self._ears.set_mode("push-to-talk" if mode == "push-to-talk" else "hands-free")
            self._set_mode(mode)
        return ""

    def device(self, direction: str, name: str) -> str:
        from voice_agent.hear.devices import describe_devices

        if not direction:
            return describe_devices(self.conversation.settings.audio)
        if direction == "out":
            self.conversation.output.use_device(name)
            self._choose(output_device=name)
        else:
            self._use_microphone(name)
        return f"{'microphone' if direction == 'in' else 'speaker'}: {name or 'system default'}"

    def voice(self, name: str) -> str:
        return f"voice: {self.conversation.manner.use(name or 'next')}"

    def mute(self) -> str:
        muted = not self.conversation.mouth.muted
        self.conversation.manner.mute(muted)
        return "answers are written only" if muted else "answers are spoken"

    def history(self) -> Sequence[Exchange]:
        return tuple(self.conversation.session.exchanges)

    def quit(self) -> None:
        self._leave()

    # --- inside -------------------------------------------------------------------------

    def _run_turns(self) -> None:
        while (hearing := self._heard.get()) is not None:
            turn = hearing.utterance.turn
            try:
                result = self.floor.run(hearing)
                if result is not None:
                    self._after(result)
            except Exception:  # the thread goes on to the next turn
                log.exception("turn %d was lost", turn)
                self._notice("That turn was lost; the log has the details.", "error")

    def _after(self, result: TurnResult) -> None:
        """Wishes of the answer that concern the talk itself, and what hearing, tools and voice
        leave."""
        give_back()
        # Who goes on during "Goodbye!" stays.
        effects = {} if result.outcome is Outcome.CANCELLED else result.reply.effects
        if "mode" in effects:
            try:
                self.mode(str(effects["mode"]))
            except AgentError as error:
                self._notice(str(error), "warning")
        if effects.get("quit"):
            self._leave()

    def _watch(self, event: Event) -> None:
        """Hands-free ears hear nothing of the assistant's own voice, nor of what a tool
        records; the loudspeaker is ready when somebody has spoken."""
        if isinstance(event, SpeechStarted):
            self.conversation.output.wake()
        if isinstance(event, StateChanged):
            self._state = event.state
            self._records &= event.state == "working"  # a step that is stopped never finishes
        elif isinstance(event, StepStarted) and event.step is not None:
            tool = self.conversation.runner.available.get(event.step.tool)
            self._records = tool is not None and tool.family == "session" and bool(tool.outputs)
        elif isinstance(event, StepFinished):
            self._records = False
        else:
            return
        self._hush_ears()

    def _hush_ears(self) -> None:
        if self._ears is not None:
            busy = self._state in _BUSY or self._playing is not None
            busy = busy and not self.floor.full_duplex
            self._ears.mute(self._mode == "hands-free" and (busy or self._records))

    def _is_audible(self) -> bool:
        playing = self._playing is not None
        # A tool plays in whatever state: the output tells of that.
        return self._state == "speaking" or playing or self.conversation.output.is_busy

    def _take(self, hearing: Hearing) -> None:
        if self.floor.on_heard(hearing):
            self._heard.put(hearing)

    def _acknowledge(self, text: str, turn: int) -> None:
        cancel = self.conversation.cancel
        if cancel is not None:
            self.conversation.mouth.say(text, turn, cancel, aside=True)

    def _open_ears(self, mode: str) -> None:
        """Listen; where that is impossible, go on in text mode."""
        try:
            self._listen(mode)
        except BaseException:
            self._close_ears()
            if self._mode != "text":
                self._set_mode("text")
            raise

    def _listen(self, mode: str) -> None:
        from voice_agent.hear.devices import find_device
        from voice_agent.hear.microphone import Microphone

        conversation = self.conversation
        find_device(conversation.settings.audio.input_device, "input")  # before models load
        microphone = Microphone(
            conversation.settings.audio,
            frame_ms=conversation.settings.vad.frame_ms,
            emit=conversation.bus.emit,
        )
        echo, self._untap = make_echo(conversation)
        self.floor.full_duplex = echo is not None
        ears = make_ears(
            conversation,
            microphone,
            self._take,
            conversation.session.next_turn,
            mode=mode,
            echo=echo,
            on_speech=self.floor.on_speech,
            on_hint=self.floor.on_hint,
        )
        ears.warm()
        ears.start()
        self._ears = ears
        if mode == "hands-free" and echo is None:
            self._notice("Half duplex: I don't listen while I speak. Esc interrupts me.", "info")

    def _use_microphone(self, name: str) -> None:
        from voice_agent.hear.devices import find_device

        find_device(name, "input")  # complains before anything is changed
        self._choose(input_device=name)
        with self._opening:
            if self._ears is not None:
                self._close_ears()
                self._open_ears(self._mode)

    def _choose(self, **devices: Any) -> None:
        """Devices that are used from now on, by the tools, too."""
        settings = self.conversation.settings
        audio = dataclasses.replace(settings.audio, **devices)
        self.conversation.settings = dataclasses.replace(settings, audio=audio)
        self.conversation.engines.audio = audio

    def _close_ears(self) -> None:
        untap, self._untap = self._untap, lambda: None  # and with it the canceller's resampler
        untap()
        ears, self._ears = self._ears, None
        if ears is not None:
            ears.stop()

    def _set_mode(self, mode: str) -> None:
        self._mode = mode
        self._hush_ears()
        self.conversation.bus.emit(ModeChanged(0, mode))

    def _begin(self) -> None:
        """Open the ears, then load what the first answer needs. Without a microphone the
        dialogue goes on in text mode."""
        wanted = self.conversation.settings.talk.mode
        try:
            self.mode(wanted)
        except AgentError as error:
            self._notice(f"{error} Going on in text mode.", "warning")
            self._set_mode("text")
        except Exception:  # the last line of this thread; typing still works
            log.exception("the ears did not open")
            self._notice("The ears did not open; the log has the details.", "error")
            self._set_mode("text")
        self.conversation.warm()
        give_back()

    def _notice(self, text: str, severity: Literal["info", "warning", "error"]) -> None:
        self.conversation.bus.emit(Notice(0, text, severity))
