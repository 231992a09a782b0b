"""Making one person, or one account, out of two that are the same."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from karep.db import accounts, drafts, errors, people
from karep.db.change import Change, Values
from karep.db.views.merging import MERGED, links_to, whole_row
from karep.db.views.names import names_of
from karep.db.words import field_name
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.merging import NOT_CHOSEN, ONLY_IN_HISTORY, default_values, is_blank, is_placeholder_name

_DOUBLES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "attendance": (("touch_id", "person_id"), ()),
    "role": (("person_id", "account_id", "opportunity_id", "role"), ()),
    "preference": (("person_id", "kind", "text", "privacy"), ()),
    "occasion": (
        ("account_id", "person_id", "kind", "month", "day", "calendar", "leap_month"),
        ("year", "label"),
    ),
    "member": (("opportunity_id", "person_id"), ("wish", "joined_at")),
    "fact": (("account_id", "person_id", "name", "value"), ("dated",)),
}
"""The nouns of which a record can come to stand there twice: the fields that make it the same, and those that one of
the two may leave open."""
_ABOVE: Final = {"person": "reports_to_id", "account": "parent_id"}
"""The field that points to what a record stands below."""
_HOLDING: Final = frozenset({"name", "title", "department", "address", "note", "tags"})
"""Fields in which a text that is part of the chosen one is not lost."""

Links = Mapping[str, Mapping[str, dict[str, Any]]]
"""For each table the records that come to point elsewhere, with the fields that change."""


@frozen
class Merged:
    """What a merge did beside the two records."""

    moved: int
    """How many records belong to the kept one now."""
    doubled: int
    """How many were there twice, and once now."""


def merge_people(change: Change, keep_id: str, other_id: str, values: Values) -> Merged:
    """Make one person of two: all that belongs to the other one belongs to the kept one afterwards.

    Texts of either that are in no field any more are kept as facts, so that nothing is lost and all of it is found.

    Args:
        change: The open action.
        keep_id: The person who stays.
        other_id: The person who becomes part of the kept one.
        values: The chosen fields. A field that is not among them stays as it is; if it is empty, it is filled from the
            other person, and notes are joined.

    Raises:
        NotFound: If one of the two is not there, or was removed.
        Refused: If both are the same, one is no person, or a value does not fit.
    """
    return _merge(change, "person", keep_id, other_id, values, people.change_person)


def merge_accounts(change: Change, keep_id: str, other_id: str, values: Values) -> Merged:
    """Make one account of two, as `merge_people` does with people.

    Raises:
        NotFound: If one of the two is not there, or was removed.
        Refused: If both are the same, one is no account, or a value does not fit.
    """
    return _merge(change, "account", keep_id, other_id, values, accounts.change_account)


def _merge(
    change: Change,
    noun: str,
    keep_id: str,
    other_id: str,
    values: Values,
    change_kept: Callable[[Change, str, Values], None],
) -> Merged:
    if keep_id == other_id:
        raise errors.Refused(_("A record cannot be merged with itself."), noun=noun)
    kept, other = _live(change, noun, keep_id), _live(change, noun, other_id)
    before = _texts(change.connection, kept, other)
    chosen = {**default_values(kept, other), **_flags(noun, kept, other, values), **values}
    links, doubles = _moves(change.connection, noun, keep_id, other_id)
    for table, ids in doubles.items():
        change.change_many(table, ((one, {"removed_at": change.at}) for one in ids))
    for table, records in links.items():
        change.change_many(table, records.items())
    above = _ABOVE[noun]
    chosen[above] = _above(change, noun, kept, other, chosen)
    change_kept(change, keep_id, {"name": kept["name"], **chosen})
    change.remove(noun, other_id)
    _keep_dropped(change, noun, keep_id, before)
    _move_drafts(change.connection, noun, keep_id, other_id)
    _move_rewordings(change, noun, keep_id, other_id)
    moved = sum(len(records) for records in links.values())
    return Merged(moved, sum(len(ids) for ids in doubles.values()))


def _live(change: Change, noun: str, record_id: str) -> dict[str, Any]:
    found = whole_row(change.connection, noun, record_id)
    if found is not None:
        return found
    for table in MERGED:
        if change.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone():
            if table != noun:
                raise errors.Refused(_("Only two people, or two accounts, can be merged."), noun=noun)
            raise errors.NotFound(_("That record was removed; undo the removal first."))
    raise errors.NotFound(_("That record is not in the store."))


def _flags(noun: str, kept: Values, other: Values, values: Values) -> dict[str, Any]:
    """What follows from the choices: whether somebody is still a placeholder; what was at hand stays at hand."""
    if noun == "account":
        return {"pinned": bool(kept["pinned"] or other["pinned"]), **_since(kept, other, values)}
    name = values.get("name", kept["name"])
    known = [bool(row["placeholder"]) for row in (kept, other) if row["name"] == name]
    return {"placeholder": all(known) if known else is_placeholder_name(name)}


def _since(kept: Values, other: Values, values: Values) -> dict[str, Any]:
    """Who set the tier that the account comes to have, and since when it has its status."""
    tier, status = values.get("tier", kept["tier"] or other["tier"]), values.get("status", kept["status"])
    origins = {row["tier"]: row["tier_origin"] for row in (other, kept)}
    days = {row["status"]: row["status_on"] for row in (other, kept)}
    return {"tier_origin": origins.get(tier, "hand"), **({"status_on": days[status]} if days.get(status) else {})}


# --- what points to the other record -----------------------------------------------------------------------------


def _moves(
    connection: sqlite3.Connection, noun: str, keep_id: str, other_id: str
) -> tuple[Links, dict[str, list[str]]]:
    """What comes to point to the kept record, removed records too, and what would then be there twice."""
    links: dict[str, dict[str, dict[str, Any]]] = {}
    for table, column in links_to(connection, noun):
        for (record_id,) in connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (other_id,)).fetchall():
            if table != noun or record_id not in (keep_id, other_id):
                links.setdefault(table, {}).setdefault(record_id, {})[column] = keep_id
    doubles = {}
    for table, records in links.items():
        if table in _DOUBLES and (twice := _twice(connection, table, records, keep_id)):
            doubles[table] = twice
            for record_id in twice:
                records.pop(record_id, None)
    return links, doubles


def _twice(connection: sqlite3.Connection, table: str, moving: Mapping[str, dict[str, Any]], keep_id: str) -> list[str]:
    """Those records that say nothing which another one does not say too, once all point to the kept record."""
    same, open_fields = _DOUBLES[table]
    columns = sorted({column for fields in moving.values() for column in fields})
    fields = ("id", *same, *open_fields)
    where = " OR ".join(f"{column} = :keep" for column in columns)
    own = _rows(connection, f"SELECT {', '.join(fields)} FROM {table} WHERE removed_at IS NULL AND ({where})", keep_id)
    known: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in own:
        known.setdefault(tuple(row[field] for field in same), []).append(row)
    twice: list[str] = []
    for record_id, changed in moving.items():
        select = f"SELECT {', '.join(fields)} FROM {table} WHERE removed_at IS NULL AND id = :keep"
        for row in _rows(connection, select, record_id):
            row |= changed
            for mine in known.get(tuple(row[field] for field in same), ()):
                if mine["id"] not in twice and _covers(mine, row, open_fields):
                    twice.append(record_id)
                    break
                if mine["id"] not in twice and _covers(row, mine, open_fields):
                    twice.append(mine["id"])
    return twice


def _covers(full: Mapping[str, Any], row: Mapping[str, Any], open_fields: Iterable[str]) -> bool:
    return all(row[field] is None or row[field] == full[field] for field in open_fields)


def _rows(connection: sqlite3.Connection, query: str, record_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(query, {"keep": record_id})
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _above(change: Change, noun: str, kept: Values, other: Values, chosen: Values) -> Any:
    """What the kept record stands below: what was chosen, else what either stood below, but never itself."""
    field, own = _ABOVE[noun], {kept["id"], other["id"]}
    wanted = chosen.get(field, kept[field])
    candidates = [one for one in (wanted, kept[field], other[field]) if wanted and _may_stand(change, noun, one, kept)]
    for candidate in candidates:
        seen: set[Any] = set()
        above = candidate
        while above and above not in own and above not in seen:
            seen.add(above)
            row = change.connection.execute(f"SELECT {field} FROM {noun} WHERE id = ?", (above,)).fetchone()
            above = row[0] if row else None
        if candidate and above not in own:
            return candidate
    return None


def _may_stand(change: Change, noun: str, record_id: Any, kept: Values) -> bool:
    """Whether a record may be what the kept one stands below: it is there, or was before it was removed."""
    removed = f"SELECT 1 FROM {noun} WHERE id = ? AND removed_at IS NOT NULL"
    return record_id == kept[_ABOVE[noun]] or not change.connection.execute(removed, (record_id,)).fetchone()


def _move_rewordings(change: Change, noun: str, keep_id: str, other_id: str) -> None:
    """Let what the rep left out or reworded of the other record in reports hold for the kept one."""
    before, after = f"{noun}:{other_id}", f"{noun}:{keep_id}"
    query = "SELECT id, line, sequence FROM rewording WHERE instr(line, ?) OR instr(sequence, ?)"
    rows = change.connection.execute(query, (before, before)).fetchall()
    moved = (
        (one, {"line": line.replace(before, after), "sequence": sequence and sequence.replace(before, after)})
        for one, line, sequence in rows
    )
    change.change_many("rewording", moved)


def _move_drafts(connection: sqlite3.Connection, noun: str, keep_id: str, other_id: str) -> None:
    """Let what is half typed about the other record be about the kept one; its own form has nowhere to go."""
    for key, _at in drafts.list_drafts(connection):
        kind, about = drafts.read_form_key(key)
        if other_id in about.values() and kind != f"{noun}.change":
            moved = {name: keep_id if value == other_id else value for name, value in about.items()}
            connection.execute("UPDATE OR IGNORE draft SET key = ? WHERE key = ?", (drafts.form_key(kind, moved), key))


# --- what no field holds any more --------------------------------------------------------------------------------


def _texts(connection: sqlite3.Connection, *rows: Values) -> list[tuple[str, str]]:
    """Field and text of everything in these records that must not be lost."""
    own = {row["id"] for row in rows}
    said = [
        (name, value)
        for name in rows[0]
        for value in (row[name] for row in rows)
        if name not in NOT_CHOSEN | ONLY_IN_HISTORY and not is_blank(name, value) and value not in own
    ]
    names = names_of(connection, [value for name, value in said if _points(name)])
    return [(name, names.get(value, "") if _points(name) else _text(name, value)) for name, value in said]


def _points(field: str) -> bool:
    return field.endswith("_id") and field != "external_id"


def _text(field: str, value: Any) -> str:
    """A value as a text; amounts are kept in minor units."""
    return f"{value / 100:.2f}" if field in ("annual_revenue", "yearly_purchases") else str(value)


def _keep_dropped(change: Change, noun: str, keep_id: str, before: list[tuple[str, str]]) -> None:
    """Keep every text that the merged record does not say any more as a fact about it."""
    after = whole_row(change.connection, noun, keep_id)
    assert after is not None, "the kept record is there"
    now = dict(_texts(change.connection, after))
    known = set(
        change.connection.execute(
            f"SELECT name, value FROM fact WHERE {noun}_id = ? AND removed_at IS NULL", (keep_id,)
        )
    )
    for field, text in dict.fromkeys(before):
        name = _("Also known as") if field == "name" else _("{field} (other)").format(field=field_name(field))
        if text and not _is_said(field, text, now.get(field, "")) and (name, text) not in known:
            change.add("fact", {f"{noun}_id": keep_id, "name": name, "value": text, "source": _("merged")})


def _is_said(field: str, text: str, now: str) -> bool:
    if field == "tags":
        tags = {tag.strip().casefold() for tag in now.split(",")}
        return all(tag.strip().casefold() in tags for tag in text.replace("，", ",").replace("、", ",").split(","))
    return text == now or (field in _HOLDING and text in now)
