"""What a worker process of the server makes: the library opened as the environment says."""

from __future__ import annotations

import os

from saas_app import open_application, read_settings
from saas_http.application import HttpApplication, http_application


def application() -> HttpApplication:
    """Open the library and give the ASGI application over it; raises what opening raises."""
    return http_application(open_application(read_settings(None, os.environ)), close=True)
