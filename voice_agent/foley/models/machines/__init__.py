"""Machines and tools."""
