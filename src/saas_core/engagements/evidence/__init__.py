"""Evidence: what shows to others, without our software, that a client approved an exact text and hours (4.2)."""
