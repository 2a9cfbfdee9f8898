"""SQLite files, settings and the keyring; blocking, one thread each."""
