"""The complete list, which may only shrink, of what scenarios say and the HTTP interface cannot.

Only here, and only in the scenarios named, does the driver over HTTP step aside for the application in process. The
reason is told by what is asked and never by what the interface answered, so a route that is gone is never taken for
something that cannot be said. A scenario named here that has no need of it fails.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen
class Unsaid:
    """Something that no request can say: why, and in which scenarios it is needed."""

    why: str
    scenarios: frozenset[str]


UNSAID: Mapping[str, Unsaid] = {
    "a question about the provider": Unsaid(
        "Staff asks about a client; no route answers a question about the provider's own affairs.",
        frozenset({"0.2-07", "1.1-01", "9.4-06"}),
    ),
    "a question about another client": Unsaid(
        "The client is that of the key, so nobody can name another one in a request.",
        frozenset({"1.4-05", "1.5-12"}),
    ),
    "somebody without a key": Unsaid(
        "A customer of the client has no key, and a blocked user none that opens; only the judgement says why.",
        frozenset({"1.4.a-04", "1.5-11", "1.5-18"}),
    ),
    "a name that no action can have": Unsaid(
        "A name without letters, or with more than any action has, is turned away as malformed before it is judged.",
        frozenset({"9.1-06"}),
    ),
}
