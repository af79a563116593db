"""What is done with integrations (2.2)."""
