"""Licensing: the facts of a license, and the standing that follows from them at any instant."""
