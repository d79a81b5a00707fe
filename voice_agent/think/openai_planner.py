"""The planner L behind any server that speaks the chat-completions protocol.

    plan ──> model ──> steps ──> (run elsewhere) ──> more ──> model ──> … ──> reply

The model only proposes: ``llm_turn`` checks every call before it becomes a step. When the
server cannot be used, a spoken notice says so once and the offline planner takes the turn.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence

from voice_agent.errors import Cancel
from voice_agent.settings import OpenAISettings
from voice_agent.think.chat_answer import Reason, ServerFailed
from voice_agent.think.chat_client import ChatClient
from voice_agent.think.chat_server import find_server
from voice_agent.think.context import Context
from voice_agent.think.live_answer import LiveAnswer
from voice_agent.think.llm_budget import opening
from voice_agent.think.llm_turn import LlmTurn
from voice_agent.think.planning import Planner
from voice_agent.think.react import ReAct
from voice_agent.think.sentences import speakable
from voice_agent.think.tool_calling import Style, ToolCalling
from voice_agent.units import Plan, PlanKind, Query, Reply, Standing, StepResult, ToolSignature

log = logging.getLogger(__name__)

_PAUSE = 30.0  # seconds without asking a server that didn't answer in time
_WHY: dict[Reason, str] = {
    "key": "The language model server refuses the key",
    "model": "The server doesn't have that language model",
    "limit": "The language model is over its limit",
    "refused": "The language model server refuses the request",
    "malformed": "What the language model server sends can't be read",
    "quota": "The credit for the language model is used up",
    "unusable": "The language model's plans can't be used",
}
_ALONE = "so I am planning on my own."
_HALFWAY = "so I stop here. Ask again for what is missing."
_CUT_OFF = "The rest of that answer didn't arrive."
_STOPPED = "I stopped there. Say go on, and I'll do the rest."


class OpenAIPlanner:
    """Plans with a language model, one turn at a time.

    ``environment`` (the process's own by default) is where key, model and address may come
    from; ``notice`` speaks a sentence to the user. Raises ``AgentError`` when no model or no
    key is configured. ``now`` gives the local time of day, which the model is told.
    """

    def __init__(
        self,
        settings: OpenAISettings,
        signatures: Mapping[str, ToolSignature],
        fallback: Planner,
        notice: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], dt.datetime] = dt.datetime.now,
    ) -> None:
        self._settings = settings
        self._signatures = signatures
        self._fallback = fallback
        self._notice = notice
        self._clock = clock
        self._now = now
        server = find_server(settings, os.environ if environment is None else environment)
        self._model = server.model
        self._client = ChatClient(
            server,
            timeout=settings.timeout,
            retries=settings.retries,
            backoff=settings.backoff,
            answer_tokens=settings.answer_tokens,
        )
        self._style: Style = ReAct() if settings.style == "react" else ToolCalling()
        self._turn: LlmTurn | None = None  # None while the fallback has the turn
        self._words: LiveAnswer | None = None
        self._planned_alone = False
        self._noticed = False
        self._asleep_until = 0.0

    @property
    def name(self) -> str:
        """Who planned the current turn: "openai:MODEL", or the fallback's name."""
        return self._fallback.name if self._planned_alone else f"openai:{self._model}"

    def warm(self) -> None:
        """Load the client package and the fallback's model; sends nothing."""
        self._fallback.warm()
        self._client.connect()

    def close(self) -> None:
        """Drop the connections to the server; planning again opens new ones."""
        self._end_turn()
        self._client.close()

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        """The model's first steps, or its words.

        Of words that are still arriving ``Plan.reply`` holds the first sentences; the whole
        answer comes from ``reply``.
        """
        self._end_turn()
        self._planned_alone = False
        if self._clock() >= self._asleep_until:
            try:
                return self._plan_with_model(query, context, cancel)
            except ServerFailed as failure:
                self._give_up(failure)
        self._planned_alone = True
        return self._fallback.plan(query, context, cancel)

    def standing(self, query: Query, context: Context) -> Standing:
        """Unknown: only the server knows what it asked for, and what it will answer."""
        return "open"

    def more(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        cancel: Cancel,
    ) -> Plan | None:
        """What the model wants after the results, or None when it is done."""
        if self._planned_alone:
            return self._fallback.more(query, context, plan, results, cancel)
        turn = self._turn
        if turn is None or turn.query != query:
            return None
        try:
            turn.report(results)
            if turn.rounds >= turn.max_rounds:
                return None
            heard = turn.next_steps(context, plan.steps, results)
        except ServerFailed as failure:
            self._give_up(failure, begun=True)
            return None
        if isinstance(heard, LiveAnswer):
            self._words = heard
            return None
        return Plan(query.turn, "act", heard)

    def reply(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        say: Callable[[str], None],
    ) -> Reply:
        """The model's answer, each sentence given to ``say`` as soon as it is there."""
        turn = self._turn
        if turn is None or turn.query != query:
            return self._fallback.reply(query, context, plan, results, say)
        if self._words is None and plan.kind != "act":
            return Reply(query.turn, plan.kind, plan.reply)  # somebody else's plan by now
        told: list[str] = []
        new = frozenset(made.path for result in results for made in result.artifacts)
        try:
            words = self._words or turn.closing_words()
            for sentence in words.sentences():
                told.append(sentence)
                spoken = speakable(sentence, new)
                if spoken:
                    say(spoken)
            if words.interrupted_by_calls:
                told.append(_STOPPED)
                say(_STOPPED)
        except ServerFailed as failure:
            self._give_up(failure, midway=bool(told), begun=bool(results))
            if not told:
                return self._fallback.reply(query, context, plan, results, say)
            if results:
                rest = self._fallback.reply(query, context, plan, results, _keep_quiet)
                say(rest.aloud)
                return _joined(_reply(query, plan.kind, told, new), rest)
            told.append(_CUT_OFF)
            say(_CUT_OFF)
        finally:
            self._end_turn()
        return _reply(query, plan.kind, told, new, turn.effects)

    # --- with the model -----------------------------------------------------------------

    def _plan_with_model(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        turn = self._begin(query, context, cancel)
        try:
            heard = turn.next_steps(context, (), ())
        except ServerFailed as failure:
            if "tool" not in failure.about or isinstance(self._style, ReAct):
                raise
            log.info("the server takes no tools; going on in the ReAct text format")
            self._style = ReAct()
            turn = self._begin(query, context, cancel)
            heard = turn.next_steps(context, (), ())
        self._turn = turn
        self._noticed = False
        if isinstance(heard, LiveAnswer):
            self._words = heard
            return Plan(query.turn, heard.kind, (), " ".join(heard.ready))
        return Plan(query.turn, "act", heard)

    def _begin(self, query: Query, context: Context, cancel: Cancel) -> LlmTurn:
        tokens, now = self._settings.context_tokens, self._now()
        begun = opening(self._style, self._signatures, query, context, tokens, now)
        return LlmTurn(
            self._client,
            self._style,
            query,
            cancel,
            begun.tools,
            begun.inner,
            list(begun.messages),
            self._settings.max_rounds,
        )

    # --- without it ---------------------------------------------------------------------

    def _give_up(self, failure: ServerFailed, *, midway: bool = False, begun: bool = False) -> None:
        """Leave this turn to the fallback; the user hears of it once per outage. When steps have
        ``begun``, nobody knows what the model had yet to do."""
        log.warning("the language model failed: %s", failure)
        self._end_turn()
        if failure.reason == "timeout":
            self._asleep_until = self._clock() + _PAUSE
        if not self._noticed and not midway:
            self._noticed = True
            why = _WHY.get(failure.reason, "The language model isn't answering")
            self._notice(f"{why}, {_HALFWAY if begun else _ALONE}")

    def _end_turn(self) -> None:
        words, self._words, self._turn = self._words, None, None
        if words is not None:
            words.close()


def _reply(
    query: Query,
    kind: PlanKind,
    told: Sequence[str],
    new: frozenset[str],
    effects: Mapping[str, object] | None = None,
) -> Reply:
    spoken = " ".join(speakable(sentence, new) for sentence in told)
    return Reply(query.turn, kind, " ".join(told), spoken, dict(effects or {}))


def _joined(begun: Reply, rest: Reply) -> Reply:
    """What the model had said, then the answer of the planner that took over."""
    text, spoken = f"{begun.text} {rest.text}", f"{begun.aloud} {rest.aloud}"
    return Reply(begun.turn, rest.kind, text, spoken, rest.effects)


def _keep_quiet(_: str) -> None:
    """Nothing is spoken early: the whole answer is, by whoever asked for it."""
