"""What all tests share."""

import os

# As the program does, before NumPy is loaded: threads that wait for each other are many times
# slower where another process wants the core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

# How long examples take to make and to try is the machine's affair.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

pytest_plugins = ("tests.soundcard",)
