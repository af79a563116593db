"""Mail: sending each mail, tracking its delivery, and suppressing addresses."""
