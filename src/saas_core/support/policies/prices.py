"""Prices: what a decline may not promise; an estimate is made later, and binds only when approved in writing (4.2)."""

from __future__ import annotations

import re
from typing import Final

from saas_core.kernel.errors import InvalidValue

_SIGN: Final = r"(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|US\s?dollars?|dollars?|euros?|bucks)\b)"
_NUMBER: Final = r"\d[\d.,' ]*"
_PRICE: Final = re.compile(rf"{_SIGN}\s*{_NUMBER}|{_NUMBER}\s*{_SIGN}", re.IGNORECASE)


def require_no_price(text: str) -> None:
    """Require that a text names no amount of money; raises InvalidValue."""
    if _PRICE.search(text):
        message = "names a price, and a decline promises none (clause 4.2)."
        raise InvalidValue(message, field="text", remedy="Leave the amount out; an estimate will name it.")
