"""Looks through whole transcripts with the coach's rules, after the chat."""
