"""From a request to its clauses: a trained model, and rules that mend what it overlooks."""
