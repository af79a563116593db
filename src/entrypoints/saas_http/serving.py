"""The application of a server's worker process, opened from the environment."""

from __future__ import annotations

import os
import sys

from saas_app import open_application, read_settings
from saas_http.application import HttpApplication, http_application
from saas_web.serving import pages

SWITCH_SECONDS = 0.0005


def application() -> HttpApplication:
    """Open the library and return the ASGI application over it, pages included; raises whatever opening raises."""
    # A thread that computes lets the event loop in this often, so that others' answers do not wait for it.
    sys.setswitchinterval(SWITCH_SECONDS)
    return http_application(open_application(read_settings(None, os.environ)), close=True, beside=pages())
