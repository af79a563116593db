"""Files of users: their formats, and the media types by which they come and go."""

from __future__ import annotations

from enum import Enum

CSV, LINES = "text/csv", "application/jsonl"
BYTES = "application/octet-stream"
"""A file whose format is said elsewhere; generated clients know no other media type of files."""


class FileKind(Enum):
    """The format of a file of users: CSV with a header line, or one JSON object per line."""

    CSV = "csv"
    LINES = "jsonl"
