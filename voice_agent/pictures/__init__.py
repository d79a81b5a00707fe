"""What a picture shows, how surely, and what would be heard there."""
