"""Rules about the text of a reply."""
