"""Tickets, for clients and for the provider's staff, and questions on which the terms are silent."""

from __future__ import annotations

from saas_http.routes.support.questions import answers, questions

ROUTERS = (questions, answers)
