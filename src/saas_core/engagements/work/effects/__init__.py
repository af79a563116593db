"""What follows from time on engagements after the commit: the end of forgotten timers."""
