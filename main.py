import os

# OpenBLAS's idle threads spin for a while after each product of matrices, and take the second
# core from whatever hears, thinks or speaks meanwhile; it must be told before NumPy loads it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from voice_agent.cli import run

run()
