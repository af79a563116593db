"""What follows from integrations after the commit: looks, test messages, domains to forget, and counted uses."""
