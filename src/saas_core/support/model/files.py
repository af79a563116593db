"""Types of files that are accepted, and the bounds that files are held to."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import Final


class FileKind(Enum):
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


LARGEST_MAIL: Final = 25 * 1024 * 1024
"""In bytes: the largest mail that is kept with a ticket, as it came."""
MOST_LOOSE: Final = 30
"""The number of files that a person may have sent without naming them in a message."""
LOOSE_KEPT: Final = timedelta(days=1)
"""The time for which a file is kept that no message names."""
