"""The database: engine, write lock, group commit, migrations."""
