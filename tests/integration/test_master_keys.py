"""Master keys in the key file and in KMS: what they wrap opens under its context alone, before and after a rotation."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from attrs import evolve, frozen

from saas_aws import kms_client
from saas_aws.master_keys import KNOWN_SECONDS, KmsMasterKeys
from saas_core.integrations.ports.sealing import MasterKeys, WrappedKey
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable, StoreUnavailable
from saas_core.work.breaker import Breaker
from saas_local import KeyFile
from saas_local.master_keys import KeyFileMasterKeys
from saas_sandbox.kms import Fault, SimulatedKms

KEY, CONTEXT = bytes(range(32)), "client key 1\nacme\n7"
ALIAS = "alias/saas"


@frozen
class House:
    """Master keys, another process with the same ones, and how a new one is made current."""

    keys: MasterKeys
    elsewhere: MasterKeys
    renew: Callable[[], object]


def _kms(simulated: SimulatedKms, **more: Any) -> KmsMasterKeys:
    session = boto3.Session(aws_access_key_id="AKIDSIMULATED", aws_secret_access_key="simulated")
    client = kms_client("eu-central-1", session=session)
    simulated.attach(client)
    return KmsMasterKeys(client, ALIAS, **{"breaker": Breaker("KMS", failures=1_000_000), **more})


@pytest.fixture(params=["file", "kms"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """Return each kind in turn."""
    if request.param == "file":
        made = KeyFile.create(tmp_path / "master.key")
        keys = KeyFileMasterKeys(made)
        return House(keys, KeyFileMasterKeys(KeyFile.load(made.path)), keys.rotate)
    simulated = SimulatedKms()
    simulated.key(ALIAS)
    return House(_kms(simulated), _kms(simulated, ticks=lambda: 0.0), lambda: simulated.key(ALIAS))


def test_what_was_wrapped_opens_under_its_context_alone(house: House) -> None:
    """Twice wrapped is twice another text, and none of them holds the key."""
    first, second = house.keys.wrap(KEY, CONTEXT), house.keys.wrap(KEY, CONTEXT)
    assert first.wrapped != second.wrapped
    assert first.wrapped.isascii()
    assert "\n" not in first.wrapped
    assert first.master_key_id == house.keys.current()
    assert KEY not in base64.b64decode(first.wrapped)
    assert first.wrapped not in repr(first)
    assert house.elsewhere.unwrap(first, CONTEXT) == KEY
    for wrong in ("", "client key 1\nother\n7", "client key 1\nacme\n8", CONTEXT + "\n"):
        with pytest.raises(InvalidValue):
            house.keys.unwrap(first, wrong)


@pytest.mark.parametrize("place", [0, 5, 40, -1])
def test_a_changed_text_never_opens(house: House, place: int) -> None:
    """Nor one that is cut, empty, no text of ours, or said to be wrapped by another key."""
    wrapped = house.keys.wrap(KEY, CONTEXT)
    raw = bytearray(base64.b64decode(wrapped.wrapped))
    raw[place] ^= 1
    changed = (base64.b64encode(bytes(raw)).decode(), wrapped.wrapped[:-8], "", "é", "!!!!")
    for text in changed[: 5 if place == 0 else 1]:
        with pytest.raises(InvalidValue) as refused:
            house.keys.unwrap(WrappedKey(wrapped.master_key_id, text), CONTEXT)
        assert refused.value.field == "wrapped"
    with pytest.raises(InvalidValue):
        house.keys.unwrap(WrappedKey("ffffffff", wrapped.wrapped), CONTEXT)


def test_a_rotation_keeps_what_was_wrapped_open_everywhere(house: House) -> None:
    """Another process wraps under the new key as soon as it learns of it, and opens both before that."""
    before = house.keys.wrap(KEY, CONTEXT)
    # It has read its keys, and would go on with them.
    assert house.elsewhere.unwrap(before, CONTEXT) == KEY
    house.renew()
    made = house.keys.rotate() if isinstance(house.keys, KmsMasterKeys) else house.keys.current()
    after = house.keys.wrap(KEY, CONTEXT)
    assert after.master_key_id == made != before.master_key_id
    for keys in (house.keys, house.elsewhere):
        assert keys.unwrap(before, CONTEXT) == keys.unwrap(after, CONTEXT) == KEY
    assert house.elsewhere.wrap(KEY, CONTEXT).master_key_id == made
    with pytest.raises(InvalidValue):
        house.keys.unwrap(evolve(after, master_key_id=before.master_key_id), CONTEXT)


def test_what_a_running_process_sealed_or_was_sent_stays_open_after_a_rotation(tmp_path: Path) -> None:
    """A process that read the key file before opens links sealed by one that rotated, and is opened by it."""
    running = KeyFile.create(tmp_path / "master.key")
    old = running.seal("link", "mail")
    rotated = KeyFile.load(running.path).rotated()
    assert running.open(rotated.seal("link", "mail"), "mail") == rotated.open(old, "mail") == "link"
    with pytest.raises(InvalidValue):
        running.open("ffffffff.AAAA", "mail")


def test_a_key_file_that_is_gone_or_open_to_others_is_told_as_such(tmp_path: Path) -> None:
    """And is used again once it is back."""
    made = KeyFile.create(tmp_path / "master.key")
    keys = KeyFileMasterKeys(made)
    wrapped = keys.wrap(KEY, CONTEXT)
    away = made.path.rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable):
        keys.unwrap(wrapped, CONTEXT)
    away.rename(made.path)
    assert keys.unwrap(wrapped, CONTEXT) == KEY
    other = KeyFile.create(tmp_path / "other.key")
    other.path.replace(made.path)
    with pytest.raises(InvalidValue):
        keys.unwrap(wrapped, CONTEXT)


@pytest.mark.parametrize("fault", Fault)
def test_a_kms_in_trouble_can_be_asked_later(fault: Fault) -> None:
    """So can a disabled key; one that was deleted opens nothing any more."""
    simulated = SimulatedKms()
    arn = simulated.key(ALIAS)
    keys = _kms(simulated)
    wrapped = keys.wrap(KEY, CONTEXT)
    simulated.fail(fault)
    for ask in (keys.current, lambda: keys.wrap(KEY, CONTEXT), lambda: keys.unwrap(wrapped, CONTEXT)):
        with pytest.raises(ProviderUnavailable):
            ask()
    simulated.fail(None)
    simulated.enable(arn, enabled=False)
    with pytest.raises(ProviderUnavailable):
        keys.unwrap(wrapped, CONTEXT)
    simulated.enable(arn, enabled=True)
    assert keys.unwrap(wrapped, CONTEXT) == KEY
    simulated.delete(arn)
    with pytest.raises(InvalidValue):
        keys.unwrap(wrapped, CONTEXT)


def test_the_key_behind_an_alias_is_asked_once_a_minute() -> None:
    """A moved alias is followed within it."""
    ticks = [0.0]
    simulated = SimulatedKms()
    first = simulated.key(ALIAS)
    keys = _kms(simulated, ticks=lambda: ticks[0])
    assert [keys.current() for _ in range(9)] == [first] * 9
    assert simulated.asked == 1
    second = simulated.key(ALIAS)
    assert keys.current() == first
    ticks[0] += KNOWN_SECONDS
    assert keys.current() == second
    simulated.key(ALIAS, spec="RSA_2048")
    with pytest.raises(InvalidValue) as refused:
        keys.rotate()
    assert refused.value.field == "credentials_kms_key"


def test_no_data_key_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Botocore logs what it sends and reads at DEBUG."""
    simulated = SimulatedKms()
    simulated.key(ALIAS)
    keys = _kms(simulated)
    with caplog.at_level(logging.DEBUG):
        assert keys.unwrap(keys.wrap(KEY, CONTEXT), CONTEXT) == KEY
    for told in (repr(KEY), repr(KEY)[2:-1], base64.b64encode(KEY).decode()):
        assert told not in caplog.text
