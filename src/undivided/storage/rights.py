"""Rights of everything a profile keeps: for its owner only."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
