"""What follows from estimates after the commit: letters, and the end of their validity."""
