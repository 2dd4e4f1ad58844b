"""SQLite below the data folder: every finished sample survives whatever happens next."""
