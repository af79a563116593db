"""The application of a server's worker process, opened from the environment."""

from __future__ import annotations

import os

from saas_app import open_application, read_settings
from saas_http.application import HttpApplication, http_application


def application() -> HttpApplication:
    """Open the library and return the ASGI application over it; raises whatever opening raises."""
    return http_application(open_application(read_settings(None, os.environ)), close=True)
