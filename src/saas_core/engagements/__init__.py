"""Engagements: requests for paid work, before anything is estimated, approved or done."""
