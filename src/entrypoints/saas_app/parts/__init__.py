"""The wiring of each context, in a module of its name; see `saas_app.house`."""
