"""What is estimated, issued, and approved in writing (4.2)."""
