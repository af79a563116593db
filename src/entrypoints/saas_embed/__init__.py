"""Embedding in a web service: a guard over its routes, a decorator, problem documents, and filters of lists.

Needs only the core, whatever the framework. The gate is asked about a route before its handler is called; a route
without a rule is refused.
"""

from __future__ import annotations

from saas_embed.asgi import AsgiGuard
from saas_embed.bearer import Bearer
from saas_embed.callers import Caller, CallerUnknown, ClientsOnly, KeyRefused, acting_as, current_caller
from saas_embed.decorators import requires
from saas_embed.filters import DepartmentTable, django_filter, sql_filter, sqlalchemy_filter
from saas_embed.frameworks import framework_routes
from saas_embed.guard import Guard
from saas_embed.problems import Problem, problem_of
from saas_embed.routes import Route, open_route
from saas_embed.wsgi import WsgiGuard

__all__ = [
    "AsgiGuard",
    "Bearer",
    "Caller",
    "CallerUnknown",
    "ClientsOnly",
    "DepartmentTable",
    "Guard",
    "KeyRefused",
    "Problem",
    "Route",
    "WsgiGuard",
    "acting_as",
    "current_caller",
    "django_filter",
    "framework_routes",
    "open_route",
    "problem_of",
    "requires",
    "sql_filter",
    "sqlalchemy_filter",
]
