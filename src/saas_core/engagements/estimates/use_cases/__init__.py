"""What staff and approvers do with estimates (4.2)."""
