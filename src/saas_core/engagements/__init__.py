"""Engagements: paid work from its request over its estimate and its approval in writing (4.1, 4.2)."""
