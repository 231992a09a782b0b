"""The brief for a meeting: everything that a rep should have in mind, on one page that is read in two minutes.

The sections are a closed list. Every line comes from a record, nothing is said twice, opinion is marked as such, and
the same store on the same day gives the same page.
"""

import sqlite3
from collections.abc import Collection, Iterable
from typing import Final

from karep.i18n import _
from karep.reports import words
from karep.reports.brief_before import before_lines
from karep.reports.brief_changes import changes_lines, changes_title
from karep.reports.brief_dates import date_lines
from karep.reports.brief_deal import deal_lines, objection_lines, question_lines, questions_title
from karep.reports.brief_goal import goal_lines
from karep.reports.brief_meeting import SEATS, Meeting, Subject, read_meeting
from karep.reports.brief_page import PAGE, Draft, paged
from karep.reports.brief_promises import promise_lines
from karep.reports.brief_room import room_lines
from karep.reports.brief_unknown import unknown_lines
from karep.reports.brief_words import SHORT, called, listed
from karep.reports.report import Line, Report
from karep.rules.clock import Clock
from karep.rules.cutting import cut
from karep.rules.fact_names import about
from karep.rules.festivals import DEFAULT_DAYS, DaySettings
from karep.rules.gifts import USUAL_ALLOWANCE, Allowance
from karep.rules.vocabulary import ACCOUNT_STATUSES

__all__ = ["SECTIONS", "Subject", "brief"]

SECTIONS: Final = (
    "goal", "room", "changes", "promises", "deal", "before", "objections", "questions", "dates", "unknown",
)  # fmt: skip
"""All that a brief has, in order. There is no eleventh."""

_SIZES: Final = {
    "goal": (9, 3),
    "room": (SEATS, 3),
    "changes": (6, 1),
    "promises": (6, 2),
    "deal": (8, 3),
    "before": (2, 2),
    "objections": (4, 1),
    "questions": (4, 1),
    "dates": (4, 1),
    "unknown": (6, 2),
}
"""As many lines a section has at most, and as many stay when there is little room."""
_YIELDING: Final = (
    "questions", "dates", "unknown", "changes", "deal", "objections", "promises", "room", "before", "goal",
)  # fmt: skip
"""Which section gives up lines first."""
_UNCOUNTED: Final = ("goal", "before", "questions")
"""The sections that are a choice: what was not chosen is not counted."""
_CLAIMS: Final = ("promise", "objection", "fact", "need", "card")
"""The records of which each is one claim."""
_HEAD: Final = 2


def brief(
    connection: sqlite3.Connection,
    subject: Subject,
    clock: Clock,
    *,
    private: bool,
    days: DaySettings = DEFAULT_DAYS,
    allowance: Allowance = USUAL_ALLOWANCE,
) -> Report:
    """The brief for a meeting.

    Args:
        connection: The store.
        subject: What the meeting is about, and who comes.
        clock: What day it is, and in which zone.
        private: Tell what is the rep's own or another person's business: preferences that are not internal, birthdays,
            the rep's view of people, and the bottom line, which no renderer ever writes.
        days: Which festivals are listed, and the rep's own days.
        allowance: What a person may be given in a year.

    Raises:
        NotFound: If what it is about is not there, or was removed.
    """
    meeting = read_meeting(connection, subject, clock, private=private)
    goal = goal_lines(connection, meeting)
    # one claim has one home: what the goal says is said nowhere else, nor a fact twice
    told = {(line.noun, line.record_id) for line in goal}
    changes = changes_lines(connection, meeting)
    deal = deal_lines(meeting, told | {(line.noun, line.record_id) for line in changes if line.noun == "fact"})
    near = date_lines(connection, meeting, days)
    if meeting.private and not meeting.whole:
        from karep.reports.brief_gifts import gift_lines

        near = [*near, *gift_lines(connection, meeting, allowance)]
    cards = (line for line in (*goal, *deal) if line.noun == "card")
    asked = any(about(part.text) == "budget" for line in cards for part in line.parts)
    sections = {
        "goal": (_("Goal of this meeting"), goal, _("no aim yet: log a next step, or a promise")),
        "room": (_("Who is in the room"), room_lines(connection, meeting), _("nobody is noted down")),
        "changes": (changes_title(meeting), changes, _("nothing was noted down")),
        "promises": (_("Promises"), promise_lines(meeting), ""),
        "deal": (_("Where the deal stands"), deal, _("no open deal")),
        "before": (_("The last times"), before_lines(meeting), ""),
        "objections": (_("Open objections"), objection_lines(meeting), ""),
        "questions": (questions_title(meeting), question_lines(meeting), ""),
        "dates": (_("Days that are near"), near, ""),
        "unknown": (_("What the record does not say"), unknown_lines(connection, meeting, budget=not asked), ""),
    }
    drafts = [_draft(key, *sections[key], told if key != "goal" else ()) for key in SECTIONS]
    room = SECTIONS.index("room")
    come = len(meeting.room) + len(subject.strangers)
    drafts[room] = drafts[room]._replace(beyond=come - len(drafts[room].lines))
    return Report(_title(meeting), _subtitle(meeting), paged(drafts, _YIELDING, PAGE - _HEAD), compact=True)


def _draft(key: str, title: str, lines: Iterable[Line], empty: str, told: Collection[tuple[str, str]]) -> Draft:
    kept = tuple(line for line in lines if line.noun not in _CLAIMS or (line.noun, line.record_id) not in told)
    most, least = _SIZES[key]
    return Draft(key, title, kept, most, min(least, len(kept)), key not in _UNCOUNTED, empty=empty)


def _title(meeting: Meeting) -> str:
    subject, account = meeting.subject, meeting.account
    name = cut(account.short_name or account.name, SHORT) if account else ""
    if subject.noun == "person" or subject.people or subject.strangers:
        who = listed([*(called(one) for one in meeting.room), *subject.strangers])
        name = " · ".join(filter(None, (name, who)))
    elif subject.noun == "opportunity" and meeting.deal:
        name = f"{name} · {cut(meeting.deal.name, SHORT)}"
    elif subject.noun == "follow_up" and meeting.planned:
        name = f"{name} · {cut(meeting.planned.what, SHORT)}"
    return _("Brief: {name}").format(name=name)


def _subtitle(meeting: Meeting) -> str:
    account = meeting.account
    pieces = [words.full_day_words(meeting.today)]
    if account:
        status = _(ACCOUNT_STATUSES.get(account.status, account.status)) if account.status != "active" else ""
        # what an account is that nobody spoke with yet, and that it has no tier, is said further down
        tier = words.tier_words(account.tier) if account.tier else ""
        pieces += [tier, status, "" if meeting.is_first else account.city or ""]
    return " · ".join(filter(None, pieces))
