"""A domain that the platform's mails to a client's people are sent from, and the DNS records it needs (2.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from saas_core.integrations.values import (
    PROOF_LABEL,
    PROOF_START,
    IdentityState,
    RecordKind,
    RecordPurpose,
    RecordState,
)
from saas_core.kernel.ids import IntegrationId

_ENCODED: Final = "=?"
_SIGNS: Final = frozenset('\r\n"<>,;:@')
_RECOGNIZED: Final = 6
"""How many characters of a token tell that it was meant."""


@frozen(kw_only=True)
class Record:
    """A DNS record that the client sets: where, of which kind, with which content, and what our look-up found."""

    purpose: RecordPurpose
    kind: RecordKind
    name: str
    content: str
    state: RecordState = RecordState.UNCHECKED


def reads_as_name(text: str) -> bool:
    """Return whether a text is a name alone wherever a mail shows it: no address, no list and no encoded word.

    Mail programs decode `=?utf-8?q?...?=` also where nobody encoded it, and show what looks like a sign as one.
    """
    shown = unicodedata.normalize("NFKC", text)
    return _ENCODED not in shown and not any(each in _SIGNS for each in shown)


@frozen(kw_only=True)
class Sender:
    """The sender of mails: an address in the domain, the name shown with it, and where answers go, if elsewhere."""

    address: str
    name: str = ""
    reply_to: str = ""


@frozen(kw_only=True)
class MailDomain:
    """The domain of an e-mail connection, in canonical form: its proof, its own DKIM selector, and its records.

    `token` proves who controls the domain, by a TXT record. `proved` says whether it was found, and the domain claimed.
    `identity` is the domain's state at the provider of mail.
    """

    connection_id: IntegrationId
    domain: str
    sender: Sender
    token: str
    selector: str
    public_key: str
    proved: bool = False
    proof_state: RecordState = RecordState.UNCHECKED
    dkim_state: RecordState = RecordState.UNCHECKED
    identity: IdentityState = IdentityState.ABSENT

    @property
    def records(self) -> tuple[Record, ...]:
        """Return the records that the client sets, each with its own state."""
        return (
            Record(
                purpose=RecordPurpose.PROOF,
                kind=RecordKind.TXT,
                name=f"{PROOF_LABEL}.{self.domain}",
                content=f"{PROOF_START}{self.token}",
                state=self.proof_state,
            ),
            Record(
                purpose=RecordPurpose.DKIM,
                kind=RecordKind.TXT,
                name=f"{self.selector}._domainkey.{self.domain}",
                content=f"v=DKIM1; k=rsa; p={self.public_key}",
                state=self.dkim_state,
            ),
        )

    def looked_up(self, states: dict[RecordPurpose, RecordState]) -> MailDomain:
        """Return it with what was found of its records; those that could not be looked up stay as they were."""
        return evolve(
            self,
            proof_state=states.get(RecordPurpose.PROOF, self.proof_state),
            dkim_state=states.get(RecordPurpose.DKIM, self.dkim_state),
        )


def state_of(record: Record, found: tuple[str, ...]) -> RecordState:
    """Return the state of a record by what stands at its name: other contents at a shared name are no fault of it.

    A proof stands beside those of others, so that it is wrong only where it was set with mistakes. The name of a key is
    the connection's own, and any other key there is wrong.
    """
    if record.purpose is RecordPurpose.DKIM:
        return _state_of_key(record, found)
    token = record.content.removeprefix(PROOF_START)
    if any(_squeezed(each) == record.content for each in found):
        return RecordState.FOUND
    return RecordState.WRONG if any(_meant(token, each) for each in found) else RecordState.PENDING


def parents(domain: str) -> Iterator[str]:
    """Yield the domains above a domain, the nearest first, down to two labels."""
    labels = domain.split(".")
    for place in range(1, len(labels) - 1):
        yield ".".join(labels[place:])


def _state_of_key(record: Record, found: tuple[str, ...]) -> RecordState:
    wanted = _tags(record.content)
    keys = [tags for tags in map(_tags, found) if "p" in tags or tags.get("v") == wanted["v"]]
    if any({**wanted, **tags} == {**tags, **wanted} for tags in keys if "p" in tags):
        return RecordState.FOUND
    return RecordState.WRONG if keys else RecordState.PENDING


def _meant(token: str, content: str) -> bool:
    """Return whether a content was meant to be the proof with this token: it holds the token, or its beginning."""
    said = _squeezed(content).strip("\"'").removeprefix(PROOF_START)
    return token in said or (len(said) >= _RECOGNIZED and token.startswith(said))


def _tags(content: str) -> dict[str, str]:
    """Return the tags of a record about a key, whatever spaces and semicolons stand between them (RFC 6376, 3.2)."""
    pairs = (each.partition("=") for each in _squeezed(content).split(";") if each)
    return {name: value for name, _equals, value in pairs}


def _squeezed(content: str) -> str:
    return "".join(content.split())
