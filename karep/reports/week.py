"""The report on a week, a month, a quarter or a year: what was done, what came of it, what comes next.

It has the thirteen parts of `karep.rules.vocabulary.REPORT_PARTS`, also when nothing happened. Everything is counted by
the days of the rep's own zone, and every number can be opened. It is handed on: what is nobody else's business is
listed in `Report.withheld`, and stands nowhere else.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from karep.db.views.period_records import list_untold
from karep.db.views.planned import short_names
from karep.db.views.touches import Touch, list_touches
from karep.i18n import _, language
from karep.reports.report import Line, Part, Report, Section, walk
from karep.reports.report_parts import OWN_TITLES, TITLES
from karep.reports.week_scene import Scene, scene_of
from karep.rules.clock import Clock
from karep.rules.periods import Period, period_label
from karep.rules.practice import USUAL, Practice

MOST_TOUCHES: Final = 100_000
"""More touches than anybody makes in a week, and more visits than in a year."""
_UNTOLD: Final = {"touch": "confidence", "follow_up": "price", "opportunity": "price", "concession": "price"}
"""Why some fields of a record are told in no report."""


def report(
    connection: sqlite3.Connection,
    clock: Clock,
    period: Period,
    *,
    author: str = "",
    department: str = "",
    practice: Practice = USUAL,
    own: bool = True,
) -> Report:
    """The report on a period, in the language in use.

    Args:
        connection: The store.
        clock: What day it is, and in which zone days are counted.
        period: The period.
        author: Who reports.
        department: For which department or region.
        practice: How the rep works: rhythms, days, the currency of amounts that name none, what a person may be given.
        own: Whether the rep's own lines and words are in it; without them it is what the program generates.

    Raises:
        OverflowError: If the period or one beside it lies beyond the calendar.
    """
    scene = scene_of(period, clock, practice)
    sections = _called_short(connection, list(_sections(connection, scene)))
    _note_untold(connection, scene, sections)
    title = " · ".join((_(TITLES[period.span]), period_label(period, language())))
    subtitle = _subtitle(period, clock, author, department)
    withheld = tuple(scene.withheld)
    generated = Report(title, subtitle, sections, period=str(period), language=language(), withheld=withheld)
    if not own:
        return generated
    from karep.reports.own_words import dress, read_own

    return dress(generated, *read_own(connection, period))


def _sections(connection: sqlite3.Connection, scene: Scene) -> Iterator[Section]:
    """The sections in the order of the parts; those of the rep's own words are empty here."""
    from karep.reports.week_accounts import activity
    from karep.reports.week_commitments import follow_ups, promises
    from karep.reports.week_coverage import coverage
    from karep.reports.week_deals import deals
    from karep.reports.week_gifts import gifts
    from karep.reports.week_growth import growth
    from karep.reports.week_next import coming
    from karep.reports.week_numbers import numbers
    from karep.reports.week_plan import plan
    from karep.reports.week_voices import rivals, voices
    from karep.reports.week_warnings import warnings

    touches = _touches(connection, scene)
    yield Section("highlights", _(OWN_TITLES["highlights"]), (), part="headline")
    figures = numbers(connection, scene.period, scene.clock, scene.practice.tiers.currency)
    yield Section("numbers", _("In numbers"), figures, part="headline")
    yield activity(connection, scene, touches)
    yield from deals(connection, scene)
    planned = plan(connection, scene, touches)
    yield planned
    told = {line.record_id for line in planned.lines} - {""}
    if not scene.long:  # what the plan only counts is told by it all the same
        told |= {record_id for line in planned.lines[:1] for _noun, record_id in line.sources}
    yield promises(connection, scene, told)
    yield follow_ups(connection, scene, told)
    yield from voices(connection, scene)
    yield rivals(connection, scene)
    yield Section("market", _(OWN_TITLES["market"]), (), part="market")
    yield warnings(connection, scene)
    yield from coverage(connection, scene)
    yield from growth(connection, scene)
    yield gifts(connection, scene)
    yield Section("lessons", _(OWN_TITLES["lessons"]), (), part="lessons")
    yield Section("help", _(OWN_TITLES["help"]), (), part="help")
    yield coming(connection, scene)


def _called_short(connection: sqlite3.Connection, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with accounts called by their short names, but where the line is about the account itself."""
    ids = {line.account_id for one in sections for _depth, line in walk(one.lines)} - {""}
    names = short_names(connection, ids)
    return tuple(replace(one, lines=tuple(_short(line, names) for line in one.lines)) for one in sections)


def _short(line: Line, names: dict[str, str]) -> Line:
    name = names.get(line.account_id) if line.noun != "account" else None
    named = tuple(Part("account", name) if name and one.name == "account" else one for one in line.parts)
    return replace(line, parts=named, lines=tuple(_short(one, names) for one in line.lines))


def _touches(connection: sqlite3.Connection, scene: Scene) -> list[Touch]:
    """The touches of a week, or the visits of a longer period, the oldest first."""
    kind = "visit" if scene.long else None
    return list_touches(connection, since=scene.since, until=scene.until, kind=kind, limit=MOST_TOUCHES)[::-1]


def _subtitle(period: Period, clock: Clock, author: str, department: str) -> str:
    pieces = (
        author.strip(),
        department.strip(),
        f"{period.first.isoformat()} – {period.last.isoformat()}",
        clock.zone,
        _written(period, clock),
    )
    return " · ".join(filter(None, pieces))


def _written(period: Period, clock: Clock) -> str:
    """When it was written; while a period runs also how much of it has passed: what it is compared with is whole."""
    written = f"{clock.local:%Y-%m-%d %H:%M}"
    if not period.first <= clock.today < period.last:
        return _("written {day}").format(day=written)
    days, passed = (period.last - period.first).days + 1, (clock.today - period.first).days + 1
    return _("written {day}, day {n} of {days}").format(day=written, n=passed, days=days)


def _note_untold(connection: sqlite3.Connection, scene: Scene, sections: Sequence[Section]) -> None:
    """Note what the records that are told hold beside it: floors, bottom lines, prices, what was said in confidence."""
    told: dict[str, dict[str, None]] = {noun: {} for noun in _UNTOLD}
    for section in sections:
        for _depth, line in walk(section.lines):
            _gather(line, told)
    for noun, ids in told.items():
        for record_id, field in list_untold(connection, noun, ids):
            scene.withhold(noun, record_id, field, _UNTOLD[noun])


def _gather(line: Line, told: dict[str, dict[str, None]]) -> None:
    if line.noun in told and line.record_id:
        told[line.noun][line.record_id] = None
    if line.opportunity_id:
        told["opportunity"][line.opportunity_id] = None
