"""What is shown of people, roles and departments, and what administrators ask."""
