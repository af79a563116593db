"""After everything was done once, secrets are nowhere readable and personal texts in their own columns only."""

from __future__ import annotations

import base64
import contextlib
import inspect
import json
import logging
import subprocess
import traceback
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import frozen

from calls import CALLS, KEYED, use
from integrating import GOOD_KEY
from integration_calls import SECRET as CREDENTIAL
from saas_core.access.errors import UserUnknown
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import StaffId
from saas_sql.catalogue import tables_in
from two_clients import EVERY_CONTEXT, World, Worlds

# Where a person's or a company's text may stand.
PERSONAL = {
    "staff.email",
    "staff.name",
    "tenants.contact_email",
    "tenants.legal_name",
    "users.email",
    "users.email_key",
    "users.name",
}
# Free texts of staff about a license, or for a grant; `why` is told to the client (0.1), so the first result of the
# command holds it.
FREE = {"break_glass_grants.why", "bulletins.text", "license_facts.body", "license_facts.key", "replies.result"}
# What people write on tickets, in questions and answers, and the words by which it is found.
FREE |= {
    "engagement_requests.text",
    "engagement_requests.title",
    "precedents.reason",
    "question_askers.text",
    "questions.reason",
    "ticket_classifications.reason",
    "ticket_classifications.scope_where",
    "ticket_files.name",
    "ticket_messages.removed_reason",
    "ticket_messages.text",
    "ticket_notes.removed_reason",
    "ticket_notes.text",
    "ticket_words.word",
    "tickets.scope_where",
    "tickets.subject",
}
# What was worked, delivered, billed and credited; invoices name both sides, and are kept when a person is erased.
PERSONAL |= {"bills.content", "credit_notes.content", "tenants.billing_address"}
FREE |= {
    "bills.lines",
    "credit_notes.reason",
    "enhancements.description",
    "time_entries.note",
    "time_entries.reason",
}
# Who signed the policy and what was said about it: of staff, and kept like their names.
PERSONAL |= {"policy_signatures.name"}
FREE |= {"policy_questions.why", "policy_signatures.comment"}
# The sender that a client chose for mails from its own domain.
PERSONAL |= {
    "integration_domains.reply_to",
    "integration_domains.sender_address",
    "integration_domains.sender_name",
}
# What was estimated, and why it was declined or a document refused. An approval is evidence of who gave it, on what
# content and from where, and is kept when a person is erased.
FREE |= {
    "approvals.lines",
    "estimate_revisions.lines",
    "estimate_revisions.notes",
    "estimate_revisions.reason",
    "recorded_documents.reason",
}
PERSONAL |= {
    "approvals.approver_address",
    "approvals.peer",
    "approvals.typed_name",
    "estimate_contents.content",
    "papers.content",
    "recorded_documents.typed_name",
}
CANARY = "canary"


@frozen
class Aftermath:
    """The world and all output after every use case was carried out, refused and repeated."""

    world: World
    secrets: tuple[bytes, ...]
    logged: str
    faults: str
    added: str
    server: str

    def columns(self) -> Iterator[tuple[str, str]]:
        """Yield every value that the database holds as text, with the column it stands in."""
        with self.world.beneath.connect() as connection:
            for name, table in tables_in(EVERY_CONTEXT).items():
                for row in connection.exec_driver_sql(f"SELECT * FROM {name}").mappings():
                    for column in table.c:
                        value = row[column.name]
                        yield (
                            f"{name}.{column.name}",
                            value if isinstance(value, str) else json.dumps(value, default=str),
                        )


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def aftermath(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """Carry out every use case, each again with its key, and each by someone without the right, with logging on."""
    folder = tmp_path_factory.mktemp(f"canaries {request.param}")
    worlds = Worlds(request.param, folder, lambda: request.getfixturevalue("postgres_cluster"))
    with everything_logged() as logged, worlds.fresh() as world:
        told: list[object] = []
        faults: list[str] = []
        added: list[str] = []
        # Who signs in comes first, while nobody is deactivated, and the license last: an ended one refuses others.
        for name in sorted(CALLS, key=lambda name: name.startswith("licensing.") - name.startswith("access.sign_in.")):
            if not CALLS[name].bare:
                _carry_out(world, name, told, faults, added)
        sealed = {CREDENTIAL, f"{GOOD_KEY[:-4]}{world.told.acme.slug}"}
        secrets = {*world.told.secrets, *_secrets(told), *_links(world), *sealed}
        server = folder / "none"
        if request.param == "postgres":
            server = request.getfixturevalue("postgres_cluster").folder / "log"
        yield Aftermath(
            world=world,
            secrets=tuple(sorted(_forms(world, secrets))),
            logged="\n".join(logged),
            faults="\n".join(faults),
            added="\n".join(added),
            server=server.read_text(errors="replace") if server.exists() else "",
        )


@contextlib.contextmanager
def everything_logged() -> Iterator[list[str]]:
    """Yield everything that any logger says, from DEBUG on, the statements of the database included."""
    lines: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())
            if record.exc_info:
                lines.append("".join(traceback.format_exception(*record.exc_info)))

    listening = Listening(logging.DEBUG)
    loggers = [logging.getLogger(), *(logging.getLogger(f"sqlalchemy.{name}") for name in ("engine", "pool"))]
    former = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(listening)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(listening)
        for each, level in zip(loggers, former, strict=True):
            each.setLevel(level)


def _carry_out(world: World, name: str, told: list[object], faults: list[str], added: list[str]) -> None:
    client = world.told.acme
    with contextlib.suppress(SaasError):
        arguments = CALLS[name].ready(world, client)
        if KEYED in inspect.signature(use(world.application, name)).parameters:
            arguments[KEYED] = name
        for _attempt in range(2):
            try:
                told.append(use(world.application, name)(**arguments))
            except SaasError as fault:
                faults.append("".join(traceback.format_exception(fault)) + repr(fault) + repr(vars(fault)))
                added.append(_without_typed(faults[-1], fault, arguments))
        if "by" in arguments:
            try:
                use(world.application, name)(**{**arguments, "by": Staff(StaffId(client.role))})
            except SaasError as fault:
                faults.append("".join(traceback.format_exception(fault)) + repr(fault))
                added.append(_without_typed(faults[-1], fault, arguments))


def _without_typed(text: str, fault: SaasError, arguments: Mapping[str, object]) -> str:
    """Take the address that was looked for, and found of nobody, out of the text of an error."""
    typed = (arguments.get(each) for each in ("email", "who")) if isinstance(fault, UserUnknown) else ()
    return reduce(lambda text, each: text.replace(each, ""), (each for each in typed if isinstance(each, str)), text)


def _secrets(told: list[object]) -> Iterator[str]:
    for each in told:
        key = getattr(each, "key", None)
        if isinstance(key, str):
            yield key


def _links(world: World) -> Iterator[str]:
    for mail in world.application.settings.mail_folder.glob("*.eml"):
        yield from (word for word in mail.read_text().split() if word.startswith(("inv_", "sin_", "stk_", "grt_")))


def _forms(world: World, secrets: set[str]) -> Iterator[bytes]:
    """Yield every secret as it is, its secret part alone, and both as base64 and hexadecimal."""
    keys = json.loads(world.application.settings.key_file.read_text())
    masters = [base64.b64decode(each) for each in (keys["digests"], *keys["keys"].values())]
    assert len(secrets) > 12
    parts = [each.rsplit("_", 1)[-1] if len(each.rsplit("_", 1)[-1]) > 20 else each[-30:] for each in secrets]
    for plain in (*(each.encode() for each in (*secrets, *parts)), *masters):
        yield from (plain, plain.hex().encode(), base64.b64encode(plain), base64.urlsafe_b64encode(plain).rstrip(b"="))


def _dump(aftermath: Aftermath, request: pytest.FixtureRequest) -> bytes:
    """Return the bytes that a thief of the database has: its files, or what `pg_dump` and the data folder hold."""
    world = aftermath.world
    url = sa.make_url(world.application.settings.database_url)
    if url.get_backend_name() == "sqlite":
        return b"".join(each.read_bytes() for each in Path(url.database).parent.glob(f"{Path(url.database).name}*"))
    cluster = request.getfixturevalue("postgres_cluster")
    program = cluster._binaries / "pg_dump"
    if program.exists():
        words = [program, "-h", str(url.query["host"]), "-U", "owner", url.database]
        return subprocess.run(words, capture_output=True, check=True).stdout
    return "\n".join(value for _column, value in aftermath.columns()).encode()


def test_no_secret_is_anywhere_in_the_store(aftermath: Aftermath, request: pytest.FixtureRequest) -> None:
    """Neither in a dump nor, decoded, in any value: no key, no link, no master key, whole or in part."""
    dump = _dump(aftermath, request)
    assert b"kim.canary@acme.example" in dump or b"changed.canary@acme.example" in dump
    assert [each for each in aftermath.secrets if each in dump] == []
    values = "\n".join(value for _column, value in aftermath.columns()).encode()
    assert [each for each in aftermath.secrets if each in values] == []


def test_no_secret_is_said_anywhere(aftermath: Aftermath) -> None:
    """Neither logged, nor in an error's text, fields or traceback, nor in what is kept beside the database."""
    settings = aftermath.world.application.settings
    places = {
        "log": aftermath.logged,
        "errors": aftermath.faults,
        "server": aftermath.server,
        "checkpoints": settings.checkpoints_file.read_text(),
        "settings": repr(aftermath.world.application),
    }
    assert "INSERT INTO keys" in aftermath.logged
    assert "Traceback" in aftermath.faults
    found = [(name, each) for name, told in places.items() for each in aftermath.secrets if each in told.encode()]
    assert found == []


def test_personal_texts_stand_in_their_own_columns_only(aftermath: Aftermath) -> None:
    """Names, addresses and legal names; so the journal, first results and effects stay true when they are erased."""
    found = {column for column, value in aftermath.columns() if CANARY in value.lower()}
    assert found - FREE == PERSONAL
    said = "\n".join(value for column, value in aftermath.columns() if column in FREE).lower()
    for personal in ("canary-user", "canary-staff", "canary-legal", "canary@", "canary-office"):
        assert personal not in said


def test_personal_texts_are_neither_logged_nor_in_refusals(aftermath: Aftermath) -> None:
    """No logger shows a row's values; an error names the field, and of persons only the address looked for."""
    for personal in ("canary-user", "canary-staff", "canary-legal", "canary@", "canary-office"):
        assert personal not in aftermath.logged.lower()
        assert personal not in aftermath.added.lower()


def test_the_journal_of_every_scope_holds_no_personal_text(aftermath: Aftermath) -> None:
    """Its entries are kept for ever, so they hold ids and digests."""
    assert CANARY not in str(aftermath.world.journals()).lower()
