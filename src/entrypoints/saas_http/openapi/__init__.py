"""The description of the interface, generated from the declarations that serve it."""
