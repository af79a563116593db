"""The commands: a package for each context, of the same name, with its `ROWS`; the shell's own are in `shell`.

A package's `__init__` contains only its rows, since `saas --help` imports all
of them.
"""
