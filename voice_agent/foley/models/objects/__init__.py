"""Things in a house."""
