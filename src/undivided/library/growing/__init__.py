"""How a library grows and stays tidy: responses out of messages, proposals, duplicates."""
