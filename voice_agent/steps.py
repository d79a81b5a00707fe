"""Runs planned steps: the right tool, checked arguments, an outcome in every case."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from voice_agent.errors import AgentError, Cancel, Cancelled, refused
from voice_agent.events import Bus, Progress, StepFinished, StepStarted
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.think.context import steps_needed
from voice_agent.think.plan import resolve
from voice_agent.tools.context import Engines, ToolContext, ToolOutput
from voice_agent.tools.registry import Tool
from voice_agent.units import Step, StepResult

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StepRunner:
    """Carries a step out and reports it on the bus. A failed tool becomes a result."""

    session: Session
    tools: Mapping[str, Tool]
    engines: Engines
    settings: Settings
    bus: Bus

    def run(self, step: Step, *, index: int, turn: int, cancel: Cancel) -> StepResult:
        """The step's result; raises only ``Cancelled``."""
        self.bus.emit(StepStarted(turn, index, step))
        started = time.monotonic()
        result = StepResult(turn, index, step.tool, step.arguments, ok=False)
        try:
            output = self._call(step, turn, cancel)
            cancel.check()
            made = replace(
                result, ok=True, artifacts=output.artifacts, text=output.text, data=output.data
            )
            self.session.add_artifacts(made, self._parents(step))
            result = made
        except Cancelled:
            raise
        except AgentError as error:
            result = replace(result, error=str(error))
        except MemoryError:
            log.exception("%s ran out of memory", step.tool)
            result = replace(
                result, error=f"{step.tool} ran out of memory. Try a shorter piece of audio."
            )
        except OSError as error:  # a full disk, a file that is gone
            log.exception("%s failed", step.tool)
            result = replace(result, error=str(refused(step.tool, error)))
        except Exception as error:  # a tool may raise anything; the turn tells of it and goes on
            log.exception("%s failed", step.tool)
            result = replace(
                result,
                error=f"{step.tool} failed unexpectedly ({type(error).__name__}: {error}). "
                "The log has the details.",
            )
        result = replace(result, seconds=round(time.monotonic() - started, 3))
        self.bus.emit(StepFinished(turn, result))
        return result

    def run_after(
        self, done: Sequence[StepResult], step: Step, turn: int, cancel: Cancel
    ) -> StepResult:
        """Run the step that follows those ``done``, with what they made. One that needs a
        failed step is not run, an independent one is."""
        index = len(done) + 1
        for needed in steps_needed(step):
            if not done[needed - 1].ok:
                error = f"not done, because step {needed} ({done[needed - 1].tool}) failed"
                return StepResult(turn, index, step.tool, step.arguments, ok=False, error=error)
        try:
            step = resolve(step, done, self.tools[step.tool].signature)
        except AgentError as error:
            return StepResult(turn, index, step.tool, step.arguments, ok=False, error=str(error))
        return self.run(step, index=index, turn=turn, cancel=cancel)

    def _call(self, step: Step, turn: int, cancel: Cancel) -> ToolOutput:
        tool = self.tools.get(step.tool)
        if tool is None:
            raise AgentError(f"there is no tool '{step.tool}'", "`tools` lists them")
        context = ToolContext(
            files=self.session,
            engines=self.engines,
            settings=self.settings,
            cancel=cancel,
            progress=self._progress(turn),
        )
        return tool.run(context, step.arguments)

    def _progress(self, turn: int) -> Callable[[float | None, str], None]:
        def report(fraction: float | None, what: str) -> None:
            self.bus.emit(Progress(turn, what, fraction))

        return report

    def _parents(self, step: Step) -> tuple[str, ...]:
        """The files that the step worked on."""
        tool = self.tools.get(step.tool)
        if tool is None:
            return ()
        files = tool.signature.file_arguments
        return tuple(str(step.arguments[name]) for name in files if step.arguments.get(name))
