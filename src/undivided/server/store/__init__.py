"""The server's history in SQLite: written in one transaction, read in pages."""
