"""Whether plans are what people asked for, and whether they hold when things break."""
