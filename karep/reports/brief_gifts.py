"""What those in the room were given last, and how much of the year's limit is used: so that nothing is given twice."""

import sqlite3
from typing import Final

from karep.db.views.gifts import get_recipients, gift_totals, last_gifts
from karep.i18n import _
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import called
from karep.reports.gift_words import gift_words, limit_words
from karep.reports.report import Line, parts
from karep.rules.gifts import USUAL_ALLOWANCE, Allowance

_PEOPLE: Final = 2
"""The gifts of so many people are told."""
_GIFTS: Final = 2
"""So many of the last gifts are told of each."""


def gift_lines(connection: sqlite3.Connection, meeting: Meeting, allowance: Allowance = USUAL_ALLOWANCE) -> list[Line]:
    """The last gifts to the people who were named, with the year's total: “Last gifts: tea (…), a book (…) · ¥320 of
    ¥500 in 2026”.

    Nothing for a whole account, and nothing where personal things are not told.
    """
    if not meeting.private or meeting.whole:
        return []
    named = {one.id: one for one in meeting.room[:_PEOPLE]}
    given = last_gifts(connection, named, _GIFTS)
    totals = gift_totals(connection, given, meeting.today.year, allowance.currency)
    recipients = get_recipients(connection, given)
    lines = []
    for person_id, person in named.items():
        gifts, known = given.get(person_id), recipients.get(person_id)
        if not gifts or known is None:
            continue
        used = limit_words(totals.get(person_id, 0), allowance.for_person(known.gift_limit), allowance)
        told = _(", ").join(map(gift_words, gifts))
        lines.append(
            Line(
                "gift",
                gifts[0].id,
                parts(
                    what=_("Last gifts: {gifts}").format(gifts=told),
                    why=_("{used} in {year}").format(used=used, year=meeting.today.year),
                    who=called(person) if len(meeting.room) > 1 else None,
                    known=_("serves the state: every gift needs approval") if known.government else None,
                ),
                account_id=meeting.account_id,
                level="personal",
                sources=tuple(("gift", one.id) for one in gifts[1:]),
            )
        )
    return lines
