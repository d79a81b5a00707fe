"""What a clause means after what was done and said before it."""
