"""The canned library's file."""
