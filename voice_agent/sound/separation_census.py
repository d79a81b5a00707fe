"""How many people talk in a separated recording: nobody, one or two; and who is higher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.mixdown import weights
from voice_agent.sound.separation_voices import Profile, distance, merged, profiles
from voice_agent.sound.separation_windows import rising_together

if TYPE_CHECKING:
    from voice_agent.sound.separation import Stretch
    from voice_agent.sound.yamnet import SoundClassifier

_FRAME = 320  # samples
_SPEECH = ("Speech", "Conversation", "Narration, monologue", "Whispering")


@dataclass(frozen=True)
class Evidence:
    """What the rule looks at.

    ``speech``: the greatest score of speech, 0 to 1; ``weaker``: how far the quieter output
    lies below the louder one in dB; ``alike``: how much both rise and fall together, -1 to 1;
    ``own``: the smaller share of the active time in which an output is louder by 10 dB;
    ``unlike``: how differently the two sound; ``apart``: how clearly the network finds two, 0
    to 1.
    """

    speech: float
    weaker: float
    alike: float
    own: float
    unlike: float
    apart: float


@dataclass(frozen=True)
class Verdict:
    """``higher``: which of two talkers has the higher voice, where that can be said."""

    talkers: int
    higher: Literal["first", "second"] | None
    evidence: Evidence


class Census:
    """Fed with the stretches of a recording as they are separated."""

    def __init__(self, classifier: SoundClassifier) -> None:
        self._classifier = classifier
        self._labels = [classifier.index(n) for n in _SPEECH if n in classifier.labels]
        self._speech = 0.0
        self._powers: list[NDArray[np.float32]] = []
        self._apart: list[float] = []
        self._voices: list[Profile | None] = [None, None]

    def take(self, stretch: Stretch) -> None:
        shares = weights(stretch.samples)
        mixture, difference = stretch.samples @ shares, stretch.difference @ shares
        talkers = mixture / 2 + difference, mixture / 2 - difference
        scores = self._classifier.scores(mixture)[:, self._labels]
        self._speech = max(self._speech, float(scores.max()))
        self._apart.append(stretch.apart)
        whole = len(mixture) // _FRAME * _FRAME
        powers = [np.square(t[:whole]).reshape(-1, _FRAME).mean(axis=1) for t in talkers]
        self._powers.append(np.stack(powers).astype(np.float32))
        for place, found in enumerate(profiles(*talkers)):
            if found is not None:
                self._voices[place] = merged(self._voices[place], found)

    def evidence(self) -> Evidence:
        powers = (
            np.concatenate(self._powers, axis=1) if self._powers else np.zeros((2, 0), np.float32)
        )
        total = powers.sum(axis=0)
        if not len(total) or total.max() < 1e-9:
            return Evidence(0.0, 99.0, 0.0, 0.0, 0.0, 0.0)
        alike = rising_together(powers)
        powers = powers[:, total > 0.003 * np.percentile(total, 95)]
        ratio = 10.0 * np.log10((powers[0] + 1e-12) / (powers[1] + 1e-12))
        energy = np.sort(powers.sum(axis=1))
        one, other = self._voices
        return Evidence(
            speech=self._speech,
            weaker=float(10.0 * np.log10((energy[1] + 1e-12) / (energy[0] + 1e-12))),
            alike=alike,
            own=float(min(np.mean(ratio > 10.0), np.mean(ratio < -10.0))),
            unlike=distance(one, other) if one is not None and other is not None else 0.0,
            apart=float(np.mean(self._apart)),
        )

    def verdict(self) -> Verdict:
        evidence = self.evidence()
        return Verdict(count_talkers(evidence), self._higher(), evidence)

    def _higher(self) -> Literal["first", "second"] | None:
        one, other = self._voices
        if one is None or other is None or not one.pitch or not other.pitch:
            return None
        if abs(one.pitch - other.pitch) < 2.0:  # semitones
            return None
        return "first" if one.pitch > other.pitch else "second"


def count_talkers(evidence: Evidence) -> int:
    """0, 1 or 2. The numbers were set on readers that no figure is reported on.

    One voice that was divided rises and falls together in both outputs, two people do not.
    """
    if evidence.speech < 0.2:
        return 0
    in_turn = evidence.apart > 0.55 and evidence.own > 0.25
    at_once = (
        evidence.weaker < 7.0
        and evidence.alike < 0.3
        and evidence.own > 0.02
        and evidence.unlike > 1.0
    )
    return 2 if in_turn or at_once else 1
