"""Commands on a client's account at the provider of payments, and the comparison of its books with our data."""
