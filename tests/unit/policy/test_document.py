"""Documents of terms: what is read out of one, and how each mistake is told by line and key."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.kernel.money import Money
from saas_core.policy import required
from saas_core.policy.actions import TAKING_AWAY, Action, ActionKind
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.tables import LARGEST_DOCUMENT, lines_of

SHIPPED = shipped_document().decode()


def _without(header: str, line: str) -> str:
    """Return the shipped document without the row that holds the line."""
    blocks = re.split(r"(?m)^(?=\[\[|\[settings\]|# )", SHIPPED)
    kept = [block for block in blocks if not (block.startswith(header) and f"\n{line}\n" in block)]
    assert len(kept) == len(blocks) - 1
    return "".join(kept)


def _line(document: str, text: str) -> int:
    return document[: document.index(text)].count("\n") + 1


def _complaint(document: str | bytes) -> TermsInvalid:
    with pytest.raises(TermsInvalid) as refused:
        read_terms(document if isinstance(document, bytes) else document.encode())
    assert refused.value.remedy
    return refused.value


def test_the_shipped_document_holds_the_whole_policy() -> None:
    """29 clauses and four house rules, the settings as decided, and the digest of the exact bytes."""
    terms = shipped_terms()
    assert {each.number: each.key for each in terms.clauses} == required.CLAUSES
    assert len([each for each in terms.clauses if not each.number.startswith("9.")]) == 29
    assert terms.hourly_rate == Money(6500, "USD")
    assert terms.effective_from == datetime(2026, 2, 1, tzinfo=UTC)
    assert terms.eligible == {LicenseeKind.END_USER, LicenseeKind.BUSINESS_OPERATOR}
    assert terms.settings.grace_days == 0
    assert terms.settings.renewal_tolerance.total_seconds() == 24 * 3600
    assert terms.settings.processing_tolerance.days == 7
    assert terms.settings.grace.days == 0
    assert terms.digest == hashlib.sha256(shipped_document()).hexdigest()
    assert terms.document == SHIPPED
    counted = {kind: len(names) for kind, names in required.ACTIONS.items()}
    assert counted[ActionKind.EXCLUSION] == 8
    assert counted[ActionKind.TOPIC] == 6
    assert counted[ActionKind.SETUP] == counted[ActionKind.INTEGRATION] == 3


def test_a_clause_is_found_by_its_number() -> None:
    """Or is not there."""
    clause = shipped_terms().clause("2.4")
    assert clause is not None
    assert clause.key == "support.guidance-only"
    assert shipped_terms().clause("7.7") is None


def test_one_byte_more_is_another_document() -> None:
    """Acceptance covers the exact text."""
    assert read_terms(SHIPPED.encode() + b"\n").digest != shipped_terms().digest


def test_line_ends_of_another_system_are_read_the_same() -> None:
    """All but the digest and the text."""
    other = read_terms(SHIPPED.replace("\n", "\r\n").encode())
    assert other.actions == shipped_terms().actions


@pytest.mark.parametrize("number", required.CLAUSES)
def test_no_clause_may_be_left_out(number: str) -> None:
    """Every one is missed by its number."""
    fault = _complaint(_without("[[clause]]", f'number = "{number}"'))
    assert fault.field == "clause"
    assert f"clause {number} " in fault.message or "no clause" in fault.message
    assert fault.line > 0


@pytest.mark.parametrize("number", required.CLAUSES)
def test_no_clause_may_change_its_key(number: str) -> None:
    """Decisions of the past name it."""
    key = required.CLAUSES[number]
    fault = _complaint(SHIPPED.replace(f'key = "{key}"', 'key = "some.other"'))
    assert fault.field.endswith(".key")
    assert fault.line == _line(SHIPPED, f'key = "{key}"')


@pytest.mark.parametrize("area", required.RESERVED)
def test_no_reserved_area_may_be_left_out(area: str) -> None:
    """Server, root, backend and source stay reserved."""
    fault = _complaint(_without("[[reserved]]", f'area = "{area}"'))
    assert (fault.field, area in fault.message) == ("reserved", True)


@pytest.mark.parametrize("name", [name for names in required.ACTIONS.values() for name in names])
def test_no_action_of_the_policy_may_be_left_out(name: str) -> None:
    """Exclusions, topics, integrations, setup, what is never granted, what stays open, what the provider does."""
    fault = _complaint(_without("[[action]]", f'name = "{name}"'))
    assert repr(name) in fault.message or repr(f"{name}.use") in fault.message
    assert fault.field == "action" or fault.field.endswith(".name")


@pytest.mark.parametrize(
    "setting", [line.split(" = ")[0] for line in SHIPPED.splitlines() if re.match(r"[a-z_]+ = .+# ", line)]
)
def test_no_setting_may_be_left_out(setting: str) -> None:
    """No house reading is a hidden default."""
    fault = _complaint(re.sub(rf"(?m)^{setting} = .*\n", "", SHIPPED))
    assert fault.field == f"settings.{setting}"
    assert "missing" in fault.message
    assert fault.line == _line(SHIPPED, "[settings]")


@pytest.mark.parametrize(
    "key",
    ["version", "effective_from", "currency", "hourly_rate", "time_zone", "eligible"],
)
def test_no_key_of_the_heading_may_be_left_out(key: str) -> None:
    """The missing one is named."""
    fault = _complaint(re.sub(rf"(?m)^{key} = .*\n", "", SHIPPED, count=1))
    assert (fault.field, fault.line) == (key, 0)


CHANGED = [
    # the heading
    ('version = "2026-02"', "version = 7", "version", "whole number"),
    ('version = "2026-02"', 'version = ""', "version", "well formed"),
    ('version = "2026-02"', 'version = "../secret"', "version", "well formed"),
    ('version = "2026-02"', 'version = "shipped"', "version", "well formed"),
    ('version = "2026-02"', 'version = "Offered"', "version", "well formed"),
    ('version = "2026-02"', 'version = "comparison"', "version", "well formed"),
    ('version = "2026-02"', 'verzion = "2026-02"', "verzion", "not a known key"),
    ("effective_from = 2026-02-01T00:00:00Z", "effective_from = 2026-01-01T00:00:00", "effective_from", "no time zone"),
    ("effective_from = 2026-02-01T00:00:00Z", "effective_from = 2026-01-01", "effective_from", "not an instant"),
    ("effective_from = 2026-02-01T00:00:00Z", "effective_from = 1999-01-01T00:00:00Z", "effective_from", "2000"),
    ("effective_from = 2026-02-01T00:00:00Z", 'effective_from = "soon"', "effective_from", "a text"),
    ('currency = "USD"', 'currency = "usd"', "currency", "well formed"),
    ('hourly_rate = "65.00"', "hourly_rate = 65.00", "hourly_rate", "number with a point"),
    ('hourly_rate = "65.00"', "hourly_rate = 65", "hourly_rate", "whole number"),
    ('hourly_rate = "65.00"', 'hourly_rate = "-65.00"', "hourly_rate", "well formed"),
    ('hourly_rate = "65.00"', 'hourly_rate = "65.001"', "hourly_rate", "well formed"),
    ('hourly_rate = "65.00"', 'hourly_rate = "٦٥.٠٠"', "hourly_rate", "well formed"),
    ('hourly_rate = "65.00"', 'hourly_rate = "0.00"', "hourly_rate", "zero"),
    ('time_zone = "UTC"', 'time_zone = "Mars/Olympus"', "time_zone", "not a time zone"),
    ('time_zone = "UTC"', 'time_zone = "../../etc/passwd"', "time_zone", "not a time zone"),
    ('eligible = ["end_user", "business_operator"]', 'eligible = ["robot"]', "eligible", "not one of the known"),
    ('eligible = ["end_user", "business_operator"]', "eligible = []", "eligible", "not a list"),
    ('eligible = ["end_user", "business_operator"]', "eligible = [1]", "eligible", "not a list"),
    ('eligible = ["end_user", "business_operator"]', 'eligible = "end_user"', "eligible", "not a list"),
    ('eligible = ["end_user", "business_operator"]', 'eligible = ["end_user", "end_user"]', "eligible", "twice"),
    # the settings
    ("grace_days = 0 ", "grace_days = -1 ", "settings.grace_days", "not a whole number"),
    ("grace_days = 0 ", "grace_days = 366 ", "settings.grace_days", "not a whole number"),
    ("grace_days = 0 ", "grace_days = true ", "settings.grace_days", "not a whole number"),
    ("grace_days = 0 ", "tickets_kept_days = 0\ngrace_days = 0 ", "settings.tickets_kept_days", "not a whole number"),
    (
        "grace_days = 0 ",
        "ticket_reopen_days = 366\ngrace_days = 0 ",
        "settings.ticket_reopen_days",
        "not a whole number",
    ),
    ("trial_is_valid = true", "trial_is_valid = 1", "settings.trial_is_valid", "a whole number"),
    ("trial_is_valid = true", 'trial_is_valid = "yes"', "settings.trial_is_valid", "a text"),
    ("trial_is_valid = true", "trial_is_valid = [true]", "settings.trial_is_valid", "a list"),
    ("trial_is_valid = true", "trial_is_valid = {}", "settings.trial_is_valid", "of another kind"),
    ("trial_is_valid = true", "trial_is_walid = true", "settings.trial_is_walid", "not a known key"),
    # clauses: the first is 0.1, the third 0.3
    ('number = "0.3"', 'number = "0.2"', "clause[3].number", "already exists"),
    ('number = "0.3"', 'number = "three"', "clause[3].number", "well formed"),
    ('number = "0.3"', 'number = "6.1"', "clause[3].key", "another clause"),
    ('key = "license.no-source"', 'key = "No Source"', "clause[3].key", "well formed"),
    ('key = "license.no-source"', 'name = "license.no-source"', "clause[3].name", "not a known key"),
    ('text = "The license brings no access to source code."', 'text = " "', "clause[3].text", "1 characters"),
    ('text = "The license brings no access to source code."', "text = 3", "clause[3].text", "a whole number"),
    ('text = "The license brings no access to source code."', 'text = "a\\u202Eb"', "clause[3].text", "U+202E"),
    ('text = "The license brings no access to source code."', 'text = "a\\u0007b"', "clause[3].text", "U+0007"),
    # reserved areas
    ('area = "root"', 'area = "server"', "reserved[2].area", "already exists"),
    ('area = "root"', 'area = "Root"', "reserved[2].area", "well formed"),
    ('area = "root"\nclause = "1.2"', 'area = "root"\nclause = "0.3"', "reserved[2].clause", "by clause 1.2"),
    ('area = "root"\nclause = "1.2"', 'area = "root"\nclause = "8.8"', "reserved[2].clause", "no clause '8.8'"),
    ('area = "root"\nclause = "1.2"', 'area = "root"\nclauses = ["1.2"]', "reserved[2].clauses", "not a known key"),
    # actions: the first is server.access
    ('name = "server.access"', 'name = "root.access"', "action[2].name", "already exists"),
    ('name = "server.access"', 'name = "server"', "action[1].name", "well formed"),
    (
        'name = "root.access"\nkind = "never_granted"',
        'name = "root.access"\nkind = "forbidden"',
        "action[2].kind",
        "not one of",
    ),
    ('title = "root access"', 'title = ""', "action[2].title", "is empty"),
    ('title = "root access"', 'titel = "root access"', "action[2].titel", "not a known key"),
    (
        'title = "root access"',
        'title = "root access"\npermission = "root.access"',
        "action[2].permission",
        "no permission",
    ),
    (
        'title = "root access"',
        'title = "root access"\nin_setup = true',
        "action[2].in_setup",
        "nothing to do with setup",
    ),
]


@pytest.mark.parametrize(("before", "after", "field", "said"), CHANGED)
def test_a_mistake_is_told_by_line_and_key(before: str, after: str, field: str, said: str) -> None:
    """The complaint points at the line and names the key, and says what would help."""
    document = SHIPPED.replace(before, after, 1)
    assert document != SHIPPED
    fault = _complaint(document)
    assert fault.field == field
    assert said in fault.message
    changed = next(line for line in after.split("\n") if line not in before.split("\n"))
    if said not in {"already exists", "another clause"}:
        assert fault.line == _line(document, changed)


ROW = '[[action]]\nname = "{name}"\nkind = "{kind}"\naccess = "{access}"\nclauses = ["{clause}"]\ntitle = "x"\n{more}'


@pytest.mark.parametrize(
    ("name", "kind", "access", "clause", "more", "key", "said"),
    [
        ("topic.extra", "topic", "platform", "2.4", 'permission = "support.open"', "access", "has access support"),
        ("extra.topic", "topic", "support", "2.4", 'permission = "support.open"', "name", "not a name"),
        ("topic.extra", "topic", "support", "2.4", "", "permission", "needs a permission"),
        ("topic.extra", "topic", "support", "2.4", 'permission = "staff.support"', "permission", "none of the staff"),
        ("exclusion.extra", "exclusion", "custom_work", "5.1", "", "clauses", "cites one of 3.1"),
        ("exclusion.extra", "exclusion", "custom_work", "3.1", 'permission = "a.b"', "permission", "has no permission"),
        ("setup.extra", "setup", "support", "2.2", 'permission = "support.open"', "clauses", "cites one of 2.1"),
        ("custom.extra", "paid_work", "custom_work", "2.4", "", "clauses", "4.1"),
        ("custom.extra", "work", "custom_work", "4.2", 'permission = "a.b"', "permission", "one of the staff"),
        ("provider.extra", "provider", "platform", "1.1", 'permission = "a.b"', "permission", "one of the staff"),
        ("provider.extra", "operation", "platform", "1.4", 'permission = "a.b"', "name", "not a name"),
        ("extra.pay", "open", "platform", "0.1", "", "access", "appeal"),
        ("extra.work", "operation", "pay", "0.1", 'permission = "a.b"', "access", "platform"),
        ("server.extra", "operation", "platform", "1.4", 'permission = "a.b"', "name", "never granted"),
        ("extra.server", "operation", "platform", "1.4", 'permission = "server.b"', "permission", "never granted"),
        ("extra.work", "operation", "platform", "1.4", 'permission = "*"', "permission", "well formed"),
        ("extra.work", "operation", "platform", "7.1", 'permission = "a.b"', "clauses", "no clause '7.1'"),
        ("extra.work", "operation", "platform", "1.4", 'permission = "a.b"\nin_setup = 1', "in_setup", "whole number"),
        (
            "integration.extra",
            "integration_use",
            "integrations",
            "2.2",
            'permission = "a.b"',
            "name",
            "not a name for the use",
        ),
        (
            "integration.extra.use",
            "integration_use",
            "integrations",
            "2.2",
            'permission = "a.b"',
            "name",
            "integration that is not in",
        ),
        (
            "integration.bulk_sms.use",
            "integration_use",
            "integrations",
            "2.2",
            'permission = "a.b"',
            "name",
            "integration that is not in",
        ),
    ],
)
def test_a_row_that_its_kind_does_not_allow_is_refused(
    name: str, kind: str, access: str, clause: str, more: str, key: str, said: str
) -> None:
    """Each kind has its access, its clauses, its names and its sort of permission."""
    row = ROW.format(name=name, kind=kind, access=access, clause=clause, more=more)
    fault = _complaint(f"{SHIPPED}\n{row}\n")
    assert fault.field == f"action[{len(shipped_terms().actions) + 1}].{key}"
    assert said in fault.message
    assert fault.line > SHIPPED.count("\n")


def test_an_action_keeps_its_kind_and_its_clause() -> None:
    """An exclusion cannot become an inclusion, nor rest on another clause."""
    topic = '"exclusion.design_ui"\nkind = "exclusion"\naccess = "custom_work"\nclauses = ["3.8", "5.1"]'
    other = _complaint(SHIPPED.replace(topic, topic.replace("3.8", "3.7")))
    assert "rests on clause 3.8" in other.message
    paid = _complaint(SHIPPED.replace('"custom.perform"\nkind = "work"', '"custom.perform"\nkind = "paid_work"'))
    assert paid.field.endswith((".kind", ".permission", ".clauses"))
    opened = SHIPPED.replace(
        '"custom.done_for_you"\nkind = "paid_work"\naccess = "custom_work"\nclauses = ["2.4", "4.1"]',
        '"custom.done_for_you"\nkind = "work"\naccess = "custom_work"\npermission = "staff.support"\nclauses = ["4.2"]',
    )
    assert "of kind paid_work" in _complaint(opened).message


def test_an_operator_may_add_clauses_actions_and_areas_of_its_own() -> None:
    """Only what the policy needs is fixed."""
    more = '[[clause]]\nnumber = "6.1"\nkey = "extra.one"\ntext = """\nMore,\tover\nlines."""\n'
    more += '[[reserved]]\narea = "vault"\nclause = "6.1"\n'
    more += ROW.format(name="topic.extra", kind="topic", access="support", clause="6.1", more='permission = "a.b"')
    terms = read_terms(f"{SHIPPED}\n{more}\n".encode())
    assert terms.clause("6.1") is not None
    assert terms.actions[-1].name == "topic.extra"
    assert terms.reserved[-1].area == "vault"


@pytest.mark.parametrize("row", TAKING_AWAY, ids=lambda row: row.name)
@pytest.mark.parametrize(
    ("kind", "access", "more"),
    [
        ("operation", "platform", 'permission = "people.manage"'),
        ("never_granted", "platform", ""),
        ("open", "take_away", ""),
    ],
)
def test_no_document_names_what_the_software_keeps_open(row: Action, kind: str, access: str, more: str) -> None:
    """Taking access away is open by whatever version; one published before is read, and changes nothing (1.5)."""
    extra = ROW.format(name=row.name, kind=kind, access=access, clause="1.2", more=more)
    document = f"{SHIPPED}\n{extra}\n"
    fault = _complaint(document)
    assert fault.field == f"action[{len(shipped_terms().actions) + 1}].name"
    assert "part of the software" in fault.message
    assert read_terms(document.encode(), published=True).actions[-1].name == row.name


def test_one_clause_beyond_the_policy_cannot_take_a_key_twice() -> None:
    """Also among the operator's own."""
    row = '[[clause]]\nnumber = "6.{n}"\nkey = "extra.one"\ntext = "x"\n'
    fault = _complaint(f"{SHIPPED}\n{row.format(n=1)}{row.format(n=2)}")
    assert fault.field == "clause[35].key"


@pytest.mark.parametrize(
    ("document", "line", "said"),
    [
        (b"\xff\xfe", 1, "not UTF-8"),
        (b"a = 1\nb = '\xe9'\n", 2, "not UTF-8"),
        (b"\xef\xbb\xbf" + SHIPPED.encode(), 1, "byte order mark"),
        (b"a = 1\nb = \nc = 3", 2, "not valid TOML"),
        (b"a = 1\na = 2", 2, "not valid TOML"),
        (b"a = '", 1, "not valid TOML"),
        (b"a = " + b"[" * 100_000, 1, "not valid TOML"),
        (b"a = " + b"9" * 10_000, 1, "not valid TOML"),
        (b"a = 1\n\nb = 2026-13-45", 3, "not valid TOML"),
        (b"a = 1979-05-27T25:00:00Z", 1, "not valid TOML"),
        (b"\x00", 1, "not valid TOML"),
        (b"", 0, "is missing"),
        (b"#" * (LARGEST_DOCUMENT + 1), 0, "bytes"),
        (b"clause = 1", 1, "not a known key|is missing"),
    ],
)
def test_what_is_no_document_is_told_by_its_line(document: bytes, line: int, said: str) -> None:
    """Encoding, syntax, nesting and size."""
    fault = _complaint(document)
    assert re.search(said, fault.message)
    assert fault.line in {line, 0}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("settings", "settings = 1\n", "is not a table"),
        ("clause", "clause = {}\n", "not a list of tables"),
        ("action", "action = [1]\n", "not a list of tables"),
    ],
)
def test_a_part_of_the_wrong_shape_is_refused(key: str, value: str, said: str) -> None:
    """A list where a table is due, and the other way round."""
    header = "[settings]" if key == "settings" else f"[[{key}]]"
    blocks = re.split(r"(?m)^(?=\[)", SHIPPED)
    fault = _complaint(value + "".join(block for block in blocks if not block.startswith(header)))
    assert (fault.field, fault.line, said in fault.message) == (key, 1, True)


def test_a_strange_key_is_shown_safely() -> None:
    """Neither its length nor its signs reach the screen."""
    fault = _complaint(f'"{"x" * 500}" = 1\n' + SHIPPED)
    assert len(fault.field) < 80
    assert "\x1b" not in _complaint('"\\u001b[31m" = 1\n' + SHIPPED).field


def test_lines_are_found_past_long_texts_lists_and_comments() -> None:
    """Text that looks like a key inside a string is not a key."""
    document = '''# [no]
a = """
b = 1
[c]
\\""" [[d]]
""""
"q.r" = [ # ]
  "]", { x = 1 },
  3,
]
e = \'\'\'
f = 1\'\'\'
g = "# [" # "
[ t . u ]
h = 1
[[w]]
i = "x"
[[w]]
i = """one line"""
j.k = 1
'''
    assert lines_of(document) == {
        "a": 2,
        "q.r": 7,
        "e": 11,
        "g": 13,
        "t.u": 14,
        "t.u.h": 15,
        "w": 16,
        "w[1]": 16,
        "w[1].i": 17,
        "w[2]": 18,
        "w[2].i": 19,
        "w[2].j.k": 20,
    }


def test_a_document_written_in_line_is_read_the_same() -> None:
    """Complaints then point at the line of the list."""
    block = '[[reserved]]\narea = "server"\nclause = "1.2"\n'
    rest = re.sub(r"(?m)^\[\[reserved\]\]\narea = .*\nclause = .*\n\n", "", SHIPPED)
    assert block in SHIPPED
    areas = ", ".join(f'{{area = "{area}", clause = "{clause}"}}' for area, clause in required.RESERVED.items())
    inline = f"reserved = [{areas}]\n{rest}"
    assert read_terms(inline.encode()).reserved == shipped_terms().reserved
    fault = _complaint(inline.replace('area = "root"', 'area = "ROOT"'))
    assert (fault.field, fault.line) == ("reserved[2].area", 1)


@given(st.binary(max_size=200))
@often(200)
def test_any_bytes_are_terms_or_told_wrong(document: bytes) -> None:
    """Nothing else is raised."""
    with pytest.raises(TermsInvalid):
        read_terms(document)


@given(st.data())
@often(150)
def test_a_shipped_document_with_a_hole_is_read_or_told_wrong(data: st.DataObject) -> None:
    """Cut anywhere, it is still a document or a complaint."""
    start = data.draw(st.integers(0, len(SHIPPED) - 1))
    end = data.draw(st.integers(start, min(len(SHIPPED), start + 200)))
    try:
        read_terms((SHIPPED[:start] + SHIPPED[end:]).encode())
    except TermsInvalid as fault:
        assert 0 <= fault.line <= SHIPPED.count("\n") + 1
