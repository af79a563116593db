"""The license policy as a framework-free core: what may be done now, by which clause, until when, what would help."""
