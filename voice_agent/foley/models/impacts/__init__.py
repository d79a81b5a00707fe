"""Blows and bangs."""
