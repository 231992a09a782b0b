"""The short sections of a brief: promises of both sides, the last times this room met, days that are near."""

import sqlite3
from datetime import date, timedelta
from typing import Final

from karep.db.views.occasions import Occasion, list_occasions
from karep.db.views.promises import Promise
from karep.i18n import _, language
from karep.reports import words
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import LONG, SHORT, due_day, said, touch_parts
from karep.reports.coming import coming_occasions
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.vocabulary import OWED_BY

DATES_AHEAD: Final = 30
"""How many days ahead important days are shown."""
_NOT_FOR_VISITS: Final = frozenset(("qixi", "june_18", "november_11", "december_12"))
_HOME: Final = ("中国", "中华人民共和国", "china", "cn", "prc", "p.r. china")


def promise_lines(meeting: Meeting) -> list[Line]:
    """What is owed: ours overdue, ours open, theirs; of each what concerns this room first, then by day."""

    def order(promise: Promise) -> tuple[bool, bool, bool, str]:
        late = promise.due is not None and promise.due < meeting.today.isoformat()
        ours = promise.owed_by == "us"
        return not ours, not late, not meeting.concerns(promise.person_id), promise.due or "9999"

    return [_promise(meeting, one) for one in sorted(meeting.promises, key=order)]


def _promise(meeting: Meeting, promise: Promise) -> Line:
    due = words.read_day(promise.due)
    return Line(
        "promise",
        promise.id,
        parts(
            owed=_(OWED_BY.get(promise.owed_by, "")),
            what=cut(promise.what, LONG),
            who=said("{text}", promise.person_name, SHORT),
            when=due_day(due, meeting) or _("no day set"),
        ),
        account_id=promise.account_id,
        due=due,
        state=words.due_state(due, meeting.today) if due else "",
    )


def before_lines(meeting: Meeting) -> list[Line]:
    """The last times this room spoke with us: when, how, who, what was said and what came of it."""
    return [
        Line(
            "touch",
            one.id,
            touch_parts(one, meeting, whole=True),
            account_id=one.account_id,
            opportunity_id=one.opportunity_id or "",
        )
        for one in meeting.before
    ]


def date_lines(connection: sqlite3.Connection, meeting: Meeting) -> list[Line]:
    """Days within the next month: the account's own, those of the people in the room, and festivals at home."""
    if meeting.account:
        found = list_occasions(connection, account_id=meeting.account_id)
    else:
        found = list_occasions(connection, person_id=meeting.subject.id)
    told_here = [
        one for one in found if meeting.concerns(one.person_id) and (meeting.private or not words.is_personal(one))
    ]
    lines = [_occasion(meeting, *one) for one in coming_occasions(told_here, meeting.today, DATES_AHEAD)]
    return sorted([*lines, *_festivals(meeting)], key=lambda line: (line.due, line.noun == "festival"))


def _occasion(meeting: Meeting, occasion: Occasion, day: date) -> Line:
    personal = words.is_personal(occasion)
    return Line(
        "occasion",
        occasion.id,
        parts(
            when=words.dated_words(day, meeting.today),
            what=cut(words.occasion_words(occasion, day), LONG),
            who=cut(occasion.whose, SHORT) if occasion.person_id else None,
            greet=_("no congratulations") if occasion.kind == "memorial" else None,
        ),
        account_id=meeting.account_id,
        due=day,
        personal=personal,
        level="personal" if personal else "",
    )


def _festivals(meeting: Meeting) -> list[Line]:
    account = meeting.account
    if account is None or (account.country or "").strip().casefold() not in _HOME:
        return []
    # the library of the lunar calendar is imported only for those who keep its festivals
    from karep.rules.festivals import festivals_between

    return [
        Line(
            "festival",
            one.key,
            parts(
                when=words.dated_words(one.day, meeting.today),
                what=one.name(language()),
                greet=None if one.greeted else _("no congratulations"),
            ),
            account_id=account.id,
            due=one.day,
        )
        for one in festivals_between(meeting.today, meeting.today + timedelta(days=DATES_AHEAD), off=_NOT_FOR_VISITS)
    ]
