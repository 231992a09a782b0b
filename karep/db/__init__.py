"""The store: one SQLite file with everything a rep keeps, its journal, its backups."""
