"""Bring a store to the current schema; imports Alembic, so it is imported only for a file that is behind."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: sqlite3.Connection, revision: str = "head") -> None:
    """Run every revision up to `revision` in one transaction, which rolls back whole, tables included.

    The transaction holds the file from before its revision is read, so two programs that open an old store at once
    migrate it once.

    Args:
        connection: An open connection in autocommit mode (``isolation_level=None``).
        revision: The revision to stop at.

    Raises:
        DBAPIError: SQLAlchemy's, if a statement fails.
        IntegrityError: sqlite3's, if a record would point nowhere.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None)
    event.listen(engine, "begin", _begin)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with engine.begin() as shared:
            config.attributes["connection"] = shared
            command.upgrade(config, revision)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError("the migration left a record that points nowhere")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
