"""The schema's revisions, shipped with the package."""
