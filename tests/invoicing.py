"""The same small invoicing service in three frameworks, as its engineers would write it, each behind the guard."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import UUID

from saas_core.kernel.errors import SaasError
from saas_embed import AsgiGuard, WsgiGuard, current_caller, requires

Anything = Any
URLS = "invoicing_urls"


def fastapi_service(world: Anything) -> Anything:
    """Return the service in FastAPI."""
    from fastapi import FastAPI, WebSocket

    api = FastAPI()

    def who(scope: Anything) -> Anything:
        return world.known(dict(scope["headers"]).get(b"authorization", b"").decode("latin-1"))

    api.add_middleware(AsgiGuard, guard=world.guard, who=who)

    @api.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "up"}

    @api.get("/invoices")
    async def invoices() -> list[str]:
        world.called.append("list")
        return ["INV-1", "INV-2"]

    @api.get("/invoices/{number}")
    def invoice(number: str) -> dict[str, str]:
        world.called.append("show")
        return {"number": number, "asked_by": str(current_caller().by.user_id)}

    @api.post("/invoices/{number}/approve")
    async def approve(number: str) -> dict[str, str]:
        world.called.append("approve")
        return {"approved": number}

    @api.get("/departments/{place}/invoices")
    async def of_department(place: UUID) -> list[str]:
        world.called.append("of department")
        return [str(place)]

    @api.get("/license")
    async def license_() -> dict[str, str]:
        return {"standing": "see there"}

    @api.post("/billing/pay")
    async def pay() -> dict[str, str]:
        world.called.append("pay")
        return {"status": "thank you"}

    @api.get("/export")
    async def export() -> list[str]:
        # A step inside the handler that another rule refuses: it leaves as the same kind of problem.
        _step_of_export(world)
        return ["everything"]

    @api.get("/forgotten")
    async def forgotten() -> str:
        world.called.append("forgotten")
        return "nobody said who may"

    @api.websocket("/updates")
    async def updates(socket: WebSocket) -> None:
        world.called.append("updates")
        await socket.accept()
        await socket.close()

    return api


def flask_service(world: Anything) -> Anything:
    """Return the service in Flask."""
    from flask import Flask, jsonify

    app = Flask("invoicing")
    app.wsgi_app = WsgiGuard(  # type: ignore[method-assign]
        app.wsgi_app, guard=world.guard, who=lambda environ: world.known(environ.get("HTTP_AUTHORIZATION"))
    )

    @app.errorhandler(SaasError)
    def refused(fault: SaasError) -> Anything:
        problem = world.guard.problem(fault)
        return problem.body, problem.status, problem.all_headers

    @app.get("/health")
    def health() -> Anything:
        return jsonify(status="up")

    @app.get("/invoices")
    def invoices() -> Anything:
        world.called.append("list")
        return jsonify(["INV-1", "INV-2"])

    @app.get("/invoices/<number>")
    def invoice(number: str) -> Anything:
        world.called.append("show")
        return jsonify(number=number, asked_by=str(current_caller().by.user_id))

    @app.post("/invoices/<number>/approve")
    def approve(number: str) -> Anything:
        world.called.append("approve")
        return jsonify(approved=number)

    @app.get("/departments/<uuid:place>/invoices")
    def of_department(place: UUID) -> Anything:
        world.called.append("of department")
        return jsonify([str(place)])

    @app.get("/license")
    def license_() -> Anything:
        return jsonify(standing="see there")

    @app.post("/billing/pay")
    def pay() -> Anything:
        world.called.append("pay")
        return jsonify(status="thank you")

    @app.get("/export")
    def export() -> Anything:
        _step_of_export(world)
        return jsonify(["everything"])

    @app.get("/forgotten")
    def forgotten() -> Anything:
        world.called.append("forgotten")
        return "nobody said who may"

    return app


def django_service(world: Anything) -> Anything:
    """Return the service in Django."""
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse, JsonResponse
    from django.urls import clear_url_caches, path
    from django.views.decorators.http import require_POST

    django_configured()

    def view(name: str, answer: Callable[..., Anything]) -> Callable[..., Anything]:
        def respond(_request: Anything, **given: Anything) -> Anything:
            world.called.append(name)
            return JsonResponse(answer(**given), safe=False)

        return respond

    def export(_request: Anything) -> Anything:
        _step_of_export(world)
        return JsonResponse(["everything"], safe=False)

    def show(number: str) -> dict[str, str]:
        return {"number": number, "asked_by": str(current_caller().by.user_id)}

    urls = ModuleType(URLS)
    urls.guard = world.guard  # type: ignore[attr-defined]
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("health", lambda _request: JsonResponse({"status": "up"})),
        path("invoices", view("list", lambda: ["INV-1", "INV-2"])),
        path("invoices/<str:number>", view("show", show)),
        path("invoices/<str:number>/approve", require_POST(view("approve", lambda number: {"approved": number}))),
        path("departments/<uuid:place>/invoices", view("of department", lambda place: [str(place)])),
        path("license", lambda _request: JsonResponse({"standing": "see there"})),
        path("billing/pay", require_POST(view("pay", lambda: {"status": "thank you"}))),
        path("export", export),
        path("forgotten", lambda _request: HttpResponse(world.called.append("forgotten"))),
    ]
    # Django has one set of routes in a process; each service of a test brings its own.
    sys.modules[URLS] = urls
    clear_url_caches()
    return WsgiGuard(
        get_wsgi_application(),
        guard=world.guard,
        who=lambda environ: world.known(environ.get("HTTP_AUTHORIZATION")),
    )


def django_configured() -> None:
    """Have Django set up, once in a process."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            ALLOWED_HOSTS=["*"], ROOT_URLCONF=URLS, MIDDLEWARE=[f"{__name__}.Refusals"], SECRET_KEY="not a secret"
        )
        django.setup()


class Refusals:
    """Django's middleware that tells refusals raised in views."""

    def __init__(self, get_response: Callable[[Anything], Anything]) -> None:
        """Stand before the views."""
        self._get_response = get_response

    def __call__(self, request: Anything) -> Anything:
        """Pass a request on."""
        return self._get_response(request)

    def process_exception(self, _request: Anything, fault: Exception) -> Anything:
        """Make a response of a refusal, and leave other errors alone."""
        from django.http import HttpResponse

        if not isinstance(fault, SaasError):
            return None
        problem = sys.modules[URLS].guard.problem(fault)
        return HttpResponse(problem.body, status=problem.status, headers=problem.all_headers)


def _step_of_export(world: Anything) -> None:
    """Ask, as a use case does, about a step that only who approves invoices may take."""

    @requires("invoices.approve", gate=world.application.gate)
    def attach_drafts() -> None:
        world.called.append("drafts")

    if world.drafts_attached:
        attach_drafts()
