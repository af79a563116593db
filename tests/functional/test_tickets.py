"""`saas tickets` and `saas engagements`: three tickets, one answered, one declined, one converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

OLIVIA = ("--profile", "olivia")
EXCLUSION = ("--named", "exclusion.call_systems", "--reason", "A telephone system.")


def _opened(harbor: Saas, subject: str, *more: str) -> str:
    made = harbor.done("tickets", "open", "harbor", subject, "--text", f"{subject}, please.", *more, *OLIVIA, "--json")
    return str(made.json["ticket_id"])


def test_a_ticket_is_answered(harbor: Saas) -> None:
    """From the work-list to the letter; the client writes back, and reads no note."""
    ticket = _opened(harbor, "How do I print?", "--topic", "topic.feature_usage")
    waiting = harbor.done("tickets", "list").out
    assert "How do I print?" in waiting
    assert "classification" in waiting
    about = ("harbor", ticket)
    usage = ("in_scope", "--named", "topic.feature_usage", "--reason", "It asks how.")
    assert "2.3.b" in harbor.done("tickets", "classify", *about, *usage).out
    harbor.done("tickets", "note", *about, "--text", "Quokka: ask the developers")
    harbor.done("tickets", "reply", *about, "--text", "Open the order\nand choose Print.", "--solution")
    letter = max(harbor.home.glob("mail/*.eml"), key=lambda each: each.stat().st_mtime).read_text(encoding="utf-8")
    assert "How do I print?" in letter
    assert f"saas tickets show {ticket}" in letter
    shown = harbor.done("tickets", "show", *about, *OLIVIA).out
    assert "and choose Print." in shown
    assert "Quokka" not in shown + harbor.done("tickets", "show", *about, *OLIVIA, "--json").out + letter
    assert "Quokka" in harbor.done("tickets", "show", *about).out
    assert "Reopened" in harbor.done("tickets", "reply", *about, "--text", "Not yet.", *OLIVIA).out
    watched = harbor.done("tickets", "watch", *about, "--once", *OLIVIA).out
    assert watched.count("Olivia Hart") == 2
    assert "the provider" in watched


def test_a_ticket_is_declined_by_clause_and_disputed(harbor: Saas) -> None:
    """A solution is refused with its clause; who classified does not decide."""
    ticket = _opened(harbor, "Connect our telephones")
    about = ("harbor", ticket)
    assert harbor.wrong("tickets", "classify", *about, "out_of_scope", "--reason", "No.").code == 2
    harbor.done("tickets", "classify", *about, "out_of_scope", *EXCLUSION)
    refused = harbor.refused("tickets", "reply", *about, "--text", "Done.", "--solution", "--json")
    assert "NOT_INCLUDED" in refused.err
    assert "3.2" in harbor.done("tickets", "resolve", *about, "declined_out_of_scope").out
    assert "clause 3.2" in harbor.done("tickets", "show", *about, *OLIVIA).out
    harbor.done("tickets", "dispute", *about, "--text", "We only ask.", *OLIVIA)
    assert "dispute" in harbor.done("tickets", "list", "--queue", "dispute").out
    decided = harbor("tickets", "decide-dispute", *about, "upheld", "--reason", "It is one.", "--json")
    assert decided.problem["type"] == "DISPUTE_BY_CLASSIFIER"
    assert harbor.wrong("tickets", "decide-dispute", *about, "maybe", "--reason", "x").code == 2


def test_what_a_list_does_not_heed_is_refused_and_what_is_left_out_is_said(harbor: Saas) -> None:
    """The work-list takes a queue and nothing else; the list of a client everything else."""
    assert "queue" in harbor.wrong("tickets", "list", "harbor", "--queue", "us").err
    assert "search" in harbor.wrong("tickets", "list", "--search", "printer").err
    ticket = _opened(harbor, "How do I print?")
    harbor.done("tickets", "reply", "harbor", ticket, "--text", "It is about notes.", *OLIVIA)
    assert "There are more messages" in harbor.done("tickets", "show", "harbor", ticket, "--limit", "1", *OLIVIA).out
    assert "There are more" not in harbor.done("tickets", "show", "harbor", ticket, "--limit", "2", *OLIVIA).out


def test_a_ticket_is_converted_once(harbor: Saas) -> None:
    """Into a request that both sides see, and that a client also makes itself."""
    ticket = _opened(harbor, "Connect our telephones")
    about = ("harbor", ticket)
    harbor.done("tickets", "classify", *about, "out_of_scope", *EXCLUSION)
    first = harbor.done("tickets", "convert", *about, *OLIVIA, "--json").json["engagement_id"]
    assert harbor.done("tickets", "convert", *about, "--json").json["engagement_id"] == first
    listed = harbor.done("engagements", "list", "harbor", *OLIVIA, "--json").json
    assert [(each["engagement_id"], each["ticket_id"]) for each in listed] == [(first, ticket)]
    assert "a call system integration" in harbor.done("engagements", "show", "harbor", first).out
    wish = ("harbor", "A second step", "--text", "For large orders.")
    assert "Requested A second step." in harbor.done("engagements", "request", *wish, *OLIVIA).out
    assert "A second step" in harbor.done("engagements", "list", "harbor").out
    assert harbor.refused("engagements", "list", "harbor", "--profile", "mia").code == 3


def test_tickets_are_split_merged_reopened_and_closed(harbor: Saas) -> None:
    """And one is opened for somebody else, in a department."""
    whole = _opened(harbor, "Two things")
    harbor.done("tickets", "classify", "harbor", whole, "mixed", "--reason", "Two.")
    parts = harbor.done("tickets", "split", "harbor", whole, "--part", "One", "--part", "Two", "--json").json["parts"]
    harbor.done("tickets", "merge", "harbor", parts[0], parts[1])
    state = harbor.done("tickets", "list", "harbor", "--state", "merged", "--search", "one", "--json").json
    assert [each["ticket_id"] for each in state] == [parts[0]]
    own = ("clients_own", "--where", "Settings", "--reason", "Its own.")
    harbor.done("tickets", "classify", "harbor", parts[1], *own)
    harbor.done("tickets", "resolve", "harbor", parts[1], "answered", "--text", "In the settings.")
    harbor.done("tickets", "reopen", "harbor", parts[1], *OLIVIA)
    harbor.done("tickets", "resolve", "harbor", parts[1], "no_reply")
    assert "closed" in harbor.done("tickets", "close", "harbor", parts[1], *OLIVIA).out
    _opened(harbor, "For Mia", "--for", "mia@harbor.example", "--department", "Finance")
    assert "For Mia" in harbor.done("tickets", "list", "harbor", "--profile", "mia").out
    assert "No tickets." in harbor.done("tickets", "list", "harbor", "--profile", "jon").out
    assert harbor("tickets", "show", "harbor", whole, "--profile", "jon", "--json").problem["type"] == "TICKET_UNKNOWN"


def test_files_are_sent_listed_saved_and_removed(harbor: Saas, tmp_path: Path) -> None:
    """By both sides; what is removed is asked back for, and nothing that exists is replaced."""
    ticket = _opened(harbor, "How do I print?")
    about = ("harbor", ticket)
    scan = tmp_path / "scan.txt"
    scan.write_bytes(b"the passport of Mia")
    sent = harbor.done("tickets", "attach", *about, str(scan), "--text", "See there.", *OLIVIA, "--json").json
    file = sent[0]["attachment_id"]
    assert "scan.txt" in harbor.done("tickets", "files", *about).out
    assert "cannot be read" in harbor.wrong("tickets", "attach", *about, str(tmp_path / "none"), *OLIVIA).err
    saved = tmp_path / "saved.txt"
    harbor.done("tickets", "save", "harbor", file, "--to", str(saved))
    assert saved.read_bytes() == b"the passport of Mia"
    assert "exists already" in harbor.wrong("tickets", "save", "harbor", file, "--to", str(saved), *OLIVIA).err
    gone = ("--file", file, "--reason", "A passport.")
    assert harbor.wrong("tickets", "redact", *about, *gone, "--json").problem["type"] == "NOT_CONFIRMED"
    assert "Removed it from" in harbor.done("tickets", "redact", *about, *gone, "--yes").out
    assert "No files." in harbor.done("tickets", "files", *about, *OLIVIA).out
    assert harbor("tickets", "save", "harbor", file, "--json").problem["type"] == "ATTACHMENT_UNKNOWN"
    shown = harbor.done("tickets", "show", *about, "--json").json
    message = shown["messages"][-1]["message_id"]
    assert shown["messages"][-1]["text"] == "See there."
    both = ("--message", message, "--note", message, "--reason", "x", "--yes")
    assert harbor.wrong("tickets", "redact", *about, *both).code == 2
    harbor.done("tickets", "redact", *about, "--message", message, "--reason", "Private.", "--yes")
    after = harbor.done("tickets", "show", *about, *OLIVIA)
    assert "See there." not in after.out
    assert "(removed: Private.)" in after.out
    person = ("harbor", shown["ticket"]["ticket"]["opened_by"], "--reason", "Asked for it.")
    assert harbor.wrong("tickets", "erase", *person).code == 2
    assert "Removed 1 messages." in harbor.done("tickets", "erase", *person, "--yes").out
    assert "print" not in harbor.done("tickets", "show", *about, *OLIVIA).out


def test_an_appeal_is_opened_without_a_license(harbor: Saas) -> None:
    """When nothing else is (0.1)."""
    harbor.done("license", "end", "harbor", "--yes")
    harbor.refused("tickets", "open", "harbor", "Help", "--text", "Please.", *OLIVIA)
    said = harbor.done("tickets", "appeal", "harbor", "We have paid", "--text", "See the receipt.", *OLIVIA).out
    assert "about_license" in said
    assert "We have paid" in harbor.done("tickets", "list", "--queue", "us").out
