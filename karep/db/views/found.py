"""What makes a record recognisable among those that were found: the fields of its one line."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from karep.frozen import frozen


@frozen
class Found:
    """The line of one record."""

    opportunity_id: str | None
    person_id: str | None
    fields: dict[str, Any]


BETWEEN_NAMES: Final = "\x1f"
"""Stands between the names of the people of a touch."""
_PEOPLE: Final = (
    "(SELECT group_concat(p.name, char(31)) FROM attendance t JOIN person p ON p.id = t.person_id "
    "WHERE t.touch_id = r.id AND t.removed_at IS NULL AND p.removed_at IS NULL)"
)
_ABOUT: Final = (
    "LEFT JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL"
)

_SELECT: Final = {
    "account": (
        "NULL AS opportunity_id, NULL AS person_id, r.name, r.short_name, r.tier, r.status, r.city, r.region, "
        "r.industry, r.phone, r.pinned, r.external_id, r.country, r.address, r.email, r.website, r.owner, r.tags, "
        "r.lead_source, r.note",
        "account r",
    ),
    "person": (
        "NULL, r.id, r.name, r.form_of_address, r.title, r.department, r.mobile, r.phone, r.left_on, r.email, "
        "r.wechat, r.note, r.external_id, a.name AS account_name",
        "person r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "opportunity": (
        "r.id, NULL, r.name, r.stage, r.status, r.amount, r.currency, r.note, r.lost_reason, r.external_id, "
        "a.name AS account_name",
        "opportunity r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "touch": (
        "r.opportunity_id, NULL, r.at, r.kind, r.purpose, r.summary, r.outcome, r.our_people, r.tags, r.private_note, "
        f"a.name AS account_name, {_PEOPLE} AS people",
        "touch r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "promise": (
        "NULL, r.person_id, r.what, r.owed_by, r.due, r.kept_at, r.broken_at, r.moved_reason, a.name AS account_name, "
        "p.name AS person_name",
        f"promise r {_ABOUT}",
    ),
    "follow_up": (
        "r.opportunity_id, r.person_id, r.what, r.due, r.due_time, r.zone, r.done_at, r.aim, r.expected_questions, "
        "r.disputes, r.moved_reason, a.name AS account_name, p.name AS person_name",
        f"follow_up r {_ABOUT}",
    ),
    "preference": (
        "NULL, r.person_id, r.kind, r.text, r.privacy, p.name AS person_name, a.name AS account_name",
        "preference r JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL "
        "LEFT JOIN account a ON a.id = p.account_id",
    ),
    "fact": (
        "NULL, r.person_id, r.name, r.value, r.source, r.dated, p.name AS person_name, a.name AS account_name",
        "fact r LEFT JOIN person p ON p.id = r.person_id "
        "LEFT JOIN account a ON a.id = coalesce(r.account_id, p.account_id)",
    ),
    "objection": (
        "r.opportunity_id, NULL, r.words, r.answer, r.card, r.outcome, r.at, a.name AS account_name",
        "objection r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "need": (
        "r.opportunity_id, r.person_id, r.what, r.problem, r.cause, r.effect, r.value, r.hidden, r.at, "
        "a.name AS account_name, p.name AS person_name",
        f"need r {_ABOUT}",
    ),
    "competitor": (
        "r.opportunity_id, NULL, r.name, r.note, r.at, a.name AS account_name",
        "competitor r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "remark": (
        "NULL, NULL, r.period, r.part, r.lesson, r.stage, r.department, r.text, r.privacy, a.name AS account_name",
        "remark r LEFT JOIN account a ON a.id = r.account_id",
    ),
    "concession": (
        "r.opportunity_id, r.person_id, r.give, r.get, r.made_at, a.name AS account_name, o.name AS deal_name",
        "concession r LEFT JOIN account a ON a.id = r.account_id LEFT JOIN opportunity o ON o.id = r.opportunity_id",
    ),
}
"""For each noun what its line says, and the tables that know it."""


def details(connection: sqlite3.Connection, noun: str, ids: Sequence[str]) -> dict[str, Found]:
    """The lines of some records of a noun, by id."""
    columns, tables = _SELECT[noun]
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT r.id, {columns} FROM {tables} WHERE r.id IN ({marks}) AND +r.removed_at IS NULL", list(ids)
    )
    names = [one[0] for one in rows.description][3:]
    return {row[0]: Found(row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in rows}
