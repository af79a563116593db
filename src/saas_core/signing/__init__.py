"""Signing: named people of the provider sign, comment on or reject what stands in the policy."""
