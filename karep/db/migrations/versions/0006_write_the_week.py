"""What a report needs beside the records: the rep's own words, targets, and the log of what was handed on."""

from alembic import op

from karep.db import search, triggers

revision = "0006"
down_revision = "0005"

_NOUN = """
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,"""

CHANGES = f"""
CREATE TABLE remark ({_NOUN}
    period VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    lesson VARCHAR,
    stage VARCHAR,
    department VARCHAR,
    account_id VARCHAR,
    privacy VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE INDEX ix_remark_period ON remark (period);
CREATE INDEX ix_remark_account_id ON remark (account_id) WHERE account_id IS NOT NULL;
CREATE TABLE rewording ({_NOUN}
    period VARCHAR NOT NULL,
    line VARCHAR NOT NULL,
    text VARCHAR,
    generated VARCHAR,
    left_out BOOLEAN NOT NULL,
    sequence VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX ix_rewording_period ON rewording (period);
CREATE TABLE target ({_NOUN}
    period VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    value INTEGER NOT NULL,
    currency VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX ix_target_period ON target (period);
CREATE TABLE export_log (
    id INTEGER PRIMARY KEY,
    at VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    period VARCHAR,
    format VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,
    lines INTEGER NOT NULL,
    withheld VARCHAR NOT NULL
);
CREATE INDEX ix_export_log_what_period ON export_log (what, period);
DROP INDEX ix_touch_at;
CREATE INDEX ix_touch_at_kind_account_id ON touch (at, kind, account_id) WHERE removed_at IS NULL;
CREATE INDEX ix_person_created_at ON person (created_at) WHERE removed_at IS NULL;
CREATE INDEX ix_gift_given_on ON gift (given_on) WHERE removed_at IS NULL;
CREATE INDEX ix_opportunity_changed_at ON opportunity (changed_at) WHERE removed_at IS NULL
"""


def upgrade() -> None:
    """Add everything."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for statement in CHANGES.split(";\n"):
        connection.execute(statement)
    search.create_tables(connection, ("remark",))
    triggers.install(connection, ("remark", "rewording", "target"))
