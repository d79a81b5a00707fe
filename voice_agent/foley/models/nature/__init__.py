"""Weather, water, fire."""
