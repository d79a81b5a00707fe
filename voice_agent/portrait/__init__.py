"""Talking portraits: faces found or drawn, mouths timed by phonemes, frames, films.

A room of its own beside ``sound``: signal processing for pictures, used by tools.
"""
