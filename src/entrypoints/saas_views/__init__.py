"""Presentation shared by all entrances: views as JSON values, instants and days as text, remedies with their routes.

It depends on the core alone and imports nothing slow; HTTP, pages and the shell are built on it.
"""
