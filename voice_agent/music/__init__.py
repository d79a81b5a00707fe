"""Small pieces of music from words: what is wished for, a score, instruments, a mix, MIDI.

``wishes`` reads a description; ``styles`` knows what the styles do; ``theory`` scales and chords;
``composer`` writes the score (``score``): harmony, melody, accompaniment, form and an ending;
``instruments`` and ``drums`` play notes; ``band`` mixes and masters; ``midi`` writes the score.
"""
