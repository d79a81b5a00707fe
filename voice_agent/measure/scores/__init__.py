"""How near a result comes to what was wanted: scores that are known by name."""
