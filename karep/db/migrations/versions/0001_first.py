"""The first schema: the records of the vocabulary, the journal, the drafts."""

from alembic import op

from karep.db import triggers

revision = "0001"
down_revision = None

TABLES = (
    "account", "person", "opportunity", "role", "preference", "occasion", "touch", "attendance", "promise", "follow_up",
    "stage_change", "tick", "objection", "fact",
)  # fmt: skip
BOOKKEEPING = """
CREATE TABLE action (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id VARCHAR NOT NULL UNIQUE,
    kind VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    stamp VARCHAR NOT NULL,
    device VARCHAR NOT NULL,
    undoes INTEGER REFERENCES action (seq),
    undone_by INTEGER REFERENCES action (seq),
    open INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_action_open ON action (open) WHERE open = 1;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (seq),
    noun VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    op VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR
);
CREATE INDEX ix_journal_action ON journal (action);
CREATE INDEX ix_journal_record ON journal (record);
CREATE TABLE draft (
    key VARCHAR NOT NULL PRIMARY KEY,
    body VARCHAR NOT NULL,
    at VARCHAR NOT NULL
)
"""

RECORDS = """
CREATE TABLE account (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    name VARCHAR NOT NULL,
    short_name VARCHAR,
    external_id VARCHAR,
    kind VARCHAR,
    industry VARCHAR,
    region VARCHAR,
    country VARCHAR,
    city VARCHAR,
    address VARCHAR,
    postal_code VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    website VARCHAR,
    tier VARCHAR,
    status VARCHAR NOT NULL,
    owner VARCHAR,
    backup VARCHAR,
    parent_id VARCHAR,
    lead_source VARCHAR,
    tags VARCHAR,
    annual_revenue INTEGER,
    employees INTEGER,
    note VARCHAR,
    match_key VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES account (id)
);
CREATE INDEX ix_account_removed_at_name_id ON account (removed_at, name, id);
CREATE TABLE person (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR,
    name VARCHAR NOT NULL,
    form_of_address VARCHAR,
    title VARCHAR,
    department VARCHAR,
    phone VARCHAR,
    mobile VARCHAR,
    email VARCHAR,
    wechat VARCHAR,
    reports_to_id VARCHAR,
    stance INTEGER,
    strength INTEGER NOT NULL,
    left_on DATE,
    placeholder BOOLEAN NOT NULL,
    external_id VARCHAR,
    address VARCHAR,
    note VARCHAR,
    match_key VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(reports_to_id) REFERENCES person (id)
);
CREATE INDEX ix_person_account_id ON person (account_id);
CREATE TABLE opportunity (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER,
    currency VARCHAR,
    expected_close DATE,
    stage VARCHAR NOT NULL,
    buyer_stage VARCHAR,
    status VARCHAR NOT NULL,
    lost_reason VARCHAR,
    revisit_on DATE,
    external_id VARCHAR,
    note VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE INDEX ix_opportunity_account_id ON opportunity (account_id);
CREATE TABLE role (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    person_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    opportunity_id VARCHAR,
    role VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
);
CREATE INDEX ix_role_account_id ON role (account_id);
CREATE INDEX ix_role_person_id ON role (person_id);
CREATE TABLE preference (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    person_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    privacy VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_preference_person_id ON preference (person_id);
CREATE TABLE occasion (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR,
    person_id VARCHAR,
    kind VARCHAR NOT NULL,
    label VARCHAR,
    month INTEGER NOT NULL,
    day INTEGER,
    year INTEGER,
    calendar VARCHAR NOT NULL,
    leap_month BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_occasion_account_id ON occasion (account_id);
CREATE INDEX ix_occasion_person_id ON occasion (person_id);
CREATE TABLE touch (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    opportunity_id VARCHAR,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    purpose VARCHAR,
    summary VARCHAR,
    outcome VARCHAR,
    our_people VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
);
CREATE INDEX ix_touch_account_id_at ON touch (account_id, at, kind, removed_at);
CREATE INDEX ix_touch_at ON touch (at);
CREATE TABLE attendance (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    touch_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_attendance_person_id ON attendance (person_id);
CREATE INDEX ix_attendance_touch_id ON attendance (touch_id);
CREATE TABLE promise (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    person_id VARCHAR,
    touch_id VARCHAR,
    owed_by VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    due DATE,
    kept_at VARCHAR,
    broken_at VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_promise_account_id ON promise (account_id);
CREATE INDEX ix_promise_due ON promise (due) WHERE kept_at IS NULL AND broken_at IS NULL AND removed_at IS NULL;
CREATE TABLE follow_up (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    person_id VARCHAR,
    opportunity_id VARCHAR,
    what VARCHAR NOT NULL,
    due DATE NOT NULL,
    due_time VARCHAR,
    zone VARCHAR,
    repeat VARCHAR,
    done_at VARCHAR,
    done_touch_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(done_touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_follow_up_account_id ON follow_up (account_id);
CREATE INDEX ix_follow_up_due ON follow_up (due) WHERE done_at IS NULL AND removed_at IS NULL;
CREATE TABLE stage_change (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    opportunity_id VARCHAR NOT NULL,
    from_stage VARCHAR NOT NULL,
    to_stage VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    reason VARCHAR,
    unmet VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
);
CREATE INDEX ix_stage_change_at ON stage_change (at);
CREATE INDEX ix_stage_change_opportunity_id ON stage_change (opportunity_id);
CREATE TABLE tick (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    opportunity_id VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    "by" VARCHAR,
    touch_id VARCHAR,
    not_applicable BOOLEAN NOT NULL,
    reason VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_tick_opportunity_id ON tick (opportunity_id);
CREATE TABLE objection (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR NOT NULL,
    opportunity_id VARCHAR,
    touch_id VARCHAR,
    card VARCHAR,
    words VARCHAR,
    answer VARCHAR,
    outcome VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_objection_account_id ON objection (account_id);
CREATE INDEX ix_objection_at ON objection (at);
CREATE TABLE fact (
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,
    account_id VARCHAR,
    person_id VARCHAR,
    name VARCHAR NOT NULL,
    value VARCHAR,
    source VARCHAR,
    dated DATE,
    confidence INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_fact_account_id ON fact (account_id);
CREATE INDEX ix_fact_person_id ON fact (person_id)
"""


def upgrade() -> None:
    """Create everything."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for script in (BOOKKEEPING, RECORDS):
        for statement in script.split(";\n"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {0x6B617270}")
    triggers.install(connection, TABLES)
