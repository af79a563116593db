"""What the provider writes to its clients, and what becomes of it: kinds of letters, their facts, news of delivery."""
