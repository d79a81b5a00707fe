"""What is answered by words alone: small talk, sums and dates, and what no tool can do."""
