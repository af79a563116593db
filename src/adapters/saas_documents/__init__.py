"""Documents: estimates, invoices, credit notes and evidence as tagged PDF/A-3 with their content inside."""

from saas_core.kernel.extras import needing

with needing("saas_documents", "documents"):
    from saas_documents.rendering import TypstDocuments

__all__ = ["TypstDocuments"]
