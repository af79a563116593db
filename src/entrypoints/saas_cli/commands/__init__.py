"""One module per subject of the shell; each is imported when one of its commands is called."""
