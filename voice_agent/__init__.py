"""A terminal voice assistant: it listens, plans, runs audio models and answers aloud."""

__version__ = "0.1.0"
