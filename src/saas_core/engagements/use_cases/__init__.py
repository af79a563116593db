"""What is done with requests for paid work (4.1, 4.2)."""
