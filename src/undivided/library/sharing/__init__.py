"""Responses of a team and its sites: copies, merging three ways, what is told."""
