"""What the playbook asks for: answers that were tried, a floor with give and get, trust in people, group-buys."""

from alembic import op

from karep.db import search, triggers

revision = "0004"
down_revision = "0003"

CHANGES = """
ALTER TABLE account ADD COLUMN absent_roles VARCHAR;
ALTER TABLE person ADD COLUMN counterpart VARCHAR;
ALTER TABLE person ADD COLUMN concerns VARCHAR;
ALTER TABLE person ADD COLUMN pram_plan VARCHAR;
ALTER TABLE person ADD COLUMN pram_relationship VARCHAR;
ALTER TABLE person ADD COLUMN pram_agreement VARCHAR;
ALTER TABLE person ADD COLUMN pram_maintenance VARCHAR;
ALTER TABLE person ADD COLUMN credibility INTEGER;
ALTER TABLE person ADD COLUMN reliability INTEGER;
ALTER TABLE person ADD COLUMN intimacy INTEGER;
ALTER TABLE person ADD COLUMN self_orientation INTEGER;
ALTER TABLE opportunity ADD COLUMN floor_amount INTEGER;
ALTER TABLE opportunity ADD COLUMN floor_terms VARCHAR;
ALTER TABLE opportunity ADD COLUMN floor_approver VARCHAR;
ALTER TABLE opportunity ADD COLUMN floor_approved_on DATE;
ALTER TABLE opportunity ADD COLUMN grown_from_id VARCHAR REFERENCES opportunity (id);
ALTER TABLE opportunity ADD COLUMN leader_id VARCHAR REFERENCES person (id);
ALTER TABLE opportunity ADD COLUMN vip_service BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE objection ADD COLUMN person_id VARCHAR REFERENCES person (id);
ALTER TABLE objection ADD COLUMN answer_id VARCHAR;
ALTER TABLE objection ADD COLUMN clarified VARCHAR;
ALTER TABLE objection ADD COLUMN evidence VARCHAR;
CREATE INDEX ix_objection_card ON objection (card) WHERE card IS NOT NULL;
CREATE INDEX ix_objection_opportunity_id ON objection (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE TABLE concession (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    opportunity_id VARCHAR NOT NULL,
    objection_id VARCHAR,
    person_id VARCHAR,
    touch_id VARCHAR,
    give VARCHAR NOT NULL,
    get VARCHAR,
    price INTEGER,
    below_floor BOOLEAN NOT NULL,
    approver VARCHAR,
    made_at VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(objection_id) REFERENCES objection (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_concession_account_id ON concession (account_id);
CREATE INDEX ix_concession_opportunity_id ON concession (opportunity_id);
CREATE TABLE member (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    opportunity_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    wish VARCHAR,
    joined_at VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_member_opportunity_id ON member (opportunity_id);
CREATE INDEX ix_member_person_id ON member (person_id)
"""


def upgrade() -> None:
    """Add everything; the index is filled when the store is opened, by whatever terms are current then."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for statement in CHANGES.split(";\n"):
        connection.execute(statement)
    search.create_tables(connection, ("concession",))
    triggers.install(connection, ("account", "person", "opportunity", "objection", "concession", "member"))
