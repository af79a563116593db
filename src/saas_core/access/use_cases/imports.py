"""Importing users by the hundred thousand: in batches, restartable, with a report of refused rows (1.4.a)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import batched
