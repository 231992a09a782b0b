"""Bring a store to the current schema; imports Alembic, so it is imported only for a file that is behind."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: sqlite3.Connection, revision: str = "head") -> None:
    """Run every revision up to `revision`, each in a transaction that rolls back whole, tables included.

    Args:
        connection: An open connection in autocommit mode (``isolation_level=None``).
        revision: The revision to stop at.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None)
    event.listen(engine, "begin", _begin)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with engine.connect() as shared:
            config.attributes["connection"] = shared
            command.upgrade(config, revision)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("the migration left a record that points nowhere")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
