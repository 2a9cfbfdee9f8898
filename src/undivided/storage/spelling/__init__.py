"""Spelling dictionaries, asked in a process of their own."""
