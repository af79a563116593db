"""Handlers of the effects of access: letters with invitations, sign-in links and other keyed links."""
