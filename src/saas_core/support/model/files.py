"""Types of files that are accepted, and the bounds that files are held to."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Kind(Enum):
    """The type of a file, by its bytes; the value is its media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    PDF = "application/pdf"
    TEXT = "text/plain"
    XML = "application/xml"
    HTML = "text/html"
    SVG = "image/svg+xml"
    ZIP = "application/zip"
    MP4 = "video/mp4"
    MP3 = "audio/mpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    MAIL = "message/rfc822"

    @property
    def served(self) -> str:
        """The media type under which it is served: as bytes where a browser might run what it holds."""
        return self.value if self in _INERT else "application/octet-stream"


_INERT: Final = frozenset({Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP, Kind.BMP, Kind.PDF, Kind.TEXT, Kind.MP4, Kind.MP3})

LARGEST: Final = 20 * 1024 * 1024
"""In bytes: the largest attachment."""
MOST_OF_A_TICKET: Final = 100
"""The number of attachments that one ticket may have."""
