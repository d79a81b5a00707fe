"""What all tests share."""

import os

# As main.py does, before NumPy is loaded: threads that wait for each other are many times slower
# where another process wants the core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ("tests.soundcard",)
