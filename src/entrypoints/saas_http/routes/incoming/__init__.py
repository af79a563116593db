"""Routes of mail in, and of the files that tickets bring, by mail or not."""

from __future__ import annotations

from saas_http.routes.incoming.files import files, staff_files
from saas_http.routes.incoming.mails import mails

ROUTERS = (files, staff_files, mails)
