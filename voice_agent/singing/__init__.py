"""Singing: scores and lyrics in, what a steerable voice must do out.

    lyrics ── lyrics, chinese ── syllables ─┐
    notes, durations ── notation ─ groups ──┴ matching ── Song ── performance ── phrases of
    a title ── book; a file ── midi, musicxml; nothing ── compose           phonemes, F0, energy

Everything here takes and returns values; the voice itself comes in through the tool.
"""
