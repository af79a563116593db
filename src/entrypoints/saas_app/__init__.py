"""The application: settings, wiring, and one object with an attribute for each context."""

from saas_core.kernel.extras import needing

with needing("saas_app", "app"):
    from saas_app.application import Application, initialize, open_application
    from saas_app.integrations import MakesServices
    from saas_app.payments import Payments
    from saas_app.settings import Settings, read_settings, settings_at

__all__ = [
    "Application",
    "MakesServices",
    "Payments",
    "Settings",
    "initialize",
    "open_application",
    "read_settings",
    "settings_at",
]
