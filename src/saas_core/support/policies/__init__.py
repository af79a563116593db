"""Rules about tickets: what resolves what, who sees which."""
