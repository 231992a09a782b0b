"""What keeps an account warm: the history of tiers, care for important days, gifts, what is put off, last contacts."""

from alembic import op

from karep.db import triggers

revision = "0005"
down_revision = "0004"

_NOUN = """
    id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    changed_at VARCHAR NOT NULL,
    removed_at VARCHAR,"""

CHANGES = f"""
ALTER TABLE account ADD COLUMN district VARCHAR;
ALTER TABLE account ADD COLUMN yearly_purchases INTEGER;
ALTER TABLE account ADD COLUMN yearly_units INTEGER;
ALTER TABLE account ADD COLUMN revenue_group INTEGER;
ALTER TABLE account ADD COLUMN province_registered BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE account ADD COLUMN agreement_on DATE;
ALTER TABLE account ADD COLUMN registered_on DATE;
ALTER TABLE account ADD COLUMN tier_origin VARCHAR;
ALTER TABLE account ADD COLUMN status_on DATE;
ALTER TABLE person ADD COLUMN government BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE person ADD COLUMN gift_limit INTEGER;
ALTER TABLE person ADD COLUMN referred_groups INTEGER;
ALTER TABLE person ADD COLUMN referred_cards INTEGER;
ALTER TABLE occasion ADD COLUMN leap_rule VARCHAR;
ALTER TABLE follow_up ADD COLUMN minutes INTEGER;
ALTER TABLE follow_up ADD COLUMN place VARCHAR;
CREATE INDEX ix_account_city ON account (city) WHERE city IS NOT NULL AND removed_at IS NULL;
CREATE INDEX ix_occasion_calendar_month_day ON occasion (calendar, month, day) WHERE removed_at IS NULL;
CREATE INDEX ix_follow_up_origin ON follow_up (origin) WHERE origin IS NOT NULL;
CREATE TABLE tier_change ({_NOUN}
    account_id VARCHAR NOT NULL,
    from_tier VARCHAR,
    to_tier VARCHAR,
    at VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    scheme VARCHAR,
    reason VARCHAR,
    approver VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE INDEX ix_tier_change_account_id ON tier_change (account_id);
CREATE TABLE gift ({_NOUN}
    account_id VARCHAR,
    person_id VARCHAR,
    occasion_id VARCHAR,
    touch_id VARCHAR,
    festival VARCHAR,
    given_on DATE NOT NULL,
    kind VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    value INTEGER,
    currency VARCHAR,
    approver VARCHAR,
    note VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(occasion_id) REFERENCES occasion (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id)
);
CREATE INDEX ix_gift_account_id ON gift (account_id);
CREATE INDEX ix_gift_person_id_given_on ON gift (person_id, given_on);
CREATE TABLE care ({_NOUN}
    account_id VARCHAR,
    person_id VARCHAR,
    occasion_id VARCHAR,
    festival VARCHAR,
    year INTEGER NOT NULL,
    act VARCHAR NOT NULL,
    done_at VARCHAR NOT NULL,
    skipped BOOLEAN NOT NULL,
    channel VARCHAR,
    text VARCHAR,
    reply VARCHAR,
    touch_id VARCHAR,
    gift_id VARCHAR,
    follow_up_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(occasion_id) REFERENCES occasion (id),
    FOREIGN KEY(touch_id) REFERENCES touch (id),
    FOREIGN KEY(gift_id) REFERENCES gift (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
);
CREATE INDEX ix_care_occasion_id ON care (occasion_id) WHERE occasion_id IS NOT NULL;
CREATE INDEX ix_care_festival_year ON care (festival, year) WHERE festival IS NOT NULL;
CREATE INDEX ix_care_account_id ON care (account_id);
CREATE INDEX ix_care_person_id ON care (person_id);
CREATE TABLE snooze ({_NOUN}
    account_id VARCHAR,
    person_id VARCHAR,
    occasion_id VARCHAR,
    opportunity_id VARCHAR,
    festival VARCHAR,
    about VARCHAR NOT NULL,
    until DATE NOT NULL,
    reason VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(occasion_id) REFERENCES occasion (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
);
CREATE INDEX ix_snooze_until ON snooze (until) WHERE removed_at IS NULL;
CREATE INDEX ix_snooze_account_id ON snooze (account_id);
CREATE INDEX ix_snooze_person_id ON snooze (person_id);
CREATE TABLE rhythm_state (version INTEGER NOT NULL, journal INTEGER NOT NULL);
INSERT INTO rhythm_state (version, journal) VALUES (0, 0);
CREATE TABLE account_rhythm (
    account_id VARCHAR NOT NULL PRIMARY KEY,
    class VARCHAR NOT NULL,
    since DATE,
    contact_at VARCHAR,
    face_at VARCHAR,
    senior_at VARCHAR,
    meeting_at VARCHAR,
    survey_at VARCHAR,
    next_due DATE,
    snoozed_until DATE
) WITHOUT ROWID;
CREATE INDEX ix_account_rhythm_face ON account_rhythm (class, face_at, since, snoozed_until);
CREATE INDEX ix_account_rhythm_senior ON account_rhythm (class, senior_at, since, snoozed_until);
CREATE INDEX ix_account_rhythm_meeting ON account_rhythm (class, meeting_at, since, snoozed_until);
CREATE INDEX ix_account_rhythm_survey ON account_rhythm (class, survey_at, since, snoozed_until);
CREATE INDEX ix_account_rhythm_clocks ON account_rhythm
    (class, contact_at, face_at, senior_at, meeting_at, survey_at, since, snoozed_until);
CREATE INDEX ix_account_rhythm_next_due ON account_rhythm (class, next_due, contact_at);
CREATE INDEX ix_account_rhythm_since ON account_rhythm (class, since, contact_at, snoozed_until)
    WHERE class IN ('dormant', 'lost');
CREATE TABLE person_rhythm (
    person_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    class VARCHAR NOT NULL,
    contact_at VARCHAR,
    snoozed_until DATE,
    PRIMARY KEY (person_id, role)
) WITHOUT ROWID;
CREATE INDEX ix_person_rhythm_contact ON person_rhythm (class, role, contact_at, account_id, snoozed_until);
CREATE INDEX ix_person_rhythm_account_id ON person_rhythm (account_id)
"""


def upgrade() -> None:
    """Add everything; the last contacts are reckoned when the store is opened."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for statement in CHANGES.split(";\n"):
        connection.execute(statement)
    triggers.install(
        connection, ("account", "person", "occasion", "follow_up", "tier_change", "gift", "care", "snooze")
    )
