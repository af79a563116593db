"""The policy itself: clauses, terms, actions, reasons, and the order in which a question is judged."""
