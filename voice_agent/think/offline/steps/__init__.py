"""From clauses to the steps of a plan: their order, files and arguments, and what is missing."""
