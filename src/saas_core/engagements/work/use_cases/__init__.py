"""The use cases of time on engagements."""
