"""Reading e-mail addresses: one way for every context and every entrance."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.addresses import Addresses
from saas_local import InternationalAddresses

ADDRESSES: Final[Addresses] = InternationalAddresses()
"""Reads addresses in every script; the libraries it needs are loaded with the first one outside ASCII."""
