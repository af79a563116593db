"""The letters of support: a new answer, a resolved ticket, a request for an estimate, a decline (2.3.a, 4.1, 5.1).

Each leads to its ticket. None has a fact that could be taken from a note.
"""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

_SAMPLE: Final = {
    "ticket": "How do I print a delivery note?",
    "link": "https://portal.example/tickets/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
}

ANSWERED: Final = LetterKind(
    name="ticket_answered",
    occasion="the provider answered a ticket",
    facts=("ticket", "answer", "link"),
    sample={**_SAMPLE, "answer": "Open the order and choose Print."},
    optional=("answer",),
    lists=("answer",),
)
RESOLVED: Final = LetterKind(
    name="ticket_resolved",
    occasion="a ticket was resolved",
    facts=("ticket", "how", "answer", "days", "link"),
    sample={**_SAMPLE, "how": "answered", "answer": "Open the order and choose Print.", "days": "14"},
    optional=("answer",),
    lists=("answer",),
)
CONVERTED: Final = LetterKind(
    name="ticket_converted",
    occasion="a ticket was turned into a request for an estimate",
    facts=("ticket", "answer", "link"),
    sample={**_SAMPLE, "answer": "We have passed this on."},
    optional=("answer",),
    lists=("answer",),
)
DECLINED: Final = LetterKind(
    name="ticket_declined",
    occasion="a ticket was declined as not included in support",
    # `disputable` is the time for a dispute, and empty where none is taken.
    facts=("ticket", "clauses", "answer", "disputable", "link"),
    sample={
        **_SAMPLE,
        "answer": "A call system integration is not included in standard support (clause 3.2, 5.1, 4.1). Ask for an "
        "estimate; nothing is done or billed before it is approved in writing.",
        "clauses": "3.2, 5.1, 4.1",
        "disputable": "14 days",
    },
    optional=("answer", "clauses", "disputable"),
    lists=("answer",),
)

QUESTION_ANSWERED: Final = LetterKind(
    name="question_answered",
    occasion="the provider answered a question on which the terms are silent",
    facts=("asked", "clause", "answer", "link"),
    sample={
        "asked": "stock.auction",
        "clause": "1.4",
        "answer": "Selling off old stock is part of running your own instance.",
        "link": "https://portal.example/questions/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    },
    optional=("clause",),
    lists=("answer",),
)

LETTERS: Final = (ANSWERED, RESOLVED, CONVERTED, DECLINED, QUESTION_ANSWERED)
