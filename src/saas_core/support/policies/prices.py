"""Prices: what a decline may not promise; an estimate is made later, and binds only when approved in writing (4.2)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.text import without_unseen

# The currencies of ISO 4217 that are money; those that are ordinary words, or the name of something else, apart.
_CODES: Final = (
    "AED AFN AMD AOA ARS AUD AWG AZN BBD BDT BGN BHD BIF BMD BND BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY CRC "
    "CVE CZK DJF DKK DZD EGP ERN ETB EUR FJD FKP GBP GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR "
    "ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LBP LKR LRD LSL LYD MDL MGA MKD MMK MNT MRU MVR MWK MXN MYR "
    "MZN NGN NIO NOK NPR NZD OMR PGK PKR PLN PYG QAR RMB RSD RUB RWF SBD SCR SDG SGD SHP SLE SLL SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TND TTD TWD TZS UAH UGX USD USDT UYU UZS VED VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL"
)
_WORDLIKE: Final = "ALL ANG BAM BOB COP CUC CUP DOP GEL LAK MAD MOP MUR PAB PEN PHP RON SAR SEK SOS TOP TRY VES"
_NAMES: Final = (
    r"dollars?|euros?|cents?|bucks|quid|pounds?|pence|sterling|franc(?:s|en)?|franken|yen|yuan|renminbi|rupees?|rupien|"
    r"pesos?|reais|rou?bles?|rubel|kron(?:a|or|er|e|en)|kr|z[łl]oty(?:s|ch)?|z[łl]|kč|rs|sfr|lira|dirhams?|"
    r"riyals?|baht|forints?|rand|shekels?|bitcoins?"
)
_SIGNS: Final = "$¢£¤¥֏؋৲৳৻૱௹฿៛₠-⃀﷼"
_SPELLED: Final = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|billion|dozen"
)
_SCALE: Final = r"(?:k|m|b|mm|bn|mio|mrd|tsd|mill?|hundred|thousand|million(?:en)?|billion|tausend)\b\.?"
# Nothing but what sets an amount apart from its currency: blanks, hyphens and marks of emphasis.
_GAP: Final = r"[\s*_\-\u2013\u2014]{0,4}"
# The last digit of a number is enough; so the search takes no longer for a long one.
_AMOUNT: Final = rf"(?:\d[.,]?[-\u2013\u2014]{{0,2}}(?:\s{{0,2}}{_SCALE})?|\b(?:{_SPELLED})\b)"
_LARGE: Final = r"\d(?:[.,'\u2019\s]?\d){2}"
_WHOLE: Final = r"(?![^\W\d_])"
_ALONE: Final = r"(?<![^\W\d_])"
_ANY: Final = rf"(?:{_CODES.replace(' ', '|')}|{_NAMES})"
_ONLY_CAPITALS: Final = rf"(?-i:{_WORDLIKE.replace(' ', '|')})"
_PRICE: Final = re.compile(
    # A scale ends at its currency's first letter too: 5kEUR.
    rf"{_AMOUNT}{_GAP}(?:[^\W\d_]{{1,3}})?[{_SIGNS}]"
    rf"|[{_SIGNS}]{_GAP}{_AMOUNT}"
    rf"|(?:{_AMOUNT}|\d\s?[km]){_GAP}(?:[a-z.]{{1,12}}[\s.\-]{{1,2}})?{_ANY}{_WHOLE}"
    rf"|{_ALONE}{_ANY}\.?{_GAP}\d"
    rf"|{_AMOUNT}{_GAP}{_ONLY_CAPITALS}{_WHOLE}"
    rf"|{_ALONE}{_ONLY_CAPITALS}{_GAP}{_LARGE}"
    rf"|\d,[-\u2013\u2014]{{1,2}}(?!\w)",
    re.IGNORECASE,
)


def require_no_price(text: str) -> None:
    """Require that a text names no amount of money; raises InvalidValue.

    An amount is a number, in digits or as a word, beside a sign, a code of ISO 4217 or a name of a currency. Codes that
    are words as well count in capitals, and before a number only if it has three digits (`500 TRY`, but `TRY 3 times`).
    """
    if _PRICE.search(unicodedata.normalize("NFKC", without_unseen(text))):
        message = "names a price, and a decline promises none (clause 4.2)."
        raise InvalidValue(message, field="text", remedy="Leave the amount out; an estimate will name it.")
