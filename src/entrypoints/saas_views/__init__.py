"""What every entrance shows alike: views as JSON can hold them, instants and days as text, remedies with their ways.

It stands on the core alone, and imports nothing slow: HTTP, pages and the shell stand on it.
"""
