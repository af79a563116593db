"""What if: an invented client over a store in memory, asked by the real judgement, and told in the features' steps."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from attrs import evolve

from saas_app.application import Application, initialize, open_application
from saas_app.settings import settings_at
from saas_app.what_if.possible import possible
from saas_app.what_if.scene import NOW, Clock, Mailbox, Scene
from saas_app.what_if.services import InventedDocuments, InventedServices
from saas_app.what_if.staging import Stage
from saas_app.what_if.telling import client_of
from saas_app.what_if.wishes import EVERY, OPERATIONS, RESERVED, UNMENTIONED, Wishes, reserved_name
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.actions import READING_THE_POLICY
from saas_core.policy.decision import Question, Refused
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import shipped_document
from saas_core.policy.terms import Terms
from saas_core.policy.what_if import Invented, WhatIf

__all__ = [
    "EVERY",
    "OPERATIONS",
    "RESERVED",
    "UNMENTIONED",
    "require_asking",
    "reserved_name",
    "staged",
    "what_if",
    "what_if_offered",
]


def what_if(
    invented: Invented, document: bytes | None = None, operations: Iterable[tuple[str, str]] = tuple(OPERATIONS.items())
) -> WhatIf:
    """Answer a question of an invented client under a document of terms, by default the shipped one.

    `operations` are those of the platform, by name and title. Nothing is stored outside of memory. Raises TermsInvalid,
    and InvalidValue, by field, for what cannot be invented or told.
    """
    with staged(invented, document, operations) as stage:
        return stage.answered(invented.action)


def require_asking(application: Application, by: Actor) -> None:
    """Require that somebody may ask what if here: who may sign the policy or publish terms; raises Refused (1.1)."""
    answers = [application.gate.check(Question(PROVIDER, by, each)) for each in READING_THE_POLICY]
    if not any(each.allowed for each in answers):
        raise Refused(answers[-1])


def what_if_offered(application: Application, invented: Invented) -> WhatIf:
    """Answer a question of an invented client under the terms that are offered here, with this platform's operations.

    A platform that has registered none is asked as that of the features. Raises InvalidValue, as `what_if` does.
    """
    policy = application.policy
    operations = [(each.name, each.title) for each in policy.permissions()] or tuple(OPERATIONS.items())
    return what_if(invented, policy.offered_terms().document.encode(), operations)


@contextmanager
def staged(
    invented: Invented, document: bytes | None = None, operations: Iterable[tuple[str, str]] = tuple(OPERATIONS.items())
) -> Iterator[Stage]:
    """Yield the stage on which an invented client lives, and on which any action is asked about; see `what_if`."""
    shipped = read_terms(shipped_document(), published=True)
    terms = shipped if document is None else read_terms(document, published=True)
    found, wishes = possible(invented, terms), Wishes.of(terms, operations)
    clock, mailbox, services = Clock(), Mailbox(), InventedServices()
    with tempfile.TemporaryDirectory(prefix="saas-what-if-") as folder:
        settings = settings_at(Path(folder), database_url="memory:", provider_name="The provider")
        initialize(settings)
        with open_application(
            settings, clock=clock, mailer=mailbox, documents=InventedDocuments(), services=services
        ) as application:
            scene = Scene(application, clock, mailbox, services, client_of(found))
            stage = Stage(scene, _offered(application, terms, shipped), wishes, found)
            stage.bring_about()
            yield stage


def _offered(application: Application, terms: Terms, shipped: Terms) -> Terms:
    """Have terms offered long before the story, and return them; they may be published elsewhere, or nowhere yet.

    A document that differs from the shipped one by its date alone is the shipped one: it answers the same.
    """
    dated = evolve(shipped, effective_from=terms.effective_from, digest=terms.digest, document=terms.document)
    if terms == dated:
        return shipped
    with application.store.begin(PROVIDER) as work:
        taken = work.terms.get(terms.version) is not None
        version = f"{terms.version}-draft" if taken else terms.version
        asked = evolve(terms, version=version, effective_from=NOW - timedelta(days=1))
        work.terms.put(asked)
        work.commit()
    return asked
