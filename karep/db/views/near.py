"""What lies in a city: its accounts with their addresses, what is planned or promised there, whom to see."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.vocabulary import TIERS


@frozen
class Site:
    """Where an account is to be found."""

    account_id: str
    name: str
    tier: str | None
    status: str
    city: str | None
    district: str | None
    """As the rep wrote it down; None where only the address may tell it."""
    address: str | None
    postal_code: str | None
    phone: str | None
    yearly_purchases: int | None
    """In minor units; None where it is not known."""


@frozen
class Open:
    """An open follow-up or promise."""

    noun: str
    """``follow_up`` or ``promise``."""
    id: str
    account_id: str
    what: str
    due: str
    """``YYYY-MM-DD``."""
    due_time: str | None
    zone: str | None
    minutes: int | None
    person_id: str | None
    owed_by: str = ""
    """Of a promise: ``us`` or ``them``."""


@frozen
class Host:
    """Somebody to see."""

    person_id: str
    account_id: str
    name: str
    title: str | None
    phone: str | None
    """The mobile, else the phone."""
    role: str | None


_SITE: Final = """
SELECT id, name, tier, status, city, district, address, postal_code, phone, yearly_purchases FROM account
WHERE removed_at IS NULL
"""
_FIRST: Final = f"""
ORDER BY ? <> '' AND instr(lower(coalesce(district, '') || ' ' || coalesce(address, '') || ' '
                                 || coalesce(postal_code, '')), ?) > 0 DESC,
         {" ".join(f"tier IS '{tier}' DESC," for tier in TIERS)} yearly_purchases DESC, id
"""
_IN_CITY: Final = "account_id IN (SELECT id FROM account WHERE removed_at IS NULL AND city IN ({marks}))"
_FOLLOW_UPS: Final = """
SELECT 'follow_up', id, account_id, what, due, due_time, zone, minutes, person_id, '' FROM follow_up
WHERE done_at IS NULL AND removed_at IS NULL AND due <= ?
"""
_PROMISES: Final = """
SELECT 'promise', id, account_id, what, due, NULL, NULL, NULL, person_id, owed_by FROM promise
WHERE kept_at IS NULL AND broken_at IS NULL AND removed_at IS NULL AND due <= ?
"""
_ROLES: Final = ("decision_maker", "purchaser", "technical", "user", "finance", "opinion_leader", "information")
"""Whom to see first, where nothing says who is meant."""
_HOSTS: Final = """
SELECT p.id, p.account_id, p.name, p.title, coalesce(nullif(p.mobile, ''), p.phone), r.role
FROM person p LEFT JOIN role r ON r.person_id = p.id AND r.removed_at IS NULL
WHERE p.removed_at IS NULL AND p.left_on IS NULL AND p.account_id IN ({marks})
ORDER BY p.account_id, p.placeholder, p.strength IS NULL, p.strength DESC, p.name, p.id
"""


def get_site(connection: sqlite3.Connection, account_id: str) -> Site | None:
    """Where one account is to be found; None when it is not there or was removed."""
    row = connection.execute(f"{_SITE} AND id = ?", (account_id,)).fetchone()
    return Site(*row) if row else None


def list_sites(connection: sqlite3.Connection, cities: Sequence[str], place: str, most: int) -> list[Site]:
    """The accounts of a city, however it may be spelled: all `cities` are the same one.

    Args:
        connection: The store.
        cities: The spellings.
        place: What the district is known by, or an empty text: whatever names it comes first, then the highest tier.
        most: So many at most.
    """
    rows = connection.execute(f"{_SITE} AND city IN ({_marks(cities)}) {_FIRST} LIMIT ?", (*cities, place, place, most))
    return [Site(*row) for row in rows]


def pick_sites(connection: sqlite3.Connection, cities: Sequence[str], account_ids: Iterable[str]) -> list[Site]:
    """Those of some accounts that are in a city."""
    found: list[Site] = []
    for block in blocks(account_ids):
        rows = connection.execute(
            f"{_SITE} AND id IN ({_marks(block)}) AND +city IN ({_marks(cities)})", (*block, *cities)
        )
        found += [Site(*row) for row in rows]
    return found


def find_city(connection: sqlite3.Connection, cities: Sequence[str]) -> str:
    """That of some spellings of a city which an account is stored with; empty where none is."""
    row = connection.execute(
        f"SELECT city FROM account WHERE removed_at IS NULL AND city IN ({_marks(cities)}) LIMIT 1", tuple(cities)
    ).fetchone()
    return row[0] if row else ""


def list_cities(connection: sqlite3.Connection) -> list[str]:
    """The cities of all accounts, each once as it is written."""
    rows = connection.execute("SELECT DISTINCT city FROM account WHERE removed_at IS NULL AND city > '' ORDER BY city")
    return [row[0] for row in rows]


def list_names(connection: sqlite3.Connection, letter: str, limit: int = 5_000) -> list[str]:
    """The names of accounts and people that begin with a letter, so many of each at most."""
    query = "SELECT name FROM {noun} WHERE removed_at IS NULL AND substr(name, 1, 1) IN (?, ?) ORDER BY name LIMIT ?"
    found: list[str] = []
    for noun in ("account", "person"):
        rows = connection.execute(query.format(noun=noun), (letter.upper(), letter.lower(), limit))
        found += [row[0] for row in rows]
    return found


def list_open(connection: sqlite3.Connection, cities: Sequence[str], until: date, most: int) -> list[Open]:
    """What is open with the accounts of a city and due by a day, the earliest first, follow-ups before promises.

    Args:
        connection: The store.
        cities: The spellings of the city.
        until: The last day.
        most: So many of each at most.
    """
    within = _IN_CITY.format(marks=_marks(cities))
    found: list[Open] = []
    for query in (_FOLLOW_UPS, _PROMISES):
        rows = connection.execute(f"{query} AND {within} ORDER BY due LIMIT ?", (until.isoformat(), *cities, most))
        found += [Open(*row) for row in rows]
    return sorted(found, key=lambda one: (one.due, one.noun, one.due_time or "", one.id))


def list_hosts(connection: sqlite3.Connection, account_ids: Iterable[str]) -> dict[str, list[Host]]:
    """The people of some accounts, in each those first who decide, then those whom the rep knows best."""
    found: dict[str, list[Host]] = {}
    for block in blocks(account_ids):
        rows = connection.execute(_HOSTS.format(marks=_marks(block)), block)
        for row in rows:
            found.setdefault(row[1], []).append(Host(*row))
    return {account_id: _each_once(hosts) for account_id, hosts in found.items()}


def _each_once(hosts: Sequence[Host]) -> list[Host]:
    """Everybody once, with the weightiest role."""
    ordered = sorted(hosts, key=_weight)
    return list({host.person_id: host for host in reversed(ordered)}.values())[::-1]


def _weight(host: Host) -> int:
    return _ROLES.index(host.role) if host.role in _ROLES else len(_ROLES)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
