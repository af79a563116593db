"""The parts of the first revision; like every revision, it never changes after its release."""
