"""Canned responses: the panel, the popup, their cards, previews and editor."""
