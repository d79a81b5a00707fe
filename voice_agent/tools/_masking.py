"""The trained network as extract_sound uses it: loaded once, asked for one sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.errors import AgentError
from voice_agent.sound.extraction_network import STEP_SECONDS, SURE_FRAMES
from voice_agent.tools._target import Sought
from voice_agent.tools._vocabulary import WordVectors, asked_for

if TYPE_CHECKING:
    from voice_agent.sound.extraction_network import ExtractionNetwork, Kept
    from voice_agent.sound.features import FloatArray
    from voice_agent.tools.context import ToolContext

WITHOUT = "The network that takes sounds out is missing or damaged, so I did it in a simpler way"


_WEIGHT = 1.3  # of the network's log-odds beside the classifier's


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


def evidence(score: Any, sure: Any) -> Any:
    """Classifier's score of what can be taken out and network's log-odds as one, numbers or arrays.

    A logistic regression gave the weight (and where to draw the line) on 128 development
    mixtures, each asked for a sound that is there and one that is not.
    """
    return np.log(score + 1e-3) - np.log(1.0 - score + 1e-3) + _WEIGHT * sure


def steadily(when: FloatArray, times: Any) -> FloatArray:
    """The network's log-odds over 0.4 s around each of ``times``, in seconds."""
    from scipy.ndimage import uniform_filter1d

    smooth = uniform_filter1d(when, SURE_FRAMES)
    return np.interp(times, np.arange(len(when)) * STEP_SECONDS, smooth).astype(np.float32)
