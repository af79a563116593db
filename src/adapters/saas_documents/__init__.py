"""Documents: estimates, invoices, credit notes and evidence as tagged PDF/A-3, seals on them, and time stamps."""

from saas_core.kernel.extras import needing

with needing("saas_documents", "documents"):
    from saas_documents.inside import file_inside
    from saas_documents.rendering import TypstDocuments
    from saas_documents.script import script
    from saas_documents.seals import Seals, key_of_file
    from saas_documents.stamps import TimeStamps, certificates

__all__ = ["Seals", "TimeStamps", "TypstDocuments", "certificates", "file_inside", "key_of_file", "script"]
