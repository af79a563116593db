"""The JSON routes: a package for each context, named like it, with its `ROUTERS` in the order of the description.

What belongs to no context, such as health, stands beside them.
"""
