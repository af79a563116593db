"""The story that `saas demo` tells: one client from the first day to a lapse and back, judged at every step."""
