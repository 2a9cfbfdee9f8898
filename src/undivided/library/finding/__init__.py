"""Finding a response: by what was typed, and by what the visitor wrote."""
