"""Time on engagements: entries, timers, caps, and the register of what was delivered (4.2, 5.2, 5.3)."""
