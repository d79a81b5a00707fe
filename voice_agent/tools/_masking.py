"""The trained network as extract_sound uses it: loaded once, asked for one sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice_agent.tools._target import Sought
from voice_agent.tools._vocabulary import WordVectors, asked_for
from voice_agent.units import AgentError

if TYPE_CHECKING:
    from voice_agent.sound.extraction_network import ExtractionNetwork, Kept
    from voice_agent.sound.features import FloatArray
    from voice_agent.tools.context import ToolContext

WITHOUT = "The network that takes sounds out is missing or damaged, so I did it in a simpler way"


@dataclass(frozen=True, eq=False)
class Asked:
    """The network with what it is asked for."""

    network: ExtractionNetwork
    wish: FloatArray

    def keep(self, samples: FloatArray, rate: int) -> Kept:
        """The sound out of ``samples``, shape (frames, channels)."""
        from voice_agent.sound.extraction_network import keep

        return keep(samples, rate, self.network, self.wish)


def asked(context: ToolContext, sought: Sought) -> Asked | None:
    """The network asked for ``sought``; None where its weights are missing or damaged."""
    from voice_agent.sound.extraction_network import ExtractionNetwork

    try:
        graph = context.engines.model("extraction")
    except AgentError:
        return None
    network = context.engines.shared("extraction", lambda: ExtractionNetwork(graph))
    vectors = WordVectors(context.engines.model("sound-words"))
    return Asked(network, asked_for(vectors, sought.words, sought.labels))
