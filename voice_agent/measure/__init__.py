"""Benchmarks and evaluation: every figure has data, n, and a baseline in the same run."""
