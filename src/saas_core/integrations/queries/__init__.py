"""What is shown of integrations, and read of them by others."""
