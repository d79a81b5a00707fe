"""A terminal voice assistant: it listens, plans, runs audio models and answers aloud."""

import os

# ONNX Runtime would report its use to its makers from here. It reads this when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
