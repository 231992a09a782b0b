"""A report on a period as it is handed on: put together and written in the language that was asked for."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from karep.db.views.exports import WEEK, Export
from karep.frozen import frozen
from karep.i18n import language, speaking
from karep.reports import formats
from karep.reports.report import Line, Report, leaving, walk
from karep.reports.week_scene import Scene, scene_of
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.practice import Practice
from karep.settings import Settings


@frozen
class Order:
    """What is asked for."""

    period: Period
    form: str = "txt"
    """One of `karep.reports.formats.FORMATS`."""
    language: str = "en"
    cite: bool = False
    """Whether each line tells the ids of its records."""
    template: Path | None = None
    """A template that is filled in instead; its name says the format."""

    @property
    def called(self) -> str:
        """The format as the log of exports knows it: its name, or the template's."""
        return self.template.name if self.template else self.form


def language_of(settings: Settings) -> str:
    """The language that reports are written in unless another is asked for."""
    return settings["week_language"] or language()


def ordered(
    connection: sqlite3.Connection,
    clock: Clock,
    settings: Settings,
    practice: Callable[[], Practice],
    order: Order,
) -> Report:
    """The report that was ordered, in its language; with the records behind each number where they are told.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        settings: The name and department of who reports, and the currency.
        practice: Gives how the rep works; asked in the language of the report.
        order: What is asked for.
    """
    from karep.reports.week import report

    with speaking(order.language):
        own = practice()
        found = report(
            connection,
            clock,
            order.period,
            author=settings["name"],
            department=settings["department"],
            practice=own,
        )
        if order.cite or order.form == "json" or order.template:
            found = _with_counted(connection, scene_of(order.period, clock, own), found)
        if order.form == "short":
            from karep.reports.short import called_short

            found = called_short(connection, found)
    return found


def written(report: Report, order: Order) -> bytes:
    """The report as a file, in the language that was ordered.

    Raises:
        TemplateRefused: If the template cannot be read or filled in.
    """
    with speaking(order.language):
        return formats.write(report, order.form, cite=order.cite, template=order.template)


def handed_on_as(report: Report, order: Order, path: Path | None) -> Export:
    """What the log of exports keeps of a report that was written to a file, or copied where `path` is None; of a short
    one the lines of the whole, from which it was cut.
    """
    from karep.db.exports import handed_on
    from karep.reports.withheld import withheld_counts

    return handed_on(
        WEEK,
        order.called,
        path,
        speech=order.language,
        period=str(order.period),
        lines=line_count(report),
        withheld=withheld_counts(report),
    )


def line_count(report: Report) -> int:
    """How many lines of it leave the program."""
    return sum(1 for section in leaving(report).sections for _line in walk(section.lines))


def _with_counted(connection: sqlite3.Connection, scene: Scene, report: Report) -> Report:
    """The report with the records that each number counts, as its sources: which they are, and none of their words.

    Those that are left out of the report, whatever section says so, are not among them.
    """
    from karep.reports.counted_records import counted_records
    from karep.reports.own_words import left_out_records, read_own
    from karep.reports.week_counted import counted

    left_out = left_out_records(report, read_own(connection, scene.period)[1])

    def filled(line: Line) -> Line:
        if line.figure is None or not (line.lines or line.name):
            return line
        whole = line if line.lines else replace(line, lines=counted(connection, scene, line.name))
        told = (one for one in counted_records(whole) if one not in left_out)
        return replace(line, lines=(), sources=tuple(told))

    sections = tuple(replace(one, lines=tuple(map(filled, one.lines))) for one in report.sections)
    return replace(report, sections=sections)
