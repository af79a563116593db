"""Mails, and suppressed addresses."""

from __future__ import annotations

from saas_http.routes.mail.mailings import mail

ROUTERS = (mail,)
