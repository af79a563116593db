"""The JSON routes: a package for each context, of the same name, with its `ROUTERS` in documentation order.

Routes of no context, such as health, are modules beside them.
"""
