"""What is said to small talk: the words of its topic, or what the session knows."""

from __future__ import annotations

from voice_agent.think import replies
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import facts, jokes
from voice_agent.think.offline.answers.talk import USUAL, Answer
from voice_agent.think.offline.answers.topics import Told, told, words_of


def answer(topic: str, context: Context) -> Answer:
    """The answer to words about ``topic``, which ``told()`` knows as more than an act."""
    known = told()[topic]
    turns = len(context.exchanges)
    if known.says:
        effects = {"stop": True} if known.stops else {}
        return Answer(known.says[turns % len(known.says)], effects=effects)
    return _asked(known, context, turns)


def _asked(known: Told, context: Context, turns: int) -> Answer:
    if known.asks == "usual":
        return USUAL
    if known.asks == "joke":
        return Answer(jokes.another(turns))
    if known.asks == "deed":
        return Answer(facts.deed(context))
    if known.asks == "ready":
        return Answer(facts.ready(context))
    return Answer(_saved(context))


def _saved(context: Context) -> str:
    """Where the newest file is."""
    if not context.resources:
        return facts.NO_FILES
    where = words_of("where")
    return f"{replies.called(context.resources[-1])}: {where[:1].lower()}{where[1:]}"
