"""Parsing bytes into values: strict, with every error named by its path."""
