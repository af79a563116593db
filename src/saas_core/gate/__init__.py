"""One call over license, policy and roles, which says whether this actor of this client may do this now."""
