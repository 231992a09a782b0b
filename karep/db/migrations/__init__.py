"""The schema's history: Alembic revisions, applied to a backed-up store in one transaction each."""
