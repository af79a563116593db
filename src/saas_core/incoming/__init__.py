"""Mail in: mails stored as they came, read, and either added to a ticket as an answer or kept as refused."""
