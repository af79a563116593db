"""The models of time on engagements."""
