"""The ports that need no cloud: mail as files, a key file, payments recorded by hand."""
