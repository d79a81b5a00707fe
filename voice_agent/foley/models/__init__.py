"""The sound models, one module for each group. Each lists its classes in ``SOUNDS``."""
