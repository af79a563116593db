"""The effects of billing: invoices at the provider of payments."""
