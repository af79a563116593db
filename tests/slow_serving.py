"""A served interface whose terms are read for minutes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from saas_app import initialize, open_application, read_settings, settings_at
from saas_http.application import HttpApplication, http_application
from saas_web.serving import serve_at


def application() -> HttpApplication:
    """Return the interface, with terms that are not told before it is over."""
    opened = open_application(read_settings(None, os.environ))
    opened.policy.versions = lambda: time.sleep(120)  # type: ignore[method-assign, assignment, func-returns-value]
    return http_application(opened, close=True)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    initialize(settings_at(home))
    serve_at(home, "slow_serving:application", address="127.0.0.1", port=int(sys.argv[2]), workers=2)
