"""What finding and preparing need: the search index, the visit preparation, pinned accounts, recent places."""

from alembic import op

from karep.db import search, triggers

revision = "0002"
down_revision = "0001"

SEARCHED = (
    "account", "person", "opportunity", "touch", "promise", "follow_up", "preference", "fact", "objection",
)  # fmt: skip
CHANGES = """
ALTER TABLE follow_up ADD COLUMN aim VARCHAR;
ALTER TABLE follow_up ADD COLUMN expected_questions VARCHAR;
ALTER TABLE follow_up ADD COLUMN disputes VARCHAR;
ALTER TABLE follow_up ADD COLUMN bottom_line VARCHAR;
ALTER TABLE account ADD COLUMN pinned BOOLEAN DEFAULT 0 NOT NULL;
CREATE INDEX ix_account_pinned ON account (pinned) WHERE pinned = 1;
CREATE TABLE recent (
    noun VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (noun, record)
);
CREATE INDEX ix_recent_at ON recent (at);
CREATE INDEX ix_promise_person_id ON promise (person_id)
"""


def upgrade() -> None:
    """Add everything; the index is filled when the store is opened, by whatever terms are current then."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for statement in CHANGES.split(";\n"):
        connection.execute(statement)
    search.create(connection, SEARCHED)
    triggers.install(connection, ("account", "follow_up"))
