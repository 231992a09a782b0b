"""Who brings us others, as far as it is recorded: referrals that grew, those who refer and were met, new accounts."""

import json
import sqlite3
from typing import Final, NamedTuple

from karep.db.views.journal_rules import IMPORTED
from karep.rules.cadence import CLASSES
from karep.rules.referrers import GRADED_ROLES, OLD_HEN


class Brought(NamedTuple):
    """Somebody whose number of referrals changed within a span."""

    person_id: str
    account_id: str
    name: str
    groups: int
    """Visiting groups brought, now."""
    groups_before: int
    customers: int
    """Customers among them, now."""
    customers_before: int


class Met(NamedTuple):
    """Somebody who refers others to us, or leads opinions, and was in contact within a span."""

    person_id: str
    account_id: str
    name: str
    role: str
    times: int


class Arrival(NamedTuple):
    """An account that came into the book within a span by a way that is recorded."""

    account_id: str
    name: str
    tier: str | None
    lead_source: str


_PARTS: Final = (*GRADED_ROLES, OLD_HEN)
_REFERRERS: Final = """
FROM person_rhythm r CROSS JOIN person p ON p.id = r.person_id CROSS JOIN account a ON a.id = r.account_id
"""
_MET: Final = f"""
SELECT p.id, a.id, p.name, r.role,
       (SELECT count(DISTINCT t.id) FROM attendance x CROSS JOIN touch t ON t.id = x.touch_id
        WHERE x.person_id = p.id AND x.removed_at IS NULL AND t.removed_at IS NULL AND t.at >= :since AND t.at < :until)
{_REFERRERS}
WHERE r.class = :kind AND r.role = :role AND r.contact_at >= :since AND p.removed_at IS NULL AND +a.removed_at IS NULL
"""
# whose numbers did not change since then has nothing to tell
_BROUGHT: Final = """
SELECT p.id, p.account_id, p.name, coalesce(p.referred_groups, 0), coalesce(p.referred_cards, 0), j.before, c.at
FROM person p NOT INDEXED CROSS JOIN journal j ON j.record = p.id CROSS JOIN action c ON c.seq = j.action
LEFT JOIN account a ON a.id = p.account_id
WHERE p.changed_at >= ? AND p.removed_at IS NULL AND +a.removed_at IS NULL
  AND j.noun = 'person' AND j.op = 'change' AND c.at >= ? AND j.after LIKE '%"referred_%'
ORDER BY j.seq
"""
# the book that was brought along is no news
_ARRIVALS: Final = f"""
SELECT a.id, a.name, a.tier, a.lead_source FROM account a NOT INDEXED
WHERE a.created_at >= ? AND a.created_at < ? AND a.removed_at IS NULL AND trim(coalesce(a.lead_source, '')) <> ''
  AND NOT EXISTS (SELECT 1 FROM journal j JOIN action c ON c.seq = j.action
                  WHERE j.record = a.id AND j.op = 'add' AND {IMPORTED})
ORDER BY a.created_at, a.id
"""
_COUNTED: Final = ("referred_groups", "referred_cards")


def list_met_referrers(connection: sqlite3.Connection, since: str, until: str) -> list[Met]:
    """Opinion leaders and referrers who were in contact within a span, the most often first, each once."""
    found: dict[str, Met] = {}
    for kind, role in _classes():
        asked = {"kind": kind, "role": role, "since": since, "until": until}
        for row in connection.execute(_MET, asked):
            one = Met(*row)
            if one.times and (one.person_id not in found or one.role != "opinion_leader"):
                found[one.person_id] = one
    return sorted(found.values(), key=lambda one: (-one.times, one.name, one.person_id))


def list_brought(connection: sqlite3.Connection, since: str, until: str) -> list[Brought]:
    """Whose number of referrals changed within a span, each once, by name."""
    people: dict[str, tuple[str | None, str]] = {}
    start: dict[str, dict[str, int]] = {}
    end: dict[str, dict[str, int]] = {}
    now: dict[str, dict[str, int]] = {}
    for person_id, account_id, name, groups, customers, before, at in connection.execute(_BROUGHT, (since, since)):
        people[person_id] = (account_id, name)
        now[person_id] = dict(zip(_COUNTED, (groups, customers), strict=True))
        values = {field: value or 0 for field, value in json.loads(before, strict=False).items() if field in _COUNTED}
        # what the first change after a moment found is what it was at that moment
        for moment, known in ((since, start), (until, end)):
            if at >= moment:
                known[person_id] = values | known.get(person_id, {})
    found = []
    for person_id, (account_id, name) in people.items():
        first, last = ({**now[person_id], **known.get(person_id, {})} for known in (start, end))
        if first != last:
            numbers = (number for field in _COUNTED for number in (last[field], first[field]))
            found.append(Brought(person_id, account_id or "", name, *numbers))
    return sorted(found, key=lambda one: (one.name, one.person_id))


def _classes() -> list[tuple[str, str]]:
    return [(kind, role) for kind in (*CLASSES, "dormant", "lost") for role in _PARTS]


def list_arrivals(connection: sqlite3.Connection, since: str, until: str) -> list[Arrival]:
    """The accounts with a recorded way that came into the book within a span, none of them with an import."""
    return [Arrival(*row) for row in connection.execute(_ARRIVALS, (since, until))]
