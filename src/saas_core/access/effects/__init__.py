"""Handlers of the effects of access: letters with invitations and sign-in links."""
