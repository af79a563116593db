"""The commands: a package for each context, named like it, with its `ROWS`; those of the shell itself in `shell`.

A package's `__init__` holds its rows and nothing else, since `saas --help` imports all of them.
"""
