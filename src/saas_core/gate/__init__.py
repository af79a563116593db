"""One call over license, policy and roles that decides whether an actor of a client may do something now."""
