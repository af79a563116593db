"""The application of a server's worker process, opened from the environment."""

from __future__ import annotations

import gc
import os
import sys

from saas_app import open_application, read_settings
from saas_http.application import HttpApplication, http_application
from saas_web.serving import pages

SWITCH_SECONDS = 0.0005
YOUNG_OBJECTS = 20_000


def application() -> HttpApplication:
    """Open the library and return the ASGI application over it, pages included; raises whatever opening raises."""
    opened = open_application(read_settings(None, os.environ))
    opened.count_by_the_minute()
    made = http_application(opened, close=True, beside=pages())
    let_others_in()
    return made


def let_others_in() -> None:
    """Bound for how long everybody in this process waits for what one request takes; once all is made."""
    # A thread that computes lets the event loop in this often, so that others' answers do not wait for it.
    sys.setswitchinterval(SWITCH_SECONDS)
    # What is there by now stays: looking through all of it, the collector stopped everybody for a tenth of a second.
    gc.collect()
    gc.freeze()
    # What a large request makes is gone with it, before the collector would carry it over to what it seldom looks at.
    gc.set_threshold(YOUNG_OBJECTS)
