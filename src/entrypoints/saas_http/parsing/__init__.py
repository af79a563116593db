"""From bytes to values: strict, with every fault named by its path."""
