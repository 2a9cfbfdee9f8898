"""Spelling at work: in the composer and in the editor of responses."""
