"""The last contacts of every account and of everybody with a role, kept from the journal.

Two tables that hold nothing which the records do not say: an action brings them to the end of the journal in its own
transaction (`catch_up`), so they are saved with it or not at all; a file in which they are behind is brought up to date
when it is opened (`refresh`). They hold moments and days alone, no intervals: what is set, and the day that it is, may
change without them.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from karep.db import file
from karep.db.views.blocks import blocks
from karep.i18n import _
from karep.rules.referrers import GRADED_ROLES, GRADES, OLD_HEN
from karep.rules.vocabulary import FACE_TO_FACE

VERSION: Final = 1
"""Goes up when the tables are to be reckoned anew from the same records."""

TABLES: Final = ("rhythm_state", "account_rhythm", "person_rhythm")
_PIECES: Final = 12
"""So many entries the schema has for these tables and their indexes."""

_MANY: Final = 50_000
"""So many entries of the journal are not followed one by one: reckoning everything anew is quicker then."""

_CACHE_KIB: Final = 256 * 1024

_FACES: Final = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)
_GRADED: Final = ", ".join(f"'{role}'" for role in GRADED_ROLES)
_ROLE: Final = f"""
CASE WHEN r.role IN ({_GRADED})
          AND p.referred_groups >= {GRADES["old_hen"][0]} AND p.referred_cards >= {GRADES["old_hen"][1]}
     THEN '{OLD_HEN}' ELSE r.role END
"""

_ACCOUNTS: Final = """
SELECT a.id, CASE WHEN a.status IN ('dormant', 'lost') THEN a.status ELSE coalesce(a.tier, '') END AS class,
       CASE WHEN a.status IN ('dormant', 'lost') THEN coalesce(a.status_on, a.created_at) ELSE a.created_at END,
       t.contact_at, t.face_at, t.senior_at, t.meeting_at, t.survey_at,
       (SELECT min(f.due) FROM follow_up f
        WHERE f.account_id = a.id AND f.done_at IS NULL AND f.removed_at IS NULL),
       (SELECT max(s.until) FROM snooze s
        WHERE s.account_id = a.id AND s.person_id IS NULL AND s.removed_at IS NULL
          AND s.about = CASE WHEN a.status IN ('dormant', 'lost') THEN 'win_back' ELSE 'cadence' END)
FROM account a LEFT JOIN (
    SELECT account_id, max(at) AS contact_at, max(CASE WHEN kind IN ({faces}) THEN at END) AS face_at,
           max(CASE WHEN kind = 'senior_visit' THEN at END) AS senior_at,
           max(CASE WHEN kind = 'business_meeting' THEN at END) AS meeting_at,
           max(CASE WHEN kind = 'survey' THEN at END) AS survey_at
    FROM touch WHERE removed_at IS NULL {of_touches} GROUP BY account_id
) t ON t.account_id = a.id
WHERE a.removed_at IS NULL {of_accounts}
"""

# of several accounts in which somebody plays the same part, their own counts, else the last by id
_PEOPLE: Final = """
SELECT person_id, role, account_id, class,
       (SELECT max(t.at) FROM attendance d JOIN touch t ON t.id = d.touch_id AND t.removed_at IS NULL
        WHERE d.person_id = chosen.person_id AND d.removed_at IS NULL) AS contact_at,
       (SELECT max(s.until) FROM snooze s WHERE s.removed_at IS NULL AND s.about = 'cadence'
          AND (s.person_id = chosen.person_id OR (s.person_id IS NULL AND s.account_id = chosen.account_id)))
FROM (
    SELECT p.id AS person_id, {role} AS role, r.account_id AS account_id, k.class AS class,
           max((r.account_id IS p.account_id) || r.account_id)
    FROM role r CROSS JOIN person p ON p.id = r.person_id CROSS JOIN account_rhythm k ON k.account_id = r.account_id
    WHERE r.removed_at IS NULL AND p.removed_at IS NULL AND p.left_on IS NULL AND NOT p.placeholder {of_people}
    GROUP BY 1, 2
) chosen
"""


# --- keeping them ------------------------------------------------------------------------------------------------


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the tables are all there, this program's and at the end of the journal; costs three look-ups."""
    if not _are_whole(connection):
        return False
    version, mark, last = _state(connection)
    return version == VERSION and mark == last


def refresh(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date in a transaction of its own, reckoning them anew where that is needed."""
    with file.transaction(connection):
        version, mark, last = _state(connection) if _are_whole(connection) else (0, 0, 0)
        if version == VERSION and mark <= last:
            catch_up(connection)
        else:
            rebuild(connection)


def repair(connection: sqlite3.Connection) -> None:
    """Reckon the tables anew in a transaction of its own, whatever they hold."""
    with file.transaction(connection):
        rebuild(connection)


def catch_up(connection: sqlite3.Connection) -> None:
    """Write into the tables what the journal holds beyond them, as part of the open transaction.

    Tables of another version are left to the program that can bring them up to date.
    """
    version, mark, last = _state(connection)
    if version != VERSION or mark >= last:
        return
    if last - mark > _MANY:
        rebuild(connection)
        return
    try:
        found = _read_changes(connection, mark)
    except ValueError:  # an entry of the journal that is not what karep wrote
        rebuild(connection)
        return
    found.people |= _with_roles(connection, found.classes)
    _write_accounts(connection, found.accounts)
    _write_people(connection, found.people)
    connection.execute("UPDATE rhythm_state SET journal = ?", (last,))


def rebuild(connection: sqlite3.Connection) -> None:
    """Reckon both tables anew from the records, as part of the open transaction; what is lost of them is made first."""
    _make_whole(connection)
    cache = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        connection.execute("DELETE FROM account_rhythm")
        connection.execute("DELETE FROM person_rhythm")
        connection.execute(f"INSERT INTO account_rhythm {_accounts()}")
        connection.execute(f"INSERT INTO person_rhythm {_people()}")
    finally:
        connection.execute(f"PRAGMA cache_size = {cache}")
    connection.execute("DELETE FROM rhythm_state")
    connection.execute(
        "INSERT INTO rhythm_state (version, journal) VALUES (?, (SELECT coalesce(max(seq), 0) FROM journal))",
        (VERSION,),
    )


def _are_whole(connection: sqlite3.Connection) -> bool:
    """Whether nobody dropped a table or an index."""
    marks = ", ".join("?" * len(TABLES))
    query = f"SELECT count(*) FROM sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL"
    return bool(connection.execute(query, TABLES).fetchone()[0] == _PIECES)


def _make_whole(connection: sqlite3.Connection) -> None:
    if _are_whole(connection):
        return
    from karep.db.soundness import statements_for  # asks Alembic, which is slow to import

    for statement in statements_for(connection, TABLES):
        connection.execute(statement)


def _state(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """The version of the tables, the last entry of the journal that is in them, and the last that there is."""
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
    row = connection.execute("SELECT version, journal FROM rhythm_state").fetchone()
    return (*row, last) if row and all(isinstance(value, int) for value in row) else (0, 0, last)


def statements() -> tuple[str, str]:
    """The queries that reckon the rows of accounts and of people from the records; each goes through all of them."""
    return _accounts(), _people()


def _accounts(some: str = "") -> str:
    """The statement that reckons accounts: all of them, or those whose ids stand in `some`."""
    of_touches, of_accounts = (f"AND account_id IN ({some})", f"AND a.id IN ({some})") if some else ("", "")
    return _ACCOUNTS.format(faces=_FACES, of_touches=of_touches, of_accounts=of_accounts)


def _people(some: str = "") -> str:
    """The statement that reckons people: all of them, or those whose ids stand in `some`."""
    return _PEOPLE.format(role=_ROLE, of_people=f"AND r.person_id IN ({some})" if some else "")


def _write_accounts(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    for block in blocks(ids):
        marks = ", ".join(f"?{place}" for place in range(1, len(block) + 1))
        connection.execute(f"DELETE FROM account_rhythm WHERE account_id IN ({marks})", block)
        connection.execute(f"INSERT INTO account_rhythm {_accounts(marks)}", block)


def _write_people(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    for block in blocks(ids):
        marks = ", ".join(f"?{place}" for place in range(1, len(block) + 1))
        connection.execute(f"DELETE FROM person_rhythm WHERE person_id IN ({marks})", block)
        connection.execute(f"INSERT INTO person_rhythm {_people(marks)}", block)


# --- following the journal ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Changed:
    """Whose rows have to be reckoned anew."""

    accounts: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    """Accounts of which everybody with a role has to be reckoned anew as well."""
    people: set[str] = field(default_factory=set)


_COUNTS: Final = {
    "account": ("tier", "status", "status_on", "removed_at"),
    "person": ("account_id", "left_on", "placeholder", "referred_groups", "referred_cards", "removed_at"),
    "role": ("person_id", "account_id", "role", "removed_at"),
    "touch": ("account_id", "at", "kind", "removed_at"),
    "attendance": ("touch_id", "person_id", "removed_at"),
    "follow_up": ("account_id", "due", "done_at", "removed_at"),
    "snooze": ("account_id", "person_id", "about", "until", "removed_at"),
}
"""The fields that say something about the rhythm."""
_POINTS: Final = {
    "account": "id, NULL",
    "person": "NULL, id",
    "role": "NULL, person_id",
    "touch": "account_id, NULL",
    "attendance": "NULL, person_id",
    "follow_up": "account_id, NULL",
    "snooze": "account_id, person_id",
}
"""The account and the person that a record is about."""


def _read_changes(connection: sqlite3.Connection, mark: int) -> _Changed:
    """Whose rows the journal touches beyond the mark; a record that was moved is about both places."""
    found = _Changed()
    nouns = {noun for (noun,) in connection.execute("SELECT DISTINCT noun FROM journal WHERE seq > ?", (mark,))}
    for noun in nouns & set(_COUNTS):
        touched: set[str] = set()
        for record, account_id, person_id, before in _entries(connection, noun, mark):
            touched.add(record)
            former: dict[str, Any] = json.loads(before, strict=False) if before and '_id":' in before else {}
            found.people.update(one for one in (person_id, former.get("person_id")) if one)
            if noun not in ("person", "role"):
                accounts = [one for one in (account_id, former.get("account_id")) if one]
                found.accounts.update(accounts)
                found.classes.update(accounts if noun in ("account", "snooze") else ())
        if noun == "touch":
            found.people |= _present(connection, touched)
    return found


def _entries(connection: sqlite3.Connection, noun: str, mark: int) -> list[tuple[str, str | None, str | None, str]]:
    """The records of a noun that changed in what counts: id, account, person, and their fields as they were."""
    says = " OR ".join(f"""instr(j.after, '"{name}":')""" for name in _COUNTS[noun])
    points = ", ".join(one if one == "NULL" else f"r.{one}" for one in _POINTS[noun].split(", "))
    return connection.execute(
        f"SELECT j.record, {points}, j.before FROM journal j CROSS JOIN {noun} r ON r.id = j.record "
        f"WHERE j.seq > ? AND j.noun = ? AND (j.op = 'add' OR {says})",
        (mark, noun),
    ).fetchall()


def _present(connection: sqlite3.Connection, touches: Iterable[str]) -> set[str]:
    """Everybody who took part in some touches."""
    return _found(connection, "SELECT person_id FROM attendance WHERE touch_id IN ({marks})", touches)


def _with_roles(connection: sqlite3.Connection, accounts: Iterable[str]) -> set[str]:
    """Everybody who plays a part in some accounts."""
    return _found(connection, "SELECT person_id FROM role WHERE account_id IN ({marks})", accounts)


def _found(connection: sqlite3.Connection, query: str, ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for block in blocks(ids):
        rows = connection.execute(query.format(marks=", ".join("?" * len(block))), block)
        found.update(row[0] for row in rows)
    return found


# --- proving them ------------------------------------------------------------------------------------------------


def faults(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the tables, as sentences: every row is compared with what the records say."""
    if not is_current(connection):
        return [_("the last contacts are not up to date; make them anew with: karep check --repair")]
    kept = (("SELECT * FROM account_rhythm", _accounts()), ("SELECT * FROM person_rhythm", _people()))
    for there, wanted in kept:
        for one, other in ((there, wanted), (wanted, there)):
            unlike = f"SELECT 1 FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})) LIMIT 1"
            if connection.execute(unlike).fetchone():
                return [_("the last contacts are not what the records say; make them anew with: karep check --repair")]
    return []
