"""The planner that works without any server."""

from voice_agent.think.offline.planner import OfflinePlanner

__all__ = ["OfflinePlanner"]
