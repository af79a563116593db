"""How each context is wired, a module of its name; see `saas_app.house`."""
