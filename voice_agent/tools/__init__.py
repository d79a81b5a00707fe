"""The audio tools P_1..P_n: one file each, found by ``registry.discover``."""
