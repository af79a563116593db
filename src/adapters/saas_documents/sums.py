"""What is printed adds up: lines to the net amount, net amount and taxes to the total, times to units."""

from __future__ import annotations

from saas_core.kernel.errors import InvalidValue
from saas_documents.content import Content, amount, items, number, text
from saas_documents.sheets import Block, Column, Table


def require_sums(content: Content) -> None:
    """Require that a reader's own sums are the printed ones; raises InvalidValue naming the field that is off."""
    net = number(content, "net_minor")
    taxes = sum(number(each, "amount_minor") for each in items(content, "tax"))
    _require("net_minor", net, sum(number(each, "amount_minor") for each in items(content, "lines")))
    _require("total_minor", number(content, "total_minor"), net + taxes)


def sums(content: Content, total: str) -> Block:
    """Return the net amount, each tax, and the total as a table."""
    currency = text(content, "currency")
    taxes = tuple((_labeled(each), amount(number(each, "amount_minor"), currency)) for each in items(content, "tax"))
    rows = (("Net", amount(number(content, "net_minor"), currency)), *taxes)
    columns = (Column("Sum", wide=True), Column("Amount", "right"))
    return Table(columns, rows, ((total, amount(number(content, "total_minor"), currency)),))


def _labeled(tax: Content) -> str:
    rate = tax.get("rate")
    label = text(tax, "label")
    return label if rate in {None, ""} or str(rate) in label else f"{label} {rate}"


def _require(field: str, said: int, summed: int) -> None:
    if said != summed:
        message = f"says {said}, but its parts add up to {summed}."
        raise InvalidValue(message, field=field, remedy="A document is made only of amounts that add up.")
