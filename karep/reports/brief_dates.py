"""Days that are near: the account's own, those of the people in the room, and festivals."""

import sqlite3
from datetime import date, timedelta
from typing import Final

from karep.db.views.occasions import Occasion, list_occasions
from karep.i18n import _, language
from karep.reports import words
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import LONG, SHORT
from karep.reports.coming import coming_occasions
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.festivals import DaySettings, Festival, festivals_between, own_days_between

DATES_AHEAD: Final = 30
"""How many days ahead important days are shown."""
_NOT_FOR_VISITS: Final = frozenset(("qixi", "june_18", "november_11", "december_12"))
"""Festivals that are no matter of business."""
_HOME: Final = ("中国", "中华人民共和国", "china", "cn", "prc", "p.r. china")
"""The country in which the festivals are kept, as an account may have it."""


def date_lines(connection: sqlite3.Connection, meeting: Meeting, days: DaySettings) -> list[Line]:
    """Days within the next month: the account's own, those of the people in the room, festivals at home, own days.

    Args:
        connection: The store.
        meeting: The meeting.
        days: Which festivals are listed, and the rep's own days.
    """
    if meeting.account:
        found = list_occasions(connection, account_id=meeting.account_id)
    else:
        found = list_occasions(connection, person_id=meeting.subject.id)
    told_here = [
        one for one in found if meeting.concerns(one.person_id) and (meeting.private or not words.is_personal(one))
    ]
    lines = [_occasion(meeting, *one) for one in coming_occasions(told_here, meeting.today, DATES_AHEAD)]
    # of which only the month is known are due on no day: they come first, as the next thing to ask about
    near = [*lines, *_festivals(meeting, days)]
    return sorted(near, key=lambda line: (line.due or date.min, line.noun == "festival"))


def _occasion(meeting: Meeting, occasion: Occasion, day: date) -> Line:
    month = words.month_words(occasion)
    return Line(
        "occasion",
        occasion.id,
        parts(
            when=_("{month}, day unknown").format(month=month) if month else words.dated_words(day, meeting.today),
            what=cut(words.occasion_words(occasion, day, unknown=False), LONG),
            who=cut(occasion.whose, SHORT) if occasion.person_id else None,
            greet=_("no congratulations") if occasion.kind == "memorial" else None,
        ),
        account_id=meeting.account_id,
        due=None if occasion.day is None else day,
        level=words.occasion_level(occasion),
    )


def _festivals(meeting: Meeting, days: DaySettings) -> list[Line]:
    """Chinese festivals for accounts in China, and the days that the rep added for accounts of this industry."""
    account = meeting.account
    if account is None:
        return []
    first, last = meeting.today, meeting.today + timedelta(days=DATES_AHEAD)
    industry = account.industry or ""
    if (account.country or "").strip().casefold() in _HOME:
        found = festivals_between(first, last, off=_NOT_FOR_VISITS | days.off, own=days.own, industry=industry)
    else:
        found = own_days_between(first, last, days.own, off=days.off, industry=industry)
    return [_festival(one, meeting, account.id) for one in found]


def _festival(festival: Festival, meeting: Meeting, account_id: str) -> Line:
    return Line(
        "festival",
        festival.key,
        parts(
            when=words.dated_words(festival.day, meeting.today),
            what=cut(festival.name(language()), LONG),
            greet=None if festival.greeted else _("no congratulations"),
        ),
        account_id=account_id,
        due=festival.day,
    )
