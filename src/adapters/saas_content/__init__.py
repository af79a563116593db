"""What comes from outside: mails read, HTML cleaned, quotes folded, types of files sniffed, names cleaned."""

from __future__ import annotations

from saas_core.kernel.extras import needing

with needing("saas_content", "support"):
    from saas_content.cleaning import cleaned
    from saas_content.names import file_name
    from saas_content.parsing import StandardParser
    from saas_content.quotes import fold
    from saas_content.sniffing import Sniffer


class OutsideContent:
    """Makes texts from outside fit to be shown."""

    def html(self, given: str) -> str:
        """Return HTML without scripts, styles, forms and anything that is loaded from elsewhere."""
        return cleaned(given)

    def fold(self, text: str) -> int:
        """Return where the quoted part of a text begins; its length where nothing is quoted, or all of it would be."""
        return fold(text)


__all__ = ["OutsideContent", "Sniffer", "StandardParser", "file_name"]
