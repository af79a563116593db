"""The rules of time on engagements, each pure."""
