"""Mail: how each mail leaves, how far it came, and which addresses get none any more."""
