"""F0 of what a voice really sang or said; ``voice_agent.sound.pitch`` finds it."""

from voice_agent.sound.pitch import HIGHEST, HOP_SECONDS, LOWEST, median_pitch, track

__all__ = ["HIGHEST", "HOP_SECONDS", "LOWEST", "median_pitch", "track"]
