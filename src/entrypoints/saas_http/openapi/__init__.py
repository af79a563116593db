"""The description of the interface, made from the declarations that serve it."""
