"""What is asked about evidence: a pack of it, a document, and whether a pack holds."""
