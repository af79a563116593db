"""The story told by `saas demo`: one client from the first day to a lapse and back, judged at every step."""
