"""An LLM planner on a scripted server, with the offline planner behind it, and its dialogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.think.llm_server import LlmServer
from voice_agent.errors import Cancel
from voice_agent.settings import OpenAISettings
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.think.openai_planner import OpenAIPlanner
from voice_agent.units import Artifact, Exchange, Plan, Query, Reply, Resource, StepResult

NOISY = "audio/0000000a.wav"
CLIP = "audio/0000000b.wav"
PHOTO = "image/0000000c.png"
KEY = "sk-a-very-secret-key-0123456789"

RESOURCES = (
    Resource(PHOTO, "image", "a photo of a harbour"),
    Resource(CLIP, "audio", "birds singing"),
    Resource(NOISY, "audio", "a man speaking in traffic", "recorded"),
)


class Bench:
    """One dialogue. ``notices`` is what the user was told about the server."""

    def __init__(
        self,
        server: LlmServer,
        environment: Mapping[str, str] | None = None,
        clock: Callable[[], float] | None = None,
        **settings: Any,
    ) -> None:
        self.server = server
        self.notices: list[str] = []
        self.context = Context(RESOURCES)
        self.query = Query(0, "")
        self.cancel = Cancel()
        signatures = known_signatures()
        chosen = {
            "base_url": server.url,
            "model": "tiny-model",
            "timeout": 10.0,
            "backoff": 0.01,
        } | settings
        self.planner = OpenAIPlanner(
            OpenAISettings(**chosen),
            signatures,
            OfflinePlanner(signatures),
            self.notices.append,
            {"OPENAI_API_KEY": KEY} if environment is None else environment,
            **({} if clock is None else {"clock": clock}),
        )

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.planner.close()

    def plan(self, text: str) -> Plan:
        self.query = Query(self.query.turn + 1, text)
        self.cancel = Cancel()
        return self.planner.plan(self.query, self.context, self.cancel)

    def more(self, plan: Plan, results: Sequence[StepResult]) -> Plan | None:
        return self.planner.more(self.query, self.context, plan, results, self.cancel)

    def reply(
        self,
        plan: Plan,
        results: Sequence[StepResult],
        say: Callable[[str], None] = lambda sentence: None,
    ) -> Reply:
        return self.planner.reply(self.query, self.context, plan, results, say)

    def remember(self, query: str, reply: str, results: Sequence[StepResult]) -> None:
        """A turn that is over."""
        turn = self.query.turn + 1
        self.query = Query(turn, query)
        ran = tuple(replace(result, turn=turn) for result in results)
        plan = Plan(turn, "act" if ran else "chat")
        self.context = self.context.with_exchange(Exchange(turn, query, reply, plan, ran))

    @staticmethod
    def joined(plan: Plan, more: Plan) -> Plan:
        return replace(plan, steps=(*plan.steps, *more.steps))


def done(
    index: int,
    tool: str,
    arguments: dict[str, Any],
    made: str = "",
    description: str = "the result",
    text: str | None = None,
) -> StepResult:
    """A step that went well."""
    artifacts = (Artifact(made, "audio", description, seconds=2.5),) if made else ()
    return StepResult(1, index, tool, arguments, True, 0.1, artifacts, text)


def failed(index: int, tool: str, error: str) -> StepResult:
    return StepResult(1, index, tool, {"audio": NOISY}, False, error=error)
