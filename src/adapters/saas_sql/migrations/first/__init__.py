"""The parts of the first revision; like every revision it is never changed after it was released."""
