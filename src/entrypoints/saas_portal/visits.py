"""A visit: one request of a browser, with who is signed in, the form that came, and the cookies to be set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from attrs import define, field, frozen

from saas_app import Application
from saas_core.access.queries.myself import MyselfView
from saas_core.kernel.actors import ClientUser, actor_name
from saas_core.kernel.ids import SessionId
from saas_core.policy.decision import Refused
from saas_portal import kept
from saas_portal.cookies import KEPT, SESSION, VISIT, end_cookie, set_cookie
from saas_portal.forms import Form
from saas_portal.tokens import TOKEN, Stamp, stamp_in, token_for
from saas_web.answers import Whole
from saas_web.headers import Headers
from saas_web.problems import Fault
from saas_web.trail import Trail

VISIT_SECONDS = 24 * 60 * 60
_KEPT_SECONDS = int(kept.KEPT_FOR.total_seconds())
BACK = "Your session had ended. What you typed is back: check it, and send it again."
STALE = "Nothing was sent, because this page had become too old or was opened elsewhere. Check it, and send it again."


@frozen
class Person:
    """Who is signed in, by which session, and by which text of it."""

    actor: ClientUser
    session_id: SessionId
    key: str = field(repr=False)

    @property
    def whose(self) -> str:
        """The person as in a journal."""
        return actor_name(self.actor)


@define(kw_only=True)
class Visit:
    """One request. A page is made from it in a thread, and says with it which cookies are set.

    `place` is the path as its route declares it, with `names` for what stands in it. `ours` is false once the form that
    came turned out to come from no page of ours, as far as can be told. `who` can do what is refused here, as far as
    the person may know.
    """

    app: Application
    prefix: str
    method: str
    place: str
    names: Mapping[str, str]
    path: str
    query: Form
    cookies: Mapping[str, str] = field(repr=False)
    visit: str = field(repr=False)
    trail: Trail
    person: Person | None = None
    form: Form = field(factory=Form)
    errors: tuple[Fault, ...] = ()
    notice: str = ""
    ours: bool = True
    said: Headers = field(factory=list)
    known_self: MyselfView | None = None
    who: tuple[str, ...] = ()

    @property
    def stamp(self) -> Stamp:
        """Who makes the forms of this visit."""
        return Stamp() if self.person is None else Stamp(self.person.whose, str(self.person.session_id))

    @property
    def myself(self) -> MyselfView | None:
        """What the signed-in person is told of itself: its name, its client."""
        if self.known_self is None and self.person is not None:
            self.known_self = self.app.access.myself.show(by=self.person.actor, session_id=self.person.session_id)
        return self.known_self

    @property
    def acting(self) -> dict[str, Any]:
        """The first arguments of a use case, for the person who is signed in; raises LookupError for a stranger."""
        if self.person is None:
            message = "nobody is signed in"
            raise LookupError(message)
        return {"by": self.person.actor, "tenant_id": self.person.actor.tenant_id}

    @property
    def zone(self) -> str:
        """The client's time zone; UTC where it has none, or it is not for this person to see."""
        try:
            account = self.app.tenancy.show(**self.acting).account
        except Refused:
            return "UTC"
        return "UTC" if account is None else account.time_zone

    @property
    def now(self) -> datetime:
        """The instant of the application's clock."""
        return self.app.clock.now()

    def to(self, path: str) -> str:
        """Return the address of a page of ours."""
        return f"{self.prefix}{path}"

    def token(self, path: str) -> str:
        """Return the token of a form that is sent to one of our paths."""
        return token_for(self.app.sealer, self.stamp, visit=self.visit, path=path)

    def stamped(self) -> Stamp | None:
        """Return who made the form that came; None if its token was not made here, for this browser and this path."""
        return stamp_in(self.app.sealer, self.form.one(TOKEN), visit=self.visit, path=self.path)

    def error(self, name: str) -> str:
        """Return what is wrong with a box; no text if nothing is."""
        return next((each.message for each in self.errors if each.field == name), "")

    def keep_form(self, whose: str, path: str) -> bool:
        """Keep the form that came until its person is back on a page; return whether it is ours, and small enough."""
        form = self.form.without(TOKEN)
        found = kept.sealed(self.app.sealer, kept.Kept(whose, path, form), self.now) if self.ours else None
        if found is not None:
            self.said.append(set_cookie(KEPT, found, _KEPT_SECONDS))
        return found is not None

    def bring_back(self, whose: str) -> None:
        """Fill in the form that was kept for somebody and this page, if there is one, and keep it no longer."""
        text = self.cookies.get(KEPT)
        found = None if text is None else kept.opened(self.app.sealer, text, whose, self.now)
        if found is not None and found.path == self.path:
            self.form, self.notice = found.form, self.notice or BACK
            self.said.append(end_cookie(KEPT))

    def sign_in(self, key: str, seconds: int) -> None:
        """Have the browser remember a new session."""
        self.said.append(set_cookie(SESSION, key, seconds))

    def sign_out(self) -> None:
        """Have the browser forget the session."""
        self.said.append(end_cookie(SESSION))

    def remember(self) -> None:
        """Have the browser remember its secret, if it is new."""
        if VISIT not in self.cookies:
            self.said.append(set_cookie(VISIT, self.visit, VISIT_SECONDS))

    def redirect(self, path: str) -> Whole:
        """Return the answer to a form: the page to go on with."""
        # What came in an address may hold anything.
        place = quote(self.to(path), safe="/?=&%~")
        headers: Headers = [(b"location", place.encode("ascii")), (b"content-length", b"0"), *self.said]
        return Whole(303, headers, b"")
