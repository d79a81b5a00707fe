"""The planner that works without any server.

A request goes through these folders in this order; ``interpreting`` and ``planner`` lead it:

    phrases    what words say: numbers, times, languages, moods, the arguments of a tool
    reader     a trained model reads the request's clauses; rules that can be trusted mend them
    dialogue   what the clauses mean after what was done before: changes, answers, remakes
    steps      from clauses to the steps of a plan, their files and what they lack
    answers    what words alone answer: small talk, sums, dates, what no tool can do

``reading`` holds the values that pass between them.
"""

from voice_agent.think.offline.planner import OfflinePlanner

__all__ = ["OfflinePlanner"]
