"""Mails, and the addresses that get none."""

from __future__ import annotations

from saas_http.routes.mail.mailings import mail

ROUTERS = (mail,)
