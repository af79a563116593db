"""Clients that connect simulated services, over any store, and a storm in which these hang while keys are rotated."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from clock import Clock
from saas_app import Application, initialize, open_application, settings_at
from saas_app.simulated_services import SimulatedServices
from saas_core.integrations.ports.sealing import MasterKeys, WrappedKey
from saas_core.integrations.values import EMAIL, PAYMENT_GATEWAY, Mode
from saas_core.kernel.errors import SaasError, StoreUnavailable
from saas_core.policy.decision import Question, Refused
from saas_sandbox import dns as zones
from saas_sandbox import ses as mails
from saas_sandbox import stripe as payments
from saas_testing.kit import Client, Kit
from saas_testing.mailbox import Mailbox
from simulated_mail import AT

_ASKED = "topic.feature_usage"
_USERS, _ASKING = 3, 1
_HOURS = 600


class Shared(Clock):
    """A clock that many threads read while one moves it."""

    def now(self) -> datetime:
        """Return the instant, and write nothing: what was moved meanwhile must not be put back."""
        return self.at


@contextmanager
def opened(url: str, home: Path, **more: Any) -> Iterator[tuple[Kit, SimulatedServices]]:
    """Open an application over a store, with one member of staff and services to connect."""
    clock, mailbox = Shared(AT), Mailbox()
    settings = settings_at(home, database_url=url)
    initialize(settings)
    services = SimulatedServices(clock, **more)
    with open_application(settings, clock=clock, mailer=mailbox, services=services) as application:
        key = application.access.staff.first(name="Sam Reyes", email="sam@provider.example").key or ""
        staff = application.sign_in(key)
        yield Kit(application=application, clock=clock, mailbox=mailbox, staff=staff, staff_key=key), services


def drained(kit: Kit, **later: float) -> None:
    """Let time pass, and have everything done that is due by then."""
    kit.clock.move(**later)
    kit.application.work.worker.drain()


def gateway(kit: Kit, services: SimulatedServices, client: Client, **more: Any) -> str:
    """Connect a payment gateway by a key of an account of its own, which is verified; return the key."""
    key = services.key(**more)
    app = kit.application
    app.integrations.gateway.connect(by=client.owner.by, tenant_id=client.tenant_id, secret=key, mode=Mode.TEST)
    app.integrations.connections.verify(by=client.owner.by, tenant_id=client.tenant_id, name=PAYMENT_GATEWAY)
    return key


def domain(kit: Kit, services: SimulatedServices, client: Client, name: str = "") -> Any:
    """Connect the client's domain with its records in the DNS, which is verified; return the connection."""
    app, given = kit.application, {"by": client.owner.by, "tenant_id": client.tenant_id}
    name = name or f"{client.slug}.example"
    view = app.integrations.email.connect(**given, domain=name, address=f"office@{name}", sender_name="Office")
    services.publish(view)
    for _ in range(2):
        view = app.integrations.connections.verify(**given, name=EMAIL)
    return view


class BrokenOff(BaseException):
    """The process that rotates keys dies here."""


@frozen
class Failing:
    """Master keys whose process dies at a call that was chosen, as if its machine had."""

    keys: MasterKeys
    dies: list[int] = field(factory=list)

    def current(self) -> str:
        """Return the id of the key that wraps."""
        return self.keys.current()

    def wrap(self, key: bytes, context: str) -> WrappedKey:
        """Wrap, unless it dies before or after."""
        self._dies()
        wrapped = self.keys.wrap(key, context)
        self._dies()
        return wrapped

    def unwrap(self, wrapped: WrappedKey, context: str) -> bytes:
        """Unwrap."""
        return self.keys.unwrap(wrapped, context)

    def rotate(self) -> str:
        """Make a new key current, unless it dies before or after."""
        self._dies()
        made = self.keys.rotate()
        self._dies()
        return made

    def _dies(self) -> None:
        if self.dies:
            self.dies[0] -= 1
            if self.dies[0] <= 0:
                self.dies.clear()
                raise BrokenOff


@frozen(kw_only=True)
class Figures:
    """The figures of a storm: uses of credentials, those refused and those that gave a wrong one, rotations.

    `calm` and `hanging` are the slowest of a hundred answers of the gate in milliseconds, without and with services
    that hang for `seconds`; `unclean` is what was wrong afterwards.
    """

    clients: int
    used: int
    refused: int
    wrong: int
    rotated: int
    broken_off: int
    waited: int
    seconds: float
    calm: float
    hanging: float
    unclean: tuple[str, ...]


def told(figures: Figures) -> str:
    """Return the figures as one line."""
    return (
        f"{figures.clients} clients, {figures.used} uses, refused {figures.refused}, wrong {figures.wrong},"
        f" {figures.rotated} rotations and {figures.broken_off} broken off, {figures.waited} looks waited for services"
        f" that hung for {figures.seconds:.1f} s, answers in {figures.calm:.1f} ms before and {figures.hanging:.1f} ms"
        " meanwhile (the slowest of a hundred)"
    )


class Storm:
    """Many clients use their keys and ask the gate while services hang and the master key is rotated."""

    def __init__(self, url: str, home: Path, *, clients: int, seconds: float, seed: int) -> None:
        """Say where, how large, for how long, and by which chance."""
        self._url = url
        self._home = home
        self._clients = clients
        self._seconds = seconds
        self._chance = random.Random(seed)
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._used = self._refused = self._wrong = 0
        self._answers: list[float] = []

    def run(self) -> Figures:
        """Connect everybody, let it blow, calm down, and count."""
        with opened(self._url, self._home, failures=5, dns_seconds=0.2) as (kit, services):
            clients = [kit.active_client(f"client-{number}") for number in range(self._clients)]
            keys = {each.tenant_id: gateway(kit, services, each) for each in clients}
            for each in clients[: max(2, self._clients // 4)]:
                domain(kit, services, each)
            threads = [threading.Thread(target=self._uses, args=(kit, clients, keys)) for _ in range(_USERS)]
            threads += [threading.Thread(target=self._asks, args=(kit, clients)) for _ in range(_ASKING)]
            for each in threads:
                each.start()
            time.sleep(self._seconds / 2)
            calm, rotated, broken_off, waited = self._slowest(), 0, 0, 0
            self._hang(services)
            worker = threading.Thread(target=self._looks, args=(kit,))
            worker.start()
            until = time.monotonic() + self._seconds
            # On a busy machine the worker may reach the first service late.
            while time.monotonic() < until or not rotated or (worker.is_alive() and not services.stripe.calls):
                done = self._rotates(kit)
                rotated, broken_off = rotated + done, broken_off + (not done)
            hanging = self._slowest()
            self._stop.set()
            for each in (*threads, worker):
                each.join()
            waited = len(services.stripe.calls)
            self._heal(services)
            while not self._rotates(kit):
                broken_off += 1
            drained(kit, hours=24)
            return Figures(
                clients=len(clients),
                used=self._used,
                refused=self._refused,
                wrong=self._wrong,
                rotated=rotated + 1,
                broken_off=broken_off,
                waited=waited,
                seconds=self._seconds,
                calm=calm,
                hanging=hanging,
                unclean=tuple(self._unclean(kit, clients, keys)),
            )

    def _uses(self, kit: Kit, clients: list[Client], keys: dict[Any, str]) -> None:
        chance = random.Random(threading.get_ident())
        while not self._stop.is_set():
            client = chance.choice(clients)
            try:
                found = self._use(kit.application, client)
            except StoreUnavailable:
                # One writer waited too long for the others, as SQLite has it: to be tried again, and no refusal.
                continue
            except (SaasError, Refused):
                with self._guard:
                    self._refused += 1
                continue
            with self._guard:
                self._used += 1
                self._wrong += found != keys[client.tenant_id]
            # A host does something with a key before it asks for the next one.
            time.sleep(0.001)

    @staticmethod
    def _use(app: Application, client: Client) -> str:
        found: str = app.integrations.credentials.use(
            by=client.owner.by, tenant_id=client.tenant_id, name=PAYMENT_GATEWAY, call=lambda opened: opened.secret
        )
        return found

    def _asks(self, kit: Kit, clients: list[Client]) -> None:
        chance = random.Random(threading.get_ident())
        while not self._stop.is_set():
            client = chance.choice(clients)
            began = time.perf_counter()
            decision = kit.application.gate.check(Question(client.tenant_id, client.owner.by, _ASKED))
            taken = time.perf_counter() - began
            with self._guard:
                self._refused += not decision.allowed
                self._answers.append(taken * 1_000)
            time.sleep(0.002)

    def _looks(self, kit: Kit) -> None:
        """Have the worker look at everything again and again, as if hours passed; at most as long as was paid for."""
        for _ in range(_HOURS):
            if self._stop.is_set():
                return
            kit.clock.move(hours=1)
            with suppress(StoreUnavailable):
                kit.application.work.worker.drain()

    def _hang(self, services: SimulatedServices) -> None:
        services.stripe.calls.clear()
        services.stripe.waits = lambda: self._stop.wait(self._seconds / 5)
        services.stripe.fail(payments.Fault.HUNG)
        services.ses.fail(*[mails.Fault.HANGING] * 10_000)
        services.zone.fail(zones.Fault.SILENT)

    def _heal(self, services: SimulatedServices) -> None:
        services.stripe.heal()
        services.ses.heal()
        services.zone.heal()

    def _rotates(self, kit: Kit) -> bool:
        """Rotate the master key, dying at some call every other time; return whether it came to its end."""
        desk = kit.application.integrations.credentials
        whole = desk._master_keys
        vault_keys = desk._desk.vault
        dies = self._chance.randint(1, 2 * self._clients + 4) if self._chance.random() < 0.5 else 0
        failing = Failing(whole, [dies] if dies else [])
        former = vault_keys._master_keys
        desk._master_keys, vault_keys._master_keys = failing, failing
        try:
            desk.rotate_master(by=kit.staff)
        except (BrokenOff, StoreUnavailable):
            # Of SQLite's one writer each may wait too long for the others; another call goes on.
            return False
        finally:
            desk._master_keys, vault_keys._master_keys = whole, former
        return True

    def _unclean(self, kit: Kit, clients: list[Client], keys: dict[Any, str]) -> Iterator[str]:
        app = kit.application
        current = app.integrations.credentials._master_keys.current()
        for each in clients:
            if self._use(app, each) != keys[each.tenant_id]:
                yield f"{each.slug} has another key"
            for row in app.integrations.connections.list(by=each.owner.by, tenant_id=each.tenant_id):
                if row.state not in {"connected", "not_connected", ""}:
                    yield f"{each.slug}: {row.name} is {row.state}"
            with app.store.read(each.tenant_id) as work:
                yield from (
                    f"{each.slug}: a former master key"
                    for key in work.client_keys.all()
                    if key.master_key_id != current
                )
            report = app.oversight.audit.verify(by=each.owner.by, tenant_id=each.tenant_id)
            if report.broken is not None:
                yield f"{each.slug}: {report.broken.sentence}"

    def _slowest(self) -> float:
        """Return the slowest of a hundred answers since the last time."""
        with self._guard:
            answers, self._answers = sorted(self._answers), []
        return answers[int(len(answers) * 0.99)] if answers else 0.0
