"""Small pieces of music from words: what is wished for, a score, instruments, a mix, MIDI.

``wishes`` reads a description: ``tempo`` its pace, ``named`` its instruments, ``arrangement`` how
it is played; ``styles`` knows what the styles do; ``theory`` scales and chords; ``players`` who
plays what; ``composer`` writes the score (``score``): harmony, melody, form and an ending;
``instruments`` and ``drums`` play notes; ``band`` mixes and masters; ``midi`` writes the score.
"""
