"""Tickets, and questions on which the terms are silent, for clients and for the provider's staff."""

from __future__ import annotations

from saas_http.routes.support.handling import handling
from saas_http.routes.support.questions import answers, questions
from saas_http.routes.support.tickets import tickets
from saas_http.routes.support.waiting import waiting

ROUTERS = (tickets, questions, waiting, handling, answers)
