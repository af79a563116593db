"""E-mail: a domain proved by its record, claimed by one client, told record by record, and back when it fails (2.2)."""

from __future__ import annotations

import pytest

from integrating import Integrating
from saas_core.integrations.errors import ConnectionNotNow, ConnectionUnknown, NotConnected, NotOffered
from saas_core.integrations.values import IdentityState
from saas_core.kernel.errors import InvalidValue


def states(view: object) -> dict[str, str]:
    """Return the states of a connection's records by their purpose."""
    return {each.purpose: each.state for each in view.email.records}  # type: ignore[attr-defined] # a view


def test_the_records_to_set_are_shown_each_with_its_own_state(desk: Integrating) -> None:
    """What is not there is pending, which is no failure; one record short is told by name."""
    view = desk.connect_email()
    assert states(view) == {"proof": "unchecked", "dkim": "unchecked"}
    waiting = desk.verify("email")
    assert (waiting.state, states(waiting)) == ("verifying", {"proof": "pending", "dkim": "pending"})
    desk.street.zone.publish(view, "proof")
    short = desk.verify("email")
    assert (short.state, states(short)) == ("verifying", {"proof": "found", "dkim": "pending"})
    assert short.problem.code == "record_pending"
    assert short.problem.about.endswith("._domainkey.harbor.example")
    desk.street.zone.publish(view, "dkim")
    assert desk.verify("email").state == "connected"


def test_nothing_is_known_at_the_provider_before_the_proof(desk: Integrating) -> None:
    """A domain that nobody proved is nobody's there."""
    view = desk.connect_email()
    desk.street.zone.publish(view, "dkim")
    desk.verify("email")
    assert desk.street.domains.owners == {}
    desk.street.zone.publish(view, "proof")
    assert desk.verify("email").state == "connected"
    assert [*desk.street.domains.owners] == ["harbor.example"]


def test_a_record_with_another_content_is_wrong_and_others_beside_it_are_not(desk: Integrating) -> None:
    """Another key for the same selector is wrong; a text of somebody else's at the name is no matter."""
    view = desk.connect_email()
    proof, dkim = view.email.records
    desk.street.zone.records = {proof.name: ("v=spf1 -all", proof.content), dkim.name: ("v=DKIM1; k=rsa; p=other",)}
    found = desk.verify("email")
    assert (found.state, states(found)) == ("verifying", {"proof": "found", "dkim": "wrong"})
    assert found.problem.code == "record_wrong"


def test_a_record_that_is_changed_later_fails_the_connection_and_its_return_mends_it(desk: Integrating) -> None:
    """The next look finds it; the client is told, also who sends its mails meanwhile, and when it works again."""
    view = desk.connected_email()
    kept = dict(desk.street.zone.records)
    desk.street.zone.records = {view.email.records[0].name: (view.email.records[0].content,)}
    desk.kit.clock.move(hours=10)
    desk.worked()
    failing = desk.show("email")
    assert (failing.state, failing.problem.code) == ("failing", "record_pending")
    told = desk.kit.mailbox.to(desk.client.owner.email)
    assert "the provider's own address" in told[-1].text
    desk.street.zone.records = kept
    desk.kit.clock.move(hours=2)
    desk.worked()
    assert desk.show("email").state == "connected"
    assert "works again" in desk.kit.mailbox.to(desk.client.owner.email)[-1].subject


def test_a_dns_that_does_not_answer_changes_nothing_of_what_works(desk: Integrating) -> None:
    """Nor of what is being verified, which says that it is asked again."""
    desk.connect_email()
    desk.street.zone.away = True
    waiting = desk.verify("email")
    assert (waiting.state, waiting.problem.code) == ("verifying", "provider_away")
    desk.street.zone.away = False
    desk.connected_email()
    desk.street.zone.away = True
    assert desk.verify("email").state == "connected"


@pytest.mark.parametrize("domain", ["harbor.example", "mail.harbor.example", "HARBOR.example."])
def test_a_domain_and_what_is_below_it_belong_to_one_client(desk: Integrating, domain: str) -> None:
    """Somebody else's claim stays pending, and only who proved control is told that it is held."""
    desk.connected_email()
    rival = desk.other_client()
    name = domain.lower().removesuffix(".")
    view = desk.desk.email.connect(**rival, domain=domain, address=f"a@{name}")
    pending = desk.verify("email", **rival)
    assert (pending.state, pending.problem.code) == ("verifying", "record_pending")
    desk.street.zone.publish(view)
    held = desk.verify("email", **rival)
    assert (held.state, held.email.proved) == ("verifying", False)
    assert held.problem.code == "domain_held"
    assert desk.show("email").state == "connected"
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.worked()
    assert desk.verify("email", **rival).state == "connected"


def test_a_domain_has_one_form_in_letters_of_any_script(desk: Integrating) -> None:
    """Punycode and letters are the same domain, so the claim is the same."""
    view = desk.desk.email.connect(**desk.who, domain="bücher.example", address="a@bücher.example")
    assert view.email.domain == "xn--bcher-kva.example"
    again = desk.desk.email.connect(**desk.who, domain="xn--bcher-kva.example", address="b@xn--bcher-kva.example")
    assert (again.email.domain, again.email.address) == (view.email.domain, "b@xn--bcher-kva.example")
    assert again.email.records == view.email.records


@pytest.mark.parametrize(
    "domain", ["", "example", "a b.example", "x@harbor.example", "-.example", "192.0.2.1", "аpple.example\u200b"]
)
def test_what_is_no_domain_is_refused_by_its_field(desk: Integrating, domain: str) -> None:
    """Nothing is stored."""
    with pytest.raises(InvalidValue) as caught:
        desk.desk.email.connect(**desk.who, domain=domain, address="a@harbor.example")
    assert caught.value.field in {"domain", "address"}


def test_the_sender_is_in_the_domain_and_its_name_breaks_no_header(desk: Integrating) -> None:
    """An address elsewhere or below, where another client's key signs, and signs of a header are refused."""
    given = {**desk.who, "domain": "harbor.example"}
    for address in ("a@rival.example", "a@mail.harbor.example"):
        with pytest.raises(InvalidValue, match="address"):
            desk.desk.email.connect(**given, address=address)
    for name in (
        "Eve\r\nBcc: x@y.example",
        "=?utf-8?q?Lantern_=3Cbilling=40lantern=2Eexample=3E?=",
        "\uff1d\uff1futf-8?q?Lantern?=",
        "Lantern \uff1cbilling\uff20lantern.example\uff1e",
        "Lantern \ufe64billing\ufe6blantern.example\ufe65",
    ):
        with pytest.raises(InvalidValue, match="sender_name"):
            desk.desk.email.connect(**given, address="a@harbor.example", sender_name=name)
    kept = desk.desk.email.connect(**given, address="a@harbor.example", sender_name="Café = Ünal? Müller & Söhne")
    assert kept.email.sender_name == "Café = Ünal? Müller & Söhne"


def test_another_domain_needs_the_first_one_to_end(desk: Integrating) -> None:
    """Its sender changes meanwhile as the client likes."""
    desk.connected_email()
    with pytest.raises(ConnectionNotNow):
        desk.connect_email("other.example")
    changed = desk.desk.email.connect(**desk.who, domain="harbor.example", address="shop@harbor.example")
    assert (changed.state, changed.email.address) == ("connected", "shop@harbor.example")


def test_a_domain_that_the_provider_holds_for_something_else_is_not_taken_over(desk: Integrating) -> None:
    """A person decides; nothing is adopted silently."""
    desk.street.domains.owners["harbor.example"] = "another"
    desk.street.zone.publish(desk.connect_email())
    failing = desk.verify("email")
    assert (failing.state, failing.problem.code) == ("failing", "identity_exists")
    assert desk.street.domains.owners == {"harbor.example": "another"}


def test_a_domain_that_the_provider_has_not_verified_is_pending(desk: Integrating) -> None:
    """Until it says so, or says that it failed."""
    desk.street.domains.default = IdentityState.PENDING
    desk.street.zone.publish(desk.connect_email())
    waiting = desk.verify("email")
    assert (waiting.state, waiting.problem.code) == ("verifying", "identity_pending")
    desk.street.domains.states["harbor.example"] = IdentityState.FAILED
    assert desk.verify("email").problem.code == "identity_failed"


def test_a_test_message_goes_to_who_asks_from_the_own_address(desk: Integrating) -> None:
    """Only once mail is sent from there."""
    desk.connect_email()
    with pytest.raises(NotConnected):
        desk.desk.connections.test(**desk.who, name="email")
    desk.connected_email()
    desk.desk.connections.test(**desk.who, name="email")
    desk.worked()
    assert desk.street.domains.sent == [("news@harbor.example", desk.client.owner.email)]


def test_a_disconnected_domain_is_forgotten_at_the_provider(desk: Integrating) -> None:
    """Unless it was connected anew meanwhile."""
    desk.connected_email()
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.connected_email()
    desk.worked()
    assert [*desk.street.domains.owners] == ["harbor.example"]
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.worked()
    assert desk.street.domains.owners == {}


def test_a_domain_is_forgotten_also_after_it_was_connected_anew_and_never_proved(desk: Integrating) -> None:
    """Its next owner finds nothing of it at the provider, before the second end and after it."""
    desk.connected_email()
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.connect_email()
    desk.worked()
    assert desk.street.domains.owners == {}
    desk.street.domains.owners["harbor.example"] = desk.show("email").integration_id
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.worked()
    rival = desk.other_client()
    desk.street.zone.publish(desk.connect_email(**rival))
    assert desk.verify("email", **rival).state == "connected"


def test_what_a_look_made_known_after_the_connection_ended_is_forgotten(desk: Integrating) -> None:
    """The worker may have been there in between, and found nothing to remove."""
    desk.connected_email()

    def ended() -> None:
        desk.desk.connections.disconnect(**desk.who, name="email")
        desk.worked()

    desk.street.domains.states["harbor.example"] = IdentityState.ABSENT
    desk.street.zone.afterwards.append(ended)
    with pytest.raises(ConnectionUnknown):
        desk.verify("email")
    assert [*desk.street.domains.owners] == ["harbor.example"]
    desk.worked()
    assert desk.street.domains.owners == {}


def test_neither_a_parent_nor_what_is_below_sends_as_the_other(desk: Integrating) -> None:
    """The holder of a parent sends from the parent alone, and a held domain below stays its holder's."""
    desk.street.zone.publish(desk.connect_email("shop.big.example"))
    assert desk.verify("email").state == "connected"
    rival = desk.other_client()
    with pytest.raises(InvalidValue, match="address"):
        desk.desk.email.connect(**rival, domain="big.example", address="news@shop.big.example")
    desk.street.zone.publish(desk.desk.email.connect(**rival, domain="big.example", address="news@big.example"))
    assert desk.verify("email", **rival).state == "connected"
    with pytest.raises(InvalidValue, match="address"):
        desk.desk.email.connect(**rival, domain="big.example", address="news@shop.big.example")
    assert desk.verify("email").state == "connected"


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ((), "pending"),
        (("saas-core-verification=somebodyelses0123456789",), "pending"),
        (("v=spf1 -all", "{proof}"), "found"),
        (('"{proof}"',), "wrong"),
        (("{token}",), "wrong"),
        (("{cut}",), "wrong"),
    ],
)
def test_a_proof_is_wrong_only_where_it_was_set_with_mistakes(
    desk: Integrating, found: tuple[str, ...], state: str
) -> None:
    """That of another client stands beside it, so that nobody is told to replace it."""
    proof = desk.connect_email().email.records[0]
    words = {"proof": proof.content, "token": proof.content.partition("=")[2], "cut": proof.content[:-9]}
    desk.street.zone.records = {proof.name: tuple(each.format(**words) for each in found)}
    assert states(desk.verify("email"))["proof"] == state


@pytest.mark.parametrize(
    ("said", "state"),
    [("v=DKIM1;k=rsa;p={key};", "found"), ("k=rsa; p={key}; v=DKIM1", "found"), ("p={key}", "found"),
     ("v=DKIM1; k=ed25519; p={key}", "wrong"), ("v=DKIM1; p=", "wrong"), ("v=DKIM1", "wrong"), ("hello", "pending")],
)  # fmt: skip
def test_a_key_is_read_by_its_tags(desk: Integrating, said: str, state: str) -> None:
    """Spaces, semicolons and order are no matter."""
    dkim = desk.connect_email().email.records[1]
    desk.street.zone.records = {dkim.name: (said.format(key=dkim.content.partition("p=")[2]),)}
    assert states(desk.verify("email"))["dkim"] == state


def test_a_look_that_something_overtook_is_made_again(desk: Integrating) -> None:
    """Neither another look's proof nor another sender is put back to what it was before."""
    desk.connect_email()
    view = desk.show("email")

    def overtake() -> None:
        desk.street.zone.publish(view)
        desk.desk.email.connect(**desk.who, domain="harbor.example", address="shop@harbor.example")
        desk.verify("email")

    desk.street.zone.afterwards.append(overtake)
    after = desk.verify("email")
    assert (after.state, after.email.proved, after.email.address) == ("connected", True, "shop@harbor.example")
    desk.desk.connections.disconnect(**desk.who, name="email")
    rival = desk.other_client()
    desk.worked()
    desk.street.zone.publish(desk.connect_email(**rival))
    assert desk.verify("email", **rival).state == "connected"


def test_a_domain_that_became_another_ones_at_the_provider_is_not_taken_for_ours(desk: Integrating) -> None:
    """Verified or not, it is not this connection's any more."""
    desk.connected_email()
    desk.street.domains.owners["harbor.example"] = "another"
    failing = desk.verify("email")
    assert (failing.state, failing.problem.code) == ("failing", "identity_exists")


def test_where_no_mail_is_sent_from_domains_none_is_connected(desk: Integrating) -> None:
    """Before anybody sets a record."""
    desk.street.domains.offered = False
    with pytest.raises(NotOffered):
        desk.connect_email()
    assert desk.show("email").state == "not_connected"


def test_what_ended_while_it_failed_is_not_told_to_work_again(desk: Integrating) -> None:
    """Another connection, later, is no return of the former one."""
    desk.connected_email()
    desk.street.zone.records = {}
    desk.verify("email")
    desk.worked()
    desk.desk.connections.disconnect(**desk.who, name="email")
    desk.connected_email()
    desk.worked()
    assert "works again" not in desk.kit.mailbox.to(desk.client.owner.email)[-1].subject
