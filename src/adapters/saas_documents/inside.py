"""Files inside a document."""

from __future__ import annotations

import io
from typing import Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from saas_core.engagements.evidence.errors import EvidenceBroken

_FILE: Final = "file"


def file_inside(document: bytes, name: str) -> bytes:
    """Return a file inside a PDF by its name; raises EvidenceBroken for a document that does not hold it."""
    try:
        root = PdfFileReader(io.BytesIO(document)).root
        names = root["/Names"]["/EmbeddedFiles"]["/Names"]
        found = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        stream = found[name]["/EF"]["/F"]
        content = bytes(stream.data)
    except (PdfError, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        raise EvidenceBroken(_FILE, f"is no document with {name} inside.") from fault
    return content
