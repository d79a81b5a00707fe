"""What is measured on: recordings, mixtures, rooms, turns, a virtual sound card."""
