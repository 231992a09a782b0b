"""What the import of a calendar shows: how it is read, and what becomes of each of its events."""

from collections.abc import Iterable, Mapping
from typing import Final

from karep.exchange.calendar_holidays import HOLIDAYS, MEETINGS, HolidayPlan
from karep.exchange.calendar_in import MERGED, OUTCOMES, STORED, MeetingPlan, Row
from karep.frozen import frozen
from karep.i18n import N_, _, ngettext
from karep.rules.privacy import MASK
from karep.screens.safe import one_line
from karep.screens.sheet_pages import SHEET_COLUMNS, Page
from karep.screens.widgets.columns import Cell
from karep.screens.widgets.columns import Row as Shown
from karep.screens.widgets.section_list import Section

KINDS: Final[Mapping[str, str]] = {MEETINGS: N_("Meetings"), HOLIDAYS: N_("Public holidays")}
_MOST: Final = 500
"""Events of a section that are shown; the count says how many there are."""
_LONGEST: Final = 200


@frozen
class Reading:
    """How a calendar is read."""

    kind: str
    account: str = ""
    """The name of the account that all meetings are with; empty to find it for each."""
    past: bool = False


def meetings_page(plan: MeetingPlan, reading: Reading, *, private: bool) -> Page:
    """The events by what becomes of them; rows that can be changed are ``choice:<what>``."""
    taken = [row for row in plan.rows if row.outcome in (*STORED, *MERGED)]
    refused = [row for row in plan.rows if row.outcome == "refused"]
    known = [row for row in plan.rows if row.outcome == "unchanged"]
    details: dict[str, str] = {}
    sections = (
        Section(_("How it is read"), _how(reading)),
        _section("taken", _("Into the book"), taken, details, private=private),
        _section("refused", "✗ " + _("Not taken over, with the reason"), refused, details, private=private),
        _section("known", _("Known already"), known, details, private=private),
        Section(_("About the file"), {f"notice:{n}": _row("·", text, "") for n, text in enumerate(plan.notices)}),
    )
    return Page(tuple(one for one in sections if one.rows), details, SHEET_COLUMNS)


def row_of(plan: MeetingPlan, key: str | None) -> Row | None:
    """The event that a key of such a page stands for; None for every other key."""
    section, _mark, line = (key or "").partition(":")
    if section not in ("taken", "refused", "known") or not line.isdecimal():
        return None
    return next((row for row in plan.rows if row.line == int(line)), None)


def holidays_page(plan: HolidayPlan, reading: Reading) -> Page:
    """The days that are freed or taken."""
    days = {
        f"day:{one.day}": _row(one.day.isoformat(), _("free") if one.free else _("worked"), one.name)
        for one in plan.days[:_MOST]
    }
    refused = {
        f"refused:{number}": _row(_("line {n}").format(n=one.line), one.text, one.reason)
        for number, one in enumerate(plan.refused[:_MOST])
    }
    sections = (
        Section(_("How it is read"), _how(reading)),
        Section(f"{_('Free and working days')} ({len(plan.days):,})", days),
        Section(f"✗ {_('Not taken over, with the reason')} ({len(plan.refused):,})", refused),
    )
    return Page(tuple(one for one in sections if one.rows), {}, SHEET_COLUMNS)


def _how(reading: Reading) -> dict[str, Shown]:
    rows = {"choice:kind": _row(_("The calendar holds"), _(KINDS[reading.kind]), "")}
    if reading.kind == MEETINGS:
        account = reading.account or _("found for each meeting")
        rows["choice:account"] = _row(_("Account of all"), account, "")
        past = _("logged as touches") if reading.past else _("left out")
        rows["choice:past"] = _row(_("Past meetings"), past, "")
    return rows


def _section(name: str, title: str, rows: Iterable[Row], details: dict[str, str], *, private: bool) -> Section:
    listed = list(rows)
    shown: dict[str, Shown] = {}
    for row in listed[:_MOST]:
        key = f"{name}:{row.line}"
        when = f"{row.day} {row.at}".strip() or _("line {n}").format(n=row.line)
        subject = MASK if private else row.subject
        whose = [row.account, MASK if private and row.person else row.person]
        outcome = "" if row.outcome in ("refused", "unchanged") else _(OUTCOMES[row.outcome])
        rest = " · ".join(filter(None, [outcome, *whose, row.reason]))
        shown[key] = _row(when, subject, rest)
        details[key] = one_line(" · ".join(filter(None, (when, row.zone, subject, rest))))
    if len(listed) > _MOST:
        left = len(listed) - _MOST
        shown[f"{name}:more"] = _row("…", ngettext("{n} more", "{n} more", left).format(n=f"{left:,}"), "")
    return Section(f"{title} ({len(listed):,})", shown)


def _row(what: str, value: str, more: str) -> Shown:
    return Shown({"what": _cut(what), "value": _cut(value), "more": Cell(_cut(more), "muted")})


def _cut(text: str) -> str:
    return one_line(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
