"""Views of people, roles and departments, and their readers."""
