"""The models of billing."""
