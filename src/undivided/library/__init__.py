"""Canned responses: search, slots and formats, without storage."""
