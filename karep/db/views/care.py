"""Care: what was done for important days, and for whom something is to be done on a festival."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.care import State, refuses_gifts, serves_state
from karep.rules.festival_places import places_of
from karep.rules.vocabulary import ROLES, TIERS


@frozen
class Care:
    """One note: a greeting, a gift, a visit or a talk for a day; or that it was left out."""

    id: str
    account_id: str | None
    person_id: str | None
    person_name: str | None
    occasion_id: str | None
    festival: str | None
    year: int
    """The solar year of the day."""
    act: str
    done_at: str
    """When it was noted, UTC."""
    skipped: bool
    channel: str | None
    text: str | None
    """What was written; why it was left out."""
    reply: str | None
    gift_id: str | None
    follow_up_id: str | None
    """The follow-up that it was planned with."""
    planned_for: str | None
    """The day of that follow-up while it is open."""
    touch_id: str | None

    @property
    def state(self) -> State:
        """``done``, ``planned`` or ``left_out``."""
        return "left_out" if self.skipped else "planned" if self.planned_for else "done"


_CARE: Final = """
SELECT c.id, c.account_id, c.person_id, p.name, c.occasion_id, c.festival, c.year, c.act, c.done_at, c.skipped,
       c.channel, c.text, c.reply, c.gift_id, c.follow_up_id, CASE WHEN f.done_at IS NULL THEN f.due END, c.touch_id
FROM care c LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN follow_up f ON f.id = c.follow_up_id LEFT JOIN gift g ON g.id = c.gift_id
LEFT JOIN account a ON a.id = c.account_id
WHERE c.removed_at IS NULL AND +p.removed_at IS NULL AND +a.removed_at IS NULL
AND f.removed_at IS NULL AND g.removed_at IS NULL
"""
"""A note whose gift or follow-up was removed counts no more."""


def list_occasion_care(connection: sqlite3.Connection, occasion_ids: Iterable[str], *, since: int = 0) -> list[Care]:
    """What was noted for some important days, the newest first; `since` is the first year that counts."""
    found: list[Care] = []
    for block, marks in _blocks(occasion_ids):
        rows = connection.execute(f"{_CARE} AND c.occasion_id IN ({marks}) AND c.year >= ?", (*block, since))
        found += map(_care, rows)
    return sorted(found, key=lambda one: (one.year, one.done_at, one.id), reverse=True)


def list_festival_care(connection: sqlite3.Connection, festival: str, year: int) -> list[Care]:
    """What was noted for a festival of a year, the newest first."""
    rows = connection.execute(f"{_CARE} AND c.festival = ? AND c.year = ? ORDER BY c.done_at DESC, c.id DESC",
                              (festival, year))  # fmt: skip
    return [_care(row) for row in rows]


def get_care(connection: sqlite3.Connection, care_id: str) -> Care | None:
    """One note, or None when not there or removed."""
    row = connection.execute(f"{_CARE} AND c.id = ?", (care_id,)).fetchone()
    return _care(row) if row else None


def last_greeting(
    connection: sqlite3.Connection,
    *,
    person_id: str | None = None,
    account_id: str | None = None,
    occasion_id: str | None = None,
    festival: str | None = None,
) -> Care | None:
    """The last greeting with words, one for the same day before any other.

    Args:
        connection: The store.
        person_id: Whom it was sent to.
        account_id: To anybody of this account, where no person is given.
        occasion_id: The important day that is to be greeted now.
        festival: The festival that is.
    """
    column, value = ("person_id", person_id) if person_id else ("account_id", account_id)
    row = connection.execute(
        f"{_CARE} AND c.{column} = ? AND c.act = 'greeting' AND NOT c.skipped AND c.text IS NOT NULL "
        "ORDER BY (c.occasion_id = ? OR c.festival = ?) IS TRUE DESC, c.done_at DESC, c.id DESC LIMIT 1",
        (value, occasion_id, festival),
    ).fetchone()
    return _care(row) if row else None


def festival_counts(
    connection: sqlite3.Connection, festival: str, year: int, industry: str = "", until: str = "9999"
) -> dict[str, int]:
    """For how many accounts that keep a festival each act was done or left out before a moment, by act."""
    keeping, values = _keeping(festival, industry)
    rows = connection.execute(
        f"""
        SELECT c.act, count(DISTINCT c.account_id) FROM care c JOIN account a ON a.id = c.account_id
        LEFT JOIN follow_up f ON f.id = c.follow_up_id LEFT JOIN gift g ON g.id = c.gift_id
        WHERE c.festival = ? AND c.year = ? AND c.done_at < ? AND c.removed_at IS NULL AND a.removed_at IS NULL
        AND f.removed_at IS NULL AND g.removed_at IS NULL
        AND EXISTS (SELECT 1 FROM account_rhythm k WHERE k.account_id = a.id AND k.class = a.tier)
        AND (c.skipped OR f.id IS NULL OR f.done_at IS NOT NULL) {keeping} GROUP BY c.act
        """,
        (festival, year, until, *values),
    )
    return dict(rows.fetchall())


# --- for whom ----------------------------------------------------------------------------------------------------


@frozen
class Customer:
    """A key account with the person to greet: whoever decides, else the next in weight."""

    account_id: str
    name: str
    tier: str | None
    city: str | None
    industry: str | None
    face_at: str | None
    """When it was last met face to face, UTC."""
    person_id: str = ""
    person_name: str = ""
    person_title: str = ""
    government: bool = False
    role: str = ""


_TIERED: Final = ", ".join(f"'{tier}'" for tier in TIERS)
_KEY: Final = f"""
FROM account_rhythm k CROSS JOIN account a ON a.id = k.account_id WHERE k.class IN ({_TIERED}) AND a.removed_at IS NULL
"""
"""Key accounts, found in an index of the derived table of rhythms: those with a tier, neither dormant nor lost."""
_RANK: Final = " ".join(f"WHEN '{tier}' THEN {rank}" for rank, tier in enumerate(TIERS))
_WEIGHT: Final = {role: weight for weight, role in enumerate(ROLES)}


def _keeping(festival: str, industry: str) -> tuple[str, list[str]]:
    """The condition that an account keeps a festival, by its country and industry, and its values."""
    parts, values = [], list[str]()
    places = places_of(festival)
    if places.names:
        marks = ", ".join("?" * len(places.names))
        parts.append(f"AND lower(trim(coalesce(a.country, ''))) {'' if places.within else 'NOT '}IN ({marks})")
        values += places.names
    if industry:
        parts.append("AND lower(trim(a.industry)) = lower(trim(?))")
        values.append(industry)
    return " ".join(parts), values


def count_customers(connection: sqlite3.Connection, industry: str = "") -> dict[str, int]:
    """How many accounts are cared for on festivals, by their country: with a tier, neither dormant nor lost.

    Args:
        connection: The store.
        industry: Only accounts of this industry, if it is given.
    """
    keeping, values = _keeping("", industry)
    query = f"SELECT coalesce(a.country, ''), count(*) {_KEY} {keeping} GROUP BY 1"
    return dict(connection.execute(query, values).fetchall())


def list_customers(
    connection: sqlite3.Connection, *, industry: str = "", festival: str = "", words: str = "", limit: int = 300
) -> list[Customer]:
    """Those who are cared for on a festival, the best tier first, then by name.

    Args:
        connection: The store.
        industry: Only accounts of this industry, if it is given.
        festival: Only accounts of countries in which this festival is kept.
        words: Only accounts whose name, short name or city holds these words.
        limit: How many at most.
    """
    keeping, values = _keeping(festival, industry)
    parts = [f"SELECT a.id, a.name, a.tier, a.city, a.industry, k.face_at {_KEY} {keeping}"]
    for word in words.split():
        parts.append("AND instr(lower(a.name || ' ' || coalesce(a.short_name, '') || ' ' || coalesce(a.city, '')), ?)")
        values.append(word.lower())
    order = f"ORDER BY CASE a.tier {_RANK} ELSE 9 END, a.name, a.id LIMIT ?"
    rows = connection.execute(f"{' '.join(parts)} {order}", (*values, limit)).fetchall()
    greeted = people_to_greet(connection, [row[0] for row in rows])
    return [Customer(*row, *greeted.get(row[0], ())) for row in rows]


def count_visited(
    connection: sqlite3.Connection, festival: str, year: int, since: str, until: str, industry: str = ""
) -> int:
    """How many that keep a festival were last met between two moments, without those whose visit was noted for it."""
    keeping, values = _keeping(festival, industry)
    query = f"""
    SELECT count(*) {_KEY} {keeping} AND k.face_at >= ? AND k.face_at < ? AND NOT EXISTS (
        SELECT 1 FROM care c WHERE c.account_id = k.account_id AND c.festival = ? AND c.year = ? AND c.act = 'visit'
        AND c.removed_at IS NULL)
    """
    return int(connection.execute(query, (*values, since, until, festival, year)).fetchone()[0])


def people_to_greet(
    connection: sqlite3.Connection, account_ids: Iterable[str]
) -> dict[str, tuple[str, str, str, bool, str]]:
    """Whom to greet in each of some accounts: the id, the name, the title, whether in government, the role.

    The decision-maker comes first, then by the weight of the part, then whom we know best; nobody who left, and no
    placeholder.
    """
    best: dict[str, tuple[tuple[int, int, str], tuple[str, str, str, bool, str]]] = {}
    for block, marks in _blocks(account_ids):
        rows = connection.execute(
            f"""
            SELECT p.account_id, p.id, coalesce(p.form_of_address, p.name), coalesce(p.title, ''), p.government,
                   coalesce(r.role, ''), p.strength
            FROM person p LEFT JOIN role r ON r.person_id = p.id AND r.account_id = p.account_id
                 AND r.removed_at IS NULL
            WHERE p.account_id IN ({marks}) AND p.removed_at IS NULL AND p.left_on IS NULL AND NOT p.placeholder
            """,
            block,
        )
        for account_id, person_id, name, title, government, role, strength in rows:
            order = (_WEIGHT.get(role, len(_WEIGHT)), -strength, person_id)
            if account_id not in best or order < best[account_id][0]:
                best[account_id] = order, (person_id, name, title, bool(government), role)
    return {account_id: person for account_id, (_order, person) in best.items()}


@frozen
class Whose:
    """What must be known of a person whose day it is."""

    id: str
    name: str
    title: str
    left: bool
    government: bool
    gift_limit: int | None
    """Their own yearly limit, in minor units."""


def get_whose(connection: sqlite3.Connection, person_ids: Iterable[str]) -> dict[str, Whose]:
    """What must be known of some people, by their ids."""
    found = {}
    for block, marks in _blocks(person_ids):
        for row in connection.execute(
            "SELECT id, name, coalesce(title, ''), left_on IS NOT NULL, government, gift_limit FROM person "
            f"WHERE id IN ({marks}) AND removed_at IS NULL",
            block,
        ):
            found[row[0]] = Whose(row[0], row[1], row[2], bool(row[3]), bool(row[4]), row[5])
    return found


def get_refusals(connection: sqlite3.Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """Who of some people is to be given nothing, as their preferences say, by their ids: the words, if all may know."""
    found: dict[str, str] = {}
    for block, marks in _blocks(person_ids):
        for person_id, text, privacy in connection.execute(
            f"SELECT person_id, text, privacy FROM preference WHERE person_id IN ({marks}) "
            "AND kind IN ('gift', 'taboo') AND removed_at IS NULL ORDER BY id",
            block,
        ):
            if refuses_gifts(text):
                found[person_id] = found.get(person_id) or ("" if privacy == "sensitive" else text)
    return found


def get_state_accounts(connection: sqlite3.Connection, account_ids: Iterable[str]) -> set[str]:
    """Which of some accounts are a part of the state: by their kind, or because all their people serve it."""
    found: set[str] = set()
    for block, marks in _blocks(account_ids):
        rows = connection.execute(
            f"""
            SELECT a.id, a.kind, coalesce(min(p.government), 0) FROM account a
            LEFT JOIN person p ON p.account_id = a.id AND p.removed_at IS NULL AND p.left_on IS NULL
                 AND NOT p.placeholder
            WHERE a.id IN ({marks}) GROUP BY a.id
            """,
            block,
        )
        found |= {account_id for account_id, kind, all_serve in rows if all_serve or serves_state(kind)}
    return found


@frozen
class Remembered:
    """What is worth knowing before something is sent or given."""

    taboos: tuple[str, ...] = ()
    gift: str = ""
    """The last thing that was given, and in which year."""


def get_remembered(connection: sqlite3.Connection, person_ids: Iterable[str]) -> dict[str, Remembered]:
    """What some people do not like, unless it is sensitive, and what they were given last, by their ids."""
    taboos: dict[str, list[str]] = {}
    gifts: dict[str, str] = {}
    wanted = list(person_ids)
    for block, marks in _blocks(wanted):
        for person_id, text in connection.execute(
            f"SELECT person_id, text FROM preference WHERE person_id IN ({marks}) AND kind = 'taboo' "
            "AND privacy <> 'sensitive' AND removed_at IS NULL ORDER BY id",
            block,
        ):
            taboos.setdefault(person_id, []).append(text)
        for person_id, item, given_on in connection.execute(
            f"SELECT person_id, item, given_on FROM gift WHERE person_id IN ({marks}) AND removed_at IS NULL "
            "ORDER BY given_on, id",
            block,
        ):
            gifts[person_id] = f"{item} {given_on[:4]}"
    return {one: Remembered(tuple(taboos.get(one, ())), gifts.get(one, "")) for one in wanted}


# --- business ----------------------------------------------------------------------------------------------------


def list_business_days(connection: sqlite3.Connection) -> list[tuple[str, str, int, int | None, int | None]]:
    """The accounts' own ends of contracts and budgets: id, kind, month, day, year; solar ones only."""
    return connection.execute(
        """
        SELECT d.id, d.kind, d.month, d.day, d.year FROM occasion d JOIN account a ON a.id = d.account_id
        WHERE d.account_id > '' AND d.person_id IS NULL AND d.kind IN ('contract_end', 'budget')
        AND d.calendar = 'solar' AND +d.removed_at IS NULL AND +a.removed_at IS NULL
        """
    ).fetchall()


@frozen
class Said:
    """Something that was said or done with an account, or is planned."""

    account_id: str
    at: str | None
    """When it was, UTC; None while it is only planned."""
    due: str | None
    """The day for which it is or was planned; None of what was never planned."""
    words: str
    """What it is about; with “renewal” where it belongs to an open renewal deal."""


_OF_RENEWAL: Final = """CASE WHEN o.kind = 'renewal' AND o.status = 'open' AND o.removed_at IS NULL THEN ' renewal'
ELSE '' END"""


def said_about(connection: sqlite3.Connection, account_ids: Collection[str], since: date) -> list[Said]:
    """What was said and done with some accounts from a day on, and what is planned with them for then."""
    found: list[Said] = []
    for block, marks in _blocks(account_ids):
        rows = connection.execute(
            f"""
            SELECT t.account_id, t.at, NULL, coalesce(t.purpose, '') || ' ' || coalesce(t.summary, '') || ' '
                   || coalesce(t.outcome, '') || ' ' || coalesce(t.tags, '') || {_OF_RENEWAL}
            FROM touch t LEFT JOIN opportunity o ON o.id = t.opportunity_id
            WHERE t.account_id IN ({marks}) AND t.at >= ? AND t.removed_at IS NULL
            UNION ALL
            SELECT f.account_id, f.done_at, f.due, f.what || {_OF_RENEWAL}
            FROM follow_up f LEFT JOIN opportunity o ON o.id = f.opportunity_id
            WHERE f.account_id IN ({marks}) AND coalesce(f.done_at, f.due) >= ? AND f.removed_at IS NULL
            """,
            (*block, since.isoformat(), *block, since.isoformat()),
        )
        found += [Said(*row) for row in rows]
    return found


def _blocks(ids: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    """Some ids at a time, as many as one question may hold, and the marks for them."""
    for block in blocks(ids):
        yield block, ", ".join("?" * len(block))


def _care(row: Sequence[Any]) -> Care:
    fields = list(row)
    fields[9] = bool(fields[9])
    return Care(*fields)
