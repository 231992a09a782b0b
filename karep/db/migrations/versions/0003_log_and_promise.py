"""What the log line and the ledger of promises need: needs and competitors, private notes, dates that moved."""

from alembic import op

from karep.db import search, triggers

revision = "0003"
down_revision = "0002"

CHANGES = """
ALTER TABLE touch ADD COLUMN tags VARCHAR;
ALTER TABLE touch ADD COLUMN private_note VARCHAR;
ALTER TABLE promise ADD COLUMN moves INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE promise ADD COLUMN first_due DATE;
ALTER TABLE promise ADD COLUMN moved_reason VARCHAR;
ALTER TABLE follow_up ADD COLUMN touch_id VARCHAR REFERENCES touch (id);
ALTER TABLE follow_up ADD COLUMN promise_id VARCHAR REFERENCES promise (id);
ALTER TABLE follow_up ADD COLUMN origin VARCHAR;
ALTER TABLE follow_up ADD COLUMN moves INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE follow_up ADD COLUMN first_due DATE;
ALTER TABLE follow_up ADD COLUMN moved_reason VARCHAR;
CREATE INDEX ix_promise_touch_id ON promise (touch_id);
CREATE INDEX ix_follow_up_promise_id ON follow_up (promise_id) WHERE promise_id IS NOT NULL;
CREATE TABLE need (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    person_id VARCHAR,
    opportunity_id VARCHAR,
    touch_id VARCHAR,
    what VARCHAR NOT NULL,
    problem VARCHAR,
    cause VARCHAR,
    effect VARCHAR,
    value VARCHAR,
    hidden BOOLEAN NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_need_account_id ON need (account_id);
CREATE INDEX ix_need_at ON need (at);
CREATE TABLE competitor (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    opportunity_id VARCHAR,
    touch_id VARCHAR,
    name VARCHAR NOT NULL,
    note VARCHAR,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_competitor_account_id ON competitor (account_id);
CREATE INDEX ix_competitor_at ON competitor (at)
"""


def upgrade() -> None:
    """Add everything; the index is filled when the store is opened, by whatever terms are current then."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for statement in CHANGES.split(";\n"):
        connection.execute(statement)
    search.create_tables(connection, ("need", "competitor"))
    triggers.install(connection, ("touch", "promise", "follow_up", "need", "competitor"))
