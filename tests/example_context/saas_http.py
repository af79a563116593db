"""The bulletins of a client over HTTP."""

from __future__ import annotations

from example_context.commands import PostBulletin
from example_context.errors import BulletinOver, BulletinUnknown
from example_context.queries import BulletinView
from example_context.values import MANAGE, SEE, BulletinId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of

bulletins = Router("bulletins", "What a client tells its own people.", name="bulletins")

MANAGED = client(MANAGE)
SEEN = client(SEE)


@bulletins.get("/bulletins", SEEN)
def list_bulletins(call: Call, query: Paging) -> Page[BulletinView]:
    """List bulletins, in the order of their ids."""
    desk = call.app.desk("bulletins")
    return call.reader(query).ids(
        lambda after, limit: desk.list_bulletins(**call.acting, after=after, limit=limit),
        lambda bulletin: bulletin.bulletin_id,
    )


@bulletins.post("/bulletins", MANAGED, status=201)
def post(call: Call, body: PostBulletin) -> BulletinView:
    """Post a bulletin."""
    view: BulletinView = call.app.desk("bulletins").post(**call.writing, **fields_of(body))
    return view


@bulletins.delete("/bulletins/{bulletin_id}", MANAGED, BulletinUnknown, BulletinOver)
def withdraw(call: Call, bulletin_id: BulletinId) -> BulletinView:
    """Withdraw a bulletin."""
    view: BulletinView = call.app.desk("bulletins").withdraw(**call.editing, bulletin_id=bulletin_id)
    return view


ROUTERS = (bulletins,)
