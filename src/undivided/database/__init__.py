"""SQLite files of the app and of the server: opened, checked, backed up, restored."""
