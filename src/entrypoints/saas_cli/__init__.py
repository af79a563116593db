"""The command `saas`: it parses, calls one use case and presents the answer."""
